"""Being away, and who takes over: the deputy gets what would have come to the absent."""

from dataclasses import dataclass
from datetime import date

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
                key, days = f"absence {absence.id}", {"first": first_day.isoformat(), "last": last_day.isoformat()}
                notify.tell(work, deputy_id, "you_deputise", key, urgent=True, via_deputy=False, person=by, **days)
                if first_day <= work.now.astimezone(AMSTERDAM).date():
                    _hand_on(work, by, deputy_id)
            deputy = contact_of(work, deputy_id).name if deputy_id else None
            return Away(first_day, last_day, deputy, work.change_id)

    def end(self, by: str) -> bool:
        """Record that the asker is back; the deputy is told. Returns whether there was an absence at all."""
        with self._store.work(by) as work:
            absence = notify.absence_of(work, by, work.now)
            if absence is None:
                return False
            absence.ended_at = work.now
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


def _hand_on(work: Work, absent_id: str, deputy_id: str) -> None:
    """Let what waits in the outbox for the absent go to the deputy."""
    waiting = select(Outgoing).where(
        tables.outbox.c.recipient_id == absent_id, tables.outbox.c.state == OutgoingState.PENDING
    )
    for outgoing in work.all(waiting):
        mine = tables.outbox.c.id == outgoing.id
        params = {**outgoing.params, "for": absent_id}
        work.session.execute(update(tables.outbox).where(mine).values(recipient_id=deputy_id, params=params))
