"""When somebody may be told something: bundle moments, quiet hours, weekends, holidays and the own roster."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone

from knowledge.rules.calendar import AMSTERDAM, is_working_day

_DAY_STARTS, _DAY_ENDS = time(8, 0), time(18, 0)


@dataclass(frozen=True)
class Shift:
    """A weekly shift in local time; Monday is 0. A night shift ends before it starts, on the next day."""

    weekday: int
    starts: time
    ends: time

    def covers(self, moment: datetime) -> bool:
        """Tell whether a local moment falls in this shift."""
        clock, weekday = moment.time(), moment.weekday()
        if self.starts < self.ends:
            return weekday == self.weekday and self.starts <= clock < self.ends
        started_today = weekday == self.weekday and clock >= self.starts
        return started_today or (weekday == (self.weekday + 1) % 7 and clock < self.ends)


@dataclass(frozen=True)
class Rhythm:
    """When somebody is brought bundled messages, and when they are on duty."""

    bundles: tuple[time, ...]
    shifts: tuple[Shift, ...] = ()

    @classmethod
    def parse(cls, moments: str, shifts: tuple[Shift, ...] = ()) -> "Rhythm":
        """Read "08:30,12:30". Raises ValueError when a part is no time."""
        return cls(tuple(sorted(time.fromisoformat(part.strip()) for part in moments.split(","))), shifts)

    def is_awake(self, moment: datetime) -> bool:
        """Tell whether somebody with this rhythm may be disturbed at a moment (any zone)."""
        local = moment.astimezone(AMSTERDAM)
        working = is_working_day(local.date()) and _DAY_STARTS <= local.time() < _DAY_ENDS
        return working or any(shift.covers(local) for shift in self.shifts)


def next_waking(after: datetime, rhythm: Rhythm) -> datetime:
    """Return `after` itself when it is no quiet time, else the first moment that is not; UTC."""
    if rhythm.is_awake(after):
        return after
    starts = {_DAY_STARTS, *(shift.starts for shift in rhythm.shifts)}
    return _first(after, starts, rhythm)


def next_bundle(after: datetime, rhythm: Rhythm) -> datetime:
    """Return the first bundle moment at or after `after` that is no quiet time; UTC.

    Somebody none of whose moments is ever a waking one (a night shift only) gets it when the next shift starts.
    """
    return _first(after, set(rhythm.bundles), rhythm) if rhythm.bundles else next_waking(after, rhythm)


def _first(after: datetime, clocks: set[time], rhythm: Rhythm) -> datetime:
    today = after.astimezone(AMSTERDAM).date()
    for ahead in range(31):
        for clock in sorted(clocks):
            moment = _at(today + timedelta(days=ahead), clock)
            if moment >= after and rhythm.is_awake(moment):
                return moment
    return after


def _at(day: date, clock: time) -> datetime:
    return datetime.combine(day, clock, AMSTERDAM).astimezone(timezone.utc)
