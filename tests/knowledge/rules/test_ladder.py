"""What is due when for a referral: terms in working days, morning moments, escalation in order."""

from dataclasses import replace
from datetime import date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.entities.referral import Referral, ReferralState
from knowledge.rules.calendar import AMSTERDAM, is_working_day
from knowledge.rules.ladder import (
    Lateness,
    Rung,
    Terms,
    days_late,
    lateness,
    next_due,
    step,
    wait_of,
    working_days,
)
from knowledge.rules.transitions import ENDED, HELD


def local(day: str, clock: str = "10:00") -> datetime:
    """Return a local moment as UTC."""
    return datetime.fromisoformat(f"{day}T{clock}").replace(tzinfo=AMSTERDAM).astimezone(timezone.utc)


def sent(day: str, **more: object) -> Referral:
    """Return a referral that was sent on a day."""
    at = local(day)
    referral = Referral(1, "anna", "jeugdpunt", at, state=ReferralState.SENT, sent_at=at, receiver_team_id="youth")
    return replace(referral, **more)  # type: ignore[arg-type]


def held(accepted: str, due: str | None, **more: object) -> Referral:
    """Return a referral that was accepted on a day, with feedback due on another."""
    day = date.fromisoformat(due) if due else None
    state = {"state": ReferralState.ACCEPTED, "accepted_at": local(accepted), "holder_id": "bram", "feedback_due": day}
    return replace(sent(accepted), **{**state, **more})  # type: ignore[arg-type]


def climb(referral: Referral, until: datetime, terms: Terms | None = None) -> list[tuple[str, Rung]]:
    """Let the clock look at each moment it asks for, and return day and rung of everything on the way."""
    terms = terms or Terms()
    passed = []
    while (moment := next_due(referral, terms)) and moment <= until:
        done = step(referral, moment, terms)
        assert done is not None
        day = moment.astimezone(AMSTERDAM).date().isoformat()
        passed += [(day, rung) for rung in (done.tell, Rung.LEAD if done.tell_lead else None) if rung]
        told = moment if done.tell_lead else referral.lead_told_at
        referral = replace(referral, reminders=done.passed, lead_told_at=told)
    return passed


def test_feedback_of_ten_working_days_is_reminded_due_repeated_escalated_and_very_late() -> None:
    referral = held("2026-11-02", "2026-11-16")
    assert climb(referral, local("2026-12-16")) == [
        ("2026-11-12", Rung.BEFORE),
        ("2026-11-16", Rung.DUE),
        ("2026-11-18", Rung.REPEAT),
        ("2026-11-20", Rung.REPEAT),
        ("2026-11-23", Rung.LEAD),
        ("2026-11-26", Rung.REPEAT),
        ("2026-12-08", Rung.REPEAT),
        ("2026-12-14", Rung.VERY_LATE),
    ]


def test_what_nobody_takes_up_is_told_to_the_inbox_the_next_day_and_after_six_working_days() -> None:
    referral = sent("2026-11-02")
    assert climb(referral, local("2026-11-18"))[:4] == [
        ("2026-11-03", Rung.RECEIPT),
        ("2026-11-10", Rung.TAKE_UP),
        ("2026-11-12", Rung.REPEAT),
        ("2026-11-16", Rung.REPEAT),
    ]


def test_an_inbox_that_looked_at_it_is_not_asked_to_confirm() -> None:
    referral = sent("2026-11-02", seen_at=local("2026-11-02", "11:00"))
    assert climb(referral, local("2026-11-10")) == [("2026-11-10", Rung.TAKE_UP)]


def test_an_urgent_one_is_to_be_taken_up_within_a_working_day() -> None:
    referral = sent("2026-11-02", urgent=True)
    assert climb(referral, local("2026-11-03")) == [("2026-11-03", Rung.TAKE_UP)]


