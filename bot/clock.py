"""The clock: it ticks, in UTC, and at each tick takes what is due and brings what is ready.

The due moments are columns in our own tables; nothing is kept in the scheduler. A tick that comes late or is missed
is made up for by the next, and two clocks at once do no harm: every row is taken once.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime, timezone
from types import MappingProxyType

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.delivery import Delivery
from knowledge.services.claims import Claim
from knowledge.services.knowledge import Knowledge

logger = logging.getLogger(__name__)

#: Seconds that what is under way gets to finish when the clock stops.
_LAST_WORDS = 10


class Tick:
    """One tick: what it does, apart from when."""

    def __init__(self, knowledge: Knowledge, delivery: Delivery) -> None:
        self._knowledge = knowledge
        self._delivery = delivery

    async def claim(self) -> list[Claim]:
        """Take what is due, in a thread of its own since the database blocks."""
        return await asyncio.to_thread(self._knowledge.reminders.claim_due)

    async def deliver(self) -> int:
        """Bring what is ready and return how many messages were sent."""
        return await self._delivery.deliver_due()

    async def __call__(self) -> list[Claim]:
        """Take what is due, bring what is ready, and return what was taken."""
        claims = await self.claim()
        await self.deliver()
        return claims


class Ticking:
    """A clock that is running. Made by `run_clock`."""

    def __init__(self, scheduler: AsyncIOScheduler, delivery: Delivery, under_way: "set[asyncio.Task[None]]") -> None:
        self._scheduler = scheduler
        self._delivery = delivery
        self._under_way = under_way

    async def stop(self) -> None:
        """Tick no more; what is being sent is finished, and the rest stays in the outbox."""
        self._delivery.stop()
        self._scheduler.pause()
        # The scheduler itself would cut short what is under way.
        if self._under_way:
            await asyncio.wait(self._under_way, timeout=_LAST_WORDS)
        self._scheduler.shutdown(wait=False)


Chore = Callable[[], Awaitable[object]]


def run_clock(
    knowledge: Knowledge, delivery: Delivery, seconds: float, chores: Mapping[str, Chore] = MappingProxyType({})
) -> Ticking:
    """Start ticking every `seconds`, the first time at once, on the event loop that is running.

    `chores` are further things to do at each tick, by name.

    Taking and bringing have a rhythm of their own: a long row of messages does not keep what is due waiting.
    """
    tick = Tick(knowledge, delivery)
    scheduler = AsyncIOScheduler(timezone=timezone.utc)
    under_way: set[asyncio.Task[None]] = set()
    for name, work in {"claim": tick.claim, "deliver": tick.deliver, **chores}.items():
        scheduler.add_job(
            _safely(name, work, under_way),
            "interval",
            id=name,
            seconds=seconds,
            next_run_time=datetime.now(timezone.utc),
            # By default a tick that is a second late is not run at all.
            misfire_grace_time=None,
            coalesce=True,
            max_instances=1,
        )
    scheduler.start()
    return Ticking(scheduler, delivery, under_way)


def _safely(name: str, work: Chore, under_way: "set[asyncio.Task[None]]") -> Callable[[], Awaitable[None]]:
    async def run() -> None:
        task = asyncio.current_task()
        assert task
        under_way.add(task)
        try:
            await work()
        except Exception as problem:  # noqa: BLE001 (the next tick tries again)
            # The type alone: the text of a database error holds values.
            logger.error("%s failed: %s", name, type(problem).__name__)
        finally:
            under_way.discard(task)

    return run
