"""The channel between a person with Telegram and an assistant that says what the test wants."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
import pytest_asyncio

from bot.channels.telegram import TelegramChannel
from bot.channels.telegram.trouble import Timing
from bot.messages import Answer, Incoming, Message
from bot.settings import Settings
from knowledge.services.knowledge import Knowledge
from tests.botapi import BotApiServer, User
from tests.cast import WEDNESDAY

Opener = Callable[..., TelegramChannel]


def settings_for(server: BotApiServer, **changed: Any) -> Settings:
    """Settings for this server, whatever file there may be."""
    values: dict[str, Any] = {"telegram_token": server.token, "telegram_base_url": server.base_url, "_env_file": None}
    return Settings(**{**values, **changed})


class FakeAssistant:
    """Notes what it hears, and answers with what it heard or with what it was told to say."""

    def __init__(self) -> None:
        self.heard: list[Incoming] = []
        self.addresses: list[str] = []
        self.finished: list[str] = []
        self._says: dict[str, Answer] = {}
        self._waits: dict[str, asyncio.Event] = {}
        self._asked = asyncio.Condition()

    def says(self, to: str, *messages: Message | str, delete_incoming: bool = False) -> None:
        """From now on say this to a text, the payload of a button or a kind."""
        said = tuple(Message(one) if isinstance(one, str) else one for one in messages)
        self._says[to] = Answer(said, delete_incoming)

    def thinks_long_about(self, text: str) -> asyncio.Event:
        """Answer this text only once the event that is returned is set."""
        self._waits[text] = asyncio.Event()
        return self._waits[text]

    async def was_asked(self, times: int = 1) -> None:
        """Wait until it was asked so many things."""
        async with self._asked:
            await asyncio.wait_for(self._asked.wait_for(lambda: len(self.heard) >= times), 10)

    async def hear(self, channel: str, address: str, incoming: Incoming) -> Answer:
        assert channel == "telegram"
        async with self._asked:
            self.heard.append(incoming)
            self.addresses.append(address)
            self._asked.notify_all()
        key = incoming.button or (incoming.text if incoming.kind == "text" else incoming.kind)
        if key in self._waits:
            await self._waits[key].wait()
        self.finished.append(key)
        return self._says.get(key, Answer((Message(f"Antwoord op {key}"),)))


class Pauses:
    """Stands in for sleeping: notes how long it would have been."""

    def __init__(self) -> None:
        self.seconds: list[float] = []

    async def __call__(self, seconds: float) -> None:
        self.seconds.append(seconds)
        await asyncio.sleep(0)


@pytest.fixture
def server() -> Iterator[BotApiServer]:
    with BotApiServer() as running:
        running.clock.freeze(WEDNESDAY)
        yield running


@pytest.fixture
def noor(server: BotApiServer) -> User:
    person = server.user(first_name="Noor")
    person.opens_chat()
    return person


@pytest.fixture
def sander(server: BotApiServer) -> User:
    person = server.user(first_name="Sander")
    person.opens_chat()
    return person


@pytest.fixture
def assistant() -> FakeAssistant:
    return FakeAssistant()


@pytest.fixture
def pauses() -> Pauses:
    return Pauses()


@pytest_asyncio.fixture
async def opened(
    server: BotApiServer, assistant: FakeAssistant, knowledge: Knowledge, pauses: Pauses
) -> AsyncIterator[Opener]:
    """Make channels that are stopped at the end of the test."""
    made: list[TelegramChannel] = []
    usual = Timing(pause=pauses, look_again=0.02, grace=5)

    def _open(*, timing: dict[str, Any] | None = None, **settings: Any) -> TelegramChannel:
        wanted = settings_for(server, **settings)
        channel = TelegramChannel(wanted, assistant, knowledge, replace(usual, **(timing or {})))
        made.append(channel)
        return channel

    yield _open
    for channel in made:
        await channel.stop()


@pytest_asyncio.fixture
async def channel(opened: Opener) -> TelegramChannel:
    """A channel that is connected."""
    channel = opened()
    await channel.start()
    await asyncio.wait_for(channel.connected.wait(), 10)
    return channel
