"""Messages do not stay in a chat."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.channels.telegram import TelegramChannel
from bot.messages import Message
from knowledge.entities import Arrival
from knowledge.services.knowledge import Knowledge
from knowledge.store import put_setting
from tests.bot.telegram.conftest import FakeAssistant
from tests.botapi import BotApiServer, User
from tests.cast import WEDNESDAY

AFTER = WEDNESDAY + timedelta(hours=40)


async def _conversation(server: BotApiServer, noor: User) -> None:
    noor.sends("hoi")
    await server.wait_for_async(noor)
    await server.wait_until_async(lambda: not server.pending_updates)


async def test_both_sides_are_deleted_after_forty_hours(
    server: BotApiServer, noor: User, channel: TelegramChannel
) -> None:
    await _conversation(server, noor)
    server.clock.advance(hours=40)
    assert await channel.delete_old(AFTER - timedelta(minutes=1)) == 0
    assert await channel.delete_old(AFTER) == 2
    assert server.chat(noor) == []
    assert await channel.delete_old(AFTER) == 0


@pytest.mark.parametrize(("setting", "hours"), [("12", 12), ("1000", 47), ("veel", 40)])
async def test_the_municipality_sets_how_long_within_what_telegram_deletes(
    noor: User, channel: TelegramChannel, knowledge: Knowledge, setting: str, hours: int
) -> None:
    with knowledge.store.work() as work:
        put_setting(work.session, "chat_hours", setting)
    await channel.send(str(noor.id), Message("Er staat een terugkoppeling open."))
    moment = WEDNESDAY + timedelta(hours=hours)
    assert await channel.delete_old(moment - timedelta(seconds=1)) == 0
    assert await channel.delete_old(moment) == 1


async def test_what_was_handled_long_ago_is_forgotten(
    server: BotApiServer, noor: User, channel: TelegramChannel, knowledge: Knowledge
) -> None:
    await _conversation(server, noor)
    await channel.delete_old(WEDNESDAY + timedelta(hours=49))
    with knowledge.store.work() as work:
        assert work.all(select(Arrival)) == []


async def test_what_it_sent_by_itself_goes_too(server: BotApiServer, noor: User, channel: TelegramChannel) -> None:
    await channel.send(str(noor.id), Message("Er staat een terugkoppeling open."))
    assert await channel.delete_old(AFTER) == 1
    assert server.chat(noor) == []


async def test_what_the_person_took_away_already_is_no_problem(
    server: BotApiServer, noor: User, channel: TelegramChannel
) -> None:
    await _conversation(server, noor)
    server.faults.next("deleteMessage", status=400, description="Bad Request: message to delete not found")
    await channel.delete_old(AFTER)
    calls = len(server.calls("deleteMessage"))
    await channel.delete_old(AFTER)
    assert len(server.calls("deleteMessage")) == calls


async def test_what_fails_now_is_deleted_at_the_next_tick(
    server: BotApiServer, noor: User, channel: TelegramChannel
) -> None:
    await _conversation(server, noor)
    server.faults.next("deleteMessage", status=500, times=3)
    assert await channel.delete_old(AFTER) == 0
    assert await channel.delete_old(AFTER) == 2
    assert server.chat(noor) == []


async def test_a_name_that_could_not_be_deleted_at_once_goes_at_the_next_tick(
    server: BotApiServer, noor: User, channel: TelegramChannel, assistant: FakeAssistant
) -> None:
    assistant.says("familie Van den Linde", "Goed.", delete_incoming=True)
    server.faults.next("deleteMessage", status=502, times=3)
    noor.sends("familie Van den Linde")
    await server.wait_for_call_async("deleteMessage", 3)
    await server.wait_until_async(lambda: not server.pending_updates)
    assert await channel.delete_old(WEDNESDAY) == 1
    assert [one.text for one in server.chat(noor)] == ["Goed."]
