"""Files, chats, the bot's own profile, and who cannot be written to; through the real python-telegram-bot."""

from collections.abc import Callable

import pytest
from telegram import Bot, BotCommand, BotCommandScopeChat
from telegram.error import BadRequest, ChatMigrated, Forbidden

from tests.botapi import BotApiServer, User, picture


async def test_an_uploaded_document_can_be_seen_fetched_and_sent_again(
    server: BotApiServer, bot: Bot, noor: User
) -> None:
    sent = await bot.send_document(noor.id, b"BEGIN:VCALENDAR", filename="afspraak.ics", caption="Je <afspraak>")
    seen = server.chat(noor)[0]
    assert seen.document is not None
    assert (seen.document.name, seen.document.content, seen.text) == (
        "afspraak.ics",
        b"BEGIN:VCALENDAR",
        "Je <afspraak>",
    )
    assert sent.document is not None
    fetched = await (await bot.get_file(sent.document.file_id)).download_as_bytearray()
    assert bytes(fetched) == b"BEGIN:VCALENDAR"
    again = await bot.send_document(noor.id, sent.document.file_id)
    assert again.document == sent.document


async def test_a_photo_must_be_a_picture_of_sane_measures(server: BotApiServer, bot: Bot, noor: User) -> None:
    sent = await bot.send_photo(noor.id, picture(40, 30, "PNG"), caption="grafiek")
    assert (sent.photo[-1].width, sent.photo[-1].height) == (40, 30)
    assert server.chat(noor)[0].photo is not None
    with pytest.raises(BadRequest, match=r"(?i)image_process_failed"):
        await bot.send_photo(noor.id, b"geen plaatje")
    with pytest.raises(BadRequest, match=r"(?i)photo_invalid_dimensions"):
        await bot.send_photo(noor.id, picture(210, 10))


async def test_empty_unknown_and_distant_files_are_refused(bot: Bot, noor: User) -> None:
    with pytest.raises(BadRequest, match="File must be non-empty"):
        await bot.send_document(noor.id, b"", filename="leeg.pdf")
    with pytest.raises(BadRequest, match="Wrong remote file identifier"):
        await bot.send_document(noor.id, "onbekend")
    with pytest.raises(BadRequest, match=r"(?i)failed to get http url content"):
        await bot.send_photo(noor.id, "https://example.nl/foto.jpg")
    with pytest.raises(BadRequest, match="Wrong file_id"):
        await bot.get_file("onbekend")


async def test_a_caption_has_at_most_1024_characters(bot: Bot, noor: User) -> None:
    with pytest.raises(BadRequest, match="Message caption is too long"):
        await bot.send_document(noor.id, b"x", caption="a" * 1025)


@pytest.mark.parametrize(
    ("what_happens", "complaint"),
    [(User.blocks_bot, "bot was blocked by the user"), (User.deletes_account, "user is deactivated")],
)
async def test_who_left_cannot_be_written_to(
    bot: Bot, noor: User, what_happens: Callable[[User], None], complaint: str
) -> None:
    what_happens(noor)
    with pytest.raises(Forbidden, match=complaint):
        await bot.send_message(noor.id, "hoi")


async def test_blocking_and_coming_back_are_told(bot: Bot, noor: User) -> None:
    noor.blocks_bot()
    noor.unblocks_bot()
    updates = await bot.get_updates()
    changes = [update.my_chat_member for update in updates if update.my_chat_member]
    assert [change.new_chat_member.status for change in changes] == ["kicked", "member"]
    assert (await bot.send_message(noor.id, "welkom terug")).text == "welkom terug"


async def test_strangers_cannot_be_written_to(server: BotApiServer, bot: Bot) -> None:
    stranger, colleague = server.user(), server.user()
    with pytest.raises(BadRequest, match="Chat not found"):
        await bot.send_message(stranger.id, "hoi")
    with pytest.raises(BadRequest, match="Chat not found"):
        await bot.send_message(4, "hoi")
    colleague.sends("/start", to=server.group())
    with pytest.raises(Forbidden, match="can't initiate conversation"):
        await bot.send_message(colleague.id, "hoi")


async def test_a_group_that_moved_says_where(server: BotApiServer, bot: Bot) -> None:
    old, new = server.group("Noord"), server.group("Noord", supergroup=True)
    old.migrates(to=new)
    with pytest.raises(ChatMigrated) as moved:
        await bot.send_message(old.id, "hoi")
    assert moved.value.new_chat_id == new.id
    assert (await bot.send_message(new.id, "hoi")).chat.type == "supergroup"


async def test_the_bot_is_kicked_from_one_group_and_leaves_another(server: BotApiServer, bot: Bot, noor: User) -> None:
    strict, noisy = server.group("Streng", supergroup=True), server.group("Druk")
    strict.kicks_bot(by=noor)
    with pytest.raises(Forbidden, match="bot was kicked from the supergroup chat"):
        await bot.send_message(strict.id, "hoi")
    assert await bot.leave_chat(noisy.id)
    with pytest.raises(Forbidden, match="bot is not a member of the group chat"):
        await bot.send_message(noisy.id, "hoi")
    with pytest.raises(BadRequest, match="private chats"):
        await bot.leave_chat(noor.id)


async def test_a_chat_can_be_looked_up(server: BotApiServer, bot: Bot, noor: User) -> None:
    assert (await bot.get_chat(noor.id)).first_name == "Noor"
    assert (await bot.get_chat(server.group("Casusoverleg").id)).title == "Casusoverleg"


async def test_typing_is_shown_and_nonsense_is_not(bot: Bot, noor: User) -> None:
    assert await bot.send_chat_action(noor.id, "typing")
    with pytest.raises(BadRequest, match=r"(?i)wrong parameter action"):
        await bot.send_chat_action(noor.id, "fietsen")


async def test_the_bot_knows_who_it_is(server: BotApiServer, bot: Bot) -> None:
    me = await bot.get_me()
    assert (me.username, me.is_bot, me.can_read_all_group_messages) == ("kortelijn_test_bot", True, False)


async def test_commands_are_kept_per_scope_and_language(bot: Bot, noor: User) -> None:
    scope = BotCommandScopeChat(noor.id)
    await bot.set_my_commands([BotCommand("help", "Wat kan ik vragen")])
    await bot.set_my_commands([("stop", "Stoppen")], scope=scope, language_code="nl")
    assert await bot.get_my_commands() == (BotCommand("help", "Wat kan ik vragen"),)
    assert await bot.get_my_commands(scope, "nl") == (BotCommand("stop", "Stoppen"),)
    await bot.delete_my_commands()
    assert await bot.get_my_commands() == ()
    with pytest.raises(BadRequest, match=r"(?i)bot_command_invalid"):
        await bot.set_my_commands([("Help!", "Wat kan ik vragen")])


async def test_name_and_descriptions(bot: Bot) -> None:
    assert (await bot.get_my_name()).name == "Kortelijn"
    await bot.set_my_name("Kortelijn Noord")
    await bot.set_my_description("Wie is betrokken?")
    await bot.set_my_short_description("Kort lijntje")
    assert (await bot.get_my_name("nl")).name == "Kortelijn Noord"
    assert (await bot.get_my_description()).description == "Wie is betrokken?"
    assert (await bot.get_my_short_description()).short_description == "Kort lijntje"
    with pytest.raises(BadRequest):
        await bot.set_my_short_description("x" * 121)


async def test_after_logging_out_nothing_works(bot: Bot, noor: User) -> None:
    assert await bot.close()
    assert await bot.log_out()
    with pytest.raises(BadRequest, match="Logged out"):
        await bot.send_message(noor.id, "hoi")
