"""Who is there when: duty rosters, absences and deputies of a set of professionals, in local time."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta, timezone

from sqlalchemy import select

from knowledge.entities import Absence, DutyShift, Professional
from knowledge.rules.calendar import AMSTERDAM, next_working_moment
from knowledge.rules.moments import Shift
from knowledge.services.cases import Contact, contact_of
from knowledge.store import Work, tables

#: How far ahead somebody's next shift is looked for.
_HORIZON = 42


@dataclass(frozen=True)
class OnDuty:
    """Somebody on duty at a moment, until another (local); standing in for an absent colleague, perhaps."""

    contact: Contact
    until: datetime
    stands_in_for: str | None = None


class Roster:
    """The shifts and absences of some professionals. Somebody without shifts counts as there in working hours."""

    def __init__(self, work: Work, people: Sequence[str]) -> None:
        self._shifts: dict[str, list[Shift]] = defaultdict(list)
        self._absences: dict[str, list[Absence]] = defaultdict(list)
        for shift in work.all(select(DutyShift).where(tables.duty_shift.c.professional_id.in_(people))):
            self._shifts[shift.professional_id].append(Shift(shift.weekday, shift.starts, shift.ends))
        current = tables.absence.c.ended_at.is_(None) & tables.absence.c.professional_id.in_(people)
        for absence in work.all(select(Absence).where(current)):
            self._absences[absence.professional_id].append(absence)

    def absence(self, person_id: str, at: datetime) -> Absence | None:
        """Return somebody's absence on the local day of a moment, if any."""
        day = at.astimezone(AMSTERDAM).date()
        return next((a for a in self._absences[person_id] if a.first_day <= day <= a.last_day), None)

    def rostered(self, person_id: str, at: datetime) -> datetime | None:
        """Return until when (local) a shift of this person runs that covers a moment, absent or not; None without."""
        local = at.astimezone(AMSTERDAM)
        ends = [_end(shift, local) for shift in self._shifts[person_id] if shift.covers(local)]
        return max(ends, default=None)

    def is_there(self, person_id: str, at: datetime) -> bool:
        """Tell whether somebody can be reached at a moment."""
        if self.absence(person_id, at):
            return False
        if self._shifts[person_id]:
            return self.rostered(person_id, at) is not None
        return next_working_moment(at) == at

    def next_there(self, person_id: str, at: datetime) -> datetime | None:
        """Return the first moment (UTC) from `at` on at which somebody is there, None when not within six weeks."""
        if self.is_there(person_id, at):
            return at
        today = at.astimezone(AMSTERDAM).date()
        clocks = sorted({shift.starts for shift in self._shifts[person_id]} or {time(8, 30)})
        moments = (
            datetime.combine(today + timedelta(days=ahead), clock, AMSTERDAM).astimezone(timezone.utc)
            for ahead in range(_HORIZON)
            for clock in clocks
        )
        return next((moment for moment in moments if moment > at and self.is_there(person_id, moment)), None)


def on_duty(work: Work, people: Sequence[Professional]) -> list[OnDuty]:
    """Return who of these is on duty now by roster; the deputy in the place of somebody absent."""
    roster = Roster(work, [person.id for person in people])
    found: dict[str, OnDuty] = {}
    for person in people:
        until = roster.rostered(person.id, work.now)
        absence = roster.absence(person.id, work.now)
        if until is None or (absence and absence.deputy_id is None):
            continue
        if absence and absence.deputy_id:
            found.setdefault(absence.deputy_id, OnDuty(contact_of(work, absence.deputy_id), until, person.name))
        else:
            found[person.id] = OnDuty(contact_of(work, person.id), until)
    return list(found.values())


def _end(shift: Shift, local: datetime) -> datetime:
    ends = datetime.combine(local.date(), shift.ends, AMSTERDAM)
    return ends if ends > local else ends + timedelta(days=1)
