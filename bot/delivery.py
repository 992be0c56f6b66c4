"""Brings what is in the outbox to people: at most one visible copy, none lost, within what the channels allow."""

import asyncio
import logging
from collections.abc import Callable, Mapping
from datetime import timedelta
from enum import Enum, auto
from typing import Protocol

from actions.pushed import render
from actions.pushed.moot import Moot
from bot.messages import Message, from_reply
from bot.pacing import Pace
from knowledge.entities import Outgoing
from knowledge.services.knowledge import Knowledge
from knowledge.services.outbox import Address

logger = logging.getLogger(__name__)

#: The channel of the web app: who has its window open gets messages there.
_WINDOW = "web"

#: How many messages are under way at once.
_AT_ONCE = 16

#: Waiting before another try: doubled each time, up to half an hour.
_FIRST_WAIT = timedelta(seconds=10)
_LONGEST_WAIT = timedelta(minutes=30)


class Temporary(Exception):
    """The message was certainly not delivered, and may be later; after `retry_after` seconds where that is known."""

    def __init__(self, retry_after: float | None = None) -> None:
        super().__init__("temporary")
        self.retry_after = retry_after


class Permanent(Exception):
    """This address takes no messages any more: blocked, deactivated, unknown."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class InDoubt(Exception):
    """Nobody knows whether the message arrived: the connection ended after it was handed over."""


class Channel(Protocol):
    """A way to people. One that has limits to keep to also has a `pace`."""

    #: As in the links of professionals: "telegram", "web".
    name: str

    async def send(self, address: str, message: Message) -> str:
        """Deliver a message and return the channel's id of it. Raises Temporary, Permanent or InDoubt."""
        ...


Present = Callable[[], frozenset[str]]


class Delivery:
    """Sends what is ready, over the channel on which somebody was seen last."""

    def __init__(
        self,
        knowledge: Knowledge,
        channels: Mapping[str, Channel],
        *,
        present: Present = frozenset,
        addresses: Callable[[str], list[Address]] | None = None,
    ) -> None:
        """Deliver over `channels`, by name.

        `present` tells who has a window open, `addresses` where somebody is reached (by default over the own links).
        """
        self._knowledge = knowledge
        self._channels = channels
        self._present = present
        self._addresses = addresses or knowledge.outbox.addresses
        self._outbox = knowledge.outbox
        self._seats = asyncio.Semaphore(_AT_ONCE)
        self._stopping = False

    async def deliver_due(self) -> int:
        """Send all that is ready and return how many messages were sent. Urgent ones overtake at every round."""
        await asyncio.to_thread(self._outbox.recover)
        sent, moving = 0, True
        while moving and not self._stopping:
            rows = await asyncio.to_thread(self._outbox.ready, present=self._present())
            outcomes = await asyncio.gather(*(self._deliver_safely(row) for row in rows))
            sent += outcomes.count(_Outcome.SENT)
            moving = any(outcome is not _Outcome.UNTOUCHED for outcome in outcomes)
        return sent

    def stop(self) -> None:
        """Send what is under way and nothing more."""
        self._stopping = True

    async def _deliver_safely(self, row: Outgoing) -> "_Outcome":
        try:
            async with self._seats:
                return await self._deliver(row)
        except Exception as problem:  # noqa: BLE001 (one bad row never blocks the others)
            # The type alone: the text of an error may hold what was to be said.
            logger.error("message %s failed: %s", row.id, type(problem).__name__)
            return _Outcome.UNTOUCHED

    async def _deliver(self, row: Outgoing) -> "_Outcome":
        """Bring one row to one person: the first of the addresses that takes it."""
        known = await asyncio.to_thread(self._addresses, row.recipient_id)
        usable = [one for one in known if one.channel in self._channels]
        if row.recipient_id in self._present():
            usable.sort(key=lambda one: one.channel != _WINDOW)
        if usable:
            await self._turn(usable[0])
        if self._stopping or not await asyncio.to_thread(self._outbox.claim, row.id or 0):
            return _Outcome.UNTOUCHED
        if known and not usable:
            return await self._later(row, None, "the channel is not running here")
        return await self._send(row, usable)

    async def _send(self, row: Outgoing, addresses: list[Address]) -> "_Outcome":
        row_id = row.id or 0
        try:
            message = await asyncio.to_thread(self._shape, row)
        except Moot:
            await asyncio.to_thread(self._outbox.cancel, row_id, "overtaken")
            return _Outcome.SETTLED
        except Exception as problem:  # noqa: BLE001 (a text that cannot be made must not be tried for ever)
            logger.error("message %s of kind %s has no text: %s", row_id, row.kind, type(problem).__name__)
            await asyncio.to_thread(self._outbox.fail, row_id, f"no text: {type(problem).__name__}")
            return _Outcome.SETTLED
        for number, address in enumerate(addresses):
            if number:
                await self._turn(address)
            outcome = await self._try(row, address, message)
            if outcome:
                return outcome
        await asyncio.to_thread(self._outbox.fail, row_id, "nowhere to reach this person", unreachable=True)
        return _Outcome.SETTLED

    async def _try(self, row: Outgoing, address: Address, message: Message) -> "_Outcome | None":
        """Send to one address; None when it takes no messages any more, so that the next one is tried."""
        try:
            message_id = await self._channels[address.channel].send(address.address, message)
        except Permanent as refused:
            people = self._knowledge.people
            await asyncio.to_thread(people.channel_failed, address.channel, address.address, refused.reason)
            return None
        except Temporary as busy:
            self._hold(address, busy)
            return await self._later(row, busy.retry_after, "temporary")
        except Exception as problem:  # noqa: BLE001 (InDoubt, and what a channel does not know either)
            if not isinstance(problem, InDoubt):
                logger.error("message %s failed on %s: %s", row.id, address.channel, type(problem).__name__)
            await asyncio.to_thread(self._outbox.doubt, row.id or 0)
            return _Outcome.SETTLED
        await asyncio.to_thread(self._outbox.sent, row.id or 0, address.channel, message_id)
        return _Outcome.SENT

    async def _later(self, row: Outgoing, seconds: float | None, why: str) -> "_Outcome":
        doubled = min(_LONGEST_WAIT, _FIRST_WAIT * 2 ** min(row.attempts, 10))
        wait = doubled if seconds is None else timedelta(seconds=seconds)
        not_before = self._knowledge.store.clock.now() + wait
        await asyncio.to_thread(self._outbox.retry, row.id or 0, not_before, why)
        return _Outcome.SETTLED

    def _shape(self, row: Outgoing) -> Message:
        return from_reply(self._knowledge, row.recipient_id, render(self._knowledge, row))

    async def _turn(self, address: Address) -> None:
        pace = self._pace(address)
        if pace:
            await pace.turn(address.address)

    def _hold(self, address: Address, busy: Temporary) -> None:
        pace = self._pace(address)
        if pace and busy.retry_after:
            pace.hold(busy.retry_after)

    def _pace(self, address: Address) -> Pace | None:
        return getattr(self._channels[address.channel], "pace", None)


class _Outcome(Enum):
    """What became of a row in one round."""

    SENT = auto()
    #: Put off, dropped or failed: not to be looked at again now.
    SETTLED = auto()
    #: Another process has it, or it could not even be taken.
    UNTOUCHED = auto()
