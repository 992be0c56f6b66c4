"""Meetings: of an agenda one sees the subjects and the own cases; of other cases how many."""

from datetime import datetime, timedelta

import pytest

from knowledge.clock import SetClock
from knowledge.entities import Meeting
from knowledge.services.knowledge import Knowledge
from knowledge.store import Refusal, Store
from tests.cast import ANNA, BRAM, CASE, LENA, OTTO
from tests.loop import local, outbox


def plan(store: Store, starts: datetime, chair: str | None = LENA, name: str = "MDO Vlierwijk") -> int:
    with store.work() as work:
        return work.add(Meeting(name, starts, place="Raadzaal", chair_id=chair)).id or 0


@pytest.fixture
def mdo(store: Store) -> int:
    return plan(store, local("2026-11-27"))


def test_the_soonest_comes_first_and_what_is_over_is_gone(knowledge: Knowledge, store: Store, clock: SetClock) -> None:
    plan(store, local("2026-12-03"), name="Sociaal Platform")
    plan(store, local("2026-11-27"))
    plan(store, local("2026-11-20"), name="Voorbij")
    assert [meeting.name for meeting in knowledge.meetings.coming(OTTO)] == ["MDO Vlierwijk", "Sociaal Platform"]
    clock.at += timedelta(days=4)
    assert [meeting.name for meeting in knowledge.meetings.coming(OTTO)] == ["Sociaal Platform"]


def test_a_case_is_on_it_for_those_around_it_and_a_number_for_the_others(knowledge: Knowledge, mdo: int) -> None:
    knowledge.meetings.add_case(ANNA, mdo, CASE)
    (mine,), (others,) = knowledge.meetings.coming(BRAM), knowledge.meetings.coming(OTTO)
    assert (mine.agenda, mine.hidden, mine.chair) == ((CASE,), 0, "Lena Smit")
    assert (others.agenda, others.hidden) == ((), 1)


def test_a_subject_is_on_it_for_everybody(knowledge: Knowledge, mdo: int) -> None:
    knowledge.meetings.add_subject(OTTO, mdo, "schulden")
    assert knowledge.meetings.coming(ANNA)[0].agenda == ("schulden",)


def test_the_chair_hears_of_it_but_not_of_the_own_addition(knowledge: Knowledge, store: Store, mdo: int) -> None:
    knowledge.meetings.add_case(ANNA, mdo, CASE)
    knowledge.meetings.add_subject(LENA, mdo, "wachtlijsten")
    assert outbox(store) == [(LENA, "agenda_item_added")]


def test_the_same_case_comes_on_it_once(knowledge: Knowledge, mdo: int) -> None:
    knowledge.meetings.add_case(ANNA, mdo, CASE)
    with pytest.raises(Refusal, match="on_agenda_already"):
        knowledge.meetings.add_case(BRAM, mdo, CASE)


def test_taken_back_it_is_off_again_and_the_chair_hears_nothing(knowledge: Knowledge, store: Store, mdo: int) -> None:
    change = knowledge.meetings.add_case(ANNA, mdo, CASE).change_id
    assert change
    knowledge.undo.take_back(ANNA, change)
    assert knowledge.meetings.coming(ANNA)[0].agenda == ()
    assert outbox(store, LENA) == [("agenda_item_added", "cancelled")]


@pytest.mark.parametrize("code", [CASE, "QX-9R9"])
def test_an_outsider_learns_nothing_of_the_case(knowledge: Knowledge, mdo: int, code: str) -> None:
    with pytest.raises(Refusal, match="outsider"):
        knowledge.meetings.add_case(OTTO, mdo, code)


def test_a_closed_case_comes_on_no_agenda(knowledge: Knowledge, mdo: int) -> None:
    knowledge.circle.close(BRAM, CASE)
    with pytest.raises(Refusal, match="case_closed"):
        knowledge.meetings.add_case(ANNA, mdo, CASE)
