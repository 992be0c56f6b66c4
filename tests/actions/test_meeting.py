"""Meetings in chat: which one is meant, and putting something on its agenda."""

import pytest

from actions.meeting import AddToAgenda, AskMeeting
from actions.replies import Reply
from actions.turn import Missing
from knowledge.entities import Meeting
from knowledge.services.knowledge import Knowledge
from knowledge.store import Refusal, Store
from tests.actions.turns import answers, asked, pushed, says, taps, titles
from tests.cast import ANNA, CASE, LENA, OTTO
from tests.loop import local


@pytest.fixture
def meetings(store: Store) -> None:
    with store.work() as work:
        work.add(Meeting("MDO Vlierwijk", local("2026-11-27"), place="Raadzaal", chair_id=LENA))
        work.add(Meeting("Sociaal Platform", local("2026-12-03", "13:30")))


def tap(knowledge: Knowledge, reply: Reply | Missing, title: str) -> Reply:
    return taps(knowledge, [AskMeeting, AddToAgenda], ANNA, reply, title)


@pytest.mark.usefixtures("meetings")
def test_the_next_meeting_with_its_agenda_and_what_comes_after(knowledge: Knowledge) -> None:
    reply = says(knowledge, AskMeeting, OTTO, "wanneer is het volgende overleg")
    assert reply.text.splitlines() == [
        "MDO Vlierwijk: vrijdag 27 november om 10.00 uur, Raadzaal.",
        "Op de agenda:",
        "nog niets",
        "Daarna:",
        "• Sociaal Platform, donderdag 3 december om 13.30 uur",
    ]


@pytest.mark.usefixtures("meetings")
def test_another_one_by_its_name(knowledge: Knowledge) -> None:
    assert says(knowledge, AskMeeting, OTTO, "wanneer is het sociaal platform").text.startswith("Sociaal Platform: ")


@pytest.mark.usefixtures("meetings")
def test_a_case_comes_on_the_agenda_of_the_one_that_is_named(knowledge: Knowledge) -> None:
    proposal = says(knowledge, AddToAgenda, ANNA, f"zet {CASE} op de agenda van het MDO", case=CASE)
    assert proposal.text == f"{CASE} op de agenda van MDO Vlierwijk, vrijdag 27 november om 10.00 uur?"
    done = tap(knowledge, proposal, "Bevestigen")
    assert "De voorzitter hoort het" in done.text
    assert f"Anna Visser zette {CASE} op de agenda van MDO Vlierwijk" in pushed(knowledge, LENA)[0].text


@pytest.mark.usefixtures("meetings")
def test_which_one_is_asked_with_short_buttons_and_understood_in_words(knowledge: Knowledge) -> None:
    missing, turn = asked(knowledge, AddToAgenda, ANNA, f"{CASE} op de agenda", case=CASE)
    assert titles(missing) == ["27-11 MDO Vlierwijk", "3-12 Sociaal Platform", "Annuleren"]
    assert "Sociaal Platform" in answers(knowledge, AddToAgenda, turn, "het platform").text
    assert "MDO Vlierwijk" in tap(knowledge, missing, "27-11 MDO Vlierwijk").text


@pytest.mark.usefixtures("meetings")
def test_the_day_that_was_said_chooses_too(knowledge: Knowledge) -> None:
    said = {"text": "donderdag 3 december", "first": "2026-12-03", "last": "2026-12-03"}
    proposal = says(knowledge, AddToAgenda, ANNA, "op de agenda van donderdag", case=CASE, time=said)
    assert "Sociaal Platform" in proposal.text


@pytest.mark.usefixtures("meetings")
def test_a_subject_needs_no_case(knowledge: Knowledge) -> None:
    topic = {"ids": ["schulden"], "text": "schulden"}
    proposal = says(knowledge, AddToAgenda, OTTO, "zet schulden op de agenda van het mdo", topic=topic)
    assert proposal.text.startswith("schulden op de agenda van MDO Vlierwijk")


def test_without_a_meeting_there_is_a_way_on(knowledge: Knowledge) -> None:
    assert says(knowledge, AskMeeting, ANNA).choices
    with pytest.raises(Refusal, match="no_meeting"):
        says(knowledge, AddToAgenda, ANNA, case=CASE)
