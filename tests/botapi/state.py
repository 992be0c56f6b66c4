"""What the server knows: chats and their messages, files, taps, updates. One lock guards it all."""

import threading
from dataclasses import dataclass, field
from datetime import datetime, timezone
from enum import Enum
from itertools import count

from tests.botapi.clock import Bell, Clock
from tests.botapi.errors import ApiError, bad_request, forbidden, migrated
from tests.botapi.faults import Faults
from tests.botapi.limits import RateLimits
from tests.botapi.markup import shown_keyboard, shown_rows
from tests.botapi.objects import Call, ChatMessage, Contact, JsonObject, StoredFile, Tap
from tests.botapi.updates import UpdateQueue

BOT_ID = 110201543
SUPERGROUP_BASE = -1_000_000_000_000


class Standing(Enum):
    """How the bot stands in a chat, with what it is told when it writes there anyway."""

    OPEN = ""
    UNKNOWN = "chat not found"
    ONLY_SEEN_IN_GROUP = "bot can't initiate conversation with a user"
    BLOCKED = "bot was blocked by the user"
    DEACTIVATED = "user is deactivated"
    KICKED = "bot was kicked from the {kind} chat"
    LEFT = "bot is not a member of the {kind} chat"


@dataclass
class Stored:
    """A message as the API shows it, and what only the chat window knows."""

    body: JsonObject
    changed: int
    keyboard: JsonObject | None = None


@dataclass
class Chat:
    """A private chat or a group, with its messages by number."""

    chat_id: int
    kind: str
    description: JsonObject
    standing: Standing = Standing.UNKNOWN
    moved_to: int | None = None
    messages: dict[int, Stored] = field(default_factory=dict)

    def as_object(self) -> JsonObject:
        """The chat as Chat."""
        return {"id": self.chat_id, "type": self.kind} | self.description

    def refusal(self) -> ApiError | None:
        """Why the bot cannot write here, or None when it can."""
        if self.moved_to is not None:
            return migrated(self.moved_to)
        if self.standing is Standing.OPEN:
            return None
        refuse = bad_request if self.standing is Standing.UNKNOWN else forbidden
        return refuse(self.standing.value.format(kind=self.kind))


class World:
    """Everything at once. Change it only with `changed` held: `with world.changed: …; world.tell()`."""

    def __init__(self, bot_username: str, bot_name: str) -> None:
        self.changed = threading.Condition()
        self.bell = Bell()
        self.clock = Clock()
        self.faults = Faults()
        self.limits = RateLimits(self.clock)
        self.updates = UpdateQueue(self.bell)
        self.bot: JsonObject = {"id": BOT_ID, "is_bot": True, "first_name": bot_name, "username": bot_username}
        self.reads_all_in_groups = False
        self.logged_out = False
        self.closing = False
        self.chats: dict[int, Chat] = {}
        self.files: dict[str, StoredFile] = {}
        self.taps: dict[str, Tap] = {}
        self.calls: list[Call] = []
        self.commands: dict[str, list[JsonObject]] = {}
        self.profile: dict[str, str] = {}
        self._message_ids = count(1)
        self._changes = count(1)
        self._names = count(1)

    def tell(self) -> None:
        """Wake everybody who waits for something to happen."""
        self.changed.notify_all()

    def chat(self, chat_id: int | str) -> Chat:
        """The chat with this number or @name; 400 when there is none."""
        for chat in self.chats.values():
            if chat_id in (chat.chat_id, f"@{chat.description.get('username')}"):
                return chat
        raise bad_request("chat not found")

    def writable_chat(self, chat_id: int | str) -> Chat:
        """The chat, if the bot may write there now."""
        chat = self.chat(chat_id)
        refusal = chat.refusal()
        if refusal:
            raise refusal
        return chat

    def add_message(self, chat: Chat, sender: JsonObject, content: JsonObject) -> Stored:
        """A new message at the end of a chat."""
        number = next(self._message_ids)
        frame = {"message_id": number, "date": self.clock.timestamp(), "chat": chat.as_object(), "from": sender}
        stored = Stored(frame | content, self.next_change())
        chat.messages[number] = stored
        self.tell()
        return stored

    def next_change(self) -> int:
        """A number higher than that of every change before."""
        return next(self._changes)

    def new_id(self, prefix: str) -> str:
        """A name that was not given before: for files, taps and albums."""
        return f"{prefix}{next(self._names):06d}"

    def keep_file(self, content: bytes, name: str, mime_type: str, folder: str) -> StoredFile:
        """Keep a file so that getFile finds it."""
        number = self.new_id("")
        suffix = f".{name.rsplit('.', 1)[-1]}" if "." in name else ""
        path = f"{folder}/file_{int(number)}{suffix}"
        kept = StoredFile(f"BQACAgQAAxkB{number}", f"AgAD{number}", name, mime_type, content, path)
        self.files[kept.file_id] = kept
        return kept


def shown(world: World, stored: Stored) -> ChatMessage:
    """The message as a person sees it."""
    body = stored.body
    document, photo = body.get("document"), body.get("photo")
    return ChatMessage(
        message_id=body["message_id"],
        chat_id=body["chat"]["id"],
        date=datetime.fromtimestamp(body["date"], timezone.utc),
        from_bot=body["from"]["id"] == BOT_ID,
        text=body.get("text") or body.get("caption") or "",
        entities=tuple(body.get("entities") or body.get("caption_entities") or ()),
        rows=shown_rows(body.get("reply_markup")),
        keyboard=shown_keyboard(stored.keyboard),
        contact=_shown_contact(body.get("contact")),
        document=world.files[document["file_id"]] if document else None,
        photo=world.files[photo[-1]["file_id"]] if photo else None,
        reply_to=body.get("reply_to_message", {}).get("message_id"),
        protected=bool(body.get("has_protected_content")),
        edited="edit_date" in body,
    )


def _shown_contact(card: JsonObject | None) -> Contact | None:
    if card is None:
        return None
    return Contact(card["phone_number"], card["first_name"], card.get("last_name", ""), card.get("vcard", ""))
