"""Buttons: acknowledged at once, used up by one tap."""

import pytest

from bot.messages import Message
from tests.bot.telegram.conftest import FakeAssistant
from tests.botapi import BotApiServer, User

pytestmark = pytest.mark.usefixtures("channel")

QUESTION = Message("Neem je haar aan?", (("Ja, ik neem haar", "t0k3n-ja"), ("Nee", "t0k3n-nee")))


async def _asked(server: BotApiServer, noor: User, assistant: FakeAssistant) -> None:
    assistant.says("hoi", QUESTION)
    noor.sends("hoi")
    await server.wait_for_async(noor)


async def test_a_tap_brings_the_buttons_payload(server: BotApiServer, noor: User, assistant: FakeAssistant) -> None:
    await _asked(server, noor, assistant)
    assistant.says("t0k3n-ja", "Genoteerd.")
    noor.taps("Ja, ik neem haar")
    replies = await server.wait_for_async(noor, until=lambda seen: any(one.text == "Genoteerd." for one in seen))
    assert assistant.heard[-1].button == "t0k3n-ja"
    assert replies[-1].text == "Genoteerd."


async def test_the_keyboard_disappears_and_the_question_stays(
    server: BotApiServer, noor: User, assistant: FakeAssistant
) -> None:
    await _asked(server, noor, assistant)
    noor.taps("Nee")
    await server.wait_for_call_async("editMessageReplyMarkup")
    question = next(one for one in server.chat(noor) if one.text == "Neem je haar aan?")
    assert question.buttons == ()


async def test_a_tap_is_acknowledged_while_the_answer_is_still_being_made(
    server: BotApiServer, noor: User, assistant: FakeAssistant
) -> None:
    await _asked(server, noor, assistant)
    ready = assistant.thinks_long_about("t0k3n-ja")
    tap = noor.taps("Ja, ik neem haar")
    await server.wait_for_answer_async(tap)
    assert assistant.finished == ["hoi"]
    ready.set()


async def test_a_second_tap_on_an_old_screen_is_answered_too(
    server: BotApiServer, noor: User, assistant: FakeAssistant
) -> None:
    await _asked(server, noor, assistant)
    noor.taps("Ja, ik neem haar")
    second = noor.taps("Ja, ik neem haar")
    await server.wait_for_answer_async(second)
    await assistant.was_asked(3)
    assert [one.button for one in assistant.heard[1:]] == ["t0k3n-ja", "t0k3n-ja"]


async def test_a_keyboard_that_cannot_be_removed_is_no_reason_for_silence(
    server: BotApiServer, noor: User, assistant: FakeAssistant
) -> None:
    await _asked(server, noor, assistant)
    server.faults.next("editMessageReplyMarkup", status=400, description="Bad Request: message can't be edited")
    server.faults.next("answerCallbackQuery", status=400, description="Bad Request: query is too old")
    noor.taps("Nee")
    (reply,) = await server.wait_for_async(noor)
    assert reply.text == "Antwoord op t0k3n-nee"
