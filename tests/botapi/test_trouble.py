"""Planned trouble, flood control, and the raw shape of errors on the wire."""

import asyncio
from datetime import datetime, timezone

import httpx
import pytest
from telegram import Bot
from telegram.error import NetworkError, RetryAfter

from tests.botapi import BotApiServer, User


async def test_429_names_the_seconds_and_happens_once(server: BotApiServer, bot: Bot, noor: User) -> None:
    server.faults.next("sendMessage", status=429, retry_after=7)
    with pytest.raises(RetryAfter) as refusal:
        await bot.send_message(noor.id, "hoi")
    assert refusal.value._retry_after.total_seconds() == 7
    assert server.chat(noor) == []
    await bot.send_message(noor.id, "hoi")
    assert [message.text for message in server.chat(noor)] == ["hoi"]


@pytest.mark.parametrize("after_effect", [False, True])
async def test_a_server_error_with_or_without_effect(
    server: BotApiServer, bot: Bot, noor: User, after_effect: bool
) -> None:
    server.faults.next("sendMessage", status=502, after_effect=after_effect)
    with pytest.raises(NetworkError, match="Bad Gateway"):
        await bot.send_message(noor.id, "hoi")
    assert len(server.chat(noor)) == int(after_effect)


@pytest.mark.parametrize("after_effect", [False, True])
async def test_a_lost_connection_with_or_without_effect(
    server: BotApiServer, bot: Bot, noor: User, after_effect: bool
) -> None:
    server.faults.drop("sendMessage", after_effect=after_effect)
    with pytest.raises(NetworkError, match=r"RemoteProtocolError|ReadError"):
        await bot.send_message(noor.id, "hoi")
    assert len(server.chat(noor)) == int(after_effect)
    assert server.wait_for_call("sendMessage").outcome == "dropped"


async def test_a_slow_answer_waits_for_the_test(server: BotApiServer, bot: Bot, noor: User) -> None:
    with server.faults.hold("sendMessage", after_effect=True) as gate:
        sending = asyncio.create_task(bot.send_message(noor.id, "hoi"))
        await gate.wait_until_reached_async()
        assert [message.text for message in server.chat(noor)] == ["hoi"]
        assert not sending.done()
    assert (await sending).text == "hoi"


async def test_trouble_can_concern_one_chat_and_last(server: BotApiServer, bot: Bot, noor: User) -> None:
    other = server.user(first_name="Bo")
    other.opens_chat()
    server.faults.next("sendMessage", status=500, chat_id=noor.id, times=None)
    await bot.send_message(other.id, "hoi")
    for _ in range(2):
        with pytest.raises(NetworkError):
            await bot.send_message(noor.id, "hoi")
    server.faults.clear()
    await bot.send_message(noor.id, "hoi")


async def test_a_proxy_s_page_instead_of_json(server: BotApiServer, bot: Bot, noor: User) -> None:
    server.faults.next("sendMessage", status=504, raw_body=b"<html>504 Gateway Time-out</html>")
    with pytest.raises(NetworkError, match="Parsing the server response"):
        await bot.send_message(noor.id, "hoi")


async def test_one_message_a_second_per_chat(server: BotApiServer, bot: Bot, noor: User) -> None:
    other = server.user(first_name="Bo")
    other.opens_chat()
    server.clock.freeze(datetime(2024, 3, 4, 9, 0, tzinfo=timezone.utc))
    server.limits.enforce()
    await bot.send_message(noor.id, "een")
    await bot.send_message(other.id, "een")
    with pytest.raises(RetryAfter):
        await bot.send_message(noor.id, "twee")
    server.clock.advance(1)
    await bot.send_message(noor.id, "twee")
    server.limits.relax()
    await bot.send_message(noor.id, "drie")
    assert [message.text for message in server.chat(noor)] == ["een", "twee", "drie"]


async def test_thirty_messages_a_second_over_all(server: BotApiServer, bot: Bot) -> None:
    server.clock.freeze(datetime(2024, 3, 4, 9, 0, tzinfo=timezone.utc))
    server.limits.enforce()
    people = [server.user() for _ in range(31)]
    for person in people:
        person.opens_chat()
    for person in people[:30]:
        await bot.send_message(person.id, "hoi")
    with pytest.raises(RetryAfter):
        await bot.send_message(people[30].id, "hoi")


def test_errors_have_the_published_shape(server: BotApiServer, raw: httpx.Client, noor: User) -> None:
    assert raw.get("getMe").json()["ok"] is True
    answer = raw.post("sendMessage", json={"chat_id": 5, "text": "hoi"})
    assert answer.status_code == 400
    assert answer.json() == {"ok": False, "error_code": 400, "description": "Bad Request: chat not found"}
    server.faults.next("sendMessage", status=429, retry_after=3)
    assert raw.post("sendMessage", json={"chat_id": noor.id, "text": "hoi"}).json() == {
        "ok": False,
        "error_code": 429,
        "description": "Too Many Requests: retry after 3",
        "parameters": {"retry_after": 3},
    }


def test_unknown_methods_and_wrong_tokens(server: BotApiServer, raw: httpx.Client) -> None:
    assert raw.get("sendPigeon").json() == {"ok": False, "error_code": 404, "description": "Not Found"}
    wrong = httpx.get(f"{server.base_url}{server.token[:-1]}B/getMe")
    assert (wrong.status_code, wrong.json()["description"]) == (401, "Unauthorized")
    assert httpx.get(f"{server.base_url}onzin/getMe").status_code == 404
    assert httpx.get(f"{server.base_file_url}{server.token}/documents/file_9.pdf").status_code == 404


def test_query_form_json_and_multipart_are_all_understood(server: BotApiServer, raw: httpx.Client, noor: User) -> None:
    markup = '{"inline_keyboard": [[{"text": "Ja", "callback_data": "ja"}]]}'
    raw.get("SENDMESSAGE", params={"chat_id": noor.id, "text": "query", "reply_markup": markup})
    raw.post("sendMessage", data={"chat_id": str(noor.id), "text": "form", "protect_content": "true"})
    raw.post("sendMessage", json={"chat_id": noor.id, "text": "json", "protect_content": True})
    attached = {"chat_id": str(noor.id), "document": "attach://blad"}
    raw.post("sendDocument", data=attached, files={"blad": ("blad.pdf", b"%PDF", "application/pdf")})
    seen = server.chat(noor)
    assert [message.text for message in seen] == ["query", "form", "json", ""]
    assert seen[0].titles == ("Ja",)
    assert [message.protected for message in seen[1:3]] == [True, True]
    assert seen[3].document is not None
    assert seen[3].document.mime_type == "application/pdf"
    assert raw.post("sendMessage", content=b"{", headers={"Content-Type": "application/json"}).status_code == 400


def test_calls_are_kept_with_time_and_outcome(server: BotApiServer, raw: httpx.Client, noor: User) -> None:
    moment = datetime(2024, 3, 4, 9, 0, tzinfo=timezone.utc)
    server.clock.freeze(moment)
    raw.post("sendMessage", json={"chat_id": noor.id, "text": "hoi"})
    raw.post("sendMessage", json={"chat_id": noor.id, "text": ""})
    good, bad = server.calls("sendmessage")
    assert (good.outcome, good.at, good.params["text"]) == ("ok", moment, "hoi")
    assert bad.outcome == "Bad Request: message text is empty"
