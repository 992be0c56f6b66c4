"""What people send, told apart."""

from collections.abc import Callable

import pytest

from bot.channels.telegram import TelegramChannel
from tests.bot.telegram.conftest import FakeAssistant
from tests.botapi import BotApiServer, Contact, User

pytestmark = pytest.mark.usefixtures("channel")


async def test_a_question_gets_its_answer(server: BotApiServer, noor: User, assistant: FakeAssistant) -> None:
    assistant.says("wie heeft er dienst?", "Bram heeft dienst.")
    noor.sends("wie heeft er dienst?")
    (reply,) = await server.wait_for_async(noor)
    assert reply.text == "Bram heeft dienst."
    assert assistant.addresses == [str(noor.id)]
    assert assistant.heard[0].kind == "text"


async def test_an_answer_to_a_message_tells_which_one(
    server: BotApiServer, noor: User, assistant: FakeAssistant
) -> None:
    noor.sends("hoi")
    (reply,) = await server.wait_for_async(noor)
    noor.sends("wie is betrokken bij dit gezin?", reply_to=reply)
    await assistant.was_asked(2)
    assert assistant.heard[1].replied_to == str(reply.message_id)


async def test_a_link_with_a_code_brings_the_code(server: BotApiServer, noor: User, assistant: FakeAssistant) -> None:
    noor.starts("K7F2MNPQ9ABC")
    await server.wait_for_async(noor)
    assert assistant.heard[0].start_code == "K7F2MNPQ9ABC"


async def test_opening_the_bot_without_a_code_is_a_call_for_help(
    server: BotApiServer, noor: User, assistant: FakeAssistant
) -> None:
    noor.starts()
    await server.wait_for_async(noor)
    assert (assistant.heard[0].text, assistant.heard[0].start_code) == ("/help", "")


@pytest.mark.parametrize(("typed", "heard"), [("/help", "/help"), ("/Stop@kortelijn_test_bot", "/stop")])
async def test_commands_arrive_as_they_are_in_the_menu(
    server: BotApiServer, noor: User, assistant: FakeAssistant, typed: str, heard: str
) -> None:
    noor.sends(typed)
    await server.wait_for_async(noor)
    assert (assistant.heard[0].text, assistant.heard[0].start_code) == (heard, None)


def _sends(noor: User, kind: str) -> None:
    card = Contact("+31612345678", "Robin")
    acts: dict[str, Callable[[], object]] = {
        "photo": lambda: noor.sends_photo("ons huis"),
        "voice": noor.sends_voice,
        "sticker": noor.sends_sticker,
        "location": noor.sends_location,
        "contact": lambda: noor.sends_contact(card),
        "document": lambda: noor.sends_document("verslag.pdf", b"%PDF"),
        "forwarded": lambda: noor.forwards("kun jij kijken?", from_name="Robin"),
        "empty": lambda: noor.sends_raw({}),
        "other": lambda: noor.sends_raw({"something_of_next_year": {"size": 3}}),
    }
    acts[kind]()


@pytest.mark.parametrize(
    "kind", ["photo", "voice", "sticker", "location", "contact", "document", "forwarded", "empty", "other"]
)
async def test_what_is_not_text_is_answered_for_what_it_is(
    server: BotApiServer, noor: User, assistant: FakeAssistant, kind: str
) -> None:
    _sends(noor, kind)
    (reply,) = await server.wait_for_async(noor)
    assert reply.text == f"Antwoord op {kind}"
    assert assistant.heard[0].kind == kind


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        ({"dice": {"emoji": "🎲", "value": 4}}, "sticker"),
        ({"venue": {"location": {"latitude": 1, "longitude": 2}, "title": "Plein", "address": "1"}}, "location"),
        ({"video_note": {"file_id": "a", "file_unique_id": "b", "length": 1, "duration": 1}}, "voice"),
        ({"video": {"file_id": "a", "file_unique_id": "b", "width": 1, "height": 1, "duration": 1}}, "photo"),
    ],
)
async def test_their_kin_count_among_them(
    server: BotApiServer, noor: User, assistant: FakeAssistant, content: dict[str, object], kind: str
) -> None:
    noor.sends_raw(content)
    await server.wait_for_async(noor)
    assert assistant.heard[0].kind == kind


async def test_words_under_a_photo_come_along(server: BotApiServer, noor: User, assistant: FakeAssistant) -> None:
    noor.sends_photo("help, hij slaat haar")
    await server.wait_for_async(noor)
    assert assistant.heard[0].text == "help, hij slaat haar"


async def test_an_album_is_answered_once(server: BotApiServer, noor: User, assistant: FakeAssistant) -> None:
    noor.sends_album("voor", "achter", "zij")
    noor.sends("klaar")
    replies = await server.wait_for_async(noor, until=lambda seen: any("klaar" in one.text for one in seen))
    assert [one.kind for one in assistant.heard] == ["photo", "text"]
    assert replies[-1].text == "Antwoord op klaar"


async def test_a_text_that_comes_in_parts_is_answered_once(
    server: BotApiServer, noor: User, assistant: FakeAssistant
) -> None:
    noor.sends("lang verhaal " * 1000)
    await server.wait_until_async(lambda: not server.pending_updates)
    server.clock.advance(60)
    noor.sends("kort dan")
    await server.wait_for_async(noor)
    assert [one.kind for one in assistant.heard] == ["too_long", "text"]
    assert [one.text for one in server.chat(noor) if one.from_bot] == ["Antwoord op too_long", "Antwoord op kort dan"]


async def test_a_changed_message_is_heard_as_changed(
    server: BotApiServer, noor: User, assistant: FakeAssistant
) -> None:
    first = noor.sends("wie is betrokken bij QX-4T8?")
    await server.wait_for_async(noor)
    noor.edits(first, "wie is betrokken bij QX-4T9?")
    (reply,) = await server.wait_for_async(noor)
    assert reply.text == "Antwoord op edited"
    assert (assistant.heard[1].kind, assistant.heard[1].text) == ("edited", "wie is betrokken bij QX-4T9?")


async def test_a_message_with_a_name_is_deleted_at_once(
    server: BotApiServer, noor: User, assistant: FakeAssistant
) -> None:
    assistant.says("hoe gaat het met familie Van den Linde?", "Goed.", delete_incoming=True)
    noor.sends("hoe gaat het met familie Van den Linde?")
    await server.wait_for_call_async("deleteMessage")
    await server.wait_for_async(noor)
    assert [one.text for one in server.chat(noor)] == ["Goed."]


async def test_all_photos_of_an_album_go_when_the_first_must(
    server: BotApiServer, noor: User, assistant: FakeAssistant
) -> None:
    assistant.says("photo", "Foto's horen hier niet.", delete_incoming=True)
    noor.sends_album("voor", "achter")
    await server.wait_for_call_async("deleteMessage", 2)
    assert [one.text for one in server.chat(noor) if not one.from_bot] == []


async def test_what_telegram_itself_puts_in_the_chat_is_not_answered(
    server: BotApiServer, noor: User, assistant: FakeAssistant, channel: TelegramChannel
) -> None:
    noor.sends_raw({"message_auto_delete_timer_changed": {"message_auto_delete_time": 86400}})
    noor.sends("hoi")
    await server.wait_for_async(noor)
    assert [one.text for one in assistant.heard] == ["hoi"]
