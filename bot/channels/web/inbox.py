"""What comes by itself: shown in open windows at once, and kept waiting until a window has shown it.

A message gets an id that goes with it to the page. The page shows each id once and says so; until then the message
waits in the outbox, and each window that opens (again) gets it. So a connection that breaks loses and doubles nothing.
"""

import asyncio
import json
import logging
import secrets
from base64 import b64encode
from collections import defaultdict
from collections.abc import AsyncIterator, Sequence
from typing import Any

from actions.pushed import render
from actions.pushed.bundle import together
from actions.pushed.moot import Moot
from bot.channels.web.windows import Event, Windows
from bot.messages import Message, from_reply
from knowledge.entities import Outgoing
from knowledge.services.bundles import ONE_BY_ONE
from knowledge.services.knowledge import Knowledge
from knowledge.services.outbox import WAITING

logger = logging.getLogger(__name__)

#: Seconds that a window gets to say that it has shown a message.
_PATIENCE = 5.0


def as_json(message: Message, ids: Sequence[str] = ()) -> dict[str, Any]:
    """Return a message as the page's script takes it."""
    return {
        "ids": list(ids),
        "text": message.text,
        "buttons": [{"title": title, "payload": payload} for title, payload in message.buttons],
        "contacts": [vars(contact) for contact in message.contacts],
        "files": [{"name": name, "content": b64encode(file).decode()} for name, file in message.files.items()],
    }


class Inbox:
    """Messages to people on the web."""

    def __init__(self, knowledge: Knowledge, windows: Windows, patience: float = _PATIENCE) -> None:
        self._knowledge = knowledge
        self._windows = windows
        self._patience = patience
        #: Made but not yet shown, by person: a window that comes back gets the same buttons, not new ones.
        self._made: defaultdict[str, list[Event]] = defaultdict(list)

    async def send(self, person_id: str, message: Message) -> str:
        """Show a message in the person's windows and return its id; it begins with WAITING until one has shown it."""
        message_id = secrets.token_urlsafe(12)
        if not self._windows.any_of(person_id):
            return WAITING + message_id
        event = _event(message, (message_id,))
        self._made[person_id].append(event)
        shown = await self._windows.show(person_id, event, self._patience)
        return message_id if shown else WAITING + message_id

    def stream(self, person_id: str, *, visible: bool) -> AsyncIterator[dict[str, str | int]]:
        """Return what one new window is sent: what waits, and then what comes."""

        async def waiting() -> Sequence[Event]:
            return await asyncio.to_thread(self._waiting, person_id)

        return self._windows.stream(person_id, waiting, visible=visible)

    async def seen(self, person_id: str, ids: Sequence[str]) -> None:
        """Note that a window has shown these messages."""
        told = set(ids)
        self._made[person_id] = [event for event in self._made[person_id] if not told.issuperset(event.ids)]
        late = [message_id for message_id in ids if not self._windows.was_awaited(message_id)]
        if late:
            await asyncio.to_thread(self._knowledge.outbox.shown, person_id, late)

    def _waiting(self, person_id: str) -> Sequence[Event]:
        """Return what no window has shown yet, and make what is no longer at hand; many at once become one."""
        made = list(self._made[person_id])
        at_hand = {message_id for event in made for message_id in event.ids}
        rows = self._knowledge.outbox.waiting(person_id)
        fresh = {_id_of(row): row for row in rows if _id_of(row) not in at_hand}
        if len(fresh) > ONE_BY_ONE:
            found = [self._make(person_id, fresh)]
        else:
            found = [self._make(person_id, {message_id: row}) for message_id, row in fresh.items()]
        added = [event for event in found if event]
        self._made[person_id] += added
        return [*made, *added]

    def _make(self, person_id: str, rows: dict[str, Outgoing]) -> Event | None:
        """Make one message of these rows; what was overtaken, or cannot be made, waits no longer."""
        try:
            if len(rows) > 1:
                reply = together(self._knowledge, person_id, [row.id or 0 for row in rows.values()])
            else:
                reply = render(self._knowledge, next(iter(rows.values())))
        except Moot:
            self._knowledge.outbox.shown(person_id, rows)
            return None
        except Exception as problem:  # noqa: BLE001 (one bad message must not keep the others from the page)
            # The type alone: the text of an error may hold what was to be said.
            logger.error("a message that waited has no text: %s", type(problem).__name__)
            self._knowledge.outbox.shown(person_id, rows)
            return None
        return _event(from_reply(self._knowledge, person_id, reply), tuple(rows))


def _event(message: Message, ids: tuple[str, ...]) -> Event:
    return Event(ids, json.dumps(as_json(message, ids)))


def _id_of(row: Outgoing) -> str:
    return str(row.message_id).removeprefix(WAITING)
