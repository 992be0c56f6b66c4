"""What stands in people's chats, so that it is deleted in time, and which arrivals were dealt with already.

Ids and moments only: what was said is nowhere kept.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import Enum, auto
from typing import Any

from sqlalchemy import delete, select, update

from knowledge.entities import Arrival, ChatMessage
from knowledge.store import Store, tables

#: How long a message may stand in a chat: a setting in hours, never so long that the channel no longer deletes.
_LASTS, _LASTS_AT_MOST = 40, 47

#: A channel brings an arrival again for a day at most; after this nobody asks for it any more.
_ARRIVALS_LAST = timedelta(hours=48)


class Turn(Enum):
    """How an arrival stands."""

    #: It is new, or its handling was once broken off: handle it.
    TO_HANDLE = auto()
    #: It was handled: the channel only did not hear so.
    HANDLED = auto()
    #: Its handling was broken off twice: do not try again, but tell the sender.
    BROKEN_OFF_TWICE = auto()


class Chats:
    """Looks after the chats themselves."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def begin(self, channel: str, number: int) -> Turn:
        """Note that an arrival, with the channel's own number, is being handled; tell whether it should be."""
        with self._store.work() as work:
            arrival = work.get(Arrival, (channel, number))
            if arrival is None:
                arrival = work.add(Arrival(channel, number, work.now))
            if arrival.handled_at:
                return Turn.HANDLED
            arrival.attempts += 1
            return Turn.TO_HANDLE if arrival.attempts <= 2 else Turn.BROKEN_OFF_TWICE

    def finish(self, channel: str, number: int) -> None:
        """Note that an arrival was handled."""
        with self._store.work() as work:
            mine = (tables.arrival.c.channel == channel) & (tables.arrival.c.number == number)
            work.session.execute(update(tables.arrival).where(mine).values(handled_at=work.now))

    def note(self, channel: str, address: str, message_id: str, sent_at: datetime) -> None:
        """Note a message in a chat, of either side, so that it is deleted in time."""
        with self._store.work() as work:
            if work.first(_messages().where(_is(channel, address, message_id))) is None:
                work.add(ChatMessage(channel, address, message_id, sent_at, sent_at + self._lasts()))

    def _lasts(self) -> timedelta:
        hours = self._store.setting("chat_hours")
        return timedelta(hours=min(int(hours), _LASTS_AT_MOST) if hours.isdecimal() else _LASTS)

    def hurry(self, channel: str, address: str, message_id: str) -> None:
        """Note that a message should have been deleted by now: it is the next time."""
        with self._store.work() as work:
            mine = update(tables.chat_message).where(_is(channel, address, message_id))
            work.session.execute(mine.values(delete_at=work.now))

    def to_delete(self, channel: str, now: datetime, limit: int) -> Sequence[ChatMessage]:
        """Return messages whose time in the chat is over, the oldest first; and forget old arrivals."""
        with self._store.work() as work:
            forgotten = tables.arrival.c.first_at < now - _ARRIVALS_LAST
            work.session.execute(delete(tables.arrival).where(forgotten))
            due = _messages().where(tables.chat_message.c.channel == channel, tables.chat_message.c.delete_at <= now)
            found: Sequence[ChatMessage] = work.all(due.order_by(tables.chat_message.c.delete_at).limit(limit))
            return found

    def gone(self, channel: str, address: str, message_id: str) -> None:
        """Note that a message is no longer in the chat."""
        with self._store.work() as work:
            work.session.execute(delete(tables.chat_message).where(_is(channel, address, message_id)))


def _messages() -> Any:
    return select(ChatMessage)


def _is(channel: str, address: str, message_id: str) -> Any:
    columns = tables.chat_message.c
    return (columns.channel == channel) & (columns.address == address) & (columns.message_id == message_id)
