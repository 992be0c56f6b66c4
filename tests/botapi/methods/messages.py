"""Messages of words and cards: sending, changing, deleting; and the answer to a tap."""

from datetime import timedelta

from tests.botapi.errors import bad_request
from tests.botapi.markup import checked_markup, inline_markup
from tests.botapi.methods.registry import method
from tests.botapi.methods.sending import message_text, send
from tests.botapi.objects import JsonObject, TapAnswer, without_empty
from tests.botapi.params import Params
from tests.botapi.state import BOT_ID, Stored, World

DELETABLE_FOR = timedelta(hours=48)
# Telegram does not publish how long a tap can be answered; a minute is about what one sees.
TAP_LIVES = timedelta(minutes=1)
_LONGEST_TAP_ANSWER = 200
_ACTIONS = frozenset(
    {
        "typing",
        "upload_photo",
        "record_video",
        "upload_video",
        "record_voice",
        "upload_voice",
        "upload_document",
        "choose_sticker",
        "find_location",
        "record_video_note",
        "upload_video_note",
    }
)
_UNCHANGED = (
    "message is not modified: specified new message content and reply markup are exactly the same as a current "
    "content and reply markup of the message"
)


@method("sendMessage")
def send_message(world: World, params: Params) -> JsonObject:
    """A text of 1 to 4096 characters."""
    text = message_text(params)
    content = {
        "text": text.text,
        "entities": text.entities,
        "link_preview_options": params.json("link_preview_options"),
    }
    return send(world, params, without_empty(content))


@method("sendContact")
def send_contact(world: World, params: Params) -> JsonObject:
    """A contact card; a number and a first name are the least."""
    card = {name: params.text(name) for name in ("phone_number", "first_name", "last_name", "vcard")}
    if not card["phone_number"]:
        raise bad_request("phone number is empty")
    if not card["first_name"]:
        raise bad_request("first name is empty")
    if len((card["vcard"] or "").encode()) > 2048:
        raise bad_request("vCard is too long")
    return send(world, params, {"contact": without_empty(card)})


@method("sendChatAction")
def send_chat_action(world: World, params: Params) -> bool:
    """'Is typing' and its kin."""
    if params.text("action") not in _ACTIONS:
        raise bad_request("wrong parameter action in request")
    world.writable_chat(params.chat_id())
    return True


@method("editMessageText")
def edit_message_text(world: World, params: Params) -> JsonObject:
    """Other words for a text message of the bot; buttons that are not given again go away."""
    text = message_text(params)
    markup = inline_markup(checked_markup(params.json("reply_markup")))
    stored = _editable(world, params)
    if "text" not in stored.body:
        raise bad_request("there is no text in the message to edit")
    changes: JsonObject = {
        "text": text.text,
        "entities": text.entities,
        "link_preview_options": params.json("link_preview_options"),
    }
    return _change(world, stored, changes | {"reply_markup": markup})


@method("editMessageReplyMarkup")
def edit_message_reply_markup(world: World, params: Params) -> JsonObject:
    """Other buttons under a message of the bot, or none."""
    markup = inline_markup(checked_markup(params.json("reply_markup")))
    return _change(world, _editable(world, params), {"reply_markup": markup})


@method("deleteMessage")
def delete_message(world: World, params: Params) -> bool:
    """Take a message away, within 48 hours; in groups only the bot's own, as it is no administrator there."""
    chat = world.writable_chat(params.chat_id())
    stored = chat.messages.get(params.integer("message_id"))
    if stored is None:
        raise bad_request("message to delete not found")
    if world.clock.timestamp() - stored.body["date"] > DELETABLE_FOR.total_seconds():
        raise bad_request("message can't be deleted for everyone")
    if chat.kind != "private" and stored.body["from"]["id"] != BOT_ID:
        raise bad_request("message can't be deleted")
    del chat.messages[stored.body["message_id"]]
    world.tell()
    return True


@method("answerCallbackQuery")
def answer_callback_query(world: World, params: Params) -> bool:
    """End the waiting after a tap, with or without words."""
    tap = world.taps.get(params.text("callback_query_id") or "")
    if tap is None or world.clock.now() - tap.at > TAP_LIVES:
        raise bad_request("query is too old and response timeout expired or query ID is invalid")
    if len(params.text("text") or "") > _LONGEST_TAP_ANSWER:
        raise bad_request("MESSAGE_TOO_LONG")
    if tap.answer is None:
        tap.answer = TapAnswer(params.text("text") or "", params.flag("show_alert"), params.text("url"))
    world.tell()
    return True


def _editable(world: World, params: Params) -> Stored:
    chat = world.writable_chat(params.chat_id())
    stored = chat.messages.get(params.integer("message_id"))
    if stored is None:
        raise bad_request("message to edit not found")
    if stored.body["from"]["id"] != BOT_ID:
        raise bad_request("message can't be edited")
    world.limits.count(chat.chat_id)
    return stored


def _change(world: World, stored: Stored, changes: JsonObject) -> JsonObject:
    compared = changes.keys() - {"link_preview_options"}
    if all((stored.body.get(name) or None) == (changes[name] or None) for name in compared):
        raise bad_request(_UNCHANGED)
    kept = {name: value for name, value in stored.body.items() if name not in changes}
    stored.body = kept | without_empty(changes) | {"edit_date": world.clock.timestamp()}
    stored.changed = world.next_change()
    world.tell()
    return stored.body
