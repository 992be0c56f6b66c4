"""Turns the sample's relative days into dates and moments, so that the town is always in the middle of its work."""

from dataclasses import dataclass
from datetime import date, datetime, time, timezone
from typing import Any

from knowledge.rules.calendar import AMSTERDAM, add_working_days

WEEKDAYS = ("ma", "di", "wo", "do", "vr", "za", "zo")


def weekdays(written: str | list[str]) -> list[int]:
    """Return the days (Monday is 0) of "ma", "ma-vr" or ["di", "vr"]."""
    if isinstance(written, list):
        return [WEEKDAYS.index(name) for name in written]
    first, _, last = written.partition("-")
    return list(range(WEEKDAYS.index(first), WEEKDAYS.index(last or first) + 1))


@dataclass(frozen=True)
class Days:
    """Counts in working days from one day, local in Amsterdam."""

    today: date

    def day(self, count: int | None) -> date | None:
        """Return the day that many working days on (back, if negative); None stays None."""
        return None if count is None else add_working_days(self.today, count)

    def moment(self, count: int | None, clock: time = time(9, 0)) -> datetime | None:
        """Return the moment, UTC, at a local time on that day; None stays None."""
        day = self.day(count)
        return None if day is None else local(day, clock)

    def at(self, row: dict[str, Any], name: str, clock: time) -> datetime | None:
        """Return the moment of the event `name` of a row, if it has it."""
        return self.moment(row.get(name), clock)


def local(day: date, clock: time) -> datetime:
    """Return the moment, UTC, at which the clocks in Amsterdam show this."""
    return datetime.combine(day, clock, AMSTERDAM).astimezone(timezone.utc)
