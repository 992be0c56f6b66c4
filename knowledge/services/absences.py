"""Being away, and who takes over: the deputy gets what would have come to the absent."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select, update

from knowledge.entities import Absence, Outgoing, OutgoingState, Professional
from knowledge.rules.calendar import AMSTERDAM
from knowledge.services import notify
from knowledge.services.cases import Contact, contact_of
from knowledge.store import Refusal, Store, Work, tables

#: Longer than this is no absence but a departure.
_LONGEST_DAYS = 400


@dataclass(frozen=True)
class Away:
    """An absence as it was recorded."""

    first_day: date
    last_day: date
    deputy: str | None
    change_id: int | None


class Absences:
    """Absences and deputies."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def candidates(self, by: str) -> list[Contact]:
        """Return the colleagues who may deputise: the own team first, else the own organisation."""
        with self._store.work(by) as work:
            me = work.need(Professional, by)
            own = tables.professional.c.team_id == me.team_id if me.team_id else None
            mine = own if own is not None else tables.professional.c.organisation_id == me.organisation_id
            query = (
                select(Professional).where(mine, tables.professional.c.id != by).order_by(tables.professional.c.name)
            )
            return [contact_of(work, person.id) for person in work.all(query)]

    def set(self, by: str, first_day: date, last_day: date, deputy_id: str | None) -> Away:
        """Record that the asker is away; the deputy is told, and gets what still waits for those days.

        Raises Refusal: "absence_backwards", "absence_past", "absence_too_long", "deputy_is_you", "deputy_away".
        """
        with self._store.work(by, undoable=True) as work:
            _check(work, first_day, last_day, deputy_id)
            absence = work.add(Absence(by, first_day, last_day, deputy_id, created_at=work.now))
            work.record("create", f"absence {absence.id}", fields="first_day, last_day, deputy_id")
            if deputy_id:
                key = f"absence {absence.id}"
                days: dict[str, Any] = {"first": first_day.isoformat(), "last": last_day.isoformat()}
                notify.tell(work, deputy_id, "you_deputise", key, urgent=True, via_deputy=False, person=by, **days)
            if first_day <= work.now.astimezone(AMSTERDAM).date():
                _hand_on(work, absence)
            deputy = contact_of(work, deputy_id).name if deputy_id else None
            return Away(first_day, last_day, deputy, work.change_id)

    def end(self, by: str) -> bool:
        """Record that the asker is back; the deputy is told. Returns whether there was an absence at all."""
        with self._store.work(by) as work:
            absence = notify.absence_of(work, by, work.now)
            if absence is None:
                return False
            absence.ended_at = work.now
            come_back(work, by, absence.deputy_id)
            work.record("update", f"absence {absence.id}", fields="ended_at")
            if absence.deputy_id:
                key = f"absence {absence.id} over"
                notify.tell(work, absence.deputy_id, "colleague_back", key, via_deputy=False, person=by)
            return True


def _check(work: Work, first_day: date, last_day: date, deputy_id: str | None) -> None:
    if last_day < first_day:
        raise Refusal("absence_backwards", object="absence")
    if last_day < work.now.astimezone(AMSTERDAM).date():
        raise Refusal("absence_past", object="absence")
    if (last_day - first_day).days > _LONGEST_DAYS:
        raise Refusal("absence_too_long", object="absence")
    if deputy_id == work.by:
        raise Refusal("deputy_is_you", object="absence")
    if deputy_id and _is_away(work, deputy_id, first_day, last_day):
        raise Refusal("deputy_away", object="absence")


def _is_away(work: Work, person_id: str, first_day: date, last_day: date) -> bool:
    overlapping = select(Absence).where(
        tables.absence.c.professional_id == person_id,
        tables.absence.c.ended_at.is_(None),
        tables.absence.c.first_day <= last_day,
        tables.absence.c.last_day >= first_day,
    )
    return work.first(overlapping) is not None


def _hand_on(work: Work, absence: Absence) -> None:
    """Let what waits in the outbox for the absent go to the deputy, or wait for the day of return."""
    person = work.need(Professional, absence.professional_id)
    values: dict[str, Any]
    for outgoing in _waiting_for(work, absence.professional_id):
        if absence.deputy_id:
            values = {"recipient_id": absence.deputy_id, "params": {**outgoing.params, "for": person.id}}
        else:
            back = notify.back_from(absence)
            values = {"due_at": notify.due_for(work, person, urgent=outgoing.urgent, back=back)}
        work.session.execute(update(tables.outbox).where(tables.outbox.c.id == outgoing.id).values(**values))


def come_back(work: Work, person_id: str, deputy_id: str | None) -> None:
    """Give somebody back what still waits for the deputy, and bring what waited for the return as soon as it suits."""
    person = work.need(Professional, person_id)
    with_deputy = _waiting_for(work, deputy_id) if deputy_id else []
    theirs = [outgoing for outgoing in with_deputy if outgoing.params.get("for") == person_id]
    for outgoing in [*theirs, *_waiting_for(work, person_id)]:
        soonest = min(outgoing.due_at, notify.due_for(work, person, urgent=outgoing.urgent))
        params = {name: value for name, value in outgoing.params.items() if (name, value) != ("for", person_id)}
        values = {"recipient_id": person_id, "params": params, "due_at": soonest}
        work.session.execute(update(tables.outbox).where(tables.outbox.c.id == outgoing.id).values(**values))


def _waiting_for(work: Work, person_id: str) -> Sequence[Outgoing]:
    mine = (tables.outbox.c.recipient_id == person_id) & (tables.outbox.c.state == OutgoingState.PENDING)
    return work.all(select(Outgoing).where(mine))
