"""Within a minute all can be taken back, whole, and nobody was told; after it, or when others went on, nothing can."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select

from knowledge.clock import SetClock
from knowledge.entities import Button, Case, Change, Focus, Involvement, Member, Outgoing, OutgoingState, Referral
from knowledge.services.knowledge import Knowledge
from knowledge.services.notify import tell
from knowledge.store import Refusal, Store, tables
from knowledge.store.mapping import MAPPED
from tests.cast import ANNA, BRAM, LENA, OTTO
from tests.knowledge.store import rows

#: What a person changes; the others describe the change itself or what is said of it.
KINDS = [entity for entity in MAPPED if entity not in (Outgoing, Change, Button, Focus)]


def renamed(store: Store, name: str = "Anders", by: str = ANNA) -> int:
    """Let somebody rename the household, tell of it, and return the change."""
    with store.work(by, undoable=True) as work:
        work.need(Case, 1).household = name
        tell(work, BRAM, "household_renamed", "household 1 renamed", case="QX-4T9")
        assert work.change_id is not None
        return work.change_id


def name_of(store: Store) -> str:
    with store.reading() as session:
        return str(session.get(Case, 1).household)


def told(store: Store) -> list[OutgoingState]:
    with store.reading() as session:
        return list(session.execute(select(tables.outbox.c.state).order_by(tables.outbox.c.id)).scalars())


@pytest.mark.parametrize("entity", KINDS, ids=lambda entity: entity.__name__)
def test_a_new_row_of_any_kind_goes(knowledge: Knowledge, store: Store, entity: type) -> None:
    rows.ground(store)
    with store.work() as work:
        before = rows.facts(found) if (found := rows.one_of(work, entity)) else None
    with store.work(ANNA, undoable=True) as work:
        work.add(rows.make(entity))
    knowledge.undo.take_back(ANNA, work.change_id or 0)
    with store.work() as work:
        after = rows.one_of(work, entity)
        assert (rows.facts(after) if after else None) == before


@pytest.mark.parametrize("how", [rows.change, rows.empty])
@pytest.mark.parametrize("entity", KINDS, ids=lambda entity: entity.__name__)
def test_a_changed_row_of_any_kind_is_as_it_was(
    knowledge: Knowledge, store: Store, entity: type, how: Callable[[object], None]
) -> None:
    rows.ground(store)
    with store.work() as work:
        work.add(rows.make(entity))
    with store.work(ANNA, undoable=True) as work:
        row = rows.one_of(work, entity)
        before = rows.facts(row)
        how(row)
        work.session.flush()
        assert rows.facts(row) != before or how is rows.empty
    knowledge.undo.take_back(ANNA, work.change_id or 0)
    with store.work() as work:
        assert rows.facts(rows.one_of(work, entity)) == before


@pytest.mark.parametrize("entity", KINDS, ids=lambda entity: entity.__name__)
def test_a_removed_row_of_any_kind_comes_back(knowledge: Knowledge, store: Store, entity: type) -> None:
    rows.ground(store)
    with store.work() as work:
        before = rows.facts(work.add(rows.make(entity)))
    with store.work(ANNA, undoable=True) as work:
        work.delete(rows.one_of(work, entity))
    knowledge.undo.take_back(ANNA, work.change_id or 0)
    with store.work() as work:
        assert rows.facts(rows.one_of(work, entity)) == before


def test_many_rows_that_hang_together_go_back_together(knowledge: Knowledge, store: Store) -> None:
    with store.work(ANNA, undoable=True) as work:
        opened = work.add(Case("AA-3A3", "Nieuw", work.now, opened_by=ANNA))
        work.add(Member(opened.id or 0, "moeder"))
        work.add(Involvement(opened.id or 0, ANNA, work.now.date()))
        work.need(Case, 1).household = "Anders"
        work.delete(work.need(Member, 1))
        opened.household = "Nieuwer"
    knowledge.undo.take_back(ANNA, work.change_id or 0)
    with store.reading() as session:
        assert session.execute(select(tables.case.c.code)).scalars().all() == ["QX-4T9"]
        assert len(session.execute(select(tables.member)).all()) == 2
    assert name_of(store) == "van den Linde"


def test_what_came_and_went_in_one_change_does_not_matter(knowledge: Knowledge, store: Store) -> None:
    with store.work(ANNA, undoable=True) as work:
        work.delete(work.add(Member(1, "oma")))
        work.need(Case, 1).household = "Anders"
    knowledge.undo.take_back(ANNA, work.change_id or 0)
    assert name_of(store) == "van den Linde"


def test_nobody_hears_of_what_was_taken_back(knowledge: Knowledge, store: Store) -> None:
    knowledge.undo.take_back(ANNA, renamed(store))
    assert told(store) == [OutgoingState.CANCELLED]


def test_nobody_can_be_told_before_the_minute_is_over(store: Store, clock: SetClock) -> None:
    renamed(store)
    with store.reading() as session:
        message = session.execute(select(Outgoing)).scalars().one()
    assert message.visible_from == clock.now() + timedelta(seconds=60)
    assert message.due_at >= message.visible_from


def test_doing_it_again_after_all_tells_of_it_again(knowledge: Knowledge, store: Store) -> None:
    for _ in range(3):
        knowledge.undo.take_back(ANNA, renamed(store))
    renamed(store)
    assert told(store) == [OutgoingState.CANCELLED] * 3 + [OutgoingState.PENDING]


def test_after_a_minute_it_is_too_late(knowledge: Knowledge, store: Store, clock: SetClock) -> None:
    change = renamed(store)
    clock.at += timedelta(seconds=59)
    assert knowledge.undo.last_change(ANNA) == change
    clock.at += timedelta(seconds=1)
    assert knowledge.undo.last_change(ANNA) is None
    with pytest.raises(Refusal) as refused:
        knowledge.undo.take_back(ANNA, change)
    assert refused.value.code == "too_late"
    assert name_of(store) == "Anders"
    assert told(store) == [OutgoingState.PENDING]


def test_a_second_time_is_too_late(knowledge: Knowledge, store: Store) -> None:
    change = renamed(store)
    knowledge.undo.take_back(ANNA, change)
    with pytest.raises(Refusal) as refused:
        knowledge.undo.take_back(ANNA, change)
    assert refused.value.code == "too_late"


@pytest.mark.parametrize("who", [BRAM, OTTO, LENA])
def test_nobody_takes_back_what_somebody_else_did(knowledge: Knowledge, store: Store, who: str) -> None:
    change = renamed(store)
    for number in (change, change + 1):
        with pytest.raises(Refusal) as refused:
            knowledge.undo.take_back(who, number)
        assert refused.value.code == "gone"
    assert name_of(store) == "Anders"


def test_when_somebody_went_on_from_there_it_stays(knowledge: Knowledge, store: Store) -> None:
    change = renamed(store)
    with store.work(BRAM) as work:
        work.need(Case, 1).household = "Weer anders"
    with pytest.raises(Refusal) as refused:
        knowledge.undo.take_back(ANNA, change)
    assert refused.value.code == "moved_on"
    assert name_of(store) == "Weer anders"
    assert told(store) == [OutgoingState.PENDING]


def test_when_something_hangs_on_what_is_new_it_stays(knowledge: Knowledge, store: Store) -> None:
    with store.work(ANNA, undoable=True) as work:
        opened = work.add(Case("AA-3A3", "Nieuw", work.now, opened_by=ANNA))
    with store.work(BRAM) as later:
        later.add(Referral(opened.id or 0, BRAM, "jeugdpunt", later.now))
    with pytest.raises(Refusal) as refused:
        knowledge.undo.take_back(ANNA, work.change_id or 0)
    assert refused.value.code == "moved_on"
    with store.reading() as session:
        assert session.get(Case, opened.id) is not None


def test_taking_back_in_steps_goes_from_the_last_to_the_first(knowledge: Knowledge, store: Store) -> None:
    first, second = renamed(store, "Een"), renamed(store, "Twee")
    with pytest.raises(Refusal):
        knowledge.undo.take_back(ANNA, first)
    for change in (second, first):
        assert knowledge.undo.last_change(ANNA) == change
        knowledge.undo.take_back(ANNA, change)
    assert name_of(store) == "van den Linde"


def test_both_the_deed_and_its_undoing_are_in_the_log(knowledge: Knowledge, store: Store) -> None:
    change = renamed(store)
    knowledge.undo.take_back(ANNA, change)
    with store.reading() as session:
        last = session.execute(select(tables.audit).order_by(tables.audit.c.id.desc())).first()
    assert (last.actor, last.object, last.reason) == (ANNA, f"change {change}", "undone")
