"""How the clock takes what is due: each row once, whoever else is ticking.

After healthchecks' overdue model: an indexed column says when a row must be looked at; a tick locks the row if it is
still due, moves it on and writes the messages, in one transaction. Rows go a hundred at a time; when one of them
fails, these go one by one, each in a transaction of its own, so that the bad row is put off for an hour and never
stands in the way of the others.
"""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select, update

from knowledge.store import Memory, Store, Work

logger = logging.getLogger(__name__)

#: How long a row that failed is left alone.
PUT_OFF = timedelta(hours=1)

#: So many rows are taken in one transaction: a tenth of a second, which is how long somebody else waits to write.
_AT_ONCE = 100


@dataclass(frozen=True)
class Claim:
    """What a tick took: a kind of event, the id of its row, and the ids of those who are told."""

    kind: str
    reference: str
    recipients: tuple[str, ...]


@dataclass(frozen=True)
class Claimant:
    """One kind of thing that comes due. A new reminder is a new one of these."""

    kind: str
    entity: type
    #: The column of the primary key, and the one that says when (or, for what is told once, that it was told).
    key: Any
    moment: Any
    #: The SQL condition for "due at this moment"; it must be one that an index serves.
    due: Callable[[datetime], Any]
    #: Writes the messages and moves the row on; gets the work, the row and the moment it was due. Returns who is told.
    settle: Callable[[Work, Any, datetime | None], list[str]]
    #: What the moment becomes while the row is taken; stays so when `settle` does not set another.
    taken: Callable[[datetime], datetime] = lambda now: now + PUT_OFF
    #: Whether a row that failed is put off; otherwise the next tick tries again.
    puts_off: bool = True

    def claim_due(self, store: Store, now: datetime, limit: int, memory: Memory) -> tuple[list[Claim], bool]:
        """Claim at most `limit` rows and return those of which somebody is told; also tell whether that was all."""
        query = select(self.key).where(self.due(now)).order_by(self.moment, self.key).limit(limit)
        with store.reading() as session:
            found = session.execute(query).scalars().all()
        claims: list[Claim] = []
        for start in range(0, len(found), _AT_ONCE):
            claims += self._claim(store, now, found[start : start + _AT_ONCE], memory)
        return claims, len(found) < limit

    def _claim(self, store: Store, now: datetime, keys: Sequence[Any], memory: Memory) -> list[Claim]:
        try:
            with store.work(memory=memory) as work:
                claims = [self._settle(work, row) for row in self._locked(work, now, keys)]
            return [claim for claim in claims if claim]
        except Exception as problem:  # noqa: BLE001 (whatever it is, it must not stop the others)
            if len(keys) > 1:
                return [claim for key in keys for claim in self._claim(store, now, [key], memory)]
            # The type alone: the text of a database error holds values.
            logger.error("%s %s failed: %s", self.kind, keys[0], type(problem).__name__)
            self._put_off(store, now, keys[0])
            return []

    def _locked(self, work: Work, now: datetime, keys: Sequence[Any]) -> Sequence[Any]:
        """Return those that are still due, locked; what another tick has in hand is left to it."""
        query = select(self.entity).where(self.key.in_(keys), self.due(now)).order_by(self.moment, self.key)
        return work.all(query.with_for_update(skip_locked=True))

    def _settle(self, work: Work, row: Any) -> Claim | None:
        due = getattr(row, self.moment.key)
        setattr(row, self.moment.key, self.taken(work.now))
        told = self.settle(work, row, due)
        return Claim(self.kind, str(getattr(row, self.key.key)), tuple(dict.fromkeys(told))) if told else None

    def _put_off(self, store: Store, now: datetime, key: Any) -> None:
        """Past the entity: that it cannot be read may be the very problem."""
        if self.puts_off:
            with store.work() as work:
                later = update(self.entity).where(self.key == key, self.due(now))
                later = later.values({self.moment.key: self.taken(work.now)})
                work.session.execute(later, execution_options={"synchronize_session": False})
