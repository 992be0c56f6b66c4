"""What a test sees: messages, buttons, files and calls; and the small Bot API objects both sides share."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

JsonObject = dict[str, Any]


@dataclass(frozen=True)
class Button:
    """An inline button: its title, and the data it sends or the address it opens."""

    title: str
    data: str | None = None
    url: str | None = None


@dataclass(frozen=True)
class Contact:
    """A contact card."""

    phone_number: str
    first_name: str
    last_name: str = ""
    vcard: str = ""


@dataclass(frozen=True)
class StoredFile:
    """A file the server keeps: uploaded by the bot or sent by a person."""

    file_id: str
    unique_id: str
    name: str
    mime_type: str
    content: bytes
    path: str

    def described(self) -> JsonObject:
        """The part that every file object of the Bot API has."""
        return {"file_id": self.file_id, "file_unique_id": self.unique_id, "file_size": len(self.content)}


@dataclass(frozen=True)
class ChatMessage:
    """A message as somebody who opens the chat now sees it; `text` is the caption under a photo or document."""

    message_id: int
    chat_id: int
    date: datetime
    from_bot: bool
    text: str = ""
    entities: tuple[JsonObject, ...] = ()
    rows: tuple[tuple[Button, ...], ...] = ()
    keyboard: tuple[str, ...] = ()
    contact: Contact | None = None
    document: StoredFile | None = None
    photo: StoredFile | None = None
    reply_to: int | None = None
    protected: bool = False
    edited: bool = False

    @property
    def buttons(self) -> tuple[Button, ...]:
        """All inline buttons, row after row."""
        return tuple(button for row in self.rows for button in row)

    @property
    def titles(self) -> tuple[str, ...]:
        """The titles of all inline buttons."""
        return tuple(button.title for button in self.buttons)

    def button(self, title_or_data: str) -> Button | None:
        """The inline button with this title or this data, if there is one."""
        found = (button for button in self.buttons if title_or_data in (button.title, button.data))
        return next(found, None)


@dataclass
class Call:
    """A call the bot made; `outcome` is `under way`, `ok`, `dropped` or the description of the refusal."""

    method: str
    params: JsonObject
    uploads: tuple[str, ...]
    at: datetime
    outcome: str = "under way"


@dataclass(frozen=True)
class TapAnswer:
    """What answerCallbackQuery showed to the person who tapped."""

    text: str = ""
    show_alert: bool = False
    url: str | None = None


@dataclass
class Tap:
    """A tapped button; `answer` is filled once the bot has answered."""

    query_id: str
    user_id: int
    at: datetime
    answer: TapAnswer | None = field(default=None)


def without_empty(values: JsonObject) -> JsonObject:
    """The Bot API leaves out what is not there: drops None, False, empty texts and lists."""
    return {name: value for name, value in values.items() if value not in (None, False, "", [])}


def user_object(user_id: int, first_name: str, last_name: str, username: str) -> JsonObject:
    """A person as User."""
    person = {"id": user_id, "first_name": first_name, "last_name": last_name, "username": username}
    return without_empty(person) | {"is_bot": False, "language_code": "nl"}
