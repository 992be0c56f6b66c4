"""Messages that come by themselves: into open windows at once, never lost, never twice."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx
import pytest

from bot.channels.web import WebChannel
from bot.channels.web.inbox import Inbox
from bot.channels.web.windows import Windows
from bot.delivery import Delivery
from bot.messages import Message
from knowledge.clock import SetClock
from knowledge.entities import OutgoingState
from knowledge.services.knowledge import Knowledge
from knowledge.store import Store
from tests.bot.web.visitor import Visitor
from tests.cast import ANNA, BRAM
from tests.loop import state_of, write_to

MESSAGE = Message("Er is post.", (("Lees", "token"),))


class Window:
    """One open window: what streams in, and what it says it has shown."""

    def __init__(self, inbox: Inbox, person_id: str, *, visible: bool = True) -> None:
        self.shown: list[dict[str, Any]] = []
        self._inbox = inbox
        self._person_id = person_id
        self._stream = inbox.stream(person_id, visible=visible)
        self._visible = visible

    async def open(self) -> "Window":
        """Open the stream; it begins with a sign of life."""
        assert "retry" in await self._stream.__anext__()
        return self

    async def next(self) -> dict[str, Any]:
        """Take the next message in, and say that it was shown unless the window is in the background."""
        message: dict[str, Any] = json.loads(str((await self._stream.__anext__())["data"]))
        self.shown.append(message)
        if self._visible:
            await self._inbox.seen(self._person_id, message["ids"])
        return message

    async def close(self) -> None:
        """Close the window."""
        await self._stream.aclose()  # type: ignore[attr-defined]


@pytest.fixture
def windows() -> Windows:
    return Windows()


@pytest.fixture
def inbox(knowledge: Knowledge, windows: Windows) -> Inbox:
    return Inbox(knowledge, windows, patience=5)


class Web:
    """The inbox as the channel that delivery knows."""

    name = "web"
    pace = None

    def __init__(self, inbox: Inbox) -> None:
        self._inbox = inbox

    async def send(self, address: str, message: Message) -> str:
        return await self._inbox.send(address, message)


@pytest.fixture
def delivery(knowledge: Knowledge, inbox: Inbox, windows: Windows) -> Delivery:
    return Delivery(knowledge, {"web": Web(inbox)}, present=windows.present)


async def test_an_open_window_shows_it_at_once_and_nothing_waits(
    inbox: Inbox, delivery: Delivery, knowledge: Knowledge, store: Store
) -> None:
    window = await Window(inbox, BRAM).open()
    (row,) = write_to(store, BRAM)
    coming = asyncio.create_task(window.next())
    assert await delivery.deliver_due() == 1
    assert (await coming)["text"].startswith("Je neemt waar voor Anna Visser")
    assert state_of(store, row) is OutgoingState.SENT
    assert knowledge.outbox.waiting(BRAM) == []


async def test_every_window_of_a_person_shows_it_and_nobody_elses(inbox: Inbox) -> None:
    mine, mine_too, theirs = [await Window(inbox, person).open() for person in (BRAM, BRAM, ANNA)]
    coming = [asyncio.create_task(window.next()) for window in (mine, mine_too, theirs)]
    await inbox.send(BRAM, MESSAGE)
    await inbox.send(ANNA, Message("Voor Anna."))
    texts = [message["text"] for message in await asyncio.gather(*coming)]
    assert texts == ["Er is post.", "Er is post.", "Voor Anna."]


async def test_without_a_window_it_waits_for_the_first_that_opens(
    inbox: Inbox, delivery: Delivery, knowledge: Knowledge, store: Store, clock: SetClock
) -> None:
    (row,) = write_to(store, BRAM, urgent=True)
    await delivery.deliver_due()
    assert state_of(store, row) is OutgoingState.SENT
    window = await Window(inbox, BRAM).open()
    assert (await window.next())["text"].startswith("Je neemt waar")
    assert knowledge.outbox.waiting(BRAM) == []


async def test_what_a_lost_connection_swallowed_comes_again_with_the_same_id_and_buttons(
    inbox: Inbox, delivery: Delivery, store: Store
) -> None:
    inbox._patience = 0
    swallowed = await Window(inbox, BRAM).open()
    write_to(store, BRAM, urgent=True)
    await delivery.deliver_due()
    lost = json.loads(str((await swallowed._stream.__anext__())["data"]))
    await swallowed.close()
    window = await Window(inbox, BRAM).open()
    assert await window.next() == lost
    await window.close()
    third = await Window(inbox, BRAM).open()
    await inbox.send(BRAM, MESSAGE)
    assert (await third.next())["text"] == "Er is post."


async def test_a_window_in_the_background_does_not_count_as_presence(
    inbox: Inbox, windows: Windows, knowledge: Knowledge
) -> None:
    window = await Window(inbox, BRAM, visible=False).open()
    assert windows.present() == frozenset()
    assert (await inbox.send(BRAM, MESSAGE)).startswith("waiting ")
    assert (await window.next())["text"] == "Er is post."


async def test_many_that_waited_become_one_message(
    inbox: Inbox, delivery: Delivery, knowledge: Knowledge, store: Store
) -> None:
    for number in range(5):
        write_to(store, BRAM, start=number, urgent=True)
        await delivery.deliver_due()
    window = await Window(inbox, BRAM).open()
    assert (await window.next())["text"].startswith("Je hebt 5 berichten:")
    assert knowledge.outbox.waiting(BRAM) == []


async def test_a_stream_ends_by_itself_so_that_a_computer_that_was_closed_counts_no_longer(
    knowledge: Knowledge,
) -> None:
    windows = Windows(lasts=0)
    window = await Window(Inbox(knowledge, windows), BRAM).open()
    assert windows.present() == frozenset({BRAM})
    with pytest.raises(StopAsyncIteration):
        await window.next()
    assert windows.present() == frozenset()


@asynccontextmanager
async def streaming(address: str, visitor: Visitor) -> AsyncIterator[AsyncIterator[str]]:
    """Open the stream over a real connection."""
    async with (
        httpx.AsyncClient(base_url=address, headers={"Cookie": visitor.cookie}) as client,
        client.stream("GET", f"{visitor.chat}/berichten?zichtbaar=1", timeout=20) as answer,
    ):
        assert answer.headers["content-type"].startswith("text/event-stream")
        assert answer.headers["cache-control"] == "no-store"
        yield answer.aiter_lines()


async def test_over_a_real_connection_it_arrives_and_closing_the_window_is_noticed(
    channel: WebChannel, address: str, visitor: Visitor
) -> None:
    await visitor.enter(BRAM)
    async with streaming(address, visitor) as lines:
        assert (await lines.__anext__()).startswith(": open")
        assert channel.present() == frozenset({BRAM})
        sending = asyncio.create_task(channel.send(BRAM, MESSAGE))
        message = json.loads(await _next_data(lines))
        assert message["text"] == "Er is post."
        await visitor.send("gezien", {"ids": message["ids"]})
        assert await sending == message["ids"][0]
    await asyncio.wait_for(_nobody_left(channel), 5)


async def _next_data(lines: AsyncIterator[str]) -> str:
    return await anext(line.removeprefix("data: ") async for line in lines if line.startswith("data: "))


async def _nobody_left(channel: WebChannel) -> None:
    while channel.present():  # noqa: ASYNC110 (nothing tells a test that a connection was closed)
        await asyncio.sleep(0)


async def test_stopping_ends_the_streams(channel: WebChannel, visitor: Visitor) -> None:
    address = await channel.start()
    await visitor.enter(BRAM)
    async with streaming(address, visitor) as lines:
        await lines.__anext__()
        await channel.stop()
        assert [line async for line in lines if line.startswith("data")] == []


async def test_a_port_that_is_taken_is_said_at_the_start(
    channel: WebChannel, address: str, knowledge: Knowledge
) -> None:
    taken = int(address.rpartition(":")[2])
    other = WebChannel(channel._settings.copy(update={"web_port": taken}), knowledge, None)  # type: ignore[arg-type]
    with pytest.raises(OSError):
        await other.start()
