"""Feedback closes the loop: what the referrer hears, when somebody is nudged, and what moving a day does."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from knowledge.clock import SetClock
from knowledge.entities import Feedback, FeedbackStatus, Outgoing, OutgoingState, Referral, ReferralState
from knowledge.services.feedback import Report
from knowledge.services.knowledge import Knowledge
from knowledge.store import Refusal, Store, tables
from tests.cast import ANNA, BRAM, LENA, OTTO, TESS
from tests.loop import local, refer, send_to_team

S = FeedbackStatus


def told(store: Store) -> list[tuple[str, str]]:
    """Return who gets which message, in order."""
    with store.reading() as session:
        waiting = select(Outgoing).where(tables.outbox.c.state == OutgoingState.PENDING)
        rows = session.execute(waiting.order_by(tables.outbox.c.id)).scalars().all()
    return [(row.recipient_id, row.kind) for row in rows]


def stored(store: Store, referral_id: int) -> Referral:
    with store.reading() as session:
        found: Referral = session.get(Referral, referral_id)
        return found


def refused(code: str) -> Any:
    return pytest.raises(Refusal, match=f"^{code}$")


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (S.STARTED, "referral_started"),
        (S.WAITING, "referral_waiting"),
        (S.BUSY, "feedback_busy"),
        (S.COMPLETED, "referral_completed"),
    ],
)
def test_the_referrer_hears_how_it_goes(knowledge: Knowledge, store: Store, status: S, kind: str) -> None:
    knowledge.feedback.give(BRAM, refer(store), Report(status))
    assert told(store) == [(ANNA, kind)]


def test_what_did_not_succeed_is_urgent_and_needs_a_reason(knowledge: Knowledge, store: Store) -> None:
    referral = refer(store)
    with refused("referral_needs_reason"):
        knowledge.feedback.give(BRAM, referral, Report(S.FAILED))
    knowledge.feedback.give(BRAM, referral, Report(S.FAILED, reason="no_contact"))
    with store.reading() as session:
        assert session.execute(select(Outgoing)).scalars().one().urgent


@pytest.mark.parametrize("why", ["blocked", "no consent for feedback"])
def test_without_consent_the_referrer_hears_only_that_it_is_handled(
    knowledge: Knowledge, store: Store, why: str
) -> None:
    referral = refer(store, blocked=why == "blocked", feedback_allowed=why == "blocked")
    knowledge.feedback.give(BRAM, referral, Report(S.STARTED, text="moeder doet het goed"))
    assert told(store) == []
    knowledge.feedback.give(BRAM, referral, Report(S.COMPLETED))
    assert told(store) == [(ANNA, "referral_handled")]
    with store.reading() as session:
        assert {row.text for row in session.execute(select(Feedback)).scalars()} == {""}


def test_what_is_said_beyond_the_status_is_kept_but_never_on_its_way(knowledge: Knowledge, store: Store) -> None:
    knowledge.feedback.give(BRAM, refer(store), Report(S.STARTED, text="moeder doet het goed"))
    with store.reading() as session:
        assert session.execute(select(Feedback)).scalars().one().text == "moeder doet het goed"
        assert "moeder" not in str(session.execute(select(tables.outbox)).all())


@pytest.mark.parametrize(("status", "day"), [(S.STARTED, "2026-12-16"), (S.WAITING, "2027-01-06")])
def test_the_next_word_is_proposed_in_three_weeks_or_six_on_a_waiting_list(
    knowledge: Knowledge, store: Store, status: S, day: str
) -> None:
    view = knowledge.feedback.give(BRAM, refer(store), Report(status)).referral
    assert view.expected == date.fromisoformat(day)


def test_feedback_starts_the_ladder_anew(knowledge: Knowledge, store: Store) -> None:
    referral = refer(store, reminders=5, lead_told_at=local("2026-11-24"))
    knowledge.feedback.give(BRAM, referral, Report(S.BUSY))
    after = stored(store, referral)
    assert (after.reminders, after.lead_told_at) == (0, None)
    assert after.next_due_at is not None


def test_a_report_on_what_was_not_taken_up_takes_it_up_and_tells_once(knowledge: Knowledge, store: Store) -> None:
    view = knowledge.feedback.give(TESS, send_to_team(store), Report(S.STARTED)).referral
    assert view.holder
    assert (view.holder.id, view.state) == (TESS, ReferralState.STARTED)
    assert told(store) == [(ANNA, "referral_started")]


def test_not_fitting_before_it_was_taken_up_is_declining(knowledge: Knowledge, store: Store) -> None:
    view = knowledge.feedback.give(TESS, send_to_team(store), Report(S.FAILED, reason="does_not_fit")).referral
    assert view.state is ReferralState.DECLINED


def test_what_the_machine_does_not_know_is_refused_with_what_can(knowledge: Knowledge, store: Store) -> None:
    started = refer(store, state=ReferralState.STARTED, started_at=local("2026-11-10"))
    with refused("referral_is_started"):
        knowledge.feedback.give(BRAM, started, Report(S.WAITING))


def test_only_the_holder_reports(knowledge: Knowledge, store: Store) -> None:
    referral = refer(store)
    with refused("referral_taken"):
        knowledge.feedback.give(TESS, referral, Report(S.BUSY))
    with refused("referral_not_your_move"):
        knowledge.feedback.give(ANNA, referral, Report(S.BUSY))
    with refused("gone"):
        knowledge.feedback.give(OTTO, referral, Report(S.BUSY))


def test_a_nudge_reaches_the_holder_once_in_two_working_days(
    knowledge: Knowledge, store: Store, clock: SetClock
) -> None:
    referral = refer(store)
    knowledge.feedback.nudge(ANNA, referral)
    assert told(store) == [(BRAM, "feedback_asked")]
    with refused("nudged_already") as refusal:
        knowledge.feedback.nudge(ANNA, referral)
    assert refusal.value.params["again"] == date(2026, 11, 27)
    clock.at = local("2026-11-27")
    knowledge.feedback.nudge(ANNA, referral)
    assert told(store) == [(BRAM, "feedback_asked")] * 2


def test_a_nudge_that_was_undone_does_not_count(knowledge: Knowledge, store: Store) -> None:
    referral = refer(store)
    change = knowledge.feedback.nudge(ANNA, referral).change_id
    assert change
    knowledge.undo.take_back(ANNA, change)
    knowledge.feedback.nudge(ANNA, referral)
    assert told(store) == [(BRAM, "feedback_asked")]


def test_the_lead_of_the_holders_team_may_nudge_and_an_outsider_may_not(knowledge: Knowledge, store: Store) -> None:
    referral = refer(store)
    knowledge.feedback.nudge(LENA, referral)
    with refused("gone"):
        knowledge.feedback.nudge(OTTO, referral)


def test_where_nobody_is_linked_nobody_is_nudged_and_it_says_so(knowledge: Knowledge, store: Store) -> None:
    with refused("nobody_to_nudge"):
        knowledge.feedback.nudge(ANNA, send_to_team(store, receiver_team_id=None))
    assert told(store) == []


def test_a_nudge_on_what_has_ended_says_how_it_ended(knowledge: Knowledge, store: Store) -> None:
    with refused("referral_is_completed"):
        knowledge.feedback.nudge(ANNA, refer(store, state=ReferralState.COMPLETED))


def test_what_i_owe_and_what_i_await_are_apart_the_oldest_first(knowledge: Knowledge, store: Store) -> None:
    later = refer(store, feedback_due=date(2026, 12, 4))
    sooner = refer(store, feedback_due=date(2026, 11, 20))
    theirs = refer(store, sender_id=BRAM, holder_id=TESS)
    open_ones = knowledge.feedback.outstanding(BRAM)
    assert [view.id for view in open_ones.owed] == [sooner, later]
    assert [view.id for view in open_ones.awaited] == [theirs]


def test_moving_a_promised_day_reaches_the_referrer(knowledge: Knowledge, store: Store) -> None:
    referral = refer(store)
    assert knowledge.feedback.snooze(BRAM, referral, date(2026, 12, 2)).moved
    assert told(store) == [(ANNA, "feedback_moved")]
    assert stored(store, referral).feedback_due == date(2026, 12, 2)


def test_being_reminded_before_the_promised_day_moves_nothing(knowledge: Knowledge, store: Store) -> None:
    referral = refer(store, feedback_due=date(2026, 12, 2))
    assert not knowledge.feedback.snooze(BRAM, referral, date(2026, 11, 27)).moved
    assert told(store) == [(BRAM, "remind_later")]
    with store.reading() as session:
        assert session.execute(select(Outgoing)).scalars().one().due_at == local("2026-11-27", "08:30")


def test_later_of_one_member_does_not_put_off_the_whole_team(knowledge: Knowledge, store: Store) -> None:
    referral = send_to_team(store)
    before = stored(store, referral).next_due_at
    knowledge.feedback.snooze(TESS, referral, date(2026, 12, 15))
    assert stored(store, referral).next_due_at == before


@pytest.mark.parametrize(
    ("days", "code"), [(-1, "referral_date_past"), (367, "referral_date_far"), (4000, "referral_date_far")]
)
def test_a_day_in_the_past_or_beyond_a_year_is_refused(
    knowledge: Knowledge, store: Store, days: int, code: str
) -> None:
    with refused(code):
        knowledge.feedback.snooze(BRAM, refer(store), date(2026, 11, 25) + timedelta(days=days))


def test_the_sender_can_give_more_time_and_the_holder_hears(knowledge: Knowledge, store: Store) -> None:
    referral = refer(store)
    assert knowledge.feedback.snooze(ANNA, referral, date(2026, 12, 4)).moved
    assert told(store) == [(BRAM, "feedback_moved")]
