"""Acute danger: the numbers at once, whatever was open, and never the advice to talk to the parents first."""

from actions.safety import Emergency
from knowledge.services.knowledge import Knowledge
from tests.actions.turns import says, titles
from tests.cast import ANNA, OTTO


def test_the_numbers_come_first_and_at_once(knowledge: Knowledge) -> None:
    reply = says(knowledge, Emergency, ANNA, "hij staat hier met een mes")
    assert reply.text.startswith("Is er nu gevaar? Bel 112.")
    for number in ("113", "0800-0113", "0800-2000"):
        assert number in reply.text


def test_whatever_was_open_is_dropped(knowledge: Knowledge) -> None:
    reply = says(knowledge, Emergency, OTTO)
    assert reply.closes_form
    assert all(value is None for value in reply.remember.values())


def test_the_way_to_report_comes_with_it_and_the_parents_do_not_come_first(knowledge: Knowledge) -> None:
    reply = says(knowledge, Emergency, ANNA)
    assert titles(reply) == ["Zorg doorgeven"]
    assert "Meldcode" in reply.text
    assert "ouders" not in reply.text
