"""Being called back, in conversation: the proposal, the taps of both sides, and how it reads."""

from datetime import timedelta
from typing import Any

import pytest

from actions.callback import RequestCallback
from actions.replies import Reply
from actions.turn import Missing, Turn
from knowledge.clock import SetClock
from knowledge.entities import Case, Outgoing, Professional
from knowledge.services.knowledge import Knowledge
from knowledge.store import Refusal, Store
from tests.actions.test_registry import hear, pushed, tap, titles
from tests.cast import ANNA, BRAM, CASE, OTTO, SARA

AT_NOON = {"text": "om 12.15", "first": "2026-11-25", "last": "2026-11-25", "clock": "12:15"}


def say_to(knowledge: Knowledge, by: str = ANNA, **details: Any) -> Reply:
    return hear(knowledge, RequestCallback, by, **details)


def answer(knowledge: Knowledge, **details: Any) -> Reply:
    """Return what follows on an answer in words to an open question."""
    with knowledge.store.reading() as session:
        person = session.get(Professional, ANNA)
    return RequestCallback(knowledge).answer(Turn(person, "request_callback", "", knowledge, details))


def test_a_sentence_is_confirmed_before_anybody_is_asked(knowledge: Knowledge, store: Store) -> None:
    proposal = say_to(knowledge, discipline="jongerenwerker", time=AT_NOON)
    assert proposal.text == "Zal ik Bram Yilmaz (jongerenwerker, Jeugd-Punt) vragen je om 12.15 uur te bellen?"
    with store.reading() as session:
        assert session.query(Outgoing).count() == 0
    done = tap(knowledge, RequestCallback, proposal, "Bevestigen")
    assert done.text == "Ik vraag Bram Yilmaz je om 12.15 uur te bellen. Je hoort het als er antwoord is."
    assert titles(done) == ["Ongedaan maken"]


def test_the_one_asked_reads_who_and_when_and_can_answer_with_one_tap(knowledge: Knowledge) -> None:
    say_to(knowledge, person_id=BRAM, case=CASE, time=AT_NOON, confirmed=True)
    message = pushed(knowledge, BRAM)
    assert (
        message.text
        == f"Anna Visser (huisarts, Huisartsen Vlierhof) vraagt of je om 12.15 uur wilt bellen over {CASE}."
    )
    assert titles(message) == ["Bel nu", "Hoe laat?", "Niet ik"]
    assert [card.phone for card in message.contacts] == ["085-0101011"]


def test_bel_nu(knowledge: Knowledge) -> None:
    say_to(knowledge, person_id=BRAM, confirmed=True)
    answer = tap(knowledge, RequestCallback, pushed(knowledge, BRAM), "Bel nu", BRAM)
    assert "085-0101011" in answer.text
    assert pushed(knowledge, ANNA).text == "Bram Yilmaz belt je zo."


def test_hoe_laat_asks_the_asker_who_taps_a_time(knowledge: Knowledge) -> None:
    say_to(knowledge, person_id=BRAM, confirmed=True)
    tap(knowledge, RequestCallback, pushed(knowledge, BRAM), "Hoe laat?", BRAM)
    question = pushed(knowledge, ANNA)
    assert question.text == "Bram Yilmaz wil je bellen. Hoe laat komt het uit?"
    assert titles(question) == ["Nu", "Over een uur", "Om 14.00 uur", "Morgen om 9.00 uur"]
    assert tap(knowledge, RequestCallback, question, "Om 14.00 uur").text == "Doorgegeven aan Bram Yilmaz."
    assert "of je om 14.00 uur wilt bellen" in pushed(knowledge, BRAM).text


def test_niet_ik_is_passed_on_and_both_hear(knowledge: Knowledge) -> None:
    say_to(knowledge, person_id=BRAM, confirmed=True)
    tap(knowledge, RequestCallback, pushed(knowledge, BRAM), "Niet ik", BRAM)
    heard = pushed(knowledge, ANNA)
    assert heard.text.startswith("Bram Yilmaz kan niet; ik vraag het aan ")
    assert titles(heard) == ["Niet meer nodig"]


def test_niet_ik_with_nobody_else_gives_the_number_and_another(knowledge: Knowledge) -> None:
    say_to(knowledge, person_id=OTTO, confirmed=True)
    tap(knowledge, RequestCallback, pushed(knowledge, OTTO), "Niet ik", OTTO)
    heard = pushed(knowledge, ANNA)
    assert heard.text.startswith("Otto Kramer kan je niet bellen")
    assert [card.phone for card in heard.contacts] == ["085-0404041"]
    assert titles(heard) == ["Kies een ander", "Wie heeft nu dienst?"]


def test_outside_the_roster_it_is_said_when_somebody_is_there(knowledge: Knowledge, clock: SetClock) -> None:
    clock.at += timedelta(hours=9)
    reply = say_to(knowledge, person_id=BRAM)
    assert reply.text == (
        "Nu is Bram Yilmaz er niet; als eerste weer morgen om 9.00 uur. "
        "Zal ik Bram Yilmaz (jongerenwerker, Jeugd-Punt) vragen je morgen om 9.00 uur te bellen?"
    )


def test_a_limit_is_no_moment_to_wait_for(knowledge: Knowledge) -> None:
    before_four = {**AT_NOON, "text": "voor 4 uur", "clock": "16:00"}
    assert "zo snel mogelijk" in say_to(knowledge, person_id=BRAM, time=before_four).text


def test_a_moment_that_is_past_is_refused(knowledge: Knowledge) -> None:
    with pytest.raises(Refusal, match="callback_past"):
        say_to(knowledge, person_id=BRAM, time={**AT_NOON, "clock": "09:00"})


def test_the_coordinator_is_asked_by_case(knowledge: Knowledge) -> None:
    assert "Bram Yilmaz" in say_to(knowledge, case=CASE).text


def test_a_coordinator_who_may_not_be_named_is_not_named_anywhere(knowledge: Knowledge, store: Store) -> None:
    with store.work() as work:
        work.session.query(Case).one().coordinator_id = SARA
    proposal = say_to(knowledge, case=CASE)
    done = tap(knowledge, RequestCallback, proposal, "Bevestigen")
    tap(knowledge, RequestCallback, pushed(knowledge, SARA), "Bel nu", SARA)
    heard = pushed(knowledge, ANNA)
    assert heard.text == f"Degene met de regie in {CASE} belt je zo."
    assert "Sara" not in proposal.text + done.text + heard.text
    assert heard.contacts == []


def test_without_a_name_it_is_asked_and_a_bare_name_answers(knowledge: Knowledge) -> None:
    with pytest.raises(Missing) as missing:
        say_to(knowledge)
    assert missing.value.question == "callback_whom"
    turn = {"text": "de wijkagent"}
    assert "Otto Kramer" in answer(knowledge, **turn).text


def test_an_unknown_household_beside_a_name_does_not_stop_the_request(knowledge: Knowledge) -> None:
    assert "Otto Kramer" in say_to(knowledge, person="Otto", case="unknown").text
