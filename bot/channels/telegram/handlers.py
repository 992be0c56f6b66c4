"""What happens with each kind of update: a message, an edit, a tap, a group, somebody who blocks the bot."""

import asyncio
import logging
import traceback
from functools import partial
from typing import Any, Protocol

from telegram import CallbackQuery, ChatMember, Message, Update
from telegram.ext import (
    Application,
    CallbackContext,
    CallbackQueryHandler,
    ChatMemberHandler,
    MessageHandler,
    filters,
)

from actions.texts import say
from bot.channels.telegram.reading import Series, read
from bot.channels.telegram.sending import CHANNEL, Sender
from bot.channels.telegram.trouble import ANSWER, CASUAL, TROUBLE, Timing, insist
from bot.delivery import InDoubt, Permanent, Temporary
from bot.messages import Answer, Incoming
from bot.messages import Message as Said
from knowledge.services.people import People

logger = logging.getLogger(__name__)

App = Application[Any, Any, Any, Any, Any, Any]
Context = CallbackContext[Any, Any, Any, Any]

#: What the bot asks Telegram for.
UPDATES = (Update.MESSAGE, Update.EDITED_MESSAGE, Update.CALLBACK_QUERY, Update.MY_CHAT_MEMBER)

#: "typing…" fades after five seconds.
_TYPING_LASTS = 4.5


class Listener(Protocol):
    """Who answers: the assistant."""

    async def hear(self, channel: str, address: str, incoming: Incoming) -> Answer:
        """Answer what came in at an address of a channel."""
        ...


