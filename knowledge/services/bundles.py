"""Several messages for one person become one: more than four at a moment, or all of them after days of silence."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from knowledge.entities import Outgoing, OutgoingState
from knowledge.rules.calendar import AMSTERDAM, is_working_day
from knowledge.store import Store, Work, put_setting, tables

#: The kind of a message that covers others; its parameter `rows` names them.
BUNDLE = "bundle"

#: As many messages still come one by one.
ONE_BY_ONE = 4

#: After so much silence the messages are merged.
SILENCE = timedelta(hours=48)

_LAST_TICK, _MERGED_UNTIL = "last_tick_at", "merged_until"
_LONG_AGO = timedelta(days=31)


@dataclass(frozen=True)
class Batch:
    """What goes to one person now: several rows together, or the first one by itself."""

    first: Outgoing | None
    together: tuple[Outgoing, ...] = ()


def choose(rows: Sequence[Outgoing], now: datetime, present: frozenset[str], merged_until: datetime | None) -> Batch:
    """Decide what to send of the rows that wait for one person, given in the order of sending."""
    due = [row for row in rows if row.due_at <= now or row.recipient_id in present]
    missed = [row for row in rows if merged_until and row.created_at <= merged_until and _can_merge(row)]
    if len(missed) > 1 and any(row in missed for row in due):
        return Batch(None, tuple(missed))
    calm = [row for row in due if not row.urgent and _can_merge(row)]
    if len(calm) > ONE_BY_ONE and not any(row.urgent for row in due):
        return Batch(None, tuple(calm))
    return Batch(due[0] if due else None)


def put(store: Store, rows: Sequence[Outgoing]) -> Outgoing | None:
    """Put one message in the place of several; None when another process was there first."""
    ids = sorted(row.id or 0 for row in rows)
    outbox = tables.outbox.c
    with store.work() as work:
        covered = update(tables.outbox).where(outbox.id.in_(ids), outbox.state == OutgoingState.PENDING)
        if work.session.execute(covered.values(state=OutgoingState.BUNDLED)).rowcount != len(ids):
            work.session.rollback()
            return None
        return work.add(
            Outgoing(
                recipient_id=rows[0].recipient_id,
                kind=BUNDLE,
                params={"rows": ids},
                created_at=work.now,
                due_at=work.now,
                visible_from=work.now,
                key=f"bundle {ids[0]} {ids[-1]} {len(ids)}",
                urgent=any(row.urgent for row in rows),
            )
        )


def merged_until(store: Store) -> datetime | None:
    """Return the end of the last silence: what was left in the outbox before it is merged."""
    written = store.setting(_MERGED_UNTIL)
    return datetime.fromisoformat(written) if written else None


def note_tick(work: Work) -> None:
    """Keep that the clock ticked; after a long silence also that what waits until now is merged."""
    query = select(tables.setting.c.value).where(tables.setting.c.name == _LAST_TICK)
    last = work.session.execute(query).scalar_one_or_none()
    if last and silent_between(datetime.fromisoformat(last), work.now) > SILENCE:
        _note(work, _MERGED_UNTIL)
    _note(work, _LAST_TICK)


def _note(work: Work, name: str) -> None:
    """Set a moment to now; when two clocks are the first to do so at once, either will do."""
    known = update(tables.setting).where(tables.setting.c.name == name).values(value=work.now.isoformat())
    if not work.session.execute(known).rowcount:
        with suppress(IntegrityError), work.session.begin_nested():
            put_setting(work.session, name, work.now.isoformat())


def silent_between(since: datetime, until: datetime) -> timedelta:
    """Return how long it was silent on working days: on a weekend nobody misses anything."""
    since = max(since, until - _LONG_AGO)
    silent, day = timedelta(), since.astimezone(AMSTERDAM).date()
    while day <= until.astimezone(AMSTERDAM).date():
        starts, ends = (_midnight(day + timedelta(days=ahead)) for ahead in (0, 1))
        if is_working_day(day):
            silent += max(timedelta(), min(ends, until) - max(starts, since))
        day += timedelta(days=1)
    return silent


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), AMSTERDAM).astimezone(timezone.utc)


def _can_merge(row: Outgoing) -> bool:
    """A bundle is not bundled again, and of what was perhaps seen before no more is said than itself."""
    return row.state is OutgoingState.PENDING and row.kind != BUNDLE
