"""`kortelijn invite PERSON [--json]`: a link code, valid for 14 days, shown once."""

import argparse

from bot.app import open_knowledge
from bot.commands.common import as_json, person
from bot.settings import Settings
from knowledge.services.people import BOT_NAME


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the arguments."""
    parser.add_argument("person", metavar="PERSOON", help="wie er uitgenodigd wordt")
    parser.add_argument("--json", action="store_true", help="als JSON")


def run(chosen: argparse.Namespace, settings: Settings) -> int:
    """Make the code and print it, with the link that opens the bot with it."""
    knowledge = open_knowledge(settings)
    invited = knowledge.people.invite(person(knowledge, chosen.person).id)
    link = _link(settings, knowledge.store.setting(BOT_NAME), invited.code)
    if chosen.json:
        print(as_json({"person": invited.person, "code": invited.code, "link": link, "expires": invited.expires}))
    else:
        print(f"Code voor {invited.person}: {invited.code} (geldig tot {invited.expires:%d-%m-%Y})")
        print(f"Openen: {link}")
    return 0


def _link(settings: Settings, bot_name: str, code: str) -> str:
    """Return where the code is used: the Telegram bot when it is known, else the web app."""
    if bot_name:
        return f"https://t.me/{bot_name}?start={code}"
    base = settings.public_url or f"http://{settings.web_host}:{settings.web_port}"
    return f"{base}/koppel?code={code}"
