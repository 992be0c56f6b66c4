"""Our own set-up, in a process of its own: start, first reply, turns, memory."""

import asyncio
import json
import sys
import time
from pathlib import Path

from bot.benchmark.measure import all_at_once, memory_mb, one_by_one
from bot.benchmark.town import PEOPLE, messages, settings_in
from bot.messages import Incoming


async def _measure(folder: Path, code: str, count: int, began: float) -> dict[str, float]:
    from bot.app import open_assistant, open_knowledge

    settings = settings_in(folder)
    knowledge = open_knowledge(settings)
    assistant = await asyncio.to_thread(open_assistant, settings, knowledge)
    for person in PEOPLE:
        knowledge.people.link_here(person, "terminal")

    async def turn(person: str, text: str) -> None:
        answer = await assistant.hear("terminal", person, Incoming(text=text))
        assert answer.messages, text

    await turn(PEOPLE[0], "goedemorgen")
    first = {"first_reply_s": round(time.time() - began, 1)}
    await one_by_one(turn, PEOPLE[0], messages(code, 16))
    quick = await one_by_one(turn, PEOPLE[1], messages(code, count))
    many = await all_at_once(turn, PEOPLE, messages(code, count // 25))
    return {**first, **quick, **many, "memory_mb": memory_mb()}


def main() -> None:
    """Measure in the folder and with the count that the caller gives, and print the figures."""
    folder, code, count, began = sys.argv[1:]
    print(json.dumps(asyncio.run(_measure(Path(folder), code, int(count), float(began)))))


if __name__ == "__main__":
    main()
