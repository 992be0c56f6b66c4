"""What is stored about a professional, requests with the law's term, and what a mishap sets going."""

from datetime import timedelta

import pytest

from knowledge.clock import SetClock
from knowledge.services.knowledge import Knowledge
from knowledge.store import Store
from tests.cast import ANNA, BRAM, CASE, PIET, WEDNESDAY
from tests.loop import outbox, refer


def test_one_reads_in_counts_what_is_stored(knowledge: Knowledge, store: Store) -> None:
    refer(store)
    knowledge.cases.circle_of(ANNA, CASE)
    about = knowledge.privacy.about(ANNA)
    assert (about.name, about.channels, about.cases, about.referrals) == ("Anna Visser", ("web",), 1, 1)
    assert about.log_rows >= 1


def test_looking_is_itself_logged(knowledge: Knowledge) -> None:
    first = knowledge.privacy.about(ANNA).log_rows
    assert knowledge.privacy.about(ANNA).log_rows == first + 1


@pytest.mark.parametrize("kind", ["access", "correction", "deletion", "objection"])
def test_a_request_is_due_within_thirty_days_and_the_administrator_hears(
    knowledge: Knowledge, store: Store, kind: str
) -> None:
    assert knowledge.privacy.request(ANNA, kind) == WEDNESDAY + timedelta(days=30)
    assert outbox(store) == [(PIET, "privacy_request")]


def test_a_mishap_takes_back_what_the_reporter_just_left_and_starts_the_72_hours(
    knowledge: Knowledge, store: Store
) -> None:
    knowledge.network.signal(ANNA, "", code=CASE)
    reported = knowledge.privacy.report_breach(ANNA, "")
    assert (reported.recalled, reported.due_at, reported.officers) == (
        1,
        WEDNESDAY + timedelta(hours=72),
        ("Piet Mulder",),
    )
    assert outbox(store, BRAM) == [("signal_received", "cancelled")]
    assert outbox(store, PIET) == [("breach_reported", "pending")]


def test_what_others_left_and_what_is_an_hour_old_stays(knowledge: Knowledge, store: Store, clock: SetClock) -> None:
    knowledge.network.ask(BRAM, organisation_id="vlierhof")
    knowledge.network.ask(ANNA, organisation_id="haven")
    clock.at += timedelta(minutes=61)
    assert knowledge.privacy.report_breach(ANNA, "").recalled == 0
