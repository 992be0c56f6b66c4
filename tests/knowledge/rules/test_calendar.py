"""The Dutch calendar."""

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.rules.calendar import (
    AMSTERDAM,
    Period,
    Region,
    SchoolHoliday,
    add_working_days,
    easter_sunday,
    is_working_day,
    next_working_day,
    next_working_moment,
    public_holidays,
    school_holiday,
)

days = st.dates(min_value=date(2000, 1, 1), max_value=date(2080, 1, 1))


def test_public_holidays_carry_their_dutch_names() -> None:
    assert public_holidays(2027)[date(2027, 4, 27)] == "Koningsdag"


def test_good_friday_is_a_day_off_unless_said_otherwise() -> None:
    good_friday = date(2027, 3, 26)
    assert not is_working_day(good_friday)
    assert is_working_day(good_friday, good_friday=False)


def test_kings_day_moves_from_a_sunday_to_the_saturday_before() -> None:
    assert date(2025, 4, 26) in public_holidays(2025)


@pytest.mark.parametrize(("year", "sunday"), [(2026, date(2026, 4, 5)), (2027, date(2027, 3, 28))])
def test_easter_falls_where_it_does(year: int, sunday: date) -> None:
    assert easter_sunday(year) == sunday


@pytest.mark.parametrize(
    ("start", "count", "expected"),
    [
        (date(2026, 11, 18), 10, date(2026, 12, 2)),
        (date(2026, 12, 24), 1, date(2026, 12, 28)),
        (date(2026, 12, 31), 5, date(2027, 1, 8)),
        (date(2027, 3, 25), 1, date(2027, 3, 30)),
        (date(2027, 4, 26), 1, date(2027, 4, 28)),
        (date(2026, 11, 23), -1, date(2026, 11, 20)),
        (date(2026, 11, 21), 0, date(2026, 11, 21)),
    ],
)
def test_working_days_skip_weekends_and_holidays(start: date, count: int, expected: date) -> None:
    assert add_working_days(start, count) == expected


@given(day=days, count=st.integers(1, 60))
def test_counting_working_days_ends_on_one_and_counts_them_all(day: date, count: int) -> None:
    end = add_working_days(day, count)
    between = [date.fromordinal(number) for number in range(day.toordinal() + 1, end.toordinal() + 1)]
    assert is_working_day(end)
    assert sum(is_working_day(one) for one in between) == count


@given(day=days)
def test_the_next_working_day_lies_after_today(day: date) -> None:
    assert next_working_day(day) > day


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        (datetime.fromisoformat("2026-11-18T09:00+00:00"), datetime.fromisoformat("2026-11-18T10:00")),
        (datetime.fromisoformat("2026-11-18T05:00+00:00"), datetime.fromisoformat("2026-11-18T08:30")),
        (datetime.fromisoformat("2026-11-20T17:00+00:00"), datetime.fromisoformat("2026-11-23T08:30")),
        (datetime.fromisoformat("2026-12-24T20:00+00:00"), datetime.fromisoformat("2026-12-28T08:30")),
    ],
)
def test_the_next_working_moment_is_now_or_the_next_opening(moment: datetime, expected: datetime) -> None:
    assert next_working_moment(moment) == expected.replace(tzinfo=AMSTERDAM)


def test_a_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        next_working_moment(datetime.fromisoformat("2026-11-18T09:00"))


@pytest.mark.parametrize(
    ("holiday", "year", "region", "start", "end"),
    [
        (SchoolHoliday.KERST, 2026, Region.NOORD, date(2026, 12, 19), date(2027, 1, 3)),
        (SchoolHoliday.MEI, 2027, Region.ZUID, date(2027, 4, 24), date(2027, 5, 2)),
        (SchoolHoliday.HERFST, 2026, Region.NOORD, date(2026, 10, 10), date(2026, 10, 18)),
        (SchoolHoliday.HERFST, 2026, Region.MIDDEN, date(2026, 10, 17), date(2026, 10, 25)),
        (SchoolHoliday.VOORJAAR, 2028, Region.ZUID, date(2028, 2, 26), date(2028, 3, 5)),
        (SchoolHoliday.ZOMER, 2028, Region.NOORD, date(2028, 7, 15), date(2028, 8, 27)),
    ],
)
def test_school_holidays_are_the_published_ones(
    holiday: SchoolHoliday, year: int, region: Region, start: date, end: date
) -> None:
    assert school_holiday(holiday, year, region) == Period(start, end)


def test_a_school_holiday_that_is_not_published_is_not_guessed() -> None:
    assert school_holiday(SchoolHoliday.ZOMER, 2040) is None


def test_the_easter_of_a_year_beyond_knowledge_is_refused() -> None:
    with pytest.raises(ValueError, match="no Easter"):
        easter_sunday(1)
