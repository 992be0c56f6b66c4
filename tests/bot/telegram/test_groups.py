"""A group is no place for the assistant."""

from bot.channels.telegram import TelegramChannel
from tests.bot.telegram.conftest import FakeAssistant
from tests.botapi import BotApiServer, ChatMessage, Group, User


def _said(server: BotApiServer, group: Group) -> list[ChatMessage]:
    return [one for one in server.chat(group) if one.from_bot and one.text]


async def test_brought_into_a_group_it_says_one_sentence_and_leaves(
    server: BotApiServer, noor: User, channel: TelegramChannel, assistant: FakeAssistant
) -> None:
    group = server.group("Casusoverleg", with_bot=False)
    group.adds_bot(by=noor)
    await server.wait_for_call_async("leaveChat")
    await server.wait_until_async(lambda: not server.pending_updates)
    (said,) = _said(server, group)
    assert "niet in een groep" in said.text
    assert assistant.heard == []


async def test_spoken_to_in_a_group_it_was_in_already_it_leaves_without_listening(
    server: BotApiServer, noor: User, channel: TelegramChannel, assistant: FakeAssistant
) -> None:
    group = server.group("Casusoverleg")
    noor.sends("/help wie is betrokken bij familie Van den Linde?", to=group)
    noor.sends("/help hallo?", to=group)
    await server.wait_for_call_async("leaveChat")
    await server.wait_until_async(lambda: not server.pending_updates)
    assert len(_said(server, group)) == 1
    assert assistant.heard == []


async def test_thrown_out_of_a_group_it_says_nothing(
    server: BotApiServer, noor: User, channel: TelegramChannel
) -> None:
    group = server.group("Casusoverleg")
    group.kicks_bot(by=noor)
    noor.sends("hoi")
    await server.wait_for_async(noor)
    assert _said(server, group) == []
