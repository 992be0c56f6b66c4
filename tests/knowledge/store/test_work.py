"""A unit of work: whole or not at all, refused but recorded, and reading that stands in nobody's way."""

import pytest
from sqlalchemy import select

from knowledge.entities import Case, Member, Professional
from knowledge.store import Memory, Refusal, Store, Work, put_setting, tables
from tests.cast import ANNA, BRAM, CASE, OTTO


def log(store: Store) -> list[tuple[str | None, str, str, str | None]]:
    """Return who did what with which outcome and for which reason."""
    rows = tables.audit.c
    with store.reading() as session:
        query = select(rows.actor, rows.object, rows.outcome, rows.reason).order_by(rows.id)
        return [tuple(row) for row in session.execute(query)]


def members(store: Store) -> list[str]:
    with store.reading() as session:
        return list(session.execute(select(tables.member.c.label).order_by(tables.member.c.id)).scalars())


def rename(work: Work) -> None:
    """Change and add something, and record it."""
    work.need(Case, 1).household = "Anders"
    work.add(Member(1, "dochter"))
    work.record("update", "household")


def rename_and(store: Store, problem: Exception) -> None:
    """Do something that can be undone, and stop halfway."""
    with store.work(ANNA, undoable=True) as work:
        rename(work)
        raise problem


def test_a_refusal_takes_everything_back_and_is_recorded(store: Store) -> None:
    before, logged = members(store), log(store)
    with pytest.raises(Refusal):
        rename_and(store, Refusal("not_yours", object="household", case=CASE))
    assert members(store) == before
    assert log(store) == [*logged, (ANNA, "household", "refused", "not_yours")]
    with store.reading() as session:
        assert session.get(Case, 1).household == "van den Linde"


def test_a_refused_undoable_work_leaves_nothing_to_undo(store: Store) -> None:
    with pytest.raises(Refusal):
        rename_and(store, Refusal("not_yours"))
    with store.reading() as session:
        assert session.execute(select(tables.change)).all() == []


def test_what_goes_wrong_takes_everything_back_and_records_nothing(store: Store) -> None:
    before, logged = members(store), log(store)
    with pytest.raises(ZeroDivisionError):
        rename_and(store, ZeroDivisionError())
    assert members(store) == before
    assert log(store) == logged


def test_what_is_recorded_may_be_of_any_length(store: Store) -> None:
    with pytest.raises(Refusal), store.work(OTTO):
        raise Refusal("outsider", case="QX-4T9" * 100, object="o" * 500)
    assert log(store)[-1] == (OTTO, "o" * 100, "refused", "outsider")


def test_an_open_reading_keeps_nobody_from_writing(store: Store) -> None:
    with store.reading() as reader:
        before = reader.execute(select(tables.member.c.id)).all()
        with store.work() as work:
            work.add(Member(1, "dochter"))
        assert before
    assert "dochter" in members(store)


def test_an_open_work_keeps_nobody_from_reading(store: Store) -> None:
    with store.work(BRAM) as work:
        rename(work)
        assert "dochter" not in members(store)
        assert store.setting("visibility_profile", "none yet") == "none yet"


def name_of_anna(work: Work) -> str:
    return work.once("name", lambda: work.need(Professional, ANNA).name)


def test_what_works_keep_in_mind_together_is_read_once(store: Store) -> None:
    memory: Memory = {}
    with store.work(memory=memory) as work:
        assert name_of_anna(work) == "Anna Visser"
        work.need(Professional, ANNA).name = "Anna de Vries"
    with store.work(memory=memory) as work:
        assert name_of_anna(work) == "Anna Visser"
    with store.work() as work:
        assert name_of_anna(work) == "Anna de Vries"


def test_a_setting_can_be_set_again(store: Store) -> None:
    for value in ("5", "6"):
        with store.work() as work:
            put_setting(work.session, "term_lead", value)
    assert store.setting("term_lead") == "6"