def test_a_sender_who_hopes_to_hear_sooner_is_not_kept_waiting_for_the_whole_term() -> None:
    referral = sent("2026-11-02", feedback_due=date(2026, 11, 5))
    assert ("2026-11-05", Rung.TAKE_UP) in climb(referral, local("2026-11-05"))


@pytest.mark.parametrize(
    ("due", "reminded"), [("2026-11-16", "2026-11-12"), ("2026-11-06", "2026-11-05"), ("2026-11-05", "2026-11-04")]
)
def test_the_reminder_comes_two_working_days_before_or_a_third_of_a_shorter_term(due: str, reminded: str) -> None:
    assert climb(held("2026-11-02", due), local(due))[0] == (reminded, Rung.BEFORE)


def test_a_day_off_in_between_moves_everything_up_a_day() -> None:
    # King's Day 2027 is a Tuesday.
    assert climb(held("2027-04-19", "2027-04-28"), local("2027-04-30"))[:3] == [
        ("2027-04-23", Rung.BEFORE),
        ("2027-04-28", Rung.DUE),
        ("2027-04-30", Rung.REPEAT),
    ]


def test_good_friday_counts_as_a_working_day_where_the_municipality_says_so() -> None:
    referral = sent("2027-03-25")
    assert climb(referral, local("2027-03-30"))[0] == ("2027-03-30", Rung.RECEIPT)
    assert climb(referral, local("2027-03-30"), Terms(good_friday=False))[0] == ("2027-03-26", Rung.RECEIPT)


def test_what_is_due_on_a_day_off_is_asked_on_the_next_working_day_and_late_the_day_after() -> None:
    referral = held("2026-11-02", "2026-11-15")
    assert ("2026-11-16", Rung.DUE) in climb(referral, local("2026-11-16"))
    assert lateness(referral, local("2026-11-16")) is Lateness.ON_TIME
    assert lateness(referral, local("2026-11-17")) is Lateness.LATE


@pytest.mark.parametrize(("due", "utc"), [("2027-03-29", 6), ("2026-10-26", 7), ("2026-10-23", 6), ("2027-03-24", 7)])
def test_it_is_eight_in_the_morning_local_time_on_both_sides_of_a_clock_change(due: str, utc: int) -> None:
    day = date.fromisoformat(due) if is_working_day(date.fromisoformat(due)) else date(2027, 3, 30)
    referral = held((day - timedelta(days=21)).isoformat(), due, reminders=1)
    moment = next_due(referral)
    assert moment is not None
    assert (moment.astimezone(AMSTERDAM).hour, moment.hour) == (8, utc)


def test_after_an_outage_all_that_was_missed_is_one_word() -> None:
    missed = step(held("2026-11-02", "2026-11-16"), local("2026-11-19"))
    assert missed is not None
    assert (missed.tell, missed.passed, missed.tell_lead) == (Rung.REPEAT, 3, False)


def test_very_late_is_never_before_the_team_lead_knows() -> None:
    referral = held("2026-11-02", "2026-11-03")
    assert lateness(referral, local("2026-12-30")) is Lateness.LATE
    told = replace(referral, lead_told_at=local("2026-11-10"))
    assert lateness(told, local("2026-12-30")) is Lateness.VERY_LATE
    at_once = step(referral, local("2026-12-30"))
    assert at_once is not None
    assert at_once.tell_lead
    assert at_once.very_late


@pytest.mark.parametrize("state", [*ENDED, ReferralState.DRAFT])
def test_nothing_is_awaited_of_what_has_ended_or_was_never_sent(state: ReferralState) -> None:
    referral = held("2026-11-02", "2026-11-16", state=state)
    assert next_due(referral) is None
    assert step(referral, local("2027-11-16")) is None


def test_nothing_goes_out_about_what_is_blocked() -> None:
    assert next_due(held("2026-11-02", "2026-11-16", blocked=True)) is None


