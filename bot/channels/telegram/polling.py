"""Long polling that confirms an update only once it was handled; the library's own confirms what it has only read.

Telegram has one confirmation for all: "everything before this number". While something is being handled the number
cannot move on and a poll gives the same updates again at once, so then we look every so often instead of waiting.
"""

import asyncio
import logging
from collections.abc import Callable, Sequence
from datetime import timedelta

from telegram import Bot, Update
from telegram.error import TelegramError

from bot.channels.telegram.handlers import UPDATES
from bot.channels.telegram.trouble import Timing, in_words, understand, wait_of

logger = logging.getLogger(__name__)

_LONGEST_PAUSE = 30.0


class Poller:
    """Fetches updates and keeps count of what is handled."""

    def __init__(self, bot: Bot, accept: Callable[[Update], "asyncio.Task[None]"], timing: Timing) -> None:
        self._bot = bot
        self._accept = accept
        self._timing = timing
        #: The first number that is not confirmed; 0 for whatever Telegram has.
        self._next = 0
        self._tasks: dict[int, asyncio.Task[None]] = {}
        self._problem = ""
        self._pause = 1.0

    async def run(self) -> None:
        """Fetch until cancelled. Errors are said once, and waited out."""
        while True:
            try:
                updates = await self._fetch(0 if self._tasks else self._timing.poll)
            except TelegramError as error:
                await self._wait_out(error)
                continue
            self._all_is_well()
            if not self._start(updates):
                await self._wait_for_one()
            await self._settle()

    async def confirm(self) -> None:
        """Tell Telegram, on the way out, what was handled; failing that, the database still knows."""
        await self._settle()
        try:
            await self._fetch(0)
        except TelegramError:
            logger.info("Telegram: de laatste berichten zijn niet bevestigd; ze worden niet opnieuw behandeld.")

    async def _fetch(self, seconds: float) -> Sequence[Update]:
        timeout = timedelta(seconds=seconds)
        return await self._bot.get_updates(offset=self._next or None, timeout=timeout, allowed_updates=UPDATES)

    def _start(self, updates: Sequence[Update]) -> bool:
        """Have the new ones among these handled; tell whether there were any."""
        new = [update for update in updates if update.update_id not in self._tasks]
        for update in new:
            self._tasks[update.update_id] = self._accept(update)
        return bool(new)

    async def _wait_for_one(self) -> None:
        busy = [task for task in self._tasks.values() if not task.done()]
        if busy:
            await asyncio.wait(busy, timeout=self._timing.look_again, return_when=asyncio.FIRST_COMPLETED)

    async def _settle(self) -> None:
        """Move on past what is handled, in order; what failed comes again with the next poll, after a moment."""
        for number in sorted(self._tasks):
            task = self._tasks[number]
            if not task.done():
                return
            del self._tasks[number]
            if task.cancelled() or task.exception():
                logger.error("Telegram: an update could not be handled and comes again")
                await self._timing.pause(1)
                return
            self._next = number + 1

    async def _wait_out(self, error: TelegramError) -> None:
        problem = in_words(error)
        if problem != self._problem:
            logger.warning("%s De webapp werkt gewoon door; ik blijf het proberen.", problem)
        self._problem = problem
        await self._timing.pause(max(wait_of(understand(error)), self._pause))
        self._pause = min(self._pause * 2, _LONGEST_PAUSE)

    def _all_is_well(self) -> None:
        if self._problem:
            logger.info("Telegram doet het weer.")
        self._problem, self._pause = "", 1.0
