"""`kortelijn sample load|show [--json]`: the fictitious municipality to try things on."""

import argparse

from bot.app import open_knowledge
from bot.commands.common import as_json
from bot.commands.errors import Wrong
from bot.settings import Settings
from knowledge import sample
from knowledge.rules.calendar import AMSTERDAM
from knowledge.services.knowledge import Knowledge


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the arguments."""
    parser.add_argument("deed", choices=("load", "show"), help="laden of tonen")
    parser.add_argument("--json", action="store_true", help="als JSON")


def run(chosen: argparse.Namespace, settings: Settings) -> int:
    """Load the sample into an empty database, or show who and what is in it."""
    knowledge = open_knowledge(settings)
    if chosen.deed == "load":
        return _load(knowledge)
    if not sample.is_sample(knowledge.store):
        raise Wrong("deze database is niet de voorbeeldgemeente; laad die met `kortelijn sample load`.")
    shown = sample.show(knowledge.store)
    print(as_json(shown) if chosen.json else _in_words(shown))
    return 0


def _load(knowledge: Knowledge) -> int:
    if not knowledge.store.is_empty():
        raise Wrong("de database is niet leeg; de voorbeeldgemeente komt alleen in een lege.")
    sample.load(knowledge.store, knowledge.store.clock.now().astimezone(AMSTERDAM).date())
    print("De voorbeeldgemeente is geladen.")
    return 0


def _in_words(shown: dict[str, list[dict[str, object]]]) -> str:
    people = [f"  {p['id']:<14}{p['name']}, {p['role']} ({p['organisation']})" for p in shown["professionals"]]
    cases = [f"  {c['code']:<14}regie bij {c['coordinator'] or 'niemand'}" for c in shown["cases"]]
    referrals = [f"  {r['id']:<14}{r['case']} van {r['from']} naar {r['to']}: {r['state']}" for r in shown["referrals"]]
    return "\n".join(["Mensen", *people, "Casussen", *cases, "Verwijzingen", *referrals])
