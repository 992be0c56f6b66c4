"""The people of a test: what they type, send and tap, in their own chat with the bot or in a group."""

from io import BytesIO
from typing import Any

from PIL import Image

from tests.botapi.entities import found_entities
from tests.botapi.methods.files import document_field, photo_field
from tests.botapi.methods.sending import LONGEST_TEXT
from tests.botapi.objects import Button, ChatMessage, Contact, JsonObject, Tap, user_object, without_empty
from tests.botapi.state import BOT_ID, Chat, Standing, Stored, World, shown

_MEMBER_STATUS = {Standing.BLOCKED: "kicked", Standing.KICKED: "kicked", Standing.LEFT: "left"}


def picture(width: int = 8, height: int = 6, shape: str = "JPEG") -> bytes:
    """A small real picture, to send from either side; measures in pixels."""
    written = BytesIO()
    Image.new("RGB", (width, height), "teal").save(written, shape)
    return written.getvalue()


class Group:
    """A group chat; the bot is in it from the start unless it is made otherwise."""

    def __init__(self, world: World, chat: Chat) -> None:
        self._world = world
        self._chat = chat

    @property
    def id(self) -> int:
        """The chat's number."""
        return self._chat.chat_id

    def adds_bot(self, by: "User") -> None:
        """A member brings the bot in; the bot gets both updates that come with it."""
        self._set_standing(by, Standing.OPEN)
        by.sends_raw({"new_chat_members": [self._world.bot], "new_chat_member": self._world.bot}, to=self)

    def kicks_bot(self, by: "User") -> None:
        """A member removes the bot."""
        self._set_standing(by, Standing.KICKED)

    def migrates(self, to: "Group") -> None:
        """Become a supergroup under another number; the old number answers with where it went."""
        with self._world.changed:
            stored = self._world.add_message(self._chat, self._world.bot, {"migrate_to_chat_id": to.id})
            self._world.updates.add("message", stored.body)
            self._chat.moved_to = to.id

    def _set_standing(self, by: "User", standing: Standing) -> None:
        with self._world.changed:
            change_standing(self._world, self._chat, by.as_object, standing)


