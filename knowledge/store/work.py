"""One unit of work: what a service reads, changes, records and leaves to undo, in one transaction."""

from collections.abc import Callable, Hashable, Sequence
from datetime import datetime, timedelta
from typing import Any, TypeVar, cast

from sqlalchemy import insert
from sqlalchemy.orm import Session

from knowledge.entities import Change
from knowledge.store.audit import Entry
from knowledge.store.journal import Journal

T = TypeVar("T")

#: What one tick read and need not read again: plain values by a name for them, never entities.
Memory = dict[Hashable, object]


#: How long a tap can be taken back, and so how long nobody is told of it.
UNDO_TIME = timedelta(seconds=60)


class Refusal(Exception):
    """What was asked cannot be done, for a reason a person can act on.

    `code` names the text to answer with (`refusal_<code>`), `params` fill it in. Raised inside a unit of work it rolls
    back all changes but is itself recorded in the audit log: a refusal is a committed result.
    """

    def __init__(self, code: str, **params: Any) -> None:
        super().__init__(code)
        self.code = code
        self.params = params


class Work:
    """A transaction under way. Made by `Store.work`, which commits it when the block ends without an error."""

    def __init__(
        self, session: Session, now: datetime, by: str | None, *, undoable: bool = False, memory: Memory | None = None
    ) -> None:
        self.session = session
        self._memory = memory
        #: The moment of this work, UTC: the same for everything in it.
        self.now = now
        #: Id of the professional who does it; None for the clock and the administrator's command line.
        self.by = by
        self.entries: list[Entry] = []
        self.change: Change | None = None
        self._journal = Journal(session) if undoable else None
        if undoable and by is not None:
            self.change = Change(professional_id=by, made_at=now, undo_until=now + UNDO_TIME)
            self.add(self.change)

    @property
    def change_id(self) -> int | None:
        """The id to undo this work by, if it can be undone."""
        return self.change.id if self.change else None

    @property
    def tells_from(self) -> datetime:
        """The first moment at which others may hear of it: after the minute of undo."""
        return self.change.undo_until if self.change else self.now

    def get(self, entity: type[T], key: Any) -> T | None:
        """Return the entity with this primary key, or None."""
        found: T | None = self.session.get(entity, key)
        return found

    def need(self, entity: type[T], key: Any) -> T:
        """Return the entity with this primary key. Raises Refusal("gone") when there is none."""
        found = self.get(entity, key)
        if found is None:
            raise Refusal("gone")
        return found

    def first(self, query: Any) -> Any:
        """Return the first entity that `query` gives, or None."""
        return self.session.execute(query).scalars().first()

    def all(self, query: Any) -> Sequence[Any]:
        """Return all entities that `query` gives."""
        found: Sequence[Any] = self.session.execute(query).scalars().all()
        return found

    def add(self, entity: T) -> T:
        """Add a new entity and give it its id."""
        self.session.add(entity)
        self.session.flush()
        return entity

    def put(self, table: Any, values: dict[str, Any]) -> int:
        """Insert a row past the session and return its id: several times as quick, for the many rows of a tick."""
        return int(self.session.execute(insert(table), values).inserted_primary_key[0])

    def once(self, name: Hashable, read: Callable[[], T]) -> T:
        """Return what `read` gives. Works that share a memory read it once: only for what nothing in them changes."""
        if self._memory is None:
            return read()
        if name not in self._memory:
            self._memory[name] = read()
        return cast(T, self._memory[name])

    def delete(self, entity: object) -> None:
        """Remove an entity."""
        self.session.delete(entity)
        self.session.flush()

    def record(self, action: str, object_: str, **facts: Any) -> None:
        """Leave an audit row: `action` is one of knowledge.store.audit.ACTIONS, `facts` are fields of Entry."""
        self.entries.append(Entry(action=action, object=object_, **facts))

    def finish(self) -> None:
        """Complete the undo journal; called by the store just before the commit."""
        self.session.flush()
        if self._journal and self.change:
            self.change.rows = self._journal.rows()
            self.session.flush()
