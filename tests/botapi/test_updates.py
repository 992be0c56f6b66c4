"""How updates reach the bot: long polling with its conflicts, kinds, and all that people send."""

import asyncio

import httpx
import pytest
from telegram import Bot, Message, Update
from telegram.error import Conflict

from tests.botapi import BotApiServer, Contact, User


async def received(bot: Bot) -> list[Message]:
    updates = await bot.get_updates()
    return [update.effective_message for update in updates if update.effective_message]


def test_updates_stay_until_they_are_confirmed(raw: httpx.Client, noor: User) -> None:
    for word in ("een", "twee", "drie"):
        noor.sends(word)
    first = raw.get("getUpdates", params={"limit": 2}).json()["result"]
    assert [update["message"]["text"] for update in first] == ["een", "twee"]
    rest = raw.get("getUpdates", params={"offset": first[0]["update_id"] + 1}).json()["result"]
    assert [update["message"]["text"] for update in rest] == ["twee", "drie"]
    last = raw.get("getUpdates", params={"offset": -1}).json()["result"]
    assert [update["message"]["text"] for update in last] == ["drie"]


async def test_a_long_poll_ends_with_the_first_update(server: BotApiServer, bot: Bot, noor: User) -> None:
    polling = asyncio.create_task(bot.get_updates(timeout=30))
    await server.wait_until_async(lambda: bool(server.calls("getUpdates")))
    noor.sends("hoi")
    (update,) = await polling
    assert update.message is not None
    assert update.message.text == "hoi"


async def test_a_second_poller_throws_the_first_out(server: BotApiServer, bot: Bot, raw: httpx.Client) -> None:
    first = asyncio.create_task(bot.get_updates(timeout=30))
    await server.wait_until_async(lambda: bool(server.calls("getUpdates")))
    second = await asyncio.to_thread(raw.get, "getUpdates")
    assert second.json() == {"ok": True, "result": []}
    with pytest.raises(Conflict, match="terminated by other getUpdates request"):
        await first


async def test_polling_and_a_webhook_exclude_each_other(server: BotApiServer, bot: Bot) -> None:
    polling = asyncio.create_task(bot.get_updates(timeout=30))
    await server.wait_until_async(lambda: bool(server.calls("getUpdates")))
    await bot.set_webhook("https://example.nl/hook")
    with pytest.raises(Conflict, match="terminated by setWebhook"):
        await polling
    with pytest.raises(Conflict, match="webhook is active"):
        await bot.get_updates()
    await bot.delete_webhook()
    assert await bot.get_updates() == ()


async def test_only_the_kinds_that_were_asked_for_arrive(bot: Bot, noor: User) -> None:
    await bot.get_updates(allowed_updates=[Update.EDITED_MESSAGE])
    noor.edits(noor.sends("hoi"), "hallo")
    (update,) = await bot.get_updates()
    assert update.edited_message is not None
    assert update.edited_message.text == "hallo"


async def test_a_start_link_is_a_command_with_its_code(bot: Bot, noor: User) -> None:
    noor.starts("K7-2P9")
    (message,) = await received(bot)
    assert message.text == "/start K7-2P9"
    assert [entity.type for entity in message.entities] == ["bot_command"]


async def test_everything_that_is_not_text(bot: Bot, noor: User) -> None:
    noor.sends_photo("het huis")
    noor.sends_voice(7)
    noor.sends_sticker("👋")
    noor.sends_location(52.0, 5.0)
    noor.sends_contact(Contact("+31612345678", "Noor"), own=True)
    noor.sends_document("brief.pdf", b"%PDF", mime_type="application/pdf", caption="brief")
    noor.sends_raw({"dice": {"emoji": "🎲", "value": 4}})
    noor.sends_raw({})
    photo, voice, sticker, place, card, letter, dice, nothing = await received(bot)
    assert photo.photo
    assert photo.caption == "het huis"
    assert voice.voice
    assert sticker.sticker
    assert sticker.sticker.emoji == "👋"
    assert place.location
    assert card.contact
    assert card.contact.user_id == noor.id
    assert letter.document
    assert bytes(await (await letter.document.get_file()).download_as_bytearray()) == b"%PDF"
    assert dice.dice
    assert nothing.text is None


async def test_an_album_is_several_messages_of_one_group(bot: Bot, noor: User) -> None:
    noor.sends_album("voor", "achter")
    front, back = await received(bot)
    assert front.media_group_id == back.media_group_id is not None


async def test_a_forwarded_message_and_a_reply(server: BotApiServer, bot: Bot, noor: User) -> None:
    noor.forwards("kun jij kijken?", from_name="Robin")
    await bot.send_message(noor.id, "Over welk gezin?")
    noor.sends("dit gezin", reply_to=server.chat(noor)[-1])
    forwarded, reply = await received(bot)
    assert forwarded.forward_origin is not None
    assert reply.reply_to_message is not None
    assert reply.reply_to_message.text == "Over welk gezin?"


async def test_a_text_that_is_too_long_comes_in_parts(bot: Bot, noor: User) -> None:
    noor.sends("a" * 5000)
    assert [len(message.text or "") for message in await received(bot)] == [4096, 904]


async def test_in_a_group_only_what_is_meant_for_the_bot_arrives(server: BotApiServer, bot: Bot, noor: User) -> None:
    group = server.group("Casusoverleg")
    group.adds_bot(by=noor)
    noor.sends("zullen we beginnen?", to=group)
    noor.sends("@kortelijn_test_bot wie is betrokken?", to=group)
    noor.sends("/help", to=group)
    posted = await bot.send_message(group.id, "Dit kan alleen in ons eigen gesprek.")
    noor.sends("oké", reply_to=server.chat(group)[-1], to=group)
    texts = [message.text for message in await received(bot) if message.text]
    assert texts == ["@kortelijn_test_bot wie is betrokken?", "/help", "oké"]
    assert posted.chat.type == "group"


@pytest.mark.parametrize(
    ("request_", "complaint"),
    [
        ({"url": "http://example.nl/hook"}, "bad webhook: An HTTPS URL must be provided for webhook"),
        ({"url": "https://example.nl:8080"}, "bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443"),
        ({"url": "https://example.nl", "secret_token": "a b"}, "secret token contains unallowed characters"),
    ],
)
def test_webhooks_that_telegram_would_not_take(raw: httpx.Client, request_: dict[str, str], complaint: str) -> None:
    assert raw.post("setWebhook", json=request_).json()["description"] == f"Bad Request: {complaint}"


def test_a_webhook_is_described_and_can_drop_what_waits(raw: httpx.Client, noor: User) -> None:
    noor.sends("hoi")
    hook = {"url": "https://example.invalid/hook", "drop_pending_updates": True, "allowed_updates": ["message"]}
    assert raw.post("setWebhook", json=hook).json() == {"ok": True, "result": True, "description": "Webhook was set"}
    info = raw.get("getWebhookInfo").json()["result"]
    assert (info["url"], info["pending_update_count"], info["allowed_updates"]) == (hook["url"], 0, ["message"])
    assert raw.get("deleteWebhook").json()["description"] == "Webhook was deleted"
    assert raw.get("getWebhookInfo").json()["result"]["url"] == ""


async def test_without_privacy_mode_the_bot_reads_the_whole_group() -> None:
    with BotApiServer(privacy_mode=False) as server:
        server.user(first_name="Noor").sends("zullen we beginnen?", to=server.group())
        async with Bot(server.token, base_url=server.base_url) as bot:
            assert [message.text for message in await received(bot)] == ["zullen we beginnen?"]
