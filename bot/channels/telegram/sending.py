"""Messages out: text with buttons, then contact cards, then files; each piece noted, so that it is deleted in time."""

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable, Iterator
from functools import partial
from typing import Any

import telegram
from telegram import Bot, InlineKeyboardMarkup
from telegram.constants import ChatAction
from telegram.error import BadRequest, TelegramError

from bot.channels.telegram import shape
from bot.channels.telegram.trouble import ANSWER, CASUAL, TROUBLE, Patience, Refused, Timing, insist
from bot.delivery import Permanent
from bot.messages import Message
from knowledge.services.chats import Chats

logger = logging.getLogger(__name__)

CHANNEL = "telegram"

#: Sends one piece and returns what then stands in the chat.
_Piece = Callable[[], Awaitable[telegram.Message]]


class Sender:
    """Sends and deletes messages in private chats."""

    def __init__(self, bot: Bot, chats: Chats, timing: Timing) -> None:
        self._bot = bot
        self._chats = chats
        self._timing = timing

    async def send(self, chat_id: int, message: Message, patience: Patience) -> str:
        """Send a message and return its id: that of its first piece. Raises Temporary, InDoubt, Permanent or Refused.

        Once the first piece is there the message counts as sent: sending it anew would show it twice. So the others
        are insisted on, and what fails even then is left out.
        """
        pieces = list(self._pieces(chat_id, message))
        if not pieces:
            raise Refused("an empty message")
        first = await self._send_piece(pieces[0], patience)
        for piece in pieces[1:]:
            try:
                await self._send_piece(piece, ANSWER)
            except TROUBLE as error:
                logger.warning("Telegram: a message is without its last part: %s", type(error).__name__)
        return str(first.message_id)

    async def _send_piece(self, piece: _Piece, patience: Patience) -> telegram.Message:
        sent = await insist(piece, patience, self._timing)
        await self.note(sent)
        return sent

    async def note(self, message: telegram.Message) -> None:
        """Note that this message stands in a chat."""
        place = (CHANNEL, str(message.chat.id), str(message.message_id))
        await asyncio.to_thread(self._chats.note, *place, message.date)

    async def delete(self, chat_id: int, message_id: int) -> bool:
        """Delete a message, of either side, and tell whether it is gone; what Telegram no longer deletes is too."""
        place = (CHANNEL, str(chat_id), str(message_id))
        try:
            await insist(partial(self._bot.delete_message, chat_id, message_id), CASUAL, self._timing)
        except (Permanent, Refused):
            pass  # It is not there any more, or too old, or the person blocked the bot.
        except TROUBLE:
            await asyncio.to_thread(self._chats.hurry, *place)
            return False
        await asyncio.to_thread(self._chats.gone, *place)
        return True

    async def show_typing(self, chat_id: int) -> None:
        """Show that an answer is being worked on. Nobody misses it when it fails."""
        with contextlib.suppress(TelegramError):
            await self._bot.send_chat_action(chat_id, ChatAction.TYPING)

    def _pieces(self, chat_id: int, message: Message) -> Iterator[_Piece]:
        texts = list(shape.parts(message.text))
        for number, text in enumerate(texts, 1):
            buttons = shape.keyboard(message.buttons) if number == len(texts) else None
            yield partial(self._send_text, chat_id, text, buttons)
        for contact in message.contacts:
            if contact.phone:
                yield partial(self._bot.send_contact, chat_id, **_fields(shape.card(contact)))
        for name, content in message.files.items():
            yield partial(self._send_file, chat_id, name, content)

    async def _send_text(self, chat_id: int, text: str, buttons: InlineKeyboardMarkup | None) -> telegram.Message:
        # Without a parse mode there is nothing to escape: what looks like markup stays what it is.
        return await self._bot.send_message(chat_id, text, reply_markup=buttons)

    async def _send_file(self, chat_id: int, name: str, content: bytes) -> telegram.Message:
        if shape.is_picture(name):
            try:
                return await self._bot.send_photo(chat_id, content, filename=name)
            except BadRequest:
                # Too large or too long-drawn for a picture; as a file everything goes.
                return await self._bot.send_document(chat_id, content, filename=name)
        return await self._bot.send_document(chat_id, content, filename=name)


def _fields(card: dict[str, str]) -> dict[str, Any]:
    return {name: value for name, value in card.items() if value}
