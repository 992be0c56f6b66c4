"""What a tick takes, once, and who hears of it."""

import logging
from collections import Counter
from datetime import timedelta
from threading import Barrier, Thread

import pytest

from knowledge.clock import SetClock
from knowledge.entities import Absence, Callback, CallbackState, Doorbell, Professional, Referral
from knowledge.services.claims import Claim
from knowledge.services.knowledge import Knowledge
from knowledge.store import Store, Vault, put_setting
from tests.cast import ANNA, BRAM, CASE, LENA, OTTO, TESS
from tests.loop import local, outbox, refer, send_to_team


def test_the_holder_is_reminded_on_the_day_feedback_is_due(knowledge: Knowledge, store: Store) -> None:
    referral = refer(store)
    assert Claim("referral", str(referral), (BRAM,)) in knowledge.reminders.claim_due()
    assert outbox(store) == [(BRAM, "reminder_due")]


def test_a_second_tick_says_nothing_again(knowledge: Knowledge, store: Store) -> None:
    refer(store)
    knowledge.reminders.claim_due()
    assert knowledge.reminders.claim_due() == []


def test_the_reminder_is_brought_at_the_holders_own_moment(knowledge: Knowledge, store: Store) -> None:
    refer(store)
    knowledge.reminders.claim_due()
    assert [entry.due_at for entry in knowledge.outbox.entries(BRAM)] == [local("2026-11-25", "12:30")]


def test_an_urgent_referral_is_not_bundled(knowledge: Knowledge, store: Store, clock: SetClock) -> None:
    refer(store, urgent=True)
    knowledge.reminders.claim_due()
    assert [entry.due_at for entry in knowledge.outbox.entries(BRAM)] == [clock.now()]


def test_the_team_lead_hears_after_five_working_days(knowledge: Knowledge, store: Store, clock: SetClock) -> None:
    referral = refer(store)
    for day in ("2026-11-25", "2026-11-27", "2026-12-01"):
        clock.at = local(day)
        knowledge.reminders.claim_due()
    assert LENA not in dict(outbox(store))
    clock.at = local("2026-12-02")
    knowledge.reminders.claim_due()
    assert (LENA, "reminder_lead") in outbox(store)
    with store.reading() as session:
        assert session.get(Referral, referral).lead_told_at == clock.now()


def test_a_sender_hears_that_nothing_came_only_once_the_lead_knows(
    knowledge: Knowledge, store: Store, clock: SetClock
) -> None:
    refer(store)
    clock.at = local("2027-02-01")
    knowledge.reminders.claim_due()
    assert outbox(store) == [
        (BRAM, "reminder_very_late"),
        (LENA, "reminder_lead"),
        (ANNA, "reminder_nothing_heard"),
    ]


def test_a_sender_who_may_not_hear_what_came_of_it_is_not_told_that_nothing_came(
    knowledge: Knowledge, store: Store, clock: SetClock
) -> None:
    refer(store, feedback_allowed=False)
    clock.at = local("2027-02-01")
    knowledge.reminders.claim_due()
    assert ANNA not in dict(outbox(store))


def test_the_whole_inbox_and_the_sender_hear_that_nobody_took_it_up(knowledge: Knowledge, store: Store) -> None:
    send_to_team(store)
    knowledge.reminders.claim_due()
    told = outbox(store)
    assert {person for person, kind in told if kind == "reminder_take_up"} == {BRAM, LENA, TESS}
    assert (ANNA, "reminder_not_taken") in told


def test_a_deputy_gets_it_during_an_absence(knowledge: Knowledge, store: Store, clock: SetClock) -> None:
    refer(store)
    with store.work() as work:
        today = clock.now().date()
        work.add(Absence(BRAM, today, today, deputy_id=TESS))
    knowledge.reminders.claim_due()
    assert outbox(store) == [(TESS, "reminder_due")]


def test_the_lead_gets_it_when_the_holder_has_left(knowledge: Knowledge, store: Store, clock: SetClock) -> None:
    refer(store)
    with store.work() as work:
        work.need(Professional, BRAM).left_on = clock.now().date()
    knowledge.reminders.claim_due()
    assert outbox(store) == [(LENA, "reminder_due")]


