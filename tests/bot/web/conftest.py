"""Fixtures: the web channel with the real reception before a dialogue that repeats what it hears."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from threading import Thread

import httpx
import pytest

from bot.assistant import Assistant
from bot.channels.web import WebChannel
from bot.messages import Heard, Message
from bot.settings import Settings, load_settings
from knowledge.clock import SetClock
from knowledge.services.buttons import Choice
from knowledge.services.cases import Contact
from knowledge.services.knowledge import Knowledge
from tests.bot.web.visitor import ORIGIN, Visitor
from tests.cast import ANNA, BRAM, PIET

#: The smallest picture there is: one grey dot.
PICTURE = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108000000003a7e9b550000000a4944415478da63680000008200"
    "81775f1d5d0000000049454e44ae426082"
)


@dataclass
class Parrot:
    """Repeats what it hears; "keuzes" gets buttons, "kaartje" a contact, "plaatje" files."""

    knowledge: Knowledge
    heard: list[Heard] = field(default_factory=list)

    async def hear(self, heard: Heard) -> list[Message]:
        self.heard.append(heard)
        if heard.text == "keuzes":
            choices = [Choice("Ja hoor", "affirm"), Choice("Liever niet", "deny")]
            buttons = self.knowledge.buttons.make(heard.person_id, choices)
            return [Message("Wil je dat?", tuple((button.title, button.token) for button in buttons))]
        if heard.text == "kaartje":
            card = Contact(BRAM, "Bram Yilmaz", "jongerenwerker", "Jeugd-Punt", "085-0202021", "bram@jeugdpunt.example")
            return [Message("Dit is Bram.", contacts=(card,))]
        if heard.text == "plaatje":
            return [Message("Het overzicht:", files={"overzicht.png": PICTURE, "bram.vcf": b"BEGIN:VCARD"})]
        return [Message(f"Je koos {heard.intent}." if heard.intent else f"Je zei: {heard.text}")]


@pytest.fixture
def parrot(knowledge: Knowledge) -> Parrot:
    """What stands in for the dialogue."""
    return Parrot(knowledge)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Settings for a web app on a free port of this machine."""
    return load_settings(data_dir=tmp_path, web_port=0)


@pytest.fixture
def channel(settings: Settings, knowledge: Knowledge, parrot: Parrot) -> WebChannel:
    """The web channel, not listening yet. Anna and Bram accepted the house rules."""
    for person in (ANNA, BRAM, PIET):
        knowledge.people.accept_house_rules(person)
    return WebChannel(settings, knowledge, Assistant(knowledge, parrot))


@pytest.fixture
async def client(channel: WebChannel) -> AsyncIterator[httpx.AsyncClient]:
    """A browser without a screen, at the app itself."""
    transport = httpx.ASGITransport(app=channel.app)
    async with httpx.AsyncClient(transport=transport, base_url=ORIGIN, headers={"Origin": ORIGIN}) as opened:
        yield opened


@pytest.fixture
def visitor(client: httpx.AsyncClient, knowledge: Knowledge, clock: SetClock) -> Visitor:
    """Somebody with that browser, who does what people do on the pages."""
    return Visitor(client, knowledge, clock)


@pytest.fixture
async def address(channel: WebChannel) -> AsyncIterator[str]:
    """The address at which the channel really listens."""
    yield await channel.start()
    await channel.stop()


@pytest.fixture
def running() -> Iterator[asyncio.AbstractEventLoop]:
    """An event loop in a thread of its own, for tests that themselves block on a browser."""
    loop = asyncio.new_event_loop()
    thread = Thread(target=loop.run_forever, daemon=True)
    thread.start()
    yield loop
    asyncio.run_coroutine_threadsafe(_end_tasks(), loop).result(10)
    loop.call_soon_threadsafe(loop.stop)
    thread.join()
    loop.close()


async def _end_tasks() -> None:
    others = asyncio.all_tasks() - {asyncio.current_task()}
    for task in others:
        task.cancel()
    await asyncio.gather(*others, return_exceptions=True)
