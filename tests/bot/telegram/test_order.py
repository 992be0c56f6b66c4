"""One person's messages in order, those of different persons side by side."""

from bot.channels.telegram import TelegramChannel
from tests.bot.telegram.conftest import FakeAssistant
from tests.botapi import BotApiServer, User


async def test_one_persons_messages_are_answered_in_order(
    server: BotApiServer, noor: User, channel: TelegramChannel, assistant: FakeAssistant
) -> None:
    ready = assistant.thinks_long_about("een")
    for word in ("een", "twee", "drie"):
        noor.sends(word)
    await assistant.was_asked()
    assert [one.text for one in assistant.heard] == ["een"]
    ready.set()
    await assistant.was_asked(3)
    assert [one.text for one in assistant.heard] == ["een", "twee", "drie"]
    assert len(server.calls("getUpdates")) < 50


async def test_somebody_else_does_not_wait_for_it(
    server: BotApiServer, noor: User, sander: User, channel: TelegramChannel, assistant: FakeAssistant
) -> None:
    ready = assistant.thinks_long_about("moeilijk")
    noor.sends("moeilijk")
    await assistant.was_asked()
    sander.sends("makkelijk")
    (reply,) = await server.wait_for_async(sander)
    assert reply.text == "Antwoord op makkelijk"
    assert assistant.finished == ["makkelijk"]
    ready.set()
    await server.wait_for_async(noor)