class Handlers:
    """Takes updates apart, has them answered and sends the answers."""

    def __init__(self, assistant: Listener, people: People, sender: Sender, timing: Timing) -> None:
        self._assistant = assistant
        self._people = people
        self._sender = sender
        self._timing = timing
        self._series = Series()

    def add_to(self, application: App) -> None:
        """Register with the library. The order counts: the first that fits an update gets it."""
        private = filters.ChatType.PRIVATE
        application.add_handlers(
            [
                MessageHandler(~private, self.in_group),
                MessageHandler(filters.UpdateType.EDITED_MESSAGE, self.on_edit),
                MessageHandler(~filters.StatusUpdate.ALL, self.on_message),
                CallbackQueryHandler(self.on_tap),
                ChatMemberHandler(self.on_membership, ChatMemberHandler.MY_CHAT_MEMBER),
            ]
        )
        application.add_error_handler(self.on_error)

    async def on_message(self, update: Update, _: Context) -> None:
        """Answer a message; one that belongs to what was answered already goes the same way, without a word."""
        message = update.message
        assert message is not None
        await self._sender.note(message)
        if self._series.goes_on(message):
            if self._series.is_deleted(message):
                await self._sender.delete(message.chat.id, message.message_id)
            return
        incoming = read(message)
        answer = await self._ask(message.chat.id, incoming)
        if message.media_group_id or incoming.kind == "too_long":
            self._series.answered(message, deleted=answer.delete_incoming)
        await self._give(answer, message)

    async def on_edit(self, update: Update, _: Context) -> None:
        """Answer a changed text. A place that moves along with its sender changes by itself: not worth an answer."""
        message = update.edited_message
        assert message is not None
        if message.text is None and message.caption is None:
            return
        await self._give(await self._ask(message.chat.id, read(message, edited=True)), message)

    async def on_tap(self, update: Update, context: Context) -> None:
        """Answer a tapped button. Its keyboard goes at once, so that it is not tapped twice."""
        query = update.callback_query
        assert query is not None
        if query.data is None:
            return
        chat_id = query.from_user.id
        removing = asyncio.create_task(self._remove_keyboard(query, context))
        answer = await self._ask(chat_id, Incoming(button=query.data))
        await removing
        await self._send(chat_id, answer)

    async def in_group(self, update: Update, context: Context) -> None:
        """Say in a group that this is no place for it, and leave."""
        message = update.effective_message
        # That the bot was brought in comes as a membership too, and is answered there.
        if message and not message.new_chat_members and not message.left_chat_member:
            await self._leave(message.chat.id, context)

    async def on_membership(self, update: Update, context: Context) -> None:
        """Note that somebody blocked the bot or let it back in; leave a group that it is brought into."""
        change = update.my_chat_member
        assert change is not None
        is_out = change.new_chat_member.status in (ChatMember.BANNED, ChatMember.LEFT)
        if change.chat.type != change.chat.PRIVATE:
            if not is_out:
                await self._leave(change.chat.id, context)
        elif is_out:
            await asyncio.to_thread(self._people.channel_failed, CHANNEL, str(change.chat.id), "blocked")
        else:
            await asyncio.to_thread(self._people.channel_back, CHANNEL, str(change.chat.id))

    async def on_error(self, update: object, context: Context) -> None:
        """Log what failed, by its kind alone, and tell the person."""
        error = context.error
        # Where, but not what it says: that may hold the text of a message.
        where = traceback.extract_tb(error.__traceback__)[-1] if error and error.__traceback__ else None
        place = f"{where.filename}:{where.lineno}" if where else "?"
        logger.error("Telegram: a message was not handled: %s in %s", type(error).__name__, place)
        chat = update.effective_chat if isinstance(update, Update) else None
        if isinstance(error, Permanent) and chat:
            await asyncio.to_thread(self._people.channel_failed, CHANNEL, str(chat.id), error.reason)
        elif not isinstance(error, (Temporary, InDoubt)) and chat and chat.type == chat.PRIVATE:
            await self.tell(chat.id, say("trouble"))

    async def tell(self, chat_id: int, text: str) -> None:
        """Tell somebody something that went wrong; if that fails too, it is logged and that is that."""
        try:
            await self._sender.send(chat_id, Said(text), CASUAL)
        except TROUBLE as error:
            logger.warning("Telegram: somebody could not be told of it either: %s", error)

    async def _ask(self, chat_id: int, incoming: Incoming) -> Answer:
        """Have it answered; who waits longer than a moment sees that it is being worked on."""
        asking = asyncio.create_task(self._assistant.hear(CHANNEL, str(chat_id), incoming))
        try:
            await asyncio.wait({asking}, timeout=self._timing.typing_after)
            while not asking.done():
                await self._sender.show_typing(chat_id)
                await asyncio.wait({asking}, timeout=_TYPING_LASTS)
            return await asking
        finally:
            asking.cancel()

    async def _give(self, answer: Answer, to: Message) -> None:
        """Send the answer; what held a name is deleted meanwhile."""
        sending = self._send(to.chat.id, answer)
        if answer.delete_incoming:
            await asyncio.gather(self._sender.delete(to.chat.id, to.message_id), sending)
        else:
            await sending

    async def _send(self, chat_id: int, answer: Answer) -> None:
        for message in answer.messages:
            await self._sender.send(chat_id, message, ANSWER)

    async def _remove_keyboard(self, query: CallbackQuery, context: Context) -> None:
        if query.message is None:
            return
        place = {"chat_id": query.message.chat.id, "message_id": query.message.message_id}
        try:
            await insist(partial(context.bot.edit_message_reply_markup, **place), CASUAL, self._timing)
        except TROUBLE as error:
            # It is gone already, or the message is. The button itself works only once anyway.
            logger.debug("Telegram: a keyboard stayed: %s", error)

    async def _leave(self, chat_id: int, context: Context) -> None:
        say_so = partial(context.bot.send_message, chat_id, say("telegram_private_only"))
        for step in (say_so, partial(context.bot.leave_chat, chat_id)):
            try:
                await insist(step, CASUAL, self._timing)
            except TROUBLE as error:
                logger.info("Telegram: leaving a group: %s", error)
