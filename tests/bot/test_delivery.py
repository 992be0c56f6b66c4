"""Messages reach people: over the right channel, once, in time, and what cannot be delivered is not lost."""

from dataclasses import dataclass, field
from datetime import timedelta
from itertools import pairwise

import pytest

from actions.pushed import _RENDERERS
from bot.delivery import Delivery, InDoubt, Permanent, Temporary
from bot.messages import Message
from bot.pacing import Limits, Pace
from knowledge.clock import SetClock
from knowledge.entities import ChannelLink, OutgoingState
from knowledge.services.knowledge import Knowledge
from knowledge.store import Store
from tests.cast import ANNA, BRAM, CASE, HOUSEHOLD, LENA, PIET
from tests.loop import local, outbox, refer, state_of, write_to


@dataclass
class FakeChannel:
    """Collects what is sent; `troubles` are raised one by one before anything arrives."""

    name: str = "web"
    pace: Pace | None = None
    troubles: list[Exception] = field(default_factory=list)
    arrived: list[tuple[str, Message]] = field(default_factory=list)

    async def send(self, address: str, message: Message) -> str:
        if self.troubles:
            raise self.troubles.pop(0)
        self.arrived.append((address, message))
        return str(len(self.arrived))


@pytest.fixture
def web() -> FakeChannel:
    """The channel on which everybody of the cast is linked."""
    return FakeChannel()


@pytest.fixture
def delivery(knowledge: Knowledge, web: FakeChannel) -> Delivery:
    """Delivery over the web alone."""
    return Delivery(knowledge, {"web": web})


def link_telegram(store: Store, clock: SetClock) -> None:
    """Let Anna be seen on Telegram last."""
    with store.work() as work:
        work.add(ChannelLink(ANNA, "telegram", "42", clock.now(), seen_at=clock.now() + timedelta(hours=1)))


async def test_a_reminder_arrives_with_answers_of_one_tap_and_no_name_of_a_resident(
    knowledge: Knowledge, store: Store, delivery: Delivery, web: FakeChannel
) -> None:
    refer(store, urgent=True)
    knowledge.reminders.claim_due()
    assert await delivery.deliver_due() == 1
    ((address, message),) = web.arrived
    assert address == BRAM
    who = "Anna Visser (Huisartsen Vlierhof)"
    assert message.text == f"{CASE}: vandaag hoort {who} graag hoe het loopt. Eén tik is genoeg."
    titles = [title for title, _ in message.buttons]
    assert titles == ["Gestart", "Wachtlijst", "Nog bezig", "Afgerond", "Past niet", "Later"]
    assert HOUSEHOLD not in message.text
    pressed = knowledge.buttons.press(BRAM, message.buttons[0][1])
    assert (pressed.intent, pressed.details["status"]["code"], pressed.details["confirmed"]) == (
        "send_feedback",
        "started",
        True,
    )


async def test_what_was_sent_is_marked_with_the_channels_own_id(
    knowledge: Knowledge, store: Store, delivery: Delivery
) -> None:
    (row,) = write_to(store, ANNA, urgent=True)
    await delivery.deliver_due()
    (entry,) = knowledge.outbox.entries(ANNA)
    assert (entry.id, entry.state, entry.channel, entry.attempts) == (row, "sent", "web", 1)
    assert await delivery.deliver_due() == 0


async def test_it_goes_to_the_channel_that_was_seen_last(
    knowledge: Knowledge, store: Store, clock: SetClock, web: FakeChannel
) -> None:
    telegram = FakeChannel("telegram")
    link_telegram(store, clock)
    write_to(store, ANNA, urgent=True)
    await Delivery(knowledge, {"web": web, "telegram": telegram}).deliver_due()
    assert ([to for to, _ in telegram.arrived], web.arrived) == (["42"], [])


