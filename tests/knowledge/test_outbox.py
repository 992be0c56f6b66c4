"""The outbox: nothing lost, nothing twice, several messages in one, and what is left of a process that ended."""

from datetime import timedelta

import pytest

from knowledge.clock import SetClock
from knowledge.entities import ChannelLink, OutgoingState, Professional
from knowledge.services.knowledge import Knowledge
from knowledge.store import Refusal, Store
from tests.cast import ANNA, BRAM, CASE, LENA, PIET
from tests.loop import local, outbox, refer, state_of, write_to

NOON = local("2026-11-25", "12:30")


def ready(knowledge: Knowledge, present: frozenset[str] = frozenset()) -> list[int]:
    """Return the ids of what can be sent now."""
    return [row.id or 0 for row in knowledge.outbox.ready(present=present)]


def test_a_message_waits_for_the_persons_own_moment(knowledge: Knowledge, store: Store, clock: SetClock) -> None:
    (row,) = write_to(store, ANNA)
    assert ready(knowledge) == []
    clock.at = NOON
    assert ready(knowledge) == [row]


def test_an_open_window_shows_it_at_once(knowledge: Knowledge, store: Store) -> None:
    (row,) = write_to(store, ANNA)
    assert ready(knowledge, frozenset({ANNA})) == [row]


def test_urgent_messages_come_first_and_one_person_gets_one_at_a_time(
    knowledge: Knowledge, store: Store, clock: SetClock
) -> None:
    (calm,) = write_to(store, BRAM)
    write_to(store, ANNA, 2)
    (urgent,) = write_to(store, ANNA, urgent=True, start=5)
    clock.at = NOON
    assert ready(knowledge) == [urgent, calm]


def test_a_row_is_claimed_once(knowledge: Knowledge, store: Store) -> None:
    (row,) = write_to(store, ANNA, urgent=True)
    assert knowledge.outbox.claim(row) is not None
    assert knowledge.outbox.claim(row) is None


def test_what_was_undone_is_not_claimed(knowledge: Knowledge, store: Store) -> None:
    (row,) = write_to(store, ANNA, urgent=True)
    knowledge.outbox.claim(row)
    knowledge.outbox.cancel(row, "overtaken")
    assert knowledge.outbox.claim(row) is None


def test_a_message_that_could_not_be_sent_yet_waits_until_then(
    knowledge: Knowledge, store: Store, clock: SetClock
) -> None:
    (row,) = write_to(store, ANNA, urgent=True)
    knowledge.outbox.claim(row)
    knowledge.outbox.retry(row, clock.now() + timedelta(seconds=30), "busy")
    assert ready(knowledge, frozenset({ANNA})) == []
    clock.at += timedelta(seconds=30)
    assert ready(knowledge) == [row]


def test_more_than_four_messages_at_one_moment_become_one(knowledge: Knowledge, store: Store, clock: SetClock) -> None:
    rows = write_to(store, ANNA, 6)
    clock.at = NOON
    (bundle,) = knowledge.outbox.ready()
    assert bundle.params == {"rows": rows}
    assert {state_of(store, row) for row in rows} == {OutgoingState.BUNDLED}
    assert ready(knowledge) == [bundle.id]


def test_four_messages_come_one_by_one(knowledge: Knowledge, store: Store, clock: SetClock) -> None:
    rows = write_to(store, ANNA, 4)
    clock.at = NOON
    assert ready(knowledge) == rows[:1]


def test_after_three_days_of_silence_there_is_one_message_for_each_person(
    knowledge: Knowledge, store: Store, clock: SetClock
) -> None:
    knowledge.reminders.claim_due()
    write_to(store, BRAM, 2)
    refer(store)
    clock.at = local("2026-11-30", "10:00")
    knowledge.reminders.claim_due()
    (bundle,) = [row for row in knowledge.outbox.ready() if row.recipient_id == BRAM]
    assert len(bundle.params["rows"]) == 3
    assert outbox(store, BRAM)[-1] == ("bundle", "pending")


def test_a_weekend_is_no_silence(knowledge: Knowledge, store: Store, clock: SetClock) -> None:
    clock.at = local("2026-11-27", "17:00")
    knowledge.reminders.claim_due()
    rows = write_to(store, BRAM, 2)
    clock.at = local("2026-11-30", "08:30")
    knowledge.reminders.claim_due()
    assert ready(knowledge) == rows[:1]


