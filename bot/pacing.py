"""Keeps to what a channel allows: so many messages a second in all, and so many to one chat."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Limits:
    """Messages a second, to one chat and in all."""

    per_chat: float
    overall: float


#: What Telegram allows a bot.
TELEGRAM = Limits(per_chat=1, overall=30)


class Pace:
    """Lets each sending wait for its turn. One for all that goes over a channel, in one process."""

    def __init__(
        self,
        limits: Limits,
        monotonic: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        """Keep to `limits`; `monotonic` tells seconds and `sleep` waits them, so that tests need not."""
        self._limits = limits
        self._monotonic = monotonic
        self._sleep = sleep
        self._next = 0.0
        self._next_of: dict[str, float] = {}

    async def turn(self, chat: str) -> None:
        """Wait until a message to this chat may leave."""
        now = self._monotonic()
        own = max(now, self._next_of.get(chat, 0.0))
        self._next_of[chat] = own + 1 / self._limits.per_chat
        await self._until(own)
        # Only now a place in the whole is taken: a busy chat keeps none free that another could use.
        slot = max(self._monotonic(), self._next)
        self._next = slot + 1 / self._limits.overall
        self._next_of[chat] = max(self._next_of[chat], slot + 1 / self._limits.per_chat)
        await self._until(slot)
        self._forget(slot)

    def hold(self, seconds: float) -> None:
        """Let everything wait: the channel asked for it."""
        self._next = max(self._next, self._monotonic() + seconds)

    async def _until(self, moment: float) -> None:
        while (left := moment - self._monotonic()) > 0:
            await self._sleep(left)

    def _forget(self, now: float) -> None:
        if len(self._next_of) > 10_000:
            self._next_of = {chat: after for chat, after in self._next_of.items() if after > now}
