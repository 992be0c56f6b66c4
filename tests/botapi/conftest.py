"""A server for each test of its own behaviour, and the real python-telegram-bot against it."""

from collections.abc import AsyncIterator, Iterator

import httpx
import pytest
import pytest_asyncio
from telegram import Bot

from tests.botapi import BotApiServer, User


@pytest.fixture
def server() -> Iterator[BotApiServer]:
    with BotApiServer() as running:
        yield running


@pytest.fixture
def noor(server: BotApiServer) -> User:
    person = server.user(first_name="Noor")
    person.opens_chat()
    return person


@pytest_asyncio.fixture
async def bot(server: BotApiServer) -> AsyncIterator[Bot]:
    async with Bot(server.token, base_url=server.base_url, base_file_url=server.base_file_url) as running:
        yield running


@pytest.fixture
def raw(server: BotApiServer) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=f"{server.base_url}{server.token}/", timeout=10) as client:
        yield client
