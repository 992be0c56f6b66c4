"""Leaves a message for somebody in the outbox, at the moment that suits them: nobody woken, nobody drowned."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta, timezone
from typing import Any

from sqlalchemy import bindparam, select

from knowledge.entities import Absence, DutyShift, Outgoing, Professional
from knowledge.rules.calendar import AMSTERDAM
from knowledge.rules.moments import Rhythm, Shift, next_bundle, next_waking
from knowledge.store import Work, tables

#: What is written of a message; the database gives the id.
_COLUMNS = frozenset(column.name for column in tables.outbox.c) - {"id"}

#: Made once, since a tick asks it thousands of times.
_KNOWN = select(tables.outbox.c.id).where(
    tables.outbox.c.key == bindparam("for_key"), tables.outbox.c.recipient_id == bindparam("for_recipient")
)


@dataclass(frozen=True)
class _Recipient:
    """Who gets what is meant for somebody today, and when."""

    id: str
    rhythm: Rhythm
    #: In whose place, during an absence.
    instead_of: str | None
    #: When somebody who is away without a deputy is back, UTC.
    back: datetime | None = None


def tell(
    work: Work,
    recipient_id: str,
    kind: str,
    key: str,
    *,
    urgent: bool = False,
    via_deputy: bool = True,
    due_at: datetime | None = None,
    **params: Any,
) -> Outgoing | None:
    """Put a message of `kind` for a professional in the outbox, and return it (as it is there: changing it is in vain).

    `key` names the event: a second message with the same key for the same person is not made (None is returned).
    `params` hold references and dates only. Urgent messages wait for the minute of undo and the end of quiet hours,
    the others for the person's next bundle moment too; `due_at` is a moment (UTC) that somebody chose instead.
    During an absence the deputy gets it; without one it waits for the return.
    """
    found = work.once(("recipient", recipient_id, via_deputy), lambda: _recipient(work, recipient_id, via_deputy))
    if _is_told(work, found.id, key):
        return None
    outgoing = Outgoing(
        recipient_id=found.id,
        kind=kind,
        params={**params, "for": found.instead_of} if found.instead_of else params,
        created_at=work.now,
        due_at=due_at or _due(work, found.rhythm, urgent=urgent, back=found.back),
        visible_from=due_at or work.tells_from,
        key=key,
        urgent=urgent,
        change_id=work.change_id,
    )
    columns = {name: value for name, value in vars(outgoing).items() if name in _COLUMNS}
    outgoing.id = work.put(tables.outbox, columns)
    return outgoing


def _is_told(work: Work, recipient_id: str, key: str) -> bool:
    return work.session.execute(_KNOWN, {"for_key": key, "for_recipient": recipient_id}).first() is not None


def _recipient(work: Work, person_id: str, via_deputy: bool) -> _Recipient:
    absence = absence_of(work, person_id, work.now) if via_deputy else None
    if absence and absence.deputy_id:
        return _Recipient(absence.deputy_id, _rhythm(work, absence.deputy_id), person_id)
    return _Recipient(person_id, _rhythm(work, person_id), None, back_from(absence) if absence else None)


def _rhythm(work: Work, person_id: str) -> Rhythm:
    return rhythm_of(work, work.need(Professional, person_id))


def rhythm_of(work: Work, person: Professional) -> Rhythm:
    """Return when this professional may be disturbed."""
    shifts = work.all(select(DutyShift).where(tables.duty_shift.c.professional_id == person.id))
    return Rhythm.parse(person.bundle_moments, tuple(Shift(s.weekday, s.starts, s.ends) for s in shifts))


def absence_of(work: Work, person_id: str, at: datetime) -> Absence | None:
    """Return the absence of somebody at a moment, if any."""
    day = at.astimezone(AMSTERDAM).date()
    query = select(Absence).where(
        tables.absence.c.professional_id == person_id,
        tables.absence.c.first_day <= day,
        tables.absence.c.last_day >= day,
        tables.absence.c.ended_at.is_(None),
    )
    found: Absence | None = work.first(query.order_by(tables.absence.c.id))
    return found


def back_from(absence: Absence) -> datetime:
    """Return the first moment after an absence, UTC."""
    return datetime.combine(absence.last_day + timedelta(days=1), time(), AMSTERDAM).astimezone(timezone.utc)


def due_for(work: Work, person: Professional, *, urgent: bool, back: datetime | None = None) -> datetime:
    """Return when a message of now is brought to somebody who is there, or is `back` at a moment (UTC)."""
    return _due(work, rhythm_of(work, person), urgent=urgent, back=back)


def _due(work: Work, rhythm: Rhythm, *, urgent: bool, back: datetime | None) -> datetime:
    start = max(work.tells_from, back) if back else work.tells_from
    return next_waking(start, rhythm) if urgent else next_bundle(start, rhythm)
