"""`kortelijn unlink PERSON`: at once, on every channel, with every login."""

import argparse

from bot.app import open_knowledge
from bot.commands.common import person
from bot.settings import Settings


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the arguments."""
    parser.add_argument("person", metavar="PERSOON", help="wie er losgemaakt wordt")


def run(chosen: argparse.Namespace, settings: Settings) -> int:
    """End the links and say how many there were."""
    knowledge = open_knowledge(settings)
    ended = knowledge.people.unlink(person(knowledge, chosen.person).id)
    print(f"{chosen.person} is losgemaakt van {ended} {'kanaal' if ended == 1 else 'kanalen'}.")
    return 0
