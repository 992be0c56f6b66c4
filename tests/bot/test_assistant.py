"""What happens to a message before the dialogue engine sees it: who is it, names to codes, one turn at a time."""

import asyncio
import logging
from dataclasses import dataclass, field

import pytest

from actions.private import words
from bot.assistant import Assistant
from bot.messages import Heard, Incoming, Message
from knowledge.entities import Professional
from knowledge.services.buttons import Choice
from knowledge.services.knowledge import Knowledge
from knowledge.store import Store
from tests.cast import ANNA, BRAM, CASE, HOUSEHOLD, OTTO


@dataclass
class Echo:
    """A dialogue engine that notes what it hears; `fails` makes it break, `slow` makes it wait."""

    heard: list[Heard] = field(default_factory=list)
    own_words: list[str] = field(default_factory=list)
    fails: bool = False
    gate: asyncio.Event | None = None
    began: asyncio.Event = field(default_factory=asyncio.Event)
    finished: list[str] = field(default_factory=list)

    async def hear(self, heard: Heard) -> list[Message]:
        self.heard.append(heard)
        self.began.set()
        self.own_words.append(words())
        if self.fails:
            raise RuntimeError(f"broke on {heard.text}")
        if self.gate and heard.text == "langzaam":
            await self.gate.wait()
        self.finished.append(heard.text)
        return [Message(f"gehoord: {heard.text or heard.intent}")]


@pytest.fixture
def engine() -> Echo:
    return Echo()


@pytest.fixture
def assistant(knowledge: Knowledge, engine: Echo) -> Assistant:
    for person in (ANNA, BRAM, OTTO):
        knowledge.people.accept_house_rules(person)
    return Assistant(knowledge, engine)


async def say(assistant: Assistant, who: str, text: str) -> str:
    """Let one of the cast type something, and return the answer's text."""
    answer = await assistant.hear("web", who, Incoming(text=text))
    return "\n".join(message.text for message in answer.messages)


async def test_the_name_of_an_own_household_becomes_its_code_before_anything_else_sees_it(
    assistant: Assistant, engine: Echo
) -> None:
    answer = await assistant.hear("web", ANNA, Incoming(text=f"wie is betrokken bij gezin {HOUSEHOLD}"))
    assert engine.heard[0].text == f"wie is betrokken bij {CASE}"
    assert answer.delete_incoming


async def test_the_name_of_another_household_goes_no_further_either(assistant: Assistant, engine: Echo) -> None:
    await say(assistant, OTTO, f"wie is betrokken bij gezin {HOUSEHOLD}")
    assert "Linde" not in engine.heard[0].text
    assert CASE not in engine.heard[0].text


async def test_the_own_words_are_there_for_who_must_store_them_and_only_in_that_turn(
    assistant: Assistant, engine: Echo
) -> None:
    await say(assistant, OTTO, "gezin Van den Heuvel")
    assert engine.own_words == ["gezin Van den Heuvel"]
    assert words() == ""


async def test_a_message_without_a_name_stays_in_the_chat(assistant: Assistant) -> None:
    assert not (await assistant.hear("web", ANNA, Incoming(text=f"wie is betrokken bij {CASE}"))).delete_incoming


@pytest.mark.parametrize("text", ["/ask_involved", '/cancel{"details": "x"}', "  /restart", "//session_start"])
async def test_a_typed_slash_means_nothing_to_the_engine(assistant: Assistant, engine: Echo, text: str) -> None:
    await say(assistant, ANNA, text)
    assert not engine.heard[0].text.startswith("/")
    assert engine.heard[0].intent is None


async def test_danger_goes_before_everything(assistant: Assistant, engine: Echo) -> None:
    await say(assistant, ANNA, "help hij staat hier met een mes")
    assert engine.heard == [Heard(ANNA, intent="emergency")]


async def test_a_tap_reaches_the_engine_as_its_meaning(
    assistant: Assistant, engine: Echo, knowledge: Knowledge
) -> None:
    (button,) = knowledge.buttons.make(ANNA, [Choice("Zie", "ask_involved", {"case": CASE})])
    await assistant.hear("web", ANNA, Incoming(button=button.token))
    assert engine.heard == [Heard(ANNA, intent="ask_involved", details={"case": CASE})]


async def test_somebody_else_s_button_does_nothing_and_says_so(
    assistant: Assistant, engine: Echo, knowledge: Knowledge
) -> None:
    (button,) = knowledge.buttons.make(ANNA, [Choice("Zie", "ask_involved", {"case": CASE})])
    answer = await assistant.hear("web", OTTO, Incoming(button=button.token))
    assert "werkt niet meer" in answer.messages[0].text
    assert answer.messages[0].buttons
    assert engine.heard == []


async def test_a_button_s_title_may_be_typed(assistant: Assistant, engine: Echo, knowledge: Knowledge) -> None:
    knowledge.buttons.make(ANNA, [Choice("Ik pak het op", "accept_referral", {"referral": 1})])
    await say(assistant, ANNA, "ik pak het op.")
    assert engine.heard[0].intent == "accept_referral"


async def test_of_two_questions_the_typed_title_answers_the_last(
    assistant: Assistant, engine: Echo, knowledge: Knowledge
) -> None:
    for number in range(1, 4):
        knowledge.buttons.make(ANNA, [Choice("Gestart", "send_feedback", {"referral": number})])
    await say(assistant, ANNA, "gestart")
    assert engine.heard[0].details == {"referral": 3}
    await say(assistant, ANNA, "gestart")
    assert engine.heard[1].intent is None


async def test_one_person_s_messages_are_answered_in_order_and_do_not_keep_another_waiting(
    assistant: Assistant, engine: Echo
) -> None:
    engine.gate = asyncio.Event()
    slow = asyncio.create_task(say(assistant, ANNA, "langzaam"))
    await engine.began.wait()
    second = asyncio.create_task(say(assistant, ANNA, "daarna"))
    await say(assistant, BRAM, "intussen")
    engine.gate.set()
    await asyncio.gather(slow, second)
    assert engine.finished == ["intussen", "langzaam", "daarna"]


async def test_what_breaks_is_said_and_the_log_has_no_word_of_it(
    assistant: Assistant, engine: Echo, caplog: pytest.LogCaptureFixture
) -> None:
    engine.fails = True
    with caplog.at_level(logging.DEBUG):
        assert "Er ging bij mij iets mis" in await say(assistant, ANNA, "een heel geheim verhaal")
    assert "failed" in caplog.text
    assert "geheim" not in caplog.text


async def test_who_left_is_a_stranger(assistant: Assistant, store: Store, engine: Echo) -> None:
    with store.work() as work:
        work.need(Professional, ANNA).left_on = work.now.date()
    assert "Ik ken je nog niet" in await say(assistant, ANNA, "mijn casussen")
    assert engine.heard == []


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("AB2CD3EF4GH5", "AB2CD3EF4GH5"),
        ("ab2c-d3ef-4gh5", "ab2c-d3ef-4gh5"),
        ("ab2c d3ef 4gh5", "ab2c d3ef 4gh5"),
        ("mijn code is AB2CD3EF4GH5.", "AB2CD3EF4GH5"),
        ("ik werk voor de gemeenteraad", ""),
        ("wie is betrokken bij QX-4T9", ""),
    ],
)
async def test_a_stranger_s_code_is_recognised_and_a_word_is_not(assistant: Assistant, typed: str, code: str) -> None:
    answer = await assistant.hear("telegram", "999", Incoming(text=typed))
    assert ("code klopt niet" in answer.messages[0].text) == bool(code)
    assert answer.delete_incoming == bool(code)
