"""Taking back what one did, within a minute, before anybody was told."""

from typing import Any

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from knowledge.entities import Absence, Change, OutgoingState
from knowledge.services.absences import come_back
from knowledge.store import Refusal, Store, tables
from knowledge.store.journal import still_as_left, take_back


class Undo:
    """Takes changes back."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def last_change(self, by: str) -> int | None:
        """Return the asker's latest change that can still be taken back."""
        with self._store.reading() as session:
            query = (
                select(tables.change.c.id)
                .where(tables.change.c.professional_id == by, tables.change.c.undone_at.is_(None))
                .where(tables.change.c.undo_until > self._store.clock.now())
                .order_by(tables.change.c.id.desc())
            )
            found: int | None = session.execute(query).scalars().first()
            return found

    def take_back(self, by: str, change_id: int) -> None:
        """Put everything back as it was and tell nobody.

        Raises Refusal: "gone" for a change of somebody else, "too_late" after the minute or a second time, "moved_on"
        when somebody went on from there.
        """
        with self._store.work(by) as work:
            change = work.get(Change, change_id)
            if change is None or change.professional_id != by:
                raise Refusal("gone", object="change")
            if change.undone_at or work.now >= change.undo_until:
                raise Refusal("too_late", object="change")
            if not still_as_left(work.session, change.rows):
                raise Refusal("moved_on", object="change")
            held = (tables.outbox.c.change_id == change_id) & (tables.outbox.c.state == OutgoingState.PENDING)
            work.session.execute(
                update(tables.outbox).where(held).values(state=OutgoingState.CANCELLED, key=_freed(change_id))
            )
            try:
                take_back(work.session, change.rows)
            except IntegrityError as error:
                raise Refusal("moved_on", object="change") from error
            for absence in _absences_in(change):
                come_back(work, absence["professional_id"], absence["deputy_id"])
            change.undone_at = work.now
            work.record("update", f"change {change_id}", reason="undone")


def _absences_in(change: Change) -> list[dict[str, Any]]:
    """Return the absences that a change recorded: messages were moved with them, which no journal holds."""
    return [row["after"] for row in change.rows if row["entity"] == Absence.__name__ and row["before"] is None]


def _freed(change_id: int) -> object:
    """Give the row another key, so that doing it again after all may tell the same event."""
    return tables.outbox.c.key.concat(f" undone {change_id}")
