"""What a person sent, told apart: text, command, or one of the many things that are not text. Pure."""

import re
from collections import OrderedDict
from datetime import timedelta

from telegram import Message

from bot.channels.telegram.shape import length
from bot.messages import Incoming

#: Kind for the assistant, and the fields by which Telegram tells it. A film is as much a picture as a photo is.
_KINDS = {
    "photo": ("photo", "live_photo", "paid_media", "video", "animation"),
    "voice": ("voice", "audio", "video_note"),
    "sticker": ("sticker", "dice"),
    "location": ("location", "venue"),
    "contact": ("contact",),
    "document": ("document",),
}

#: Telegram's apps cut a longer text into parts of at most 4096. From this length on, more may follow.
_MAY_GO_ON = 4000
#: Parts of one text come at once.
_NEXT_PART_WITHIN = timedelta(seconds=2)
_REMEMBERED = 500

_COMMAND = re.compile(r"/(?P<name>\w+)(?:@\w+)?(?:\s+(?P<rest>\S.*))?", re.DOTALL)


def read(message: Message, *, edited: bool = False) -> Incoming:
    """Return what this message is to the assistant."""
    kind = "edited" if edited else _kind(message)
    text = (message.text or message.caption or "").strip()
    replied = message.reply_to_message
    incoming = Incoming(text, kind=kind, replied_to=str(replied.message_id) if replied else None)
    return _command(incoming) if kind == "text" else incoming


def _kind(message: Message) -> str:
    if message.forward_origin:
        return "forwarded"
    if message.text is not None:
        return "text" if length(message.text) < _MAY_GO_ON else "too_long"
    for kind, fields in _KINDS.items():
        if any(getattr(message, field, None) for field in fields):
            return kind
    return "other" if message.effective_attachment or message.api_kwargs else "empty"


def _command(incoming: Incoming) -> Incoming:
    """Read `/start CODE`; other commands stay text, without the bot's name behind them.

    Who opens the bot anew, without a code, and is known already, is helped on his way.
    """
    found = _COMMAND.fullmatch(incoming.text)
    if not found:
        return incoming
    name, rest = found["name"].lower(), (found["rest"] or "").strip()
    if name == "start":
        return Incoming("/help", start_code=rest, replied_to=incoming.replied_to)
    return Incoming(f"/{name} {rest}".strip(), replied_to=incoming.replied_to)


class Series:
    """Messages that belong together and get one answer: the photos of an album, the parts of a long text."""

    def __init__(self) -> None:
        #: By album, or by chat for a long text: how the first one was dealt with. The oldest are forgotten.
        self._deleted: OrderedDict[str, bool] = OrderedDict()
        self._last_part: dict[int, Message] = {}

    def goes_on(self, message: Message) -> bool:
        """Tell whether this one belongs to what was answered already."""
        if message.media_group_id:
            return message.media_group_id in self._deleted
        last = self._last_part.pop(message.chat.id, None)
        goes_on = last is not None and bool(message.text) and message.date - last.date <= _NEXT_PART_WITHIN
        if _may_go_on(message):
            self._last_part[message.chat.id] = message
        return goes_on

    def answered(self, message: Message, *, deleted: bool) -> None:
        """Remember how the first one was dealt with: the others go the same way."""
        self._deleted[_key(message)] = deleted
        if len(self._deleted) > _REMEMBERED:
            self._deleted.popitem(last=False)

    def is_deleted(self, message: Message) -> bool:
        """Tell whether the first of this one's series was deleted."""
        return self._deleted.get(_key(message), False)


def _may_go_on(message: Message) -> bool:
    return message.text is not None and length(message.text) >= _MAY_GO_ON


def _key(message: Message) -> str:
    return message.media_group_id or f"chat {message.chat.id}"
