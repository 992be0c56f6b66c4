"""The process ends at a bad moment: nothing is lost, and nothing is done over and over."""

from bot.channels.telegram import TelegramChannel
from tests.bot.telegram.conftest import FakeAssistant, Opener
from tests.botapi import BotApiServer, User


async def test_an_update_is_confirmed_only_when_it_is_handled(
    server: BotApiServer, noor: User, channel: TelegramChannel, assistant: FakeAssistant
) -> None:
    ready = assistant.thinks_long_about("hoi")
    noor.sends("hoi")
    await assistant.was_asked()
    polls = len(server.calls("getUpdates"))
    await server.wait_for_call_async("getUpdates", polls + 2)
    assert len(server.pending_updates) == 1
    ready.set()
    await server.wait_until_async(lambda: not server.pending_updates)


async def test_stopping_finishes_what_is_being_handled_and_confirms_it(
    server: BotApiServer, noor: User, opened: Opener, assistant: FakeAssistant
) -> None:
    channel = opened()
    await channel.start()
    noor.sends("hoi")
    await assistant.was_asked()
    await channel.stop()
    assert [one.text for one in server.chat(noor) if one.from_bot] == ["Antwoord op hoi"]
    assert server.pending_updates == []


async def test_what_was_broken_off_is_handled_after_the_restart(
    server: BotApiServer, noor: User, opened: Opener, assistant: FakeAssistant
) -> None:
    await _break_off(server, noor, opened, assistant)
    await opened().start()
    (reply,) = await server.wait_for_async(noor)
    assert reply.text == "Antwoord op hoi"
    await server.wait_until_async(lambda: not server.pending_updates)


async def test_what_was_broken_off_twice_is_not_tried_a_third_time_but_said(
    server: BotApiServer, noor: User, opened: Opener, assistant: FakeAssistant
) -> None:
    await _break_off(server, noor, opened, assistant)
    assistant.thinks_long_about("hoi")
    again = opened(timing={"grace": 0})
    await again.start()
    await assistant.was_asked(2)
    await again.stop()
    await opened().start()
    (reply,) = await server.wait_for_async(noor)
    assert "Stuur het nog eens" in reply.text
    assert len(assistant.heard) == 2
    await server.wait_until_async(lambda: not server.pending_updates)


async def test_what_was_handled_but_not_confirmed_is_not_done_again(
    server: BotApiServer, noor: User, opened: Opener, assistant: FakeAssistant
) -> None:
    first = opened()
    await first.start()
    await server.wait_for_call_async("deleteWebhook")
    noor.sends("hoi")
    await assistant.was_asked()
    server.faults.drop("getUpdates", times=None)
    await server.wait_for_async(noor)
    await first.stop()
    assert len(server.pending_updates) == 1
    server.faults.clear()
    await opened().start()
    await server.wait_until_async(lambda: not server.pending_updates)
    assert len(assistant.heard) == 1


async def test_what_came_while_nobody_listened_is_answered(server: BotApiServer, noor: User, opened: Opener) -> None:
    noor.sends("hoi")
    await opened().start()
    (reply,) = await server.wait_for_async(noor)
    assert reply.text == "Antwoord op hoi"


async def _break_off(server: BotApiServer, noor: User, opened: Opener, assistant: FakeAssistant) -> None:
    """Let the process end in the middle of an answer."""
    ready = assistant.thinks_long_about("hoi")
    channel = opened(timing={"grace": 0})
    await channel.start()
    noor.sends("hoi")
    await assistant.was_asked()
    await channel.stop()
    ready.set()
    assert len(server.pending_updates) == 1
    assert [one for one in server.chat(noor) if one.from_bot] == []
