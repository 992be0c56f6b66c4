"""Leaves a message for somebody in the outbox, at the moment that suits them: nobody woken, nobody drowned."""

from datetime import datetime
from typing import Any

from sqlalchemy import select

from knowledge.entities import Absence, DutyShift, Outgoing, Professional
from knowledge.rules.calendar import AMSTERDAM
from knowledge.rules.moments import Rhythm, Shift, next_bundle, next_waking
from knowledge.store import Work, tables


def tell(
    work: Work, recipient_id: str, kind: str, key: str, *, urgent: bool = False, via_deputy: bool = True, **params: Any
) -> Outgoing | None:
    """Put a message of `kind` for a professional in the outbox, and return it.

    `key` names the event: a second message with the same key for the same person is not made (None is returned).
    `params` hold references and dates only. Urgent messages wait for the minute of undo and the end of quiet hours,
    the others for the person's next bundle moment too. During an absence the deputy gets it.
    """
    recipient = work.need(Professional, recipient_id)
    absence = absence_of(work, recipient_id, work.now) if via_deputy else None
    if absence and absence.deputy_id:
        recipient, params = work.need(Professional, absence.deputy_id), {**params, "for": recipient_id}
    known = select(tables.outbox.c.id).where(tables.outbox.c.key == key, tables.outbox.c.recipient_id == recipient.id)
    if work.session.execute(known).first():
        return None
    return work.add(
        Outgoing(
            recipient_id=recipient.id,
            kind=kind,
            params=params,
            created_at=work.now,
            visible_from=work.tells_from,
            due_at=_due(work, recipient, urgent),
            key=key,
            urgent=urgent,
            change_id=work.change_id,
        )
    )


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
    found: Absence | None = work.first(query)
    return found


def _due(work: Work, person: Professional, urgent: bool) -> datetime:
    rhythm = rhythm_of(work, person)
    return next_waking(work.tells_from, rhythm) if urgent else next_bundle(work.tells_from, rhythm)
