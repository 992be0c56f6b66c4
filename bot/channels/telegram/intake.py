"""Every update once, those of one chat in order, those of different chats at the same time.

What holds, also when the process ends halfway:
1. An update is confirmed to Telegram only when it was handled, its answer sent and that noted in the database.
2. What was not confirmed comes again at the next start. What was handled is then confirmed without doing it again.
3. What was broken off halfway is handled once more: its answer may appear a second time. Broken off twice, it is not
   tried again: the sender is asked to send it anew.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from weakref import WeakValueDictionary

from telegram import CallbackQuery, Update

from bot.channels.telegram.sending import CHANNEL
from bot.channels.telegram.trouble import CASUAL, TROUBLE, Timing, insist
from knowledge.services.chats import Chats, Turn

logger = logging.getLogger(__name__)

Handle = Callable[[Update], Awaitable[None]]


class Intake:
    """Where updates come in, whichever way they came."""

    def __init__(self, handle: Handle, apologise: Handle, chats: Chats, timing: Timing) -> None:
        self._handle = handle
        self._apologise = apologise
        self._chats = chats
        self._timing = timing
        #: By chat; a lock lives as long as somebody waits for it, and lets them in in order of arrival.
        self._turns: WeakValueDictionary[int, asyncio.Lock] = WeakValueDictionary()
        self._under_way: dict[int, asyncio.Task[None]] = {}
        self._acknowledging: set[asyncio.Task[None]] = set()

    def accept(self, update: Update) -> "asyncio.Task[None]":
        """Start handling an update, or return the task that does so already. The task fails when it must come again."""
        number = update.update_id
        if number not in self._under_way:
            if update.callback_query:
                self._acknowledge_soon(update.callback_query)
            task = asyncio.create_task(self._take(update))
            task.add_done_callback(lambda _: self._under_way.pop(number, None))
            self._under_way[number] = task
        return self._under_way[number]

    async def drain(self) -> None:
        """Wait until what came in is handled; what takes too long is broken off and comes again at the next start."""
        tasks = {*self._under_way.values(), *self._acknowledging}
        if not tasks:
            return
        _, late = await asyncio.wait(tasks, timeout=self._timing.grace)
        for task in late:
            task.cancel()
        await asyncio.gather(*late, return_exceptions=True)

    async def _take(self, update: Update) -> None:
        chat = update.effective_chat
        async with self._turn_of(chat.id if chat else 0):
            turn = await asyncio.to_thread(self._chats.begin, CHANNEL, update.update_id)
            if turn is Turn.HANDLED:
                return
            await (self._apologise if turn is Turn.BROKEN_OFF_TWICE else self._handle)(update)
            await asyncio.to_thread(self._chats.finish, CHANNEL, update.update_id)

    def _turn_of(self, chat_id: int) -> asyncio.Lock:
        return self._turns.setdefault(chat_id, asyncio.Lock())

    def _acknowledge_soon(self, query: CallbackQuery) -> None:
        """End the waiting on the person's screen at once: it does not wait for the chat's turn."""
        task = asyncio.create_task(self._acknowledge(query))
        task.add_done_callback(self._acknowledging.discard)
        self._acknowledging.add(task)

    async def _acknowledge(self, query: CallbackQuery) -> None:
        try:
            await insist(query.answer, CASUAL, self._timing)
        except TROUBLE as error:
            logger.debug("Telegram: a tap was not acknowledged: %s", error)