async def test_an_open_window_gets_it_before_the_bundle_moment(
    knowledge: Knowledge, store: Store, clock: SetClock, web: FakeChannel
) -> None:
    telegram = FakeChannel("telegram")
    link_telegram(store, clock)
    write_to(store, ANNA)
    delivery = Delivery(knowledge, {"web": web, "telegram": telegram}, present=lambda: frozenset({ANNA}))
    assert await delivery.deliver_due() == 1
    assert len(web.arrived) == 1


async def test_a_busy_channel_is_obeyed_and_the_message_comes_later(
    store: Store, clock: SetClock, delivery: Delivery, web: FakeChannel
) -> None:
    (row,) = write_to(store, ANNA, urgent=True)
    web.troubles = [Temporary(retry_after=90)]
    assert await delivery.deliver_due() == 0
    clock.at += timedelta(seconds=89)
    assert await delivery.deliver_due() == 0
    clock.at += timedelta(seconds=1)
    assert await delivery.deliver_due() == 1
    assert state_of(store, row) is OutgoingState.SENT


async def test_waiting_doubles_while_a_channel_is_down(
    store: Store, clock: SetClock, delivery: Delivery, web: FakeChannel, knowledge: Knowledge
) -> None:
    write_to(store, ANNA, urgent=True)
    waits = []
    for _ in range(3):
        web.troubles = [Temporary()]
        await delivery.deliver_due()
        (entry,) = knowledge.outbox.entries(ANNA)
        waits.append((entry.due_at - clock.now()).total_seconds())
        clock.at = entry.due_at
    assert waits == [10, 20, 40]


async def test_who_blocked_one_channel_is_reached_on_the_next(
    knowledge: Knowledge, store: Store, clock: SetClock, web: FakeChannel
) -> None:
    link_telegram(store, clock)
    write_to(store, ANNA, urgent=True)
    telegram = FakeChannel("telegram", troubles=[Permanent("blocked")])
    assert await Delivery(knowledge, {"web": web, "telegram": telegram}).deliver_due() == 1
    assert len(web.arrived) == 1
    link = knowledge.people.link_of(ANNA, "telegram")
    assert link is not None
    assert link.failed_because == "blocked"


async def test_the_lead_hears_of_who_cannot_be_reached_at_all(
    store: Store, delivery: Delivery, web: FakeChannel
) -> None:
    (row,) = write_to(store, BRAM, urgent=True)
    web.troubles = [Permanent("blocked")]
    await delivery.deliver_due()
    assert state_of(store, row) is OutgoingState.FAILED
    assert outbox(store, LENA) == [("unreachable", "pending")]


async def test_somebody_without_a_link_is_told_of_not_forgotten(
    knowledge: Knowledge, store: Store, delivery: Delivery
) -> None:
    knowledge.people.unlink(ANNA)
    write_to(store, ANNA, urgent=True)
    await delivery.deliver_due()
    assert outbox(store, PIET) == [("unreachable", "pending")]


async def test_a_channel_that_does_not_run_here_keeps_the_message_waiting(knowledge: Knowledge, store: Store) -> None:
    (row,) = write_to(store, ANNA, urgent=True)
    assert await Delivery(knowledge, {}).deliver_due() == 0
    assert state_of(store, row) is OutgoingState.PENDING


@pytest.mark.parametrize("trouble", [InDoubt("timeout"), ValueError("a fault of the channel")])
async def test_what_perhaps_arrived_is_sent_once_more_and_not_a_third_time(
    store: Store, clock: SetClock, delivery: Delivery, web: FakeChannel, trouble: Exception
) -> None:
    (row,) = write_to(store, BRAM, urgent=True)
    web.troubles = [trouble, InDoubt("timeout")]
    for _ in range(3):
        await delivery.deliver_due()
        clock.at += timedelta(minutes=1)
    assert web.arrived == [] or BRAM not in {to for to, _ in web.arrived}
    assert state_of(store, row) is OutgoingState.FAILED


