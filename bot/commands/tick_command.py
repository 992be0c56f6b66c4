"""`kortelijn tick [--at ISO] [--json]`: one tick of the clock; prints what it claimed and for whom."""

import argparse
from dataclasses import asdict

from bot.app import open_knowledge
from bot.commands.common import as_json, moment, set_clock
from bot.settings import Settings


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the arguments."""
    parser.add_argument("--at", metavar="MOMENT", help="alsof het dan was (alleen op de voorbeeldgemeente)")
    parser.add_argument("--json", action="store_true", help="als JSON")


def run(chosen: argparse.Namespace, settings: Settings) -> int:
    """Claim what is due and leave it in the outbox; `kortelijn run` sends it."""
    at = moment(chosen.at) if chosen.at is not None else None
    knowledge = open_knowledge(settings)
    if at:
        set_clock(knowledge, at)
    claims = knowledge.reminders.claim_due()
    if chosen.json:
        print(as_json({"at": knowledge.store.clock.now(), "claimed": [asdict(claim) for claim in claims]}))
        return 0
    for claim in claims:
        print(f"{claim.kind} {claim.reference}: {', '.join(claim.recipients) or 'niemand'}")
    print(f"{len(claims)} opgepakt.")
    return 0