def test_without_a_named_day_the_first_word_is_expected_after_ten_working_days() -> None:
    wait = wait_of(held("2026-11-02", None))
    assert wait is not None
    assert wait.due == date(2026, 11, 16)


def test_on_a_waiting_list_a_word_is_expected_every_six_weeks() -> None:
    referral = held("2026-11-02", None, state=ReferralState.WAITING, waiting_at=local("2026-11-04"))
    wait = wait_of(referral)
    assert wait is not None
    assert wait.due == date(2026, 12, 16)


def test_after_the_start_a_word_is_expected_at_six_weeks_and_then_quarterly() -> None:
    started = held("2026-11-02", None, state=ReferralState.STARTED, started_at=local("2026-11-04"))
    heard = replace(started, last_feedback_at=local("2026-12-16"))
    first, then = wait_of(started), wait_of(heard)
    assert first is not None
    assert then is not None
    assert (first.due, then.due) == (date(2026, 12, 16), date(2027, 3, 17))


def test_a_day_on_which_feedback_came_is_not_awaited_again() -> None:
    referral = held("2026-11-02", "2026-11-16", last_feedback_at=local("2026-11-16"))
    wait = wait_of(referral)
    assert wait is not None
    assert wait.due > date(2026, 11, 16)


def test_terms_are_settings_of_the_municipality_and_of_a_type_of_referral() -> None:
    settings = {"term_take_up": "8", "term_take_up_escalation": "1", "term_repeats": "3,6", "term_good_friday": "nee"}
    terms, escalation = (Terms.read(settings.get, kind) for kind in ("referral", "escalation"))
    assert (terms.take_up, terms.repeats, terms.good_friday, escalation.take_up) == (8, (3, 6), False, 1)
    assert climb(sent("2026-11-02"), local("2026-11-12"), terms)[-1] == ("2026-11-12", Rung.TAKE_UP)


def test_working_days_are_counted_after_the_first_day_up_to_the_last() -> None:
    assert working_days(date(2026, 11, 20), date(2026, 11, 23)) == 1
    assert working_days(date(2026, 11, 23), date(2026, 11, 20)) == 0


minutes = st.integers(0, 3 * 365 * 24 * 60)
moments = minutes.map(lambda count: datetime(2026, 1, 1, tzinfo=timezone.utc) + timedelta(minutes=count))
referrals = st.builds(
    lambda state, created, term, urgent, reminders, named: replace(
        sent("2026-01-05"),
        state=state,
        created_at=created,
        sent_at=created,
        accepted_at=created,
        feedback_due=created.date() + timedelta(days=term) if named else None,
        urgent=urgent,
        reminders=reminders,
    ),
    st.sampled_from([ReferralState.SENT, *HELD]),
    moments,
    st.integers(0, 400),
    st.booleans(),
    st.integers(0, 12),
    st.booleans(),
)


@given(referrals)
def test_the_clock_always_looks_again_on_a_working_morning_after_the_last_time(referral: Referral) -> None:
    moment = next_due(referral)
    assert moment is not None
    at = moment.astimezone(AMSTERDAM)
    assert is_working_day(at.date())
    assert (at.hour, at.minute) == (8, 0)
    following = next_due(replace(referral, reminders=referral.reminders + 1))
    assert following is not None
    assert following >= moment


@given(referrals, moments)
def test_a_step_leaves_nothing_due_at_that_moment(referral: Referral, now: datetime) -> None:
    done = step(referral, now)
    after = replace(referral, reminders=done.passed) if done else referral
    following = next_due(after)
    assert following is not None
    assert following > now
    assert step(after, now) is None


@given(referrals, moments)
def test_very_late_presumes_late_and_that_the_lead_was_told(referral: Referral, now: datetime) -> None:
    assert lateness(referral, now) is not Lateness.VERY_LATE
    told = replace(referral, lead_told_at=now)
    assert (lateness(told, now) is Lateness.ON_TIME) == (days_late(referral, now) == 0)
