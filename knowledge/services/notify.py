"""Leaves a message for somebody in the outbox, at the moment that suits them: nobody woken, nobody drowned."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from knowledge.entities import Absence, DutyShift, Outgoing, Professional
from knowledge.rules.calendar import AMSTERDAM
from knowledge.rules.moments import Rhythm, Shift, next_bundle, next_waking
from knowledge.store import Work, tables


@dataclass(frozen=True)
class _Recipient:
    """Who gets what is meant for somebody today, and when."""

    id: str
    rhythm: Rhythm
    #: In whose place, during an absence.
    instead_of: str | None


def tell(  # noqa: PLR0913 (each of them is said by name)
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
    During an absence the deputy gets it.
    """
    found = work.once(("recipient", recipient_id, via_deputy), lambda: _recipient(work, recipient_id, via_deputy))
    outgoing = Outgoing(
        recipient_id=found.id,
        kind=kind,
        params={**params, "for": found.instead_of} if found.instead_of else params,
        created_at=work.now,
        due_at=due_at or _due(work, found.rhythm, urgent),
        visible_from=due_at or work.tells_from,
        key=key,
        urgent=urgent,
        change_id=work.change_id,
    )
    row = {name: getattr(outgoing, name) for name in tables.outbox.c.keys() if name != "id"}  # noqa: SIM118 (columns)
    outgoing.id = work.put(tables.outbox, **row)
    return outgoing if outgoing.id else None


def _recipient(work: Work, person_id: str, via_deputy: bool) -> _Recipient:
    absence = absence_of(work, person_id, work.now) if via_deputy else None
    if absence and absence.deputy_id:
        return _Recipient(absence.deputy_id, _rhythm(work, absence.deputy_id), person_id)
    return _Recipient(person_id, _rhythm(work, person_id), None)


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


def _due(work: Work, rhythm: Rhythm, urgent: bool) -> datetime:
    return next_waking(work.tells_from, rhythm) if urgent else next_bundle(work.tells_from, rhythm)
