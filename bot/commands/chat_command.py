"""`kortelijn chat --as PERSON [--at ISO] [--jsonl]`: talk in the terminal.

With --jsonl each line in is {"text": …}, {"button": payload} or {"tick": ISO}, with optional "as" and "at"; each line
out is {"replies": […], "pushed": […]}.
"""

import argparse
import asyncio
import json
import sys
from collections.abc import Iterator
from typing import Any

from bot.app import open_assistant, open_knowledge
from bot.channels.terminal import as_dict, in_words
from bot.commands.common import as_json, moment, person, set_clock
from bot.commands.errors import Wrong
from bot.messages import Incoming, Message
from bot.rehearsal import Heard, Rehearsal
from bot.settings import Settings
from knowledge.services.knowledge import Knowledge


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the arguments."""
    parser.add_argument("--as", dest="who", required=True, metavar="PERSOON", help="namens wie je praat")
    parser.add_argument("--at", metavar="MOMENT", help="alsof het dan was (alleen op de voorbeeldgemeente)")
    parser.add_argument("--jsonl", action="store_true", help="een JSON-object per regel, in en uit")


def run(chosen: argparse.Namespace, settings: Settings) -> int:
    """Talk until the input ends."""
    at = moment(chosen.at) if chosen.at is not None else None
    knowledge = open_knowledge(settings)
    who = person(knowledge, chosen.who).id
    if at:
        set_clock(knowledge, at)
    rehearsal = Rehearsal(knowledge, open_assistant(settings, knowledge))
    talk = _talk_in_json if chosen.jsonl else _talk
    asyncio.run(talk(rehearsal, knowledge, who))
    return 0


async def _talk_in_json(rehearsal: Rehearsal, knowledge: Knowledge, who: str) -> None:
    for line in sys.stdin:
        if line.strip():
            heard = await _do(rehearsal, knowledge, who, _read(line))
            replies, pushed = [as_dict(m) for m in heard.replies], [_push(to, m) for to, m in heard.pushed]
            print(as_json({"replies": replies, "pushed": pushed}), flush=True)


def _push(to: str, message: Message) -> dict[str, object]:
    shown = as_dict(message)
    return {"to": to, "text": shown["text"], "buttons": shown["buttons"]}


def _read(line: str) -> dict[str, Any]:
    try:
        order = json.loads(line)
    except ValueError as error:
        raise Wrong(f"geen JSON: {line.strip()[:60]!r}") from error
    if not isinstance(order, dict) or len({"text", "button", "tick"} & order.keys()) != 1:
        raise Wrong('een regel is een object met "text", "button" of "tick".')
    if not all(isinstance(value, str) for value in order.values()):
        raise Wrong("alle waarden zijn tekst.")
    return order


async def _do(rehearsal: Rehearsal, knowledge: Knowledge, who: str, order: dict[str, Any]) -> Heard:
    speaker = person(knowledge, order["as"]).id if "as" in order else who
    if "at" in order:
        set_clock(knowledge, moment(order["at"]))
    if "tick" in order:
        set_clock(knowledge, moment(order["tick"]))
        return await rehearsal.tick()
    return await rehearsal.say(speaker, Incoming(text=order.get("text", ""), button=order.get("button")))


async def _talk(rehearsal: Rehearsal, knowledge: Knowledge, who: str) -> None:
    print("Praat maar; een getal drukt op de knop met dat nummer, Ctrl-D stopt.", file=sys.stderr)
    buttons: tuple[tuple[str, str], ...] = ()
    for line in _lines():
        heard = await rehearsal.say(who, _incoming(line, buttons))
        for message in heard.replies:
            print(in_words(message), end="\n\n")
            buttons = message.buttons or buttons
        for to, message in heard.pushed:
            name = person(knowledge, to).name
            print(f"→ aan {name}:\n{in_words(message)}", end="\n\n")


def _lines() -> Iterator[str]:
    while True:
        try:
            yield input("> " if sys.stdin.isatty() else "")
        except EOFError:
            return


def _incoming(line: str, buttons: tuple[tuple[str, str], ...]) -> Incoming:
    if line.strip().isdigit() and 1 <= int(line) <= len(buttons):
        return Incoming(button=buttons[int(line) - 1][1])
    return Incoming(text=line)