class User:
    """A person with Telegram. Until they act (or `opens_chat`) the bot cannot write to them."""

    def __init__(self, world: World, chat: Chat, description: JsonObject) -> None:
        self._world = world
        self._chat = chat
        self._acted_at = 0
        self.as_object = description

    @property
    def id(self) -> int:
        """The person's number; that of their private chat is the same."""
        return self._chat.chat_id

    @property
    def acted_at(self) -> int:
        """The place of this person's last act in the order of all changes."""
        return self._acted_at

    def opens_chat(self) -> None:
        """They have talked with the bot before this test: it may write to them; no update comes of it."""
        with self._world.changed:
            self._chat.standing = Standing.OPEN

    def starts(self, code: str = "") -> ChatMessage:
        """They open the bot, perhaps by a link with a code."""
        return self.sends(f"/start {code}".strip())

    def sends(self, text: str, *, reply_to: ChatMessage | None = None, to: Group | None = None) -> ChatMessage:
        """They type a text. One that is too long goes out in parts, as Telegram's apps do; the last is returned."""
        parts = [text[start : start + LONGEST_TEXT] for start in range(0, len(text), LONGEST_TEXT)] or [""]
        sent = [self.sends_raw({"text": part} | _entities("entities", part), reply_to, to) for part in parts]
        return sent[-1]

    def sends_photo(self, caption: str = "", *, media_group: str = "", to: Group | None = None) -> ChatMessage:
        """They send a photo, perhaps as part of an album of that name."""
        kept = self._world.keep_file(picture(), "photo.jpg", "image/jpeg", "photos")
        return self.sends_raw(photo_field(kept, 8, 6) | _captioned(caption, media_group), to=to)

    def sends_album(self, *captions: str, to: Group | None = None) -> list[ChatMessage]:
        """They send several photos at once: as many messages with the same media group."""
        album = self._world.new_id("album")
        return [self.sends_photo(caption, media_group=album, to=to) for caption in captions]

    def sends_document(
        self, name: str, content: bytes, *, mime_type: str = "application/octet-stream", caption: str = ""
    ) -> ChatMessage:
        """They send a file."""
        kept = self._world.keep_file(content, name, mime_type, "documents")
        return self.sends_raw(document_field(kept) | _captioned(caption))

    def sends_voice(self, seconds: int = 3, content: bytes = b"OggS voice", *, to: Group | None = None) -> ChatMessage:
        """They speak a message of so many seconds."""
        kept = self._world.keep_file(content, "voice.oga", "audio/ogg", "voice")
        voice = kept.described() | {"duration": seconds, "mime_type": kept.mime_type}
        return self.sends_raw({"voice": voice}, to=to)

    def sends_sticker(self, emoji: str = "👍", *, to: Group | None = None) -> ChatMessage:
        """They send a sticker."""
        kept = self._world.keep_file(b"RIFF sticker", "sticker.webp", "image/webp", "stickers")
        measures = {"type": "regular", "width": 512, "height": 512, "is_animated": False, "is_video": False}
        return self.sends_raw({"sticker": kept.described() | measures | {"emoji": emoji}}, to=to)

    def sends_location(self, latitude: float = 52.09, longitude: float = 5.12) -> ChatMessage:
        """They send a place, in degrees."""
        return self.sends_raw({"location": {"latitude": latitude, "longitude": longitude}})

    def sends_contact(self, contact: Contact, *, own: bool = False) -> ChatMessage:
        """They send a contact card; `own` when it is their own number."""
        card: JsonObject = {"phone_number": contact.phone_number, "first_name": contact.first_name}
        rest: JsonObject = {"last_name": contact.last_name, "vcard": contact.vcard, "user_id": self.id if own else None}
        return self.sends_raw({"contact": card | without_empty(rest)})

    def forwards(self, text: str, *, from_name: str) -> ChatMessage:
        """They pass on what somebody else wrote, whose account stays hidden."""
        origin = {"type": "hidden_user", "sender_user_name": from_name, "date": self._world.clock.timestamp()}
        return self.sends_raw({"text": text, "forward_origin": origin} | _entities("entities", text))

    def sends_raw(
        self, content: JsonObject, reply_to: ChatMessage | None = None, to: Group | None = None
    ) -> ChatMessage:
        """They send a message with these very fields: for kinds that have no method here (dice, poll, nothing)."""
        with self._world.changed:
            chat = self._enter(to)
            if reply_to:
                content = content | {"reply_to_message": chat.messages[reply_to.message_id].body}
            stored = self._world.add_message(chat, self.as_object, content)
            self._acted_at = stored.changed
            if self._bot_hears(chat, stored.body):
                self._world.updates.add("message", stored.body)
            return shown(self._world, stored)

    def edits(self, message: ChatMessage, text: str) -> ChatMessage:
        """They change a text they sent before."""
        with self._world.changed:
            stored = self._world.chats[message.chat_id].messages[message.message_id]
            kept = {name: value for name, value in stored.body.items() if name != "entities"}
            changed = {"text": text, "edit_date": self._world.clock.timestamp()} | _entities("entities", text)
            stored.body = kept | changed
            stored.changed = self._acted_at = self._world.next_change()
            self._world.updates.add("edited_message", stored.body)
            self._world.tell()
            return shown(self._world, stored)

    def taps(self, title_or_data: str, message: ChatMessage | None = None, *, in_group: Group | None = None) -> Tap:
        """They tap an inline button, in the last message that has it unless one is given."""
        with self._world.changed:
            chat = self._enter(in_group)
            stored, button = self._find_button(chat, title_or_data, message)
            if button.data is None:
                raise AssertionError(f"'{button.title}' opens {button.url}: nothing reaches the bot")
            tap = Tap(self._world.new_id("4711"), self.id, self._world.clock.now())
            self._world.taps[tap.query_id] = tap
            self._acted_at = self._world.next_change()
            self._world.updates.add("callback_query", self._tap_object(tap, stored, button.data))
            return tap

    def blocks_bot(self) -> None:
        """They block the bot; it is told, and cannot write here any more."""
        self._set_standing(Standing.BLOCKED)

    def unblocks_bot(self) -> None:
        """They let the bot back in."""
        self._set_standing(Standing.OPEN)

    def deletes_account(self) -> None:
        """They leave Telegram; the bot finds out when it writes."""
        with self._world.changed:
            self._chat.standing = Standing.DEACTIVATED

    def _set_standing(self, standing: Standing) -> None:
        with self._world.changed:
            change_standing(self._world, self._chat, self.as_object, standing)

    def _enter(self, group: Group | None) -> Chat:
        if group is None:
            if self._chat.standing in (Standing.BLOCKED, Standing.DEACTIVATED):
                raise AssertionError("who blocked the bot or left Telegram cannot write to it")
            self._chat.standing = Standing.OPEN
            return self._chat
        if self._chat.standing is Standing.UNKNOWN:
            self._chat.standing = Standing.ONLY_SEEN_IN_GROUP
        return self._world.chats[group.id]

    def _find_button(self, chat: Chat, wanted: str, message: ChatMessage | None) -> tuple[Stored, Button]:
        numbers = [message.message_id] if message else sorted(chat.messages, reverse=True)
        for stored in (chat.messages[number] for number in numbers if number in chat.messages):
            button = shown(self._world, stored).button(wanted)
            if button:
                return stored, button
        raise AssertionError(f"there is no button '{wanted}' in what {self.as_object['first_name']} sees")

    def _tap_object(self, tap: Tap, stored: Stored, data: str) -> JsonObject:
        instance = str(stored.body["chat"]["id"] * 7919)
        who = {"id": tap.query_id, "from": self.as_object, "chat_instance": instance}
        return who | {"message": stored.body, "data": data}

    def _bot_hears(self, chat: Chat, body: JsonObject) -> bool:
        if chat.refusal():
            return False
        if chat.kind == "private" or self._world.reads_all_in_groups or "new_chat_members" in body:
            return True
        # Privacy mode: in groups a bot gets commands, mentions of itself and replies to itself.
        words = str(body.get("text") or body.get("caption") or "")
        replied = bool(body.get("reply_to_message", {}).get("from", {}).get("id") == BOT_ID)
        return replied or words.startswith("/") or f"@{self._world.bot['username']}" in words


