"""Getting through: commands, a wrong token, no network, another bot at the same time, and clean logs."""

import asyncio
import contextlib
import logging

import pytest

from bot.channels.telegram import NotReached, TelegramChannel, reach
from bot.channels.telegram.polling import Poller
from bot.settings import SettingsProblem
from tests.bot.telegram.conftest import FakeAssistant, Opener, Pauses, settings_for
from tests.botapi import BotApiServer, User

NOWHERE = "http://127.0.0.1:9/bot"


async def test_the_commands_are_in_the_menu(server: BotApiServer, channel: TelegramChannel) -> None:
    call = await server.wait_for_call_async("setMyCommands")
    names = [name for name in ("start", "help", "stop") if f'"command": "{name}"' in call.params["commands"]]
    assert names == ["start", "help", "stop"]
    assert channel.username == "kortelijn_test_bot"


async def test_without_network_at_first_it_gets_through_later(
    server: BotApiServer, noor: User, opened: Opener, pauses: Pauses, caplog: pytest.LogCaptureFixture
) -> None:
    server.faults.drop("getMe", times=4)
    noor.sends("hoi")
    await opened().start()
    (reply,) = await server.wait_for_async(noor)
    assert reply.text == "Antwoord op hoi"
    assert pauses.seconds[:4] == [2, 4, 8, 16]
    said = [record.getMessage() for record in caplog.records if "niet te bereiken" in record.getMessage()]
    assert len(said) == 1


async def test_a_wrong_token_is_said_in_one_line_without_the_token(
    server: BotApiServer, opened: Opener, caplog: pytest.LogCaptureFixture
) -> None:
    wrong = f"{server.token[:-1]}B"
    tried = asyncio.Event()

    async def pause(seconds: float) -> None:
        tried.set()
        await asyncio.Event().wait()

    channel = opened(telegram_token=wrong, timing={"pause": pause})
    with caplog.at_level(logging.DEBUG):
        await channel.start()
        await asyncio.wait_for(tried.wait(), 10)
    assert "KORTELIJN_TELEGRAM_TOKEN" in caplog.text
    assert wrong not in caplog.text
    assert not channel.connected.is_set()


async def test_trouble_while_polling_is_said_once_and_waited_out(
    server: BotApiServer, noor: User, channel: TelegramChannel, caplog: pytest.LogCaptureFixture
) -> None:
    await server.wait_for_call_async("deleteWebhook")
    server.faults.next("getUpdates", status=502, times=5)
    noor.sends("hoi")
    await server.wait_for_async(noor)
    noor.sends("nog eens")
    (reply,) = await server.wait_for_async(noor)
    assert reply.text == "Antwoord op nog eens"
    assert len([one for one in caplog.records if "niet te bereiken" in one.getMessage()]) == 1


async def test_a_fault_of_our_own_does_not_silence_it_for_ever(
    server: BotApiServer, noor: User, opened: Opener, monkeypatch: pytest.MonkeyPatch
) -> None:
    faults = [RuntimeError("stuk")]
    usual = Poller.run

    async def run(poller: Poller) -> None:
        if faults:
            raise faults.pop()
        await usual(poller)

    monkeypatch.setattr(Poller, "run", run)
    await opened().start()
    noor.sends("hoi")
    (reply,) = await server.wait_for_async(noor)
    assert reply.text == "Antwoord op hoi"


async def test_another_program_on_the_same_bot_is_named(
    server: BotApiServer, noor: User, opened: Opener, caplog: pytest.LogCaptureFixture
) -> None:
    server.faults.next("getUpdates", status=409, times=2)
    await opened().start()
    noor.sends("hoi")
    await server.wait_for_async(noor)
    assert "Een ander programma leest dezelfde Telegram-bot uit" in caplog.text


async def test_neither_the_token_nor_what_is_said_gets_into_a_log(
    server: BotApiServer, noor: User, opened: Opener, assistant: FakeAssistant, caplog: pytest.LogCaptureFixture
) -> None:
    assistant.says("hoe gaat het met Van den Linde?", "Met hen gaat het goed.")
    server.faults.next("sendMessage", status=502, raw_body=b'{"text": "Met hen gaat het go')
    with caplog.at_level(logging.DEBUG):
        await opened().start()
        noor.sends("hoe gaat het met Van den Linde?")
        await server.wait_for_async(noor)
        await server.wait_until_async(lambda: not server.pending_updates)
    logged = caplog.text.replace("'", '"')
    assert server.token not in logged
    assert "Linde" not in logged
    assert "Met hen" not in logged


async def test_check_and_invite_learn_the_bots_name(server: BotApiServer) -> None:
    assert await reach(settings_for(server)) == "kortelijn_test_bot"


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"telegram_token": f"1:{'C' * 35}"}, "kent dit token niet"),
        ({"telegram_base_url": NOWHERE}, "niet te bereiken"),
    ],
)
async def test_check_says_what_is_wrong(server: BotApiServer, changed: dict[str, str], words: str) -> None:
    with pytest.raises(NotReached, match=words):
        await reach(settings_for(server, **changed))


async def test_a_webhook_without_an_address_is_refused(opened: Opener) -> None:
    with pytest.raises(SettingsProblem, match="KORTELIJN_PUBLIC_URL"):
        opened(telegram_webhook=True)


async def test_stopping_insists_when_a_request_swallows_the_first_word(opened: Opener) -> None:
    channel = opened()

    async def stubborn() -> None:
        with contextlib.suppress(asyncio.CancelledError):
            await asyncio.sleep(3600)
        await asyncio.sleep(3600)

    channel._life = asyncio.create_task(stubborn())
    await asyncio.sleep(0)
    await asyncio.wait_for(channel.stop(), 10)
    assert channel._life.cancelled()