def test_a_row_of_a_process_that_ended_is_tried_once_more_and_says_so(
    knowledge: Knowledge, store: Store, clock: SetClock
) -> None:
    (row,) = write_to(store, ANNA, urgent=True)
    knowledge.outbox.claim(row)
    assert knowledge.outbox.recover() == 0
    clock.at += timedelta(minutes=4)
    assert knowledge.outbox.recover() == 1
    assert state_of(store, row) is OutgoingState.UNSURE
    clock.at += timedelta(minutes=1)
    assert ready(knowledge) == [row]
    knowledge.outbox.claim(row)
    knowledge.outbox.sent(row, "web", "7")
    (entry,) = knowledge.outbox.entries(ANNA)
    assert (entry.state, entry.attempts, entry.error) == ("sent", 2, "perhaps sent before")


def test_what_stays_in_doubt_is_not_tried_a_third_time_and_the_lead_hears(
    knowledge: Knowledge, store: Store, clock: SetClock
) -> None:
    (row,) = write_to(store, BRAM, urgent=True)
    for _ in range(2):
        knowledge.outbox.claim(row)
        clock.at += timedelta(minutes=4)
        knowledge.outbox.recover()
        clock.at += timedelta(minutes=1)
    assert state_of(store, row) is OutgoingState.FAILED
    assert ("unreachable", "pending") in outbox(store, LENA)


def test_the_administrator_hears_of_who_has_no_team_lead(knowledge: Knowledge, store: Store) -> None:
    (row,) = write_to(store, ANNA, urgent=True)
    knowledge.outbox.claim(row)
    knowledge.outbox.fail(row, "nowhere", unreachable=True)
    assert outbox(store, PIET) == [("unreachable", "pending")]


def test_an_administrator_out_of_reach_sets_nothing_in_motion(knowledge: Knowledge, store: Store) -> None:
    (row,) = write_to(store, PIET, urgent=True)
    knowledge.outbox.claim(row)
    knowledge.outbox.fail(row, "nowhere", unreachable=True)
    assert outbox(store, PIET) == [("you_deputise", "failed")]


def test_the_channel_seen_last_comes_first_and_one_that_fails_is_left_out(
    knowledge: Knowledge, store: Store, clock: SetClock
) -> None:
    with store.work() as work:
        seen = clock.now() + timedelta(hours=1)
        work.add(ChannelLink(ANNA, "telegram", "42", clock.now(), seen_at=seen))
    assert [place.channel for place in knowledge.outbox.addresses(ANNA)] == ["telegram", "web"]
    knowledge.people.channel_failed("telegram", "42", "blocked")
    assert [place.channel for place in knowledge.outbox.addresses(ANNA)] == ["web"]


def test_who_has_left_is_reached_nowhere(knowledge: Knowledge, store: Store, clock: SetClock) -> None:
    with store.work() as work:
        work.need(Professional, ANNA).left_on = clock.now().date()
    assert knowledge.outbox.addresses(ANNA) == []


def test_a_message_is_read_by_its_recipient_alone(knowledge: Knowledge, store: Store) -> None:
    (row,) = write_to(store, ANNA)
    assert knowledge.outbox.read(ANNA, row).kind == "you_deputise"
    with pytest.raises(Refusal, match="gone"):
        knowledge.outbox.read(BRAM, row)


def test_an_answer_to_a_message_is_about_its_case(knowledge: Knowledge, store: Store, clock: SetClock) -> None:
    refer(store, urgent=True)
    knowledge.reminders.claim_due()
    (row,) = knowledge.outbox.ready()
    knowledge.outbox.claim(row.id or 0)
    knowledge.outbox.sent(row.id or 0, "web", "12")
    assert knowledge.outbox.case_of("web", "12") == CASE
    assert knowledge.outbox.case_of("web", "13") is None


def test_the_list_shows_what_goes_to_whom_and_never_what_it_says(knowledge: Knowledge, store: Store) -> None:
    write_to(store, ANNA)
    write_to(store, BRAM)
    (entry,) = knowledge.outbox.entries(ANNA)
    assert (entry.recipient, entry.kind, entry.state, entry.due_at) == (ANNA, "you_deputise", "pending", NOON)
    assert not hasattr(entry, "params")
    assert len(knowledge.outbox.entries()) == 2