def new_user(world: World, user_id: int, first_name: str, last_name: str, username: str) -> User:
    """A person whom the bot has not met."""
    description = user_object(user_id, first_name, last_name, username)
    visible = without_empty({"first_name": first_name, "last_name": last_name, "username": username})
    with world.changed:
        world.chats[user_id] = Chat(user_id, "private", visible)
    return User(world, world.chats[user_id], description)


def change_standing(world: World, chat: Chat, by: JsonObject, standing: Standing) -> None:
    """Let the bot in or out, and send the `my_chat_member` update that tells it so."""
    before, chat.standing = chat.standing, standing
    update: JsonObject = {"chat": chat.as_object(), "from": by, "date": world.clock.timestamp()}
    members = {"old_chat_member": _member(world, before), "new_chat_member": _member(world, standing)}
    world.updates.add("my_chat_member", update | members)
    world.tell()


def _member(world: World, standing: Standing) -> JsonObject:
    status = _MEMBER_STATUS.get(standing, "member" if standing is Standing.OPEN else "left")
    until = {"until_date": 0} if status == "kicked" else {}
    return {"user": world.bot, "status": status} | until


def _entities(name: str, text: str) -> JsonObject:
    return without_empty({name: found_entities(text)})


def _captioned(caption: str, media_group: str = "") -> JsonObject:
    words: dict[str, Any] = {"caption": caption, "media_group_id": media_group}
    return without_empty(words) | _entities("caption_entities", caption)
