"""Moments are kept in UTC and come back so, on either engine."""

from datetime import datetime, timedelta, timezone

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some
from sqlalchemy import text
from sqlalchemy.exc import StatementError

from knowledge.entities import Case, Jotting
from knowledge.rules.calendar import AMSTERDAM
from knowledge.store import Store
from tests.cast import ANNA

MOMENTS = some.datetimes(
    datetime(2000, 1, 1),  # noqa: DTZ001 (the strategy adds the zone)
    datetime(2100, 1, 1),  # noqa: DTZ001
    timezones=some.sampled_from([timezone.utc, AMSTERDAM, timezone(timedelta(hours=-8))]),
)
ON_ONE_STORE = settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)


def test_a_moment_without_time_zone_is_refused(store: Store) -> None:
    with pytest.raises(StatementError, match="without time zone"), store.work() as work:
        work.need(Case, 1).closed_at = datetime(2026, 11, 25, 10, 0)  # noqa: DTZ001 (that is the point)


@ON_ONE_STORE
@given(moment=MOMENTS)
def test_any_moment_comes_back_as_the_same_one_in_utc(store: Store, moment: datetime) -> None:
    with store.work() as work:
        work.need(Case, 1).closed_at = moment
    with store.reading() as session:
        found = session.get(Case, 1).closed_at
    assert found == moment.astimezone(timezone.utc)
    assert found.utcoffset() == timedelta()


def test_the_hour_that_comes_twice_stays_two_hours(store: Store) -> None:
    first, second = (datetime(2026, 10, 25, 2, 30, tzinfo=AMSTERDAM, fold=fold) for fold in (0, 1))
    for moment in (first, second):
        with store.work() as work:
            work.need(Case, 1).closed_at = moment
        with store.reading() as session:
            assert session.get(Case, 1).closed_at == moment.astimezone(timezone.utc)
    assert first.astimezone(timezone.utc) != second.astimezone(timezone.utc)


@ON_ONE_STORE
@given(written=some.text(max_size=300))
def test_any_free_text_comes_back_as_it_was_and_is_not_in_the_database(store: Store, written: str) -> None:
    with store.work() as work:
        jotting = work.add(Jotting(ANNA, "feedback", "text", written, work.now))
    with store.reading() as session:
        assert session.get(Jotting, jotting.id).text == written
        kept = session.execute(text("SELECT text FROM jotting ORDER BY id DESC")).scalars().first()
    assert kept != written
    assert len(written) < 3 or written not in kept
