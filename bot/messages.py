"""What goes over a channel: a message with buttons, contact cards and files; what came in; the answer to it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from actions.replies import Reply
from knowledge.services.cases import Contact
from knowledge.services.knowledge import Knowledge


@dataclass(frozen=True)
class Message:
    """One message to a person. Buttons are (title, payload); the payload is a short opaque id."""

    text: str
    buttons: tuple[tuple[str, str], ...] = ()
    contacts: tuple[Contact, ...] = ()
    files: Mapping[str, bytes] = field(default_factory=dict)


@dataclass(frozen=True)
class Incoming:
    """What a person sent. `kind` is "text" for words and taps, else what it was: photo, voice, sticker, edited …"""

    text: str = ""
    #: Payload of the button that was tapped.
    button: str | None = None
    kind: str = "text"
    #: The channel's id of the message that was replied to.
    replied_to: str | None = None
    #: The code behind Telegram's /start.
    start_code: str | None = None


@dataclass(frozen=True)
class Heard:
    """What the dialogue engine gets of it: a text free of residents' names, or a button's meaning."""

    person_id: str
    text: str = ""
    intent: str | None = None
    details: dict[str, Any] = field(default_factory=dict)
    #: Code of the case of the message that was replied to.
    replied_case: str | None = None


@dataclass(frozen=True)
class Answer:
    """The answer to what a person sent."""

    messages: tuple[Message, ...]
    #: The person's message held a name or a code: it is deleted from the chat as soon as it is handled.
    delete_incoming: bool = False


def from_reply(knowledge: Knowledge, person_id: str, reply: Reply) -> Message:
    """Return a reply as a message to one person; its buttons get their ids here."""
    buttons = knowledge.buttons.make(person_id, reply.choices)
    shown = tuple((button.title, button.token) for button in buttons)
    return Message(reply.text, shown, tuple(reply.contacts), reply.files)
