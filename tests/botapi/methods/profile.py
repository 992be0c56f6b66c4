"""The bot about itself: who it is, its commands, its name and descriptions."""

import json
import re

from tests.botapi.errors import bad_request
from tests.botapi.methods.registry import Handler, method
from tests.botapi.objects import JsonObject
from tests.botapi.params import Params
from tests.botapi.state import World

_COMMAND = re.compile(r"/?[a-z0-9_]{1,32}")
_MOST_COMMANDS = 100
_LONGEST = {"name": 64, "description": 512, "short_description": 120}


@method("getMe")
def get_me(world: World, params: Params) -> JsonObject:
    """The bot as User, with what it can."""
    abilities = {
        "can_join_groups": True,
        "can_read_all_group_messages": world.reads_all_in_groups,
        "supports_inline_queries": False,
        "can_connect_to_business": False,
        "has_main_web_app": False,
        "has_topics_enabled": False,
        "allows_users_to_create_topics": False,
        "can_manage_bots": False,
    }
    return world.bot | abilities


@method("setMyCommands")
def set_my_commands(world: World, params: Params) -> bool:
    """The menu of commands, for a scope and a language."""
    commands = params.json("commands")
    if not isinstance(commands, list):
        raise bad_request("can't parse commands: expected an Array")
    if len(commands) > _MOST_COMMANDS:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    world.commands[_scope(params)] = [_checked_command(command) for command in commands]
    return True


@method("getMyCommands")
def get_my_commands(world: World, params: Params) -> list[JsonObject]:
    """The menu for a scope and a language; empty when none was set."""
    return world.commands.get(_scope(params), [])


@method("deleteMyCommands")
def delete_my_commands(world: World, params: Params) -> bool:
    """Take the menu for a scope and a language away."""
    world.commands.pop(_scope(params), None)
    return True


def _checked_command(command: JsonObject) -> JsonObject:
    name, description = str(command.get("command", "")), str(command.get("description", ""))
    if not _COMMAND.fullmatch(name):
        raise bad_request("BOT_COMMAND_INVALID")
    if not 1 <= len(description) <= 256:
        raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
    return {"command": name.removeprefix("/"), "description": description}


def _scope(params: Params) -> str:
    scope = params.json("scope") or {"type": "default"}
    return json.dumps(scope, sort_keys=True) + (params.text("language_code") or "")


def _setter(what: str) -> Handler:
    def set_text(world: World, params: Params) -> bool:
        value = params.text(what) or ""
        if len(value) > _LONGEST[what]:
            raise bad_request(f"BOT_{what.upper()}_TOO_LONG")
        world.profile[what + (params.text("language_code") or "")] = value
        return True

    return set_text


def _getter(what: str) -> Handler:
    def get_text(world: World, params: Params) -> JsonObject:
        usual = str(world.bot["first_name"]) if what == "name" else ""
        general = world.profile.get(what, usual)
        return {what: world.profile.get(what + (params.text("language_code") or ""), general)}

    return get_text


for _what, _suffix in (("name", "Name"), ("description", "Description"), ("short_description", "ShortDescription")):
    method(f"setMy{_suffix}")(_setter(_what))
    method(f"getMy{_suffix}")(_getter(_what))
