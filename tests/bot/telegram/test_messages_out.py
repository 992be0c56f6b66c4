"""What the assistant says, as it stands in the chat."""

import pytest

from bot.channels.telegram import TelegramChannel
from bot.channels.telegram.trouble import Refused
from bot.messages import Message
from knowledge.services.cases import Contact
from tests.bot.telegram.conftest import FakeAssistant, Opener
from tests.botapi import BotApiServer, User, picture

BRAM = Contact("bram", "Bram Yilmaz", "jongerenwerker", "Jeugd-Punt", "085-0202021", "bram@jeugdpunt.example")
BY_MAIL_ONLY = Contact("tess", "Tess de Wit", "jongerenwerker", "Jeugd-Punt", "", "tess@jeugdpunt.example")


async def test_a_message_cannot_be_forwarded_and_shows_no_preview(
    server: BotApiServer, noor: User, channel: TelegramChannel
) -> None:
    message_id = await channel.send(str(noor.id), Message("Zie https://vlierdam.example/verwijzen"))
    (sent,) = server.chat(noor)
    assert sent.protected
    assert message_id == str(sent.message_id)
    assert "is_disabled" in str(server.calls("sendMessage")[0].params["link_preview_options"])


async def test_what_looks_like_markup_stays_what_it_is(
    server: BotApiServer, noor: User, channel: TelegramChannel
) -> None:
    await channel.send(str(noor.id), Message("Minder <b>dan</b> 3 & meer < 5 _of_ *zo*"))
    assert server.chat(noor)[0].text == "Minder <b>dan</b> 3 & meer < 5 _of_ *zo*"


async def test_buttons_stand_in_rows_that_fit_a_phone(
    server: BotApiServer, noor: User, channel: TelegramChannel
) -> None:
    buttons = (
        ("Gestart", "a"),
        ("Wachtlijst", "b"),
        ("Nog bezig", "c"),
        ("Past niet", "d"),
        ("Over twee weken weer", "e"),
    )
    await channel.send(str(noor.id), Message("Hoe staat het?", buttons))
    rows = [[button.title for button in row] for row in server.chat(noor)[0].rows]
    assert rows == [["Gestart", "Wachtlijst", "Nog bezig"], ["Past niet", "Over twee weken weer"]]


async def test_a_button_with_an_address_opens_it(server: BotApiServer, noor: User, channel: TelegramChannel) -> None:
    await channel.send(str(noor.id), Message("Kijk maar", (("Wie is dit?", "https://vlierdam.example/d/x"),)))
    (button,) = server.chat(noor)[0].buttons
    assert button.url == "https://vlierdam.example/d/x"


async def test_a_long_answer_comes_in_parts_with_the_buttons_under_the_last(
    server: BotApiServer, noor: User, channel: TelegramChannel
) -> None:
    paragraphs = [f"{number}. " + "woord " * 200 for number in range(6)]
    await channel.send(str(noor.id), Message("\n\n".join(paragraphs), (("Verder", "v"),)))
    sent = server.chat(noor)
    assert [one.text[:2] for one in sent] == ["0.", "3."]
    assert [one.titles for one in sent] == [(), ("Verder",)]


async def test_a_contact_comes_as_a_card(server: BotApiServer, noor: User, channel: TelegramChannel) -> None:
    await channel.send(str(noor.id), Message("Bel Bram.", contacts=(BRAM, BY_MAIL_ONLY)))
    text, card = server.chat(noor)
    assert text.text == "Bel Bram."
    assert card.contact is not None
    assert (card.contact.phone_number, card.contact.first_name) == ("+31850202021", "Bram")
    assert "ORG:Jeugd-Punt" in card.contact.vcard
    assert card.protected


async def test_a_picture_is_shown_and_a_document_is_offered(
    server: BotApiServer, noor: User, channel: TelegramChannel
) -> None:
    files = {"overzicht.png": picture(shape="PNG"), "overzicht.pdf": b"%PDF"}
    await channel.send(str(noor.id), Message("Het overzicht.", files=files))
    _, shown, offered = server.chat(noor)
    assert shown.photo is not None
    assert offered.document is not None
    assert (offered.document.name, offered.document.content) == ("overzicht.pdf", b"%PDF")


async def test_a_picture_that_telegram_does_not_show_is_offered_as_a_file(
    server: BotApiServer, noor: User, channel: TelegramChannel
) -> None:
    await channel.send(str(noor.id), Message("", files={"strook.png": picture(2100, 100, "PNG")}))
    (offered,) = server.chat(noor)
    assert offered.document is not None
    assert offered.document.name == "strook.png"


async def test_who_waits_long_sees_that_it_is_being_worked_on(
    server: BotApiServer, noor: User, assistant: FakeAssistant, opened: Opener
) -> None:
    channel = opened(timing={"typing_after": 0.01})
    await channel.start()
    ready = assistant.thinks_long_about("hoi")
    noor.sends("hoi")
    call = await server.wait_for_call_async("sendChatAction")
    assert call.params["action"] == "typing"
    ready.set()
    await server.wait_for_async(noor)


async def test_who_is_answered_at_once_does_not(server: BotApiServer, noor: User, channel: TelegramChannel) -> None:
    noor.sends("hoi")
    await server.wait_for_async(noor)
    assert server.calls("sendChatAction") == []


async def test_a_card_that_does_not_come_through_leaves_the_text_standing(
    server: BotApiServer, noor: User, channel: TelegramChannel
) -> None:
    server.faults.next("sendContact", status=400)
    await channel.send(str(noor.id), Message("Bel Bram.", contacts=(BRAM,)))
    assert [one.text for one in server.chat(noor)] == ["Bel Bram."]


async def test_a_message_of_nothing_is_a_fault_of_ours(channel: TelegramChannel, noor: User) -> None:
    with pytest.raises(Refused):
        await channel.send(str(noor.id), Message(""))
