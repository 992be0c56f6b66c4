"""Telegram says no, not now, or nothing at all."""

import pytest

from bot.channels.telegram import TelegramChannel
from bot.delivery import InDoubt, Permanent, Temporary
from bot.messages import Message
from knowledge.entities import ChannelLink
from knowledge.services.knowledge import Knowledge
from tests.bot.telegram.conftest import FakeAssistant, Opener, Pauses
from tests.botapi import BotApiServer, User
from tests.cast import ANNA

HELLO = Message("hoi")


async def _link(knowledge: Knowledge, noor: User) -> None:
    with knowledge.store.work() as work:
        work.add(ChannelLink(ANNA, "telegram", str(noor.id), work.now))


def _failed_because(knowledge: Knowledge) -> str | None:
    link = knowledge.people.link_of(ANNA, "telegram")
    assert link is not None
    return link.failed_because


async def test_delivery_is_told_how_long_to_wait(server: BotApiServer, noor: User, channel: TelegramChannel) -> None:
    server.faults.next("sendMessage", status=429, retry_after=7)
    with pytest.raises(Temporary) as busy:
        await channel.send(str(noor.id), HELLO)
    assert busy.value.retry_after == 7
    assert server.chat(noor) == []


async def test_an_answer_waits_as_long_as_telegram_asks(
    server: BotApiServer, noor: User, channel: TelegramChannel, pauses: Pauses
) -> None:
    server.faults.next("sendMessage", status=429, retry_after=400)
    noor.sends("hoi")
    (reply,) = await server.wait_for_async(noor)
    assert reply.text == "Antwoord op hoi"
    assert pauses.seconds == [400]


async def test_an_answer_survives_failures_with_longer_and_longer_pauses(
    server: BotApiServer, noor: User, channel: TelegramChannel, assistant: FakeAssistant, pauses: Pauses
) -> None:
    server.faults.next("sendMessage", status=502, times=3)
    noor.sends("hoi")
    await server.wait_for_async(noor)
    assert pauses.seconds == [1, 2, 4]
    assert len(assistant.heard) == 1


async def test_an_answer_survives_a_connection_that_breaks(
    server: BotApiServer, noor: User, channel: TelegramChannel
) -> None:
    server.faults.drop("sendMessage")
    noor.sends("hoi")
    (reply,) = await server.wait_for_async(noor)
    assert reply.text == "Antwoord op hoi"


async def test_there_is_an_end_to_it_and_the_next_question_is_answered(
    server: BotApiServer, noor: User, channel: TelegramChannel, assistant: FakeAssistant
) -> None:
    server.faults.next("sendMessage", status=500, times=14)
    noor.sends("hoi")
    noor.sends("en nu?")
    (reply,) = await server.wait_for_async(noor)
    assert reply.text == "Antwoord op en nu?"


@pytest.mark.parametrize("status", [500, 502, 504])
async def test_a_failure_of_telegram_is_told_to_delivery_as_passing(
    server: BotApiServer, noor: User, channel: TelegramChannel, status: int
) -> None:
    server.faults.next("sendMessage", status=status, raw_body=b"<html>even geduld</html>")
    with pytest.raises(Temporary):
        await channel.send(str(noor.id), HELLO)


async def test_a_connection_that_breaks_after_sending_leaves_delivery_in_doubt(
    server: BotApiServer, noor: User, channel: TelegramChannel
) -> None:
    server.faults.drop("sendMessage", after_effect=True)
    with pytest.raises(InDoubt):
        await channel.send(str(noor.id), HELLO)
    assert len(server.calls("sendMessage")) == 1


async def test_who_blocked_the_bot_is_told_to_delivery(
    server: BotApiServer, noor: User, channel: TelegramChannel
) -> None:
    noor.blocks_bot()
    with pytest.raises(Permanent, match="blocked"):
        await channel.send(str(noor.id), HELLO)


async def test_who_left_telegram_is_told_to_delivery(
    server: BotApiServer, noor: User, channel: TelegramChannel
) -> None:
    noor.deletes_account()
    with pytest.raises(Permanent, match="deactivated"):
        await channel.send(str(noor.id), HELLO)


@pytest.mark.parametrize("address", ["12345", "geen nummer"])
async def test_an_address_of_nobody_is_told_to_delivery(channel: TelegramChannel, address: str) -> None:
    with pytest.raises(Permanent):
        await channel.send(address, HELLO)


async def test_before_it_is_connected_delivery_is_asked_to_wait(opened: Opener, noor: User) -> None:
    with pytest.raises(Temporary):
        await opened().send(str(noor.id), HELLO)


async def test_blocking_and_unblocking_are_noted_as_they_happen(
    server: BotApiServer, noor: User, channel: TelegramChannel, knowledge: Knowledge
) -> None:
    await _link(knowledge, noor)
    noor.blocks_bot()
    await server.wait_until_async(lambda: not server.pending_updates)
    assert _failed_because(knowledge) == "blocked"
    noor.unblocks_bot()
    await server.wait_until_async(lambda: not server.pending_updates)
    assert _failed_because(knowledge) is None


async def test_who_leaves_before_the_answer_is_noted_as_gone(
    server: BotApiServer, noor: User, channel: TelegramChannel, knowledge: Knowledge, assistant: FakeAssistant
) -> None:
    await _link(knowledge, noor)
    ready = assistant.thinks_long_about("hoi")
    noor.sends("hoi")
    await assistant.was_asked()
    noor.deletes_account()
    ready.set()
    await server.wait_until_async(lambda: not server.pending_updates)
    assert _failed_because(knowledge) == "deactivated"


async def test_a_fault_of_ours_is_said_and_holds_up_nothing(
    server: BotApiServer, noor: User, channel: TelegramChannel, assistant: FakeAssistant
) -> None:
    assistant.says("hoi", Message("Kies", (("Te lang", "x" * 65),)))
    noor.sends("hoi")
    (reply,) = await server.wait_for_async(noor)
    assert "ging" in reply.text
    noor.sends("en nu?")
    (reply,) = await server.wait_for_async(noor)
    assert reply.text == "Antwoord op en nu?"
