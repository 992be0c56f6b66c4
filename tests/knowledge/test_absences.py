"""Being away: the deputy gets what comes, without one it waits, and coming back brings everything home."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from knowledge.clock import SetClock
from knowledge.entities import Outgoing
from knowledge.rules.calendar import AMSTERDAM
from knowledge.services.knowledge import Knowledge
from knowledge.store import Refusal, Store, tables
from tests.cast import ANNA, BRAM, LENA, OTTO, TESS
from tests.loop import local, outbox, write_to

TODAY, TOMORROW, FRIDAY = date(2026, 11, 25), date(2026, 11, 26), date(2026, 11, 27)


def row(store: Store, row_id: int) -> Outgoing:
    with store.reading() as session:
        found: Outgoing = session.execute(select(Outgoing).where(tables.outbox.c.id == row_id)).scalars().one()
        return found


def due_day(store: Store, row_id: int) -> date:
    return row(store, row_id).due_at.astimezone(AMSTERDAM).date()


def test_the_own_team_may_deputise_else_the_own_organisation(knowledge: Knowledge) -> None:
    assert [person.id for person in knowledge.absences.candidates(BRAM)] == [LENA, TESS]
    assert knowledge.absences.candidates(OTTO) == []


def test_the_deputy_is_told_once_the_minute_is_over(knowledge: Knowledge, store: Store) -> None:
    away = knowledge.absences.set(BRAM, TOMORROW, FRIDAY, TESS)
    assert (away.first_day, away.last_day, away.deputy) == (TOMORROW, FRIDAY, "Tess de Wit")
    assert outbox(store) == [(TESS, "you_deputise")]


def test_what_waits_goes_to_the_deputy_when_the_absence_is_today(knowledge: Knowledge, store: Store) -> None:
    (waiting,) = write_to(store, BRAM)
    knowledge.absences.set(BRAM, TODAY, FRIDAY, TESS)
    moved = row(store, waiting)
    assert (moved.recipient_id, moved.params["for"]) == (TESS, BRAM)


def test_what_waits_stays_when_the_absence_is_still_to_come(knowledge: Knowledge, store: Store) -> None:
    (waiting,) = write_to(store, BRAM)
    knowledge.absences.set(BRAM, FRIDAY, FRIDAY, TESS)
    assert row(store, waiting).recipient_id == BRAM


def test_without_a_deputy_what_waits_and_what_comes_is_brought_after_the_return(
    knowledge: Knowledge, store: Store
) -> None:
    (waiting,) = write_to(store, BRAM)
    knowledge.absences.set(BRAM, TODAY, TOMORROW, None)
    (coming,) = write_to(store, BRAM, urgent=True, start=5)
    assert [due_day(store, one) for one in (waiting, coming)] == [FRIDAY, FRIDAY]


def test_after_a_friday_that_is_a_monday(knowledge: Knowledge, store: Store) -> None:
    knowledge.absences.set(BRAM, TODAY, FRIDAY, None)
    (coming,) = write_to(store, BRAM)
    assert due_day(store, coming) == date(2026, 11, 30)


@pytest.mark.parametrize("deputy", [TESS, None])
def test_coming_back_early_brings_everything_home(
    knowledge: Knowledge, store: Store, clock: SetClock, deputy: str | None
) -> None:
    knowledge.absences.set(BRAM, TODAY, FRIDAY, deputy)
    (coming,) = write_to(store, BRAM)
    clock.at = local("2026-11-25", "11:00")
    assert knowledge.absences.end(BRAM)
    back = row(store, coming)
    assert (back.recipient_id, "for" in back.params) == (BRAM, False)
    assert back.due_at <= local("2026-11-25", "12:30")


def test_a_deputy_who_deputises_for_two_keeps_what_is_for_the_other(knowledge: Knowledge, store: Store) -> None:
    knowledge.absences.set(BRAM, TODAY, FRIDAY, TESS)
    knowledge.absences.set(LENA, TODAY, FRIDAY, TESS)
    (for_lena,) = write_to(store, LENA)
    knowledge.absences.end(BRAM)
    assert row(store, for_lena).recipient_id == TESS


@pytest.mark.parametrize("deputy", [TESS, None])
def test_undoing_it_gives_back_what_was_moved(knowledge: Knowledge, store: Store, deputy: str | None) -> None:
    (waiting,) = write_to(store, BRAM)
    before = row(store, waiting)
    away = knowledge.absences.set(BRAM, TODAY, FRIDAY, deputy)
    assert away.change_id
    knowledge.undo.take_back(BRAM, away.change_id)
    after = row(store, waiting)
    assert (after.recipient_id, after.params, after.due_at) == (before.recipient_id, before.params, before.due_at)


def test_the_deputy_hears_that_it_is_over(knowledge: Knowledge, store: Store, clock: SetClock) -> None:
    knowledge.absences.set(BRAM, TODAY, FRIDAY, TESS)
    clock.at += timedelta(hours=3)
    knowledge.absences.end(BRAM)
    assert (TESS, "colleague_back") in outbox(store)


def test_who_was_not_away_cannot_come_back(knowledge: Knowledge) -> None:
    assert not knowledge.absences.end(ANNA)


@pytest.mark.parametrize(
    ("first", "last", "deputy", "code"),
    [
        (FRIDAY, TODAY, TESS, "absence_backwards"),
        (date(2026, 11, 20), date(2026, 11, 24), TESS, "absence_past"),
        (TODAY, date(2028, 1, 31), TESS, "absence_too_long"),
        (TODAY, FRIDAY, BRAM, "deputy_is_you"),
    ],
)
def test_what_cannot_be_is_refused(knowledge: Knowledge, first: date, last: date, deputy: str, code: str) -> None:
    with pytest.raises(Refusal, match=f"^{code}$"):
        knowledge.absences.set(BRAM, first, last, deputy)


def test_somebody_who_is_away_then_too_cannot_deputise(knowledge: Knowledge) -> None:
    knowledge.absences.set(TESS, FRIDAY, FRIDAY, None)
    with pytest.raises(Refusal, match="deputy_away"):
        knowledge.absences.set(BRAM, TODAY, FRIDAY, TESS)
