"""Questions to colleagues and worries: who hears of them, who takes them up first, and what stays out of it."""

import pytest
from sqlalchemy import select

from knowledge.clock import SetClock
from knowledge.entities import Outgoing, Signal
from knowledge.services.callback_targets import Whom
from knowledge.services.knowledge import Knowledge
from knowledge.store import Refusal, Store
from tests.cast import ANNA, BRAM, CASE, LENA, OTTO, SARA, TESS
from tests.loop import local, outbox


def messages(store: Store) -> list[Outgoing]:
    with store.reading() as session:
        return list(session.execute(select(Outgoing)).scalars())


def test_a_question_goes_to_the_people_of_an_organisation_without_what_it_is_about(
    knowledge: Knowledge, store: Store
) -> None:
    asked = knowledge.network.ask(ANNA, organisation_id="jeugdpunt")
    assert [person.id for person in asked.people] == [BRAM, LENA, TESS]
    assert all(set(message.params) == {"question", "person"} for message in messages(store))


def test_a_question_goes_to_a_discipline_and_never_to_the_asker(knowledge: Knowledge) -> None:
    assert [person.id for person in knowledge.network.ask(TESS, discipline="jongerenwerker").people] == [BRAM]


def test_who_cannot_be_reached_is_not_asked(knowledge: Knowledge) -> None:
    knowledge.people.unlink(BRAM)
    with pytest.raises(Refusal, match="nobody_there"):
        knowledge.network.ask(TESS, discipline="jongerenwerker")


def test_the_first_to_think_along_does_and_the_asker_hears_who(knowledge: Knowledge, store: Store) -> None:
    knowledge.network.ask(ANNA, discipline="jongerenwerker")
    assert knowledge.network.answer(BRAM, 1).id == ANNA
    with pytest.raises(Refusal, match="answered_already"):
        knowledge.network.answer(TESS, 1)
    assert (ANNA, "question_answered") in outbox(store)


def test_a_worry_about_a_case_goes_to_the_regie(knowledge: Knowledge, store: Store) -> None:
    assert knowledge.network.signal(ANNA, "", code=CASE).to == "Bram Yilmaz"
    assert outbox(store) == [(BRAM, "signal_received")]


def test_a_worry_of_the_one_with_the_regie_goes_to_the_own_team(knowledge: Knowledge, store: Store) -> None:
    assert knowledge.network.signal(BRAM, "", code=CASE).to == "Jeugdteam (Jeugd-Punt)"
    assert {person for person, _ in outbox(store)} == {LENA, TESS}


@pytest.mark.parametrize("area", ["Vlierwijk", None])
def test_a_worry_without_a_case_goes_to_a_team(knowledge: Knowledge, store: Store, area: str | None) -> None:
    assert knowledge.network.signal(OTTO, "", area=area).to == "Jeugdteam (Jeugd-Punt)"
    assert {person for person, _ in outbox(store)} == {BRAM, LENA, TESS}


def test_a_worry_about_a_closed_case_goes_to_a_team_without_its_code(knowledge: Knowledge, store: Store) -> None:
    knowledge.circle.close(BRAM, CASE)
    before = len(messages(store))
    knowledge.network.signal(ANNA, "", code=CASE)
    assert [message.params["case"] for message in messages(store)[before:]] == [None, None, None]


@pytest.mark.parametrize("code", [CASE, "QX-9R9"])
def test_an_outsider_learns_nothing_of_a_case_by_it(knowledge: Knowledge, store: Store, code: str) -> None:
    with pytest.raises(Refusal, match="outsider"):
        knowledge.network.signal(OTTO, "", code=code)
    assert outbox(store) == []


def test_the_first_to_take_it_up_has_it_and_nobody_else_may(knowledge: Knowledge, store: Store) -> None:
    knowledge.network.signal(OTTO, "")
    with pytest.raises(Refusal, match="gone"):
        knowledge.network.take_signal(SARA, 1)
    assert knowledge.network.take_signal(TESS, 1).id == OTTO
    with pytest.raises(Refusal, match="taken_already"):
        knowledge.network.take_signal(BRAM, 1)
    assert (OTTO, "signal_taken") in outbox(store)


def test_a_worry_that_was_taken_back_reaches_nobody(knowledge: Knowledge, store: Store) -> None:
    change = knowledge.network.signal(ANNA, "", code=CASE).change_id
    assert change
    knowledge.undo.take_back(ANNA, change)
    assert outbox(store, BRAM) == [("signal_received", "cancelled")]
    with store.reading() as session:
        assert session.get(Signal, 1) is None


def test_a_request_to_call_that_still_waits_is_not_followed_by_its_own_reminder(
    knowledge: Knowledge, store: Store, clock: SetClock
) -> None:
    knowledge.callbacks.ask(ANNA, Whom(person_id=BRAM))
    clock.at = local("2026-11-25", "14:00")
    knowledge.reminders.claim_due()
    assert outbox(store) == [(BRAM, "callback_asked")]
