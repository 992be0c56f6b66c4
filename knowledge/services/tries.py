"""Wrong tries, counted where they come from: after five, that place has to wait."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import delete, insert, select

from knowledge.store import Refusal, Store, Work, tables

#: Wrong tries from one place before it has to wait.
TRIES = 5

#: No place waits longer, so older tries need not be kept.
_LONGEST_WAIT = timedelta(hours=24)


@dataclass(frozen=True)
class Guard:
    """What is guarded: which refusals count as a wrong try, how long five of them last, and what is said then."""

    counts: frozenset[str]
    wait: timedelta
    says: str
    object: str


@contextmanager
def counted(store: Store, guard: Guard, channel: str, address: str) -> Iterator[None]:
    """Count a wrong try in this block against the address.

    Raises Refusal(guard.says) before anything is tried when there were five already and the wait is not over.
    """
    with store.work() as work:
        if _failures(work, guard, channel, address) >= TRIES:
            raise Refusal(guard.says, object=guard.object)
    try:
        yield
    except Refusal as refusal:
        if refusal.code in guard.counts:
            _count(store, guard, channel, address)
        raise


def forget(work: Work, channel: str, address: str) -> None:
    """Start counting anew: it went right."""
    work.session.execute(delete(tables.link_attempt).where(_at(channel, address)))


def _count(store: Store, guard: Guard, channel: str, address: str) -> None:
    with store.work() as work:
        failures = _failures(work, guard, channel, address) + 1
        long_ago = tables.link_attempt.c.last_at < work.now - _LONGEST_WAIT
        work.session.execute(delete(tables.link_attempt).where(_at(channel, address) | long_ago))
        values = {"channel": channel, "address": address, "failures": failures, "last_at": work.now}
        work.session.execute(insert(tables.link_attempt).values(**values))


def _failures(work: Work, guard: Guard, channel: str, address: str) -> int:
    recent = tables.link_attempt.c.last_at > work.now - guard.wait
    query = select(tables.link_attempt.c.failures).where(_at(channel, address), recent)
    return int(work.session.execute(query).scalar() or 0)


def _at(channel: str, address: str) -> Any:
    return (tables.link_attempt.c.channel == channel) & (tables.link_attempt.c.address == address)
