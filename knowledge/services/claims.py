"""How the clock takes what is due: one row at a time, once, whoever else is ticking.

After healthchecks' overdue model: an indexed column says when a row must be looked at; a tick takes the row by
compare-and-swap, in a transaction of its own that also writes the messages; a row that fails is put off for an hour
and never stands in the way of the others.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select, update

from knowledge.store import Store, Work

logger = logging.getLogger(__name__)

#: How long a row that failed is left alone.
PUT_OFF = timedelta(hours=1)


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

    def claim_due(self, store: Store, now: datetime, limit: int) -> tuple[list[Claim], bool]:
        """Claim at most `limit` rows and return those of which somebody is told; also tell whether that was all."""
        query = select(self.key, self.moment).where(self.due(now)).order_by(self.moment, self.key).limit(limit)
        with store.reading() as session:
            found = session.execute(query).all()
        claims = [self._claim(store, key, moment) for key, moment in found]
        return [claim for claim in claims if claim], len(found) < limit

    def _claim(self, store: Store, key: Any, moment: datetime | None) -> Claim | None:
        try:
            with store.work() as work:
                if not self._take(work, key, moment):
                    return None
                told = self.settle(work, work.need(self.entity, key), moment)
                return Claim(self.kind, str(key), tuple(dict.fromkeys(told))) if told else None
        except Exception as problem:  # noqa: BLE001 (whatever it is, it must not stop the others)
            # The type alone: the text of a database error holds values.
            logger.error("%s %s failed: %s", self.kind, key, type(problem).__name__)
            self._put_off(store, key, moment)
            return None

    def _take(self, work: Work, key: Any, moment: datetime | None) -> bool:
        """Compare and swap: only one tick finds the row as it was."""
        same = self.moment.is_(None) if moment is None else self.moment == moment
        swap = update(self.entity).where(self.key == key, same).values({self.moment.key: self.taken(work.now)})
        return bool(work.session.execute(swap, execution_options={"synchronize_session": False}).rowcount == 1)

    def _put_off(self, store: Store, key: Any, moment: datetime | None) -> None:
        if self.puts_off:
            with store.work() as work:
                self._take(work, key, moment)
