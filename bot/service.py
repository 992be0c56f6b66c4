"""Everything that runs together: the web app, Telegram, the clock and delivery, until it is asked to stop."""

import asyncio
import signal
from collections.abc import Coroutine
from typing import TYPE_CHECKING, Any

from bot.app import open_assistant, open_knowledge
from bot.assistant import Assistant
from bot.channels.web import WebChannel
from bot.clock import Ticking, run_clock
from bot.delivery import Channel, Delivery
from bot.model import train_if_needed
from bot.settings import Settings
from knowledge import sample
from knowledge.rules.calendar import AMSTERDAM
from knowledge.services.knowledge import Knowledge

if TYPE_CHECKING:
    from bot.channels.telegram import TelegramChannel


class Service:
    """The running assistant."""

    def __init__(self, settings: Settings, knowledge: Knowledge, assistant: Assistant) -> None:
        self._settings = settings
        self._knowledge = knowledge
        self._telegram = _telegram(settings, knowledge, assistant)
        routes = self._telegram.routes if self._telegram else []
        self._web = WebChannel(settings, knowledge, assistant, routes)
        self._clock: Ticking | None = None

    async def start(self) -> str:
        """Start all parts and return the web app's address. Raises OSError when its port is taken."""
        address = await self._web.start()
        channels: dict[str, Channel] = {self._web.name: self._web}
        if self._telegram:
            await self._telegram.start()
            channels[self._telegram.name] = self._telegram
        delivery = Delivery(self._knowledge, channels, present=self._web.present)
        chores = {"telegram": self._tidy_telegram} if self._telegram else {}
        self._clock = run_clock(self._knowledge, delivery, self._settings.tick_seconds, chores)
        return address

    async def _tidy_telegram(self) -> None:
        """Delete chat messages in time, and keep the bot's name, which invitations need."""
        if self._telegram and self._telegram.username:
            await asyncio.to_thread(self._knowledge.people.name_bot, self._telegram.username)
            await self._telegram.delete_old(self._knowledge.store.clock.now())

    async def stop(self) -> None:
        """Stop in the order in which nothing is lost: no new ticks, then Telegram, then the pages."""
        if self._clock:
            await self._clock.stop()
        if self._telegram:
            await self._telegram.stop()
        await self._web.stop()
        self._knowledge.store.close()


def _telegram(settings: Settings, knowledge: Knowledge, assistant: Assistant) -> "TelegramChannel | None":
    if not settings.telegram_token:
        return None
    from bot.channels.telegram import TelegramChannel

    return TelegramChannel(settings, assistant, knowledge)


async def serve(settings: Settings) -> None:
    """Run until SIGTERM or Ctrl-C, and stop cleanly."""
    stopping = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(name, stopping.set)
    knowledge = open_knowledge(settings)
    _fill_if_empty(knowledge)
    print("Kortelijn start; een paar tellen geduld …", flush=True)
    assistant = await _unless(stopping, _assistant(settings, knowledge))
    if assistant is None:
        print("Kortelijn stopt …", flush=True)
        knowledge.store.close()
        return
    service = Service(settings, knowledge, assistant)
    address = await service.start()
    print(_where_to_go(settings, knowledge, address), flush=True)
    await stopping.wait()
    print("Kortelijn stopt …", flush=True)
    await service.stop()


async def _assistant(settings: Settings, knowledge: Knowledge) -> Assistant:
    await train_if_needed(settings)
    return await asyncio.to_thread(open_assistant, settings, knowledge)


async def _unless(stopping: asyncio.Event, starting: Coroutine[Any, Any, Assistant]) -> Assistant | None:
    """Return what is started, or None when it was asked to stop before that."""
    work, stop = asyncio.create_task(starting), asyncio.create_task(stopping.wait())
    await asyncio.wait({work, stop}, return_when=asyncio.FIRST_COMPLETED)
    if not stopping.is_set():
        stop.cancel()
        return await work
    work.cancel()
    await asyncio.wait({work})
    return None


def _fill_if_empty(knowledge: Knowledge) -> None:
    if knowledge.store.is_empty():
        sample.load(knowledge.store, knowledge.store.clock.now().astimezone(AMSTERDAM).date())
        print("De database is leeg: de voorbeeldgemeente is geladen, om te proberen.", flush=True)


def _where_to_go(settings: Settings, knowledge: Knowledge, address: str) -> str:
    lines = [f"Kortelijn draait. Open {address} in je browser."]
    if sample.is_sample(knowledge.store):
        lines.append("Kies daar wie je wilt zijn; twee vensters zijn twee collega's. Of praat in de terminal:")
        lines.append("  .venv/bin/kortelijn chat --as farida")
    if not settings.telegram_token:
        lines.append("Telegram staat uit: zet KORTELIJN_TELEGRAM_TOKEN om het te gebruiken.")
    return "\n".join([*lines, "Stoppen: Ctrl-C."])
