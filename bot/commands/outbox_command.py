"""`kortelijn outbox [--person P] [--json]`: what was or will be sent, without content that does not belong there."""

import argparse
from dataclasses import asdict

from bot.app import open_knowledge
from bot.commands.common import as_json, person
from bot.settings import Settings


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the arguments."""
    parser.add_argument("--person", metavar="PERSOON", help="alleen wat voor deze persoon is")
    parser.add_argument("--json", action="store_true", help="als JSON")


def run(chosen: argparse.Namespace, settings: Settings) -> int:
    """List the outbox, newest last."""
    knowledge = open_knowledge(settings)
    entries = knowledge.outbox.entries(person(knowledge, chosen.person).id if chosen.person else None)
    if chosen.json:
        print(as_json([asdict(entry) for entry in entries]))
        return 0
    for entry in entries:
        print(f"{entry.id:>6}  {entry.due_at:%d-%m-%Y %H:%M}  {entry.recipient:<14} {entry.kind:<24} {entry.state}")
    print(f"{len(entries)} berichten.")
    return 0
