"""Messages of the bot, sent by the real python-telegram-bot: what appears in the chat and what is refused."""

import httpx
import pytest
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, LinkPreviewOptions, ReplyKeyboardMarkup
from telegram.error import BadRequest

from tests.botapi import BotApiServer, Button, Contact, User, picture

TWO_BUTTONS = InlineKeyboardMarkup(
    [[InlineKeyboardButton("Bel nu", callback_data="bel:1")], [InlineKeyboardButton("Site", url="https://example.nl")]]
)


async def test_a_formatted_text_appears_with_its_buttons(server: BotApiServer, bot: Bot, noor: User) -> None:
    sent = await bot.send_message(
        noor.id,
        "<b>Huisarts</b> &amp; <i>wijk</i>team",
        parse_mode="HTML",
        reply_markup=TWO_BUTTONS,
        protect_content=True,
        link_preview_options=LinkPreviewOptions(is_disabled=True),
    )
    (seen,) = server.chat(noor)
    assert seen.text == "Huisarts & wijkteam"
    assert seen.buttons == (Button("Bel nu", data="bel:1"), Button("Site", url="https://example.nl"))
    assert seen.protected
    assert sent.has_protected_content
    assert sent.parse_entities() == {sent.entities[0]: "Huisarts", sent.entities[1]: "wijk"}


async def test_emoji_do_not_shift_the_bold_part(bot: Bot, noor: User) -> None:
    sent = await bot.send_message(noor.id, "  👩‍⚕️ <b>let op</b>", parse_mode="HTML")
    assert sent.text == "👩‍⚕️ let op"
    assert sent.parse_entity(sent.entities[0]) == "let op"


