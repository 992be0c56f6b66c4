"""Chats as such: looking one up, leaving one, and ending the bot's own session."""

from tests.botapi.errors import bad_request
from tests.botapi.methods.registry import method
from tests.botapi.objects import JsonObject
from tests.botapi.params import Params
from tests.botapi.state import Standing, World

_GIFTS = ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels")


@method("getChat")
def get_chat(world: World, params: Params) -> JsonObject:
    """A chat as ChatFullInfo."""
    chat = world.chat(params.chat_id())
    refusal = chat.refusal()
    if refusal and chat.standing is not Standing.BLOCKED:
        raise refusal
    gifts = dict.fromkeys(_GIFTS, False)
    return chat.as_object() | {"accent_color_id": 0, "max_reaction_count": 11, "accepted_gift_types": gifts}


@method("leaveChat")
def leave_chat(world: World, params: Params) -> bool:
    """Leave a group."""
    chat = world.writable_chat(params.chat_id())
    if chat.kind == "private":
        raise bad_request("chat member status can't be changed in private chats")
    world.add_message(chat, world.bot, {"left_chat_member": world.bot})
    chat.standing = Standing.LEFT
    return True


@method("close")
def close(world: World, params: Params) -> bool:
    """End this bot instance on the server, to move it."""
    return True


@method("logOut")
def log_out(world: World, params: Params) -> bool:
    """Leave this server; every later call is refused."""
    world.logged_out = True
    return True
