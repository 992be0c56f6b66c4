"""Manners: greeting, help, and doubt, which is never a dead end."""

import pytest

from actions.courtesy import AskWhatIsMeant, Goodbye, Greet, Help, OutOfScope, Thank
from actions.skill import Skill
from actions.turn import Turn
from knowledge.services.knowledge import Knowledge
from tests.actions.turns import person, says, titles
from tests.cast import ANNA, CASE, LENA


def test_one_is_greeted_by_first_name(knowledge: Knowledge) -> None:
    assert says(knowledge, Greet, ANNA, "goedemorgen").text == "Dag Anna. Waar kan ik je mee helpen?"


@pytest.mark.parametrize("skill", [Greet, Help, OutOfScope])
def test_there_is_always_something_to_go_on_with(knowledge: Knowledge, skill: type[Skill]) -> None:
    assert "Mijn casussen" in titles(says(knowledge, skill, ANNA))


@pytest.mark.parametrize("skill", [Thank, Goodbye])
def test_thanks_and_goodbye_are_short(knowledge: Knowledge, skill: type[Skill]) -> None:
    assert len(says(knowledge, skill, ANNA).text) < 60


def test_a_team_lead_reads_of_the_team_too(knowledge: Knowledge) -> None:
    assert "mijn team" in says(knowledge, Help, LENA).text
    assert "mijn team" not in says(knowledge, Help, ANNA).text


def doubt(knowledge: Knowledge, *ranking: str) -> list[str]:
    turn = Turn(person(knowledge, ANNA), "ask_what_is_meant", "?", knowledge, {"case": CASE}, ranking=ranking)
    return titles(AskWhatIsMeant(knowledge).answer(turn))


def test_in_doubt_the_three_likeliest_requests_are_offered(knowledge: Knowledge) -> None:
    guesses = doubt(knowledge, "nlu_fallback", "ask_involved", "thank", "create_referral", "find_partner", "ask_digest")
    assert guesses == ["Zien wie betrokken is", "Verwijzen", "Een partner zoeken"]


def test_without_any_likely_request_one_can_still_go_on(knowledge: Knowledge) -> None:
    assert "Mijn casussen" in doubt(knowledge, "nlu_fallback", "greet")


def test_what_was_said_goes_along_with_the_choice(knowledge: Knowledge) -> None:
    turn = Turn(person(knowledge, ANNA), "", "?", knowledge, {"case": CASE}, ranking=("ask_involved",))
    assert AskWhatIsMeant(knowledge).answer(turn).choices[0].details == {"case": CASE}
