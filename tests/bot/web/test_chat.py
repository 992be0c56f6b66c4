"""The chat page: what is typed and tapped gets the assistant's answer, whatever it is."""

import pytest
from sqlalchemy import update

from actions.texts import say
from knowledge.entities import Professional
from knowledge.services.knowledge import Knowledge
from knowledge.store import Store, tables
from tests.bot.web.conftest import PICTURE, Parrot
from tests.bot.web.visitor import Visitor
from tests.cast import ANNA, CASE, TESS
from tests.loop import write_to


@pytest.fixture
async def anna(visitor: Visitor) -> Visitor:
    """Anna, in the chat."""
    return await visitor.enter(ANNA)


async def test_the_page_opens_with_a_greeting_that_leads_somewhere(anna: Visitor) -> None:
    (greeting,) = (await anna.send("begin", {})).json()["messages"]
    assert greeting["text"] == "Dag Anna. Vraag het in gewone taal, of tik:"
    assert [button["title"] for button in greeting["buttons"]] == ["Wie heeft nu dienst?", "Wat kan ik vragen?"]


async def test_who_is_new_reads_and_accepts_the_house_rules_first(visitor: Visitor) -> None:
    await visitor.enter(TESS)
    (rules,) = (await visitor.send("begin", {})).json()["messages"]
    assert rules["text"].startswith("Welkom Tess de Wit. Eerst de huisregels")
    accept = next(button for button in rules["buttons"] if button["title"] == "Ik ga akkoord")
    assert (await visitor.press(accept["payload"]))["text"] == say("welcome", name="Tess de Wit")
    assert (await visitor.say("hoi"))["text"] == "Je zei: hoi"


async def test_a_text_is_answered(anna: Visitor) -> None:
    assert (await anna.say("wie doet schuldhulp?"))["text"] == "Je zei: wie doet schuldhulp?"


async def test_a_button_works_once_and_takes_the_others_along(anna: Visitor) -> None:
    yes, no = (button["payload"] for button in (await anna.say("keuzes"))["buttons"])
    assert (await anna.press(yes))["text"] == "Je koos affirm."
    for payload in (yes, no):
        again = await anna.press(payload)
        assert again["text"] == say("refusal_button_used")
        assert [button["title"] for button in again["buttons"]] == ["Wat kan ik vragen?"]


async def test_a_contact_comes_as_a_card(anna: Visitor) -> None:
    (card,) = (await anna.say("kaartje"))["contacts"]
    assert (card["name"], card["phone"]) == ("Bram Yilmaz", "085-0202021")


async def test_files_come_along(anna: Visitor) -> None:
    from base64 import b64decode

    files = {file["name"]: b64decode(file["content"]) for file in (await anna.say("plaatje"))["files"]}
    assert files == {"overzicht.png": PICTURE, "bram.vcf": b"BEGIN:VCARD"}


@pytest.mark.parametrize("length", [4_097, 60_000])
async def test_a_text_too_long_is_answered_not_cut(anna: Visitor, parrot: Parrot, length: int) -> None:
    assert (await anna.say("é" * length))["text"] == say("got_too_long")
    assert parrot.heard == []


@pytest.mark.parametrize(
    ("body", "answer"),
    [
        ({"text": "  "}, "got_empty"),
        ({}, "got_other"),
        ([1, 2], "got_other"),
        ({"text": {"a": 1}}, "got_other"),
        ({"button": 7}, "got_other"),
        ({"button": "onzin"}, "refusal_button_unknown"),
    ],
)
async def test_what_is_no_question_is_answered_all_the_same(anna: Visitor, body: object, answer: str) -> None:
    (message,) = (await anna.send("bericht", body)).json()["messages"]
    assert message["text"] == say(answer)


async def test_an_answer_to_a_message_is_about_the_case_in_that_message(
    anna: Visitor, store: Store, parrot: Parrot
) -> None:
    (row,) = write_to(store, ANNA)
    columns = tables.outbox.c
    with store.work() as work:
        values = {"channel": "web", "message_id": "abc", "params": {"case": CASE}}
        work.session.execute(update(tables.outbox).where(columns.id == row).values(**values))
    await anna.send("bericht", {"text": "wie is hier bij betrokken", "reply_to": "abc"})
    assert parrot.heard[-1].replied_case == CASE


async def test_a_name_is_shown_as_text_not_run_as_code(visitor: Visitor, store: Store, knowledge: Knowledge) -> None:
    with store.work() as work:
        work.need(Professional, ANNA).name = "Anna <script>alert(1)</script>"
    await visitor.enter(ANNA)
    page = (await visitor.open(visitor.chat)).text
    assert "<script>alert" not in page
    assert "Anna &lt;script&gt;alert(1)" in page
