"""What all messages of the bot have in common: where they go, what they answer, what hangs below them."""

from typing import Any

from tests.botapi.entities import FormattedText, formatted, utf16_length
from tests.botapi.errors import bad_request
from tests.botapi.markup import checked_markup, inline_markup
from tests.botapi.objects import JsonObject, without_empty
from tests.botapi.params import Params
from tests.botapi.state import Chat, World

# Telegram says "characters after entities parsing". We count UTF-16 units, the strictest reading.
LONGEST_TEXT = 4096
LONGEST_CAPTION = 1024


def message_text(params: Params) -> FormattedText:
    """The `text` of a call, parsed: 1 to 4096 characters after entity parsing."""
    text = formatted(params.text("text") or "", params.text("parse_mode"), params.json("entities"))
    if not text.text:
        raise bad_request("message text is empty")
    if utf16_length(text.text) > LONGEST_TEXT:
        raise bad_request("message is too long")
    return text


def caption(params: Params) -> JsonObject:
    """The caption fields of a call, parsed: at most 1024 characters."""
    text = formatted(params.text("caption") or "", params.text("parse_mode"), params.json("caption_entities"))
    if utf16_length(text.text) > LONGEST_CAPTION:
        raise bad_request("message caption is too long")
    return without_empty({"caption": text.text, "caption_entities": text.entities})


def send(world: World, params: Params, content: JsonObject) -> JsonObject:
    """Put a message of the bot in the chat that the call names; the answer is the message."""
    markup = checked_markup(params.json("reply_markup"))
    chat = world.writable_chat(params.chat_id())
    frame: JsonObject = {
        "reply_to_message": _replied_to(chat, params),
        "reply_markup": inline_markup(markup),
        "has_protected_content": params.flag("protect_content"),
    }
    world.limits.count(chat.chat_id)
    stored = world.add_message(chat, world.bot, content | without_empty(frame))
    stored.keyboard = markup
    return stored.body


def _replied_to(chat: Chat, params: Params) -> Any:
    reply = params.json("reply_parameters") or {}
    number = int(reply.get("message_id", params.integer("reply_to_message_id")))
    if not number:
        return None
    original = chat.messages.get(number)
    if original is None:
        if reply.get("allow_sending_without_reply") or params.flag("allow_sending_without_reply"):
            return None
        raise bad_request("message to be replied not found")
    return {name: value for name, value in original.body.items() if name != "reply_to_message"}