async def test_a_message_without_a_text_stops_no_other(store: Store, delivery: Delivery, web: FakeChannel) -> None:
    (bad,) = write_to(store, ANNA, urgent=True)
    (good,) = write_to(store, BRAM, urgent=True)
    with store.engine.begin() as connection:
        connection.exec_driver_sql(f"UPDATE outbox SET kind = 'nobody shapes this' WHERE id = {bad}")
    await delivery.deliver_due()
    assert (state_of(store, bad), state_of(store, good)) == (OutgoingState.FAILED, OutgoingState.SENT)


async def test_a_reminder_that_was_answered_before_it_left_is_not_sent(
    knowledge: Knowledge, store: Store, clock: SetClock, delivery: Delivery, web: FakeChannel
) -> None:
    referral = refer(store)
    knowledge.reminders.claim_due()
    heard = local("2026-11-25", "11:00")
    with store.engine.begin() as connection:
        connection.exec_driver_sql(
            f"UPDATE referral SET last_feedback_at = '{heard.replace(tzinfo=None)}' WHERE id = {referral}"
        )
    clock.at = local("2026-11-25", "12:30")
    await delivery.deliver_due()
    assert web.arrived == []
    assert outbox(store, BRAM) == [("reminder_due", "cancelled")]


async def test_six_messages_come_as_one_list_with_a_button_for_each_of_four_and_the_rest(
    store: Store, clock: SetClock, delivery: Delivery, web: FakeChannel
) -> None:
    write_to(store, ANNA, 6)
    clock.at = local("2026-11-25", "12:30")
    await delivery.deliver_due()
    ((_, message),) = web.arrived
    assert message.text.startswith("Je hebt 6 berichten:")
    assert message.text.endswith("en nog 2")
    assert [title for title, _ in message.buttons] == ["Bericht 1", "Bericht 2", "Bericht 3", "Bericht 4", "Nog 2"]


async def test_a_delivery_that_was_stopped_leaves_the_rest_in_the_outbox(
    store: Store, delivery: Delivery, web: FakeChannel
) -> None:
    write_to(store, ANNA, urgent=True)
    delivery.stop()
    assert await delivery.deliver_due() == 0
    assert outbox(store, ANNA) == [("you_deputise", "pending")]


class FakeTime:
    """Seconds that pass only by waiting."""

    def __init__(self) -> None:
        self.now = 100.0

    def monotonic(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        self.now += seconds


async def test_one_chat_gets_one_message_a_second() -> None:
    time = FakeTime()
    pace = Pace(Limits(per_chat=1, overall=30), time.monotonic, time.sleep)
    moments = []
    for _ in range(3):
        await pace.turn("42")
        moments.append(time.now)
    assert [later - earlier for earlier, later in pairwise(moments)] == pytest.approx([1, 1])


async def test_all_chats_together_get_thirty_a_second_and_a_busy_one_costs_the_others_nothing() -> None:
    time = FakeTime()
    pace = Pace(Limits(per_chat=1, overall=30), time.monotonic, time.sleep)
    for chat in range(300):
        await pace.turn(str(chat))
    assert time.now - 100 == pytest.approx(299 / 30, rel=0.05)


async def test_everything_waits_when_the_channel_asks_for_it() -> None:
    time = FakeTime()
    pace = Pace(Limits(per_chat=1, overall=30), time.monotonic, time.sleep)
    pace.hold(7)
    await pace.turn("42")
    assert time.now == pytest.approx(107)


def test_everything_that_is_told_has_a_text() -> None:
    told = {"reminder_receipt", "reminder_take_up", "reminder_before", "reminder_due", "reminder_repeat"}
    told |= {"reminder_very_late", "reminder_lead", "reminder_not_taken", "reminder_nothing_heard", "doorbell_rung"}
    told |= {"team_digest", "digest_notice", "unreachable", "bundle", "referral_assigned", "referral_unassigned"}
    assert told <= set(_RENDERERS)
