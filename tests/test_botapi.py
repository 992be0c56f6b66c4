"""The test server with a whole python-telegram-bot Application: polling, webhook, trouble, another process."""

import socket
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.ext import AIORateLimiter, Application, CallbackQueryHandler, CommandHandler, MessageHandler, filters

from tests.botapi import BotApiServer, User

AnyApplication = Application[Any, Any, Any, Any, Any, Any]
ACCEPT = InlineKeyboardMarkup([[InlineKeyboardButton("Akkoord", callback_data="akkoord")]])


@pytest.fixture
def server() -> Iterator[BotApiServer]:
    with BotApiServer() as running:
        yield running


@pytest.fixture
def noor(server: BotApiServer) -> User:
    return server.user(first_name="Noor")


async def welcome(update: Update, context: Any) -> None:
    assert update.message is not None
    await update.message.reply_text(f"Welkom met {context.args[0]}", reply_markup=ACCEPT)


async def accepted(update: Update, context: Any) -> None:
    assert update.callback_query is not None
    await update.callback_query.answer("Dank je")
    await update.callback_query.edit_message_text("Je bent bekend")


async def echo(update: Update, context: Any) -> None:
    assert update.message is not None
    await update.message.reply_text(f"Je zei: {update.message.text}")


def echo_bot(server: BotApiServer) -> AnyApplication:
    builder = Application.builder().token(server.token).base_url(server.base_url)
    app = builder.base_file_url(server.base_file_url).rate_limiter(AIORateLimiter(max_retries=2)).build()
    app.add_handler(CommandHandler("start", welcome))
    app.add_handler(CallbackQueryHandler(accepted))
    app.add_handler(MessageHandler(filters.TEXT, echo))
    return app


@asynccontextmanager
async def polling(server: BotApiServer) -> AsyncIterator[AnyApplication]:
    async with echo_bot(server) as app:
        await app.start()
        assert app.updater is not None
        await app.updater.start_polling(timeout=20)
        try:
            yield app
        finally:
            await app.updater.stop()
            await app.stop()


@asynccontextmanager
async def webhook(server: BotApiServer, secret: str) -> AsyncIterator[AnyApplication]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    async with echo_bot(server) as app:
        await app.start()
        assert app.updater is not None
        url = f"http://127.0.0.1:{port}/hook"
        await app.updater.start_webhook("127.0.0.1", port, "hook", webhook_url=url, secret_token=secret)
        try:
            yield app
        finally:
            await app.updater.stop()
            await app.stop()


async def test_a_first_conversation_over_polling(server: BotApiServer, noor: User) -> None:
    async with polling(server):
        noor.starts("K7-2P9")
        (greeting,) = await server.wait_for_async(noor)
        assert (greeting.text, greeting.titles) == ("Welkom met K7-2P9", ("Akkoord",))
        tap = noor.taps("Akkoord")
        assert (await server.wait_for_answer_async(tap)).text == "Dank je"
        (changed,) = await server.wait_for_async(noor)
        assert (changed.text, changed.titles, changed.edited) == ("Je bent bekend", (), True)
    assert server.pending_updates == []


async def test_a_conversation_over_a_webhook_with_its_secret(server: BotApiServer, noor: User) -> None:
    noor.sends("nog voor de webhook")
    async with webhook(server, secret="geheim_1"):
        await server.wait_for_async(
            noor, until=lambda seen: bool(seen) and seen[-1].text == "Je zei: nog voor de webhook"
        )
        noor.sends("hoi")
        (reply,) = await server.wait_for_async(noor)
        assert reply.text == "Je zei: hoi"
        await server.wait_until_async(lambda: server.pending_updates == [])


async def test_a_webhook_that_fails_is_tried_until_it_answers(server: BotApiServer, noor: User) -> None:
    async with webhook(server, secret="goed") as app:
        good = (await app.bot.get_webhook_info()).url
        await app.bot.set_webhook(good, secret_token="fout")
        noor.sends("hoi")
        await server.wait_until_async(lambda: server.webhook_failure != "")
        info = await app.bot.get_webhook_info()
        assert (info.last_error_message or "").startswith("Wrong response from the webhook: 403")
        assert info.pending_update_count == 1
        await app.bot.set_webhook(good, secret_token="goed")
        assert (await server.wait_for_async(noor))[0].text == "Je zei: hoi"


async def test_polling_survives_errors_and_lost_connections(server: BotApiServer, noor: User) -> None:
    async with polling(server):
        server.faults.next("getUpdates", status=502)
        noor.sends("een")
        assert (await server.wait_for_async(noor))[0].text == "Je zei: een"
        server.faults.drop("getUpdates")
        noor.sends("twee")
        assert (await server.wait_for_async(noor))[0].text == "Je zei: twee"


async def test_the_rate_limiter_sends_again_after_429(server: BotApiServer, noor: User) -> None:
    server.faults.next("sendMessage", status=429, retry_after=1)
    async with polling(server):
        noor.sends("hoi")
        assert (await server.wait_for_async(noor))[0].text == "Je zei: hoi"
    refused, sent = server.calls("sendMessage")
    assert (refused.outcome, sent.outcome) == ("Too Many Requests: retry after 1", "ok")


def test_another_process_can_use_it(server: BotApiServer, noor: User) -> None:
    noor.opens_chat()
    address = f"{server.base_url}{server.token}/sendMessage?chat_id={noor.id}&text=hoi"
    script = "import sys, urllib.request; urllib.request.urlopen(sys.argv[1])"
    subprocess.run([sys.executable, "-c", script, address], check=True, timeout=30)
    assert server.chat(noor)[0].text == "hoi"


async def test_two_servers_do_not_know_each_other(server: BotApiServer, noor: User) -> None:
    noor.opens_chat()
    with BotApiServer() as other:
        namesake = other.user(id=noor.id)
        namesake.opens_chat()
        async with Bot(other.token, base_url=other.base_url) as bot:
            await bot.send_message(noor.id, "hoi")
        assert len(other.chat(namesake)) == 1
    assert server.chat(noor) == []
