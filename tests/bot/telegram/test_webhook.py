"""Updates that Telegram brings itself."""

import asyncio
import socket
from collections.abc import AsyncIterator

import httpx
import pytest_asyncio
import uvicorn
from starlette.applications import Starlette

from bot.channels.telegram import TelegramChannel
from tests.bot.telegram.conftest import FakeAssistant, Opener
from tests.botapi import BotApiServer, User

SECRET = "geheim-van-de-test"


@pytest_asyncio.fixture
async def address() -> AsyncIterator[socket.socket]:
    """A free port on loopback, taken."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        yield taken


@pytest_asyncio.fixture
async def hooked(opened: Opener, address: socket.socket, server: BotApiServer) -> AsyncIterator[TelegramChannel]:
    """A channel that is brought its updates, with its route served."""
    url = f"http://127.0.0.1:{address.getsockname()[1]}"
    channel = opened(telegram_webhook=True, public_url=url, webhook_secret=SECRET)
    serving = uvicorn.Server(
        uvicorn.Config(Starlette(routes=channel.routes), log_config=None, lifespan="off", ws="none")
    )
    task = asyncio.create_task(serving.serve([address]))
    await channel.start()
    await server.wait_for_call_async("setWebhook")
    yield channel
    await channel.stop()
    serving.should_exit = True
    await task


async def test_an_update_that_is_brought_is_answered(server: BotApiServer, noor: User, hooked: TelegramChannel) -> None:
    noor.sends("hoi")
    (reply,) = await server.wait_for_async(noor)
    assert reply.text == "Antwoord op hoi"
    await server.wait_until_async(lambda: not server.pending_updates)
    assert server.calls("getUpdates") == []


async def test_it_is_confirmed_only_when_it_is_handled(
    server: BotApiServer, noor: User, hooked: TelegramChannel, assistant: FakeAssistant
) -> None:
    ready = assistant.thinks_long_about("hoi")
    noor.sends("hoi")
    await assistant.was_asked()
    assert len(server.pending_updates) == 1
    ready.set()
    await server.wait_until_async(lambda: not server.pending_updates)
    assert server.webhook_failure == ""


async def test_who_does_not_know_the_secret_is_not_heard(
    hooked: TelegramChannel, address: socket.socket, assistant: FakeAssistant
) -> None:
    url = f"http://127.0.0.1:{address.getsockname()[1]}/telegram/webhook"
    update = {"update_id": 1, "message": {"message_id": 1, "date": 0, "chat": {"id": 1, "type": "private"}}}
    async with httpx.AsyncClient() as client:
        without = await client.post(url, json=update)
        wrong = await client.post(url, json=update, headers={"X-Telegram-Bot-Api-Secret-Token": "raden"})
        right = {"X-Telegram-Bot-Api-Secret-Token": SECRET}
        broken = await client.post(url, content=b"{", headers=right)
        odd = await client.post(url, json=[1], headers=right)
    assert [one.status_code for one in (without, wrong, broken, odd)] == [403, 403, 400, 400]
    assert assistant.heard == []


async def test_the_same_update_brought_twice_is_handled_once(
    server: BotApiServer, noor: User, hooked: TelegramChannel, address: socket.socket, assistant: FakeAssistant
) -> None:
    noor.sends("hoi")
    await server.wait_for_async(noor)
    await server.wait_until_async(lambda: not server.pending_updates)
    url = f"http://127.0.0.1:{address.getsockname()[1]}/telegram/webhook"
    again = {
        "update_id": 500_000_001,
        "message": {"message_id": 1, "date": 0, "chat": {"id": noor.id, "type": "private"}},
    }
    async with httpx.AsyncClient() as client:
        answer = await client.post(url, json=again, headers={"X-Telegram-Bot-Api-Secret-Token": SECRET})
    assert answer.status_code == 200
    assert len(assistant.heard) == 1


async def test_while_it_stops_telegram_keeps_what_it_has(
    server: BotApiServer, noor: User, hooked: TelegramChannel, assistant: FakeAssistant
) -> None:
    await hooked.stop()
    noor.sends("hoi")
    await server.wait_until_async(lambda: bool(server.webhook_failure))
    assert len(server.pending_updates) == 1
    assert assistant.heard == []
