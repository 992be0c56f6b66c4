"""What the assistant says by itself, the buttons under it, and what can be taken back."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum
from typing import Any


class OutgoingState(str, Enum):
    """Where a row of the outbox stands."""

    PENDING = "pending"
    CLAIMED = "claimed"
    SENT = "sent"
    #: Held no longer: undone before anybody was told, or overtaken.
    CANCELLED = "cancelled"
    #: A permanent error: the channel does not take it; the team lead is told.
    FAILED = "failed"
    #: The process ended between sending and marking: perhaps visible. Tried once more at most.
    UNSURE = "unsure"
    #: Said inside another message, which covers several.
    BUNDLED = "bundled"


@dataclass(eq=False)
class Outgoing:
    """A message to one person, as a kind with references (never text about a resident); rendered when it is sent."""

    recipient_id: str
    #: Key in the catalogue of pushed messages, e.g. "referral_received".
    kind: str
    #: Ids and dates that the text is made of; nothing that may not be in a chat.
    params: dict[str, Any]
    created_at: datetime
    #: Not before this moment (UTC): the minute of undo, the person's bundle moment, the end of quiet hours.
    due_at: datetime
    #: An open window of the web app may show it from this moment on, before `due_at`.
    visible_from: datetime
    #: One visible copy per key: an event for a person. A second row with the same key is refused.
    key: str
    urgent: bool = False
    state: OutgoingState = OutgoingState.PENDING
    attempts: int = 0
    error: str | None = None
    channel: str | None = None
    #: The channel's own id of the message once it is there.
    message_id: str | None = None
    claimed_at: datetime | None = None
    sent_at: datetime | None = None
    #: The change that caused it, so that undoing the change takes the message back.
    change_id: int | None = None
    id: int | None = None


@dataclass(eq=False)
class Button:
    """A button under a message: a short opaque id in the channel, its meaning here; it outlives a restart."""

    token: str
    professional_id: str
    title: str
    intent: str
    details: dict[str, Any]
    #: Buttons of one question share a group: pressing one of them uses up all.
    group: str
    created_at: datetime
    expires_at: datetime
    #: Reading can be repeated; what changes something works once.
    repeatable: bool = False
    used_at: datetime | None = None


@dataclass(eq=False)
class Change:
    """What one tap changed, row by row as it was before, so that it can be taken back within a minute."""

    professional_id: str
    made_at: datetime
    undo_until: datetime
    rows: list[dict[str, Any]] = field(default_factory=list)
    undone_at: datetime | None = None
    id: int | None = None


@dataclass(eq=False)
class ChatMessage:
    """A message that stands in a chat, of either side, by the channel's own id; deleted there at `delete_at` (UTC)."""

    channel: str
    address: str
    message_id: str
    sent_at: datetime
    delete_at: datetime
    id: int | None = None


@dataclass(eq=False)
class Arrival:
    """Something a channel brought, by the channel's own number, so that it is not handled again and again."""

    channel: str
    number: int
    first_at: datetime
    attempts: int = 0
    handled_at: datetime | None = None
