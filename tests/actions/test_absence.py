"""Being away, said in one sentence or asked piece by piece."""

from typing import Any

import pytest

from actions.absence import SetAbsence
from actions.replies import Reply
from actions.turn import Missing
from knowledge.services.knowledge import Knowledge
from tests.actions.turns import asked, pushed, says, taps, titles
from tests.cast import BRAM, OTTO, TESS

NEXT_WEEK = {"text": "volgende week", "first": "2026-11-30", "last": "2026-12-04"}
TODAY = {"text": "vandaag", "first": "2026-11-25", "last": "2026-11-25"}
TESS_NAMED = {"ids": [TESS], "text": "Tess"}


def tap(knowledge: Knowledge, reply: Reply | Missing, title: str, by: str = BRAM) -> Reply:
    return taps(knowledge, [SetAbsence], by, reply, title)


def test_one_sentence_and_one_confirmation(knowledge: Knowledge) -> None:
    proposal = says(
        knowledge, SetAbsence, BRAM, "volgende week weg, Tess neemt waar", time=NEXT_WEEK, person=TESS_NAMED
    )
    assert proposal.text == (
        "Je bent er niet van maandag 30 november tot en met vrijdag 4 december. "
        "Tess de Wit neemt waar en krijgt je berichten. Klopt dat?"
    )
    done = tap(knowledge, proposal, "Bevestigen")
    assert done.text.startswith("Genoteerd")
    assert titles(done) == ["Ongedaan maken"]


def test_the_deputy_reads_for_whom_and_when(knowledge: Knowledge) -> None:
    said: dict[str, Any] = {"time": TODAY, "person": TESS_NAMED, "confirmed": True}
    says(knowledge, SetAbsence, BRAM, **said)
    (message,) = pushed(knowledge, TESS)
    assert message.text == (
        "Je neemt waar voor Bram Yilmaz, op woensdag 25 november. Wat voor Bram Yilmaz komt, komt nu bij jou."
    )


def test_what_was_not_said_is_asked_days_first_then_who_stands_in(knowledge: Knowledge) -> None:
    days, _ = asked(knowledge, SetAbsence, BRAM, "ik ben er niet")
    assert (days.wanted, days.question) == ("time", "absence_days")
    deputy, _ = asked(knowledge, SetAbsence, BRAM, "volgende week", time=NEXT_WEEK)
    assert titles(deputy) == ["Lena Smit", "Tess de Wit", "Niemand"]


def test_nobody_is_an_answer_too_and_says_what_it_means(knowledge: Knowledge) -> None:
    deputy, _ = asked(knowledge, SetAbsence, BRAM, "vandaag", time=TODAY)
    proposal = tap(knowledge, deputy, "Niemand")
    assert (
        "op woensdag 25 november, en niemand neemt waar: je berichten blijven liggen tot je terug bent" in proposal.text
    )
    assert "Je berichten wachten tot je terug bent." in tap(knowledge, proposal, "Bevestigen").text


@pytest.mark.parametrize("said", ["ik ben ziek", "heb griep"])
def test_who_is_ill_is_away_today(knowledge: Knowledge, said: str) -> None:
    deputy, turn = asked(knowledge, SetAbsence, BRAM, said)
    assert deputy.question == "deputy"
    proposal = says(knowledge, SetAbsence, BRAM, "niemand", **{**turn.details, "deputy": ""})
    assert "op woensdag 25 november" in proposal.text


def test_being_back_ends_it(knowledge: Knowledge) -> None:
    says(knowledge, SetAbsence, BRAM, time=TODAY, person=TESS_NAMED, confirmed=True)
    assert (
        says(knowledge, SetAbsence, BRAM, "ik ben weer terug").text == "Welkom terug. Je berichten komen weer bij jou."
    )
    assert pushed(knowledge, TESS)[-1].text == "Bram Yilmaz is terug. Je neemt niet meer waar; dank je."


def test_back_without_having_been_away_is_no_error(knowledge: Knowledge) -> None:
    assert "Fijn dat je er bent" in says(knowledge, SetAbsence, OTTO, "ik ben er weer").text