def test_the_municipalitys_own_term_counts_also_for_what_was_under_way(
    knowledge: Knowledge, store: Store, clock: SetClock
) -> None:
    send_to_team(store, seen_at=local("2026-11-17"))
    with store.work() as work:
        put_setting(work.session, "term_take_up", "8")
    clock.at = local("2026-11-26")
    knowledge.reminders.claim_due()
    assert outbox(store) == []
    clock.at = local("2026-11-27")
    knowledge.reminders.claim_due()
    assert (ANNA, "reminder_not_taken") in outbox(store)


def test_a_term_that_is_no_number_does_not_stop_the_clock(knowledge: Knowledge, store: Store) -> None:
    refer(store)
    with store.work() as work:
        put_setting(work.session, "term_lead", "vijf")
    assert len(knowledge.reminders.claim_due()) == 1


def test_one_bad_row_waits_an_hour_and_stops_no_other(
    knowledge: Knowledge, store: Store, clock: SetClock, caplog: pytest.LogCaptureFixture
) -> None:
    bad, good = refer(store), refer(store)
    with store.engine.begin() as connection:
        connection.exec_driver_sql(f"UPDATE referral SET kind = 'no such kind' WHERE id = {bad}")
    with caplog.at_level(logging.ERROR):
        claims = knowledge.reminders.claim_due()
    assert [claim.reference for claim in claims] == [str(good)]
    assert "LookupError" in caplog.text
    assert CASE not in caplog.text
    clock.at += timedelta(minutes=59)
    caplog.clear()
    knowledge.reminders.claim_due()
    assert not caplog.records
    clock.at += timedelta(minutes=2)
    knowledge.reminders.claim_due()
    assert caplog.records


def test_the_clock_set_back_repeats_nothing(knowledge: Knowledge, store: Store, clock: SetClock) -> None:
    refer(store)
    knowledge.reminders.claim_due()
    clock.at -= timedelta(days=3)
    assert [claim for claim in knowledge.reminders.claim_due() if claim.kind == "referral"] == []


def test_the_coordinator_hears_who_rang_once_a_day(knowledge: Knowledge, store: Store) -> None:
    knowledge.cases.ring(OTTO, CASE)
    knowledge.cases.ring(OTTO, CASE)
    claims = knowledge.reminders.claim_due()
    assert [claim.recipients for claim in claims if claim.kind == "doorbell"] == [(BRAM,)]
    assert outbox(store) == [(BRAM, "doorbell_rung")]


def test_a_bell_at_a_case_that_is_not_there_is_answered_by_nobody(knowledge: Knowledge, store: Store) -> None:
    knowledge.cases.ring(OTTO, "AA-3A3")
    knowledge.reminders.claim_due()
    assert outbox(store) == []
    with store.reading() as session:
        assert session.get(Doorbell, 1).told_at is not None


def test_a_call_back_that_stays_unanswered_is_asked_again_and_the_asker_hears(
    knowledge: Knowledge, store: Store, clock: SetClock
) -> None:
    with store.work() as work:
        due = clock.now() + timedelta(minutes=15)
        work.add(Callback(ANNA, BRAM, clock.now(), next_due_at=due))
        work.add(Callback(ANNA, TESS, clock.now(), next_due_at=due, state=CallbackState.CALLING))
    assert knowledge.reminders.claim_due() == []
    clock.at += timedelta(minutes=16)
    knowledge.reminders.claim_due()
    assert outbox(store) == [(BRAM, "callback_reminder"), (ANNA, "callback_unanswered")]
    assert all(claim.kind != "callback" for claim in knowledge.reminders.claim_due())


def test_two_clocks_at_once_take_each_event_once(store: Store, clock: SetClock, vault: Vault) -> None:
    for _ in range(30):
        refer(store)
    start, taken = Barrier(2), []

    def tick() -> None:
        other = Store(str(store.engine.url), vault, clock)
        start.wait()
        taken.extend(Knowledge.over(other).reminders.claim_due())
        other.close()

    threads = [Thread(target=tick) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    once = Counter(claim.reference for claim in taken if claim.kind == "referral")
    assert len(once) == 30
    assert set(once.values()) == {1}
    assert len(outbox(store)) == 30