@pytest.mark.parametrize(
    ("html", "complaint"),
    [
        ("<b>open", 'Can\'t find end tag corresponding to start tag "b"'),
        ("<b>fout</i>", 'Unmatched end tag at byte offset 7, expected "</b>", found "</i>"'),
        ("los</b>", "Unexpected end tag at byte offset 3"),
        ("é <p>alinea</p>", 'Unsupported start tag "p" at byte offset 3'),
        ("3 < 4", "Unclosed start tag at byte offset 2"),
        ("<span>x</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
    ],
)
def test_broken_html_is_refused_with_the_place(raw: httpx.Client, noor: User, html: str, complaint: str) -> None:
    answer = raw.post("sendMessage", json={"chat_id": noor.id, "text": html, "parse_mode": "HTML"})
    assert answer.json()["description"] == f"Bad Request: can't parse entities: {complaint}"


@pytest.mark.parametrize(
    ("text", "complaint"),
    [("", "Message text is empty"), (" \n ", "Message text is empty"), ("a" * 4097, "Message is too long")],
)
async def test_a_text_has_1_to_4096_characters(bot: Bot, noor: User, text: str, complaint: str) -> None:
    with pytest.raises(BadRequest, match=complaint):
        await bot.send_message(noor.id, text)


async def test_tags_do_not_count_for_the_length(server: BotApiServer, bot: Bot, noor: User) -> None:
    await bot.send_message(noor.id, "<b>" + "a" * 4096 + "</b>", parse_mode="HTML")
    assert len(server.chat(noor)[0].text) == 4096


@pytest.mark.parametrize(
    ("button", "complaint"),
    [
        (InlineKeyboardButton("Bel", callback_data="é" * 33), "BUTTON_DATA_INVALID"),
        (InlineKeyboardButton("Bel", callback_data=""), "BUTTON_DATA_INVALID"),
        (InlineKeyboardButton(" ", callback_data="x"), "text must be non-empty"),
        (InlineKeyboardButton("Bel"), "Text buttons are unallowed"),
        (InlineKeyboardButton("Open", url="http://localhost:8080/zaak"), "Wrong HTTP URL"),
        (InlineKeyboardButton("Open", url="ftp://example.nl"), "Unsupported URL protocol"),
    ],
)
async def test_buttons_that_telegram_would_not_take(
    bot: Bot, noor: User, button: InlineKeyboardButton, complaint: str
) -> None:
    with pytest.raises(BadRequest, match=rf"(?i){complaint}"):
        await bot.send_message(noor.id, "kies", reply_markup=InlineKeyboardMarkup([[button]]))


async def test_a_reply_keyboard_is_seen(server: BotApiServer, bot: Bot, noor: User) -> None:
    await bot.send_message(noor.id, "kies", reply_markup=ReplyKeyboardMarkup([["Ja", "Nee"]]))
    assert server.chat(noor)[0].keyboard == ("Ja", "Nee")


async def test_a_reply_hangs_on_what_was_asked(server: BotApiServer, bot: Bot, noor: User) -> None:
    question = noor.sends("wie heeft de regie?")
    await bot.send_message(noor.id, "Het wijkteam", reply_to_message_id=question.message_id)
    assert server.chat(noor)[-1].reply_to == question.message_id
    with pytest.raises(BadRequest, match="Message to be replied not found"):
        await bot.send_message(noor.id, "Het wijkteam", reply_to_message_id=999)


async def test_an_edit_replaces_words_and_takes_the_buttons_away(server: BotApiServer, bot: Bot, noor: User) -> None:
    sent = await bot.send_message(noor.id, "Bevestigen?", reply_markup=TWO_BUTTONS)
    await bot.edit_message_text("Verstuurd", noor.id, sent.message_id)
    (seen,) = server.chat(noor)
    assert (seen.text, seen.buttons, seen.edited) == ("Verstuurd", (), True)
    with pytest.raises(BadRequest, match="Message is not modified"):
        await bot.edit_message_text("Verstuurd", noor.id, sent.message_id)


async def test_buttons_alone_can_be_changed(server: BotApiServer, bot: Bot, noor: User) -> None:
    sent = await bot.send_message(noor.id, "Bevestigen?", reply_markup=TWO_BUTTONS)
    with pytest.raises(BadRequest, match="Message is not modified"):
        await bot.edit_message_reply_markup(noor.id, sent.message_id, reply_markup=TWO_BUTTONS)
    await bot.edit_message_reply_markup(noor.id, sent.message_id)
    assert server.chat(noor)[0].titles == ()


async def test_what_cannot_be_edited(bot: Bot, noor: User) -> None:
    typed = noor.sends("hoi")
    photo = await bot.send_photo(noor.id, picture())
    for number, complaint in ((999, "edit not found"), (typed.message_id, "can't be edited"), (photo.id, "no text")):
        with pytest.raises(BadRequest, match=complaint):
            await bot.edit_message_text("anders", noor.id, number)


async def test_a_message_can_be_deleted_for_48_hours(server: BotApiServer, bot: Bot, noor: User) -> None:
    first, second = await bot.send_message(noor.id, "een"), await bot.send_message(noor.id, "twee")
    server.clock.advance(hours=47)
    assert await bot.delete_message(noor.id, first.message_id)
    assert [message.text for message in server.chat(noor)] == ["twee"]
    server.clock.advance(hours=2)
    with pytest.raises(BadRequest, match="can't be deleted for everyone"):
        await bot.delete_message(noor.id, second.message_id)
    with pytest.raises(BadRequest, match="delete not found"):
        await bot.delete_message(noor.id, first.message_id)


async def test_a_contact_card_arrives(server: BotApiServer, bot: Bot, noor: User) -> None:
    await bot.send_contact(noor.id, phone_number="+31612345678", first_name="Wijkteam", last_name="Noord")
    assert server.chat(noor)[0].contact == Contact("+31612345678", "Wijkteam", "Noord")


def test_a_contact_card_needs_a_name(raw: httpx.Client, noor: User) -> None:
    nameless = raw.post("sendContact", json={"chat_id": noor.id, "phone_number": "+31612345678"})
    assert nameless.json()["description"] == "Bad Request: first name is empty"


async def test_a_tap_is_answered_while_it_is_fresh(server: BotApiServer, bot: Bot, noor: User) -> None:
    await bot.send_message(noor.id, "Terugbellen?", reply_markup=TWO_BUTTONS)
    tap = noor.taps("Bel nu")
    (update,) = await bot.get_updates()
    assert update.callback_query is not None
    assert update.callback_query.data == "bel:1"
    await bot.answer_callback_query(tap.query_id, "Genoteerd", show_alert=True)
    answer = server.wait_for_answer(tap)
    assert (answer.text, answer.show_alert) == ("Genoteerd", True)

    late = noor.taps("bel:1")
    server.clock.advance(120)
    with pytest.raises(BadRequest, match="Query is too old"):
        await bot.answer_callback_query(late.query_id)


def test_a_tap_on_a_button_that_is_not_there_is_the_test_s_mistake(noor: User) -> None:
    with pytest.raises(AssertionError, match="no button 'Bel nu'"):
        noor.taps("Bel nu")
