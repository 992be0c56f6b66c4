"""`kortelijn nlu parse|time --jsonl`: how a sentence is understood, without saying anything to anybody."""

import argparse
import asyncio
import json
import sys
from datetime import datetime
from typing import Any

from bot.commands.common import as_json, moment
from bot.commands.errors import Wrong
from bot.settings import Settings


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the arguments."""
    parser.add_argument("what", choices=("parse", "time"), help="de hele zin, of alleen het tijdstip erin")
    parser.add_argument("--jsonl", action="store_true", help="een JSON-object per regel, in en uit")
    parser.add_argument("--now", metavar="MOMENT", help="alsof het dan was")


def run(chosen: argparse.Namespace, settings: Settings) -> int:
    """Read texts from standard input and print what is understood of them, in order."""
    now = moment(chosen.now) if chosen.now is not None else None
    if chosen.what == "time":
        return _times(chosen, now)
    return asyncio.run(_parse(chosen, settings, now))


def _times(chosen: argparse.Namespace, now: datetime | None) -> int:
    from datetime import timezone

    from nlu.time import read_time

    for text in _texts(chosen):
        read = read_time(text, now or datetime.now(timezone.utc))
        words, start, end, clock = (read.expression, read.start, read.end, read.time) if read else (None,) * 4
        said = {"expression": words, "start": start, "end": end, "time": f"{clock:%H:%M}" if clock else None}
        print(as_json(said), flush=True)
    return 0


async def _parse(chosen: argparse.Namespace, settings: Settings, now: datetime | None) -> int:
    from bot.app import open_knowledge
    from bot.model import model_path, train_if_needed
    from bot.town import Town
    from nlu.lexicon import known
    from nlu.understanding import as_line

    knowledge = open_knowledge(settings)
    await train_if_needed(settings)
    from bot.runtime import Dialogue

    dialogue, town = Dialogue.load(model_path(settings), knowledge), Town(knowledge)
    for text in _texts(chosen):
        with known(town.situation(now)):
            print(as_json(as_line(await dialogue.parse(text))), flush=True)
    return 0


def _texts(chosen: argparse.Namespace) -> Any:
    for line in sys.stdin:
        if line.strip():
            yield _text(line) if chosen.jsonl else line.rstrip("\n")


def _text(line: str) -> str:
    try:
        text = json.loads(line)["text"]
    except (ValueError, TypeError, KeyError) as error:
        raise Wrong(f'een regel is een object met "text"; dit niet: {line.strip()[:60]!r}') from error
    if not isinstance(text, str):
        raise Wrong('"text" is tekst.')
    return text
