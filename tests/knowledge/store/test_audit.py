"""The log holds together, and whoever meddles with it is found."""

from collections.abc import Callable

import pytest
from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from knowledge.store import Store, Vault, tables
from knowledge.store.audit import START, Broken, Head, head, verify
from tests.cast import ANNA, BRAM

ROW = tables.audit.c
_COUNT = 6

Meddle = Callable[[Session], None]


@pytest.fixture
def logged(store: Store) -> Store:
    """A store with six rows in its log."""
    for number in range(_COUNT):
        with store.work(ANNA if number % 2 else BRAM) as work:
            work.record("read", f"thing {number}", case="QX-4T9", reason=None if number else "why")
    return store


def result(store: Store, known: Head | None = None) -> Broken | None:
    with store.reading() as session:
        return verify(session, store.vault, known)


def meddle(store: Store, how: Meddle) -> None:
    """Change the database as somebody would who has it but not the key."""
    with store.work() as work:
        how(work.session)


def row(session: Session, number: int) -> dict[str, object]:
    return dict(session.execute(select(tables.audit).where(ROW.id == number)).one()._asdict())


def set_head_to(session: Session, number: int) -> None:
    facts = {"last_id": number, "hash": row(session, number)["hash"]}
    session.execute(update(tables.audit_head).values(**facts))


def test_an_untouched_log_is_whole(logged: Store) -> None:
    assert result(logged) is None


def test_an_empty_log_is_whole(store: Store) -> None:
    with store.reading() as session:
        assert head(session) == Head(0, START)
    assert result(store) is None


def test_a_log_that_went_on_since_its_head_was_kept_is_whole(logged: Store) -> None:
    with logged.reading() as session:
        kept = head(session)
    with logged.work(ANNA) as work:
        work.record("read", "one more")
        work.record("read", "and another")
    assert result(logged, kept) is None


def _changed(session: Session) -> None:
    session.execute(update(tables.audit).where(ROW.id == 3).values(actor=ANNA, object="nothing"))


def _actor_cleared(session: Session) -> None:
    session.execute(update(tables.audit).where(ROW.id == 3).values(actor=None))


def _removed(session: Session) -> None:
    session.execute(delete(tables.audit).where(ROW.id == 3))


def _closed_up(session: Session) -> None:
    session.execute(delete(tables.audit).where(ROW.id == 3))
    for number in range(4, _COUNT + 1):
        session.execute(update(tables.audit).where(ROW.id == number).values(id=number - 1))


def _swapped(session: Session) -> None:
    for now, then in ((3, 100), (4, 3), (100, 4)):
        session.execute(update(tables.audit).where(ROW.id == now).values(id=then))


def _resealed_elsewhere(session: Session) -> None:
    facts = {**row(session, 3), "actor": ANNA, "object": "nothing"}
    session.execute(update(tables.audit).where(ROW.id == 3).values(hash=Vault.new().seal(START, str(facts))))


def _inserted(session: Session) -> None:
    for number in range(_COUNT, 2, -1):
        session.execute(update(tables.audit).where(ROW.id == number).values(id=number + 1))
    session.execute(insert(tables.audit).values(**{**row(session, 2), "id": 3}))


@pytest.mark.parametrize(
    ("how", "found"),
    [
        (_changed, Broken(3, "changed")),
        (_actor_cleared, Broken(3, "changed")),
        (_removed, Broken(3, "missing")),
        (_closed_up, Broken(3, "changed")),
        (_swapped, Broken(3, "changed")),
        (_resealed_elsewhere, Broken(3, "changed")),
        (_inserted, Broken(3, "changed")),
    ],
)
def test_the_first_row_that_was_meddled_with_is_named(logged: Store, how: Meddle, found: Broken) -> None:
    meddle(logged, how)
    assert result(logged) == found


def test_a_row_added_at_the_end_is_found(logged: Store) -> None:
    def forge(session: Session) -> None:
        session.execute(insert(tables.audit).values(**{**row(session, _COUNT), "id": _COUNT + 1}))

    meddle(logged, forge)
    assert result(logged) == Broken(_COUNT + 1, "changed")


def test_a_missing_end_is_found(logged: Store) -> None:
    meddle(logged, lambda session: session.execute(delete(tables.audit).where(ROW.id > 4)))
    assert result(logged) == Broken(5, "missing")


def test_a_missing_end_with_the_head_put_back_is_found_by_the_head_that_was_kept(logged: Store) -> None:
    def forge(session: Session) -> None:
        session.execute(delete(tables.audit).where(ROW.id > 4))
        set_head_to(session, 4)

    with logged.reading() as session:
        kept = head(session)
    meddle(logged, forge)
    assert result(logged) is None
    assert result(logged, kept) == Broken(5, "missing")


def test_another_end_of_the_same_length_is_found_by_the_head_that_was_kept(logged: Store) -> None:
    def forge(session: Session) -> None:
        session.execute(delete(tables.audit).where(ROW.id > 4))
        set_head_to(session, 4)

    with logged.reading() as session:
        kept = head(session)
    meddle(logged, forge)
    for _ in range(2):
        with logged.work(ANNA) as work:
            work.record("read", "something else")
    assert result(logged) is None
    assert result(logged, kept) == Broken(_COUNT, "changed")


def test_with_another_key_no_row_holds(logged: Store) -> None:
    with logged.reading() as session:
        assert verify(session, Vault.new()) == Broken(1, "changed")
