"""The Dutch calendar: local time, public holidays, working days and school holidays. Pure: no clock, no settings.

Working days are Monday to Friday without public holidays. Good Friday counts as a day off unless a caller says
otherwise: the Algemene termijnenwet treats it as a holiday for terms, although not every organisation closes.
Liberation Day is a day off in lustrum years only (2025, 2030), as in most collective agreements.

School holidays are those published by the ministry of education, per region, for the school years 2025-2026 to
2028-2029. Kerst and mei are fixed for the whole country and follow a rule; herfst and voorjaar are advice from
which a school may deviate; zomer is fixed per region. Days run from the Saturday before up to and including the
Sunday after. Where nothing is published there is no answer. The region is a setting, "midden" by default.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import Enum
from functools import lru_cache
from zoneinfo import ZoneInfo

AMSTERDAM = ZoneInfo("Europe/Amsterdam")

_DAY = timedelta(days=1)
_SATURDAY = 5


@dataclass(frozen=True)
class Period:
    """Days from `start` up to and including `end`."""

    start: date
    end: date


class Region(str, Enum):
    """The regions over which school holidays are spread."""

    NOORD = "noord"
    MIDDEN = "midden"
    ZUID = "zuid"


class SchoolHoliday(str, Enum):
    """The five school holidays."""

    HERFST = "herfstvakantie"
    KERST = "kerstvakantie"
    VOORJAAR = "voorjaarsvakantie"
    MEI = "meivakantie"
    ZOMER = "zomervakantie"


DEFAULT_REGION = Region.MIDDEN

# First days (Saturdays), as published, in the order noord, midden, zuid.
_PUBLISHED: dict[SchoolHoliday, dict[int, tuple[str, str, str]]] = {
    SchoolHoliday.HERFST: {
        2025: ("10-18", "10-18", "10-11"),
        2026: ("10-10", "10-17", "10-17"),
        2027: ("10-16", "10-16", "10-23"),
        2028: ("10-14", "10-21", "10-21"),
    },
    SchoolHoliday.VOORJAAR: {
        2026: ("02-21", "02-14", "02-14"),
        2027: ("02-20", "02-20", "02-13"),
        2028: ("02-19", "02-26", "02-26"),
        2029: ("02-17", "02-17", "02-10"),
    },
    SchoolHoliday.ZOMER: {
        2026: ("07-04", "07-18", "07-11"),
        2027: ("07-10", "07-17", "07-24"),
        2028: ("07-15", "07-08", "07-22"),
        2029: ("07-21", "07-07", "07-14"),
    },
}
_WEEKS = {
    SchoolHoliday.HERFST: 1,
    SchoolHoliday.KERST: 2,
    SchoolHoliday.VOORJAAR: 1,
    SchoolHoliday.MEI: 1,
    SchoolHoliday.ZOMER: 6,
}
# The national ones start on the first Saturday from this day (month, day) on.
_NATIONAL = {SchoolHoliday.KERST: (12, 19), SchoolHoliday.MEI: (4, 24)}


@lru_cache(maxsize=64)
def public_holidays(year: int, *, good_friday: bool = True) -> Mapping[date, str]:
    """Return the Dutch public holidays of a year with their Dutch names; Good Friday among them if it is a day off."""
    # Imported late: it takes a fifth of a second, and most commands need no holiday.
    import holidays

    found = holidays.country_holidays("NL", years=year, language="nl")
    return {day: name for day, name in sorted(found.items()) if good_friday or name != "Goede Vrijdag"}


def is_working_day(day: date, *, good_friday: bool = True) -> bool:
    """Tell whether a day is Monday to Friday and no public holiday; `good_friday`: whether that one is a day off."""
    return day.weekday() < _SATURDAY and day not in public_holidays(day.year, good_friday=good_friday)


def add_working_days(day: date, count: int, *, good_friday: bool = True) -> date:
    """Return the day that is `count` working days after `day` (before it, if negative); zero gives `day` itself."""
    step = _DAY if count > 0 else -_DAY
    left = abs(count)
    while left:
        day += step
        left -= is_working_day(day, good_friday=good_friday)
    return day


def next_working_day(day: date, *, good_friday: bool = True) -> date:
    """Return the first working day strictly after `day`."""
    return add_working_days(day, 1, good_friday=good_friday)


def next_working_moment(
    moment: datetime, *, opens: time = time(8, 30), closes: time = time(17, 0), good_friday: bool = True
) -> datetime:
    """Return the first moment at or after `moment` within working hours, in Amsterdam time.

    `moment` is aware, in any zone; `opens` and `closes` are local. Raises ValueError for a naive moment.
    """
    if moment.tzinfo is None:
        raise ValueError("the moment needs a time zone")
    local = moment.astimezone(AMSTERDAM)
    working = is_working_day(local.date(), good_friday=good_friday)
    if working and opens <= local.time() < closes:
        return local
    today_still = working and local.time() < opens
    day = local.date() if today_still else next_working_day(local.date(), good_friday=good_friday)
    return datetime.combine(day, opens, AMSTERDAM)


def easter_sunday(year: int) -> date:
    """Return Easter Sunday of a year, from which carnival, Ascension Day and Whitsun follow.

    Raises ValueError for a year of which the holidays are not known.
    """
    for day, name in public_holidays(year).items():
        if name == "Eerste paasdag":
            return day
    raise ValueError(f"no Easter Sunday known in {year}")


def school_holiday(holiday: SchoolHoliday, year: int, region: Region = DEFAULT_REGION) -> Period | None:
    """Return the school holiday that starts in `year`, or None where its dates are not published."""
    start = _first_day(holiday, year, region)
    return Period(start, start + timedelta(weeks=_WEEKS[holiday], days=1)) if start else None


def _first_day(holiday: SchoolHoliday, year: int, region: Region) -> date | None:
    if holiday in _NATIONAL:
        earliest = date(year, *_NATIONAL[holiday])
        return earliest + timedelta(days=(_SATURDAY - earliest.weekday()) % 7)
    published = _PUBLISHED[holiday].get(year)
    return date.fromisoformat(f"{year}-{published[list(Region).index(region)]}") if published else None
