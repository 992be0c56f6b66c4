"""One message in, an answer out: who is this, what is meant, what does the agent say.

A message is followed through here in one reading: `hear` → `_turn` → `_understand` → the dialogue → the answer.
"""

import asyncio
import logging
import re
from collections import defaultdict
from typing import Protocol

from actions.private import own_words
from actions.replies import Reply
from actions.texts import say
from bot.log import kind_and_place
from bot.messages import Answer, Heard, Incoming, Message, from_reply
from bot.reception import Reception, not_text
from bot.town import Town
from knowledge.entities import Professional
from knowledge.services.buttons import Choice
from knowledge.services.knowledge import Knowledge
from knowledge.services.people import Acquaintance
from knowledge.store import Refusal
from knowledge.store.audit import speaking_over
from nlu.lexicon import known
from nlu.names import mask_households
from nlu.safety import is_emergency

logger = logging.getLogger(__name__)

#: Telegram's longest message; the same everywhere, so that the channels are equal.
_LONGEST = 4096

#: White space and what cannot be seen: a message of these alone is empty.
_NOTHING = " \t\r\n\u200b\u200d\ufeff\x00"

#: A link code as it is typed: twelve letters and digits, perhaps in groups. In a sentence it stands in capitals or has
#: a digit, so that an ordinary word of twelve letters is no wrong try.
_CODE = re.compile(r"(?:[A-Za-z2-9]{12}|[A-Za-z2-9]{4}([ -])[A-Za-z2-9]{4}\1[A-Za-z2-9]{4})")


class Conversation(Protocol):
    """The dialogue engine, as far as the assistant knows it."""

    async def hear(self, heard: Heard) -> list[Message]:
        """Answer a text or the meaning of a button."""
        ...


class Assistant:
    """Answers everybody, on every channel; a person has one turn at a time."""

    def __init__(self, knowledge: Knowledge, dialogue: Conversation) -> None:
        self._knowledge = knowledge
        self._dialogue = dialogue
        self._reception = Reception(knowledge)
        self._town = Town(knowledge)
        self._turns: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)

    async def hear(self, channel: str, address: str, incoming: Incoming) -> Answer:
        """Answer what came in at an address of a channel. Never raises: what fails is said, and logged without text."""
        with speaking_over(channel):
            try:
                return await self._hear(channel, address, incoming)
            except Exception as error:  # noqa: BLE001 (whatever it is, the person gets an answer)
                logger.error("a turn failed on %s: %s", channel, kind_and_place(error))
                return Answer((Message(say("trouble")),))

    async def _hear(self, channel: str, address: str, incoming: Incoming) -> Answer:
        acquaintance = await asyncio.to_thread(self._knowledge.people.at, channel, address)
        if acquaintance is None or (incoming.start_code and not incoming.button):
            return await asyncio.to_thread(self._welcome, channel, address, incoming, acquaintance)
        async with self._turns[acquaintance.person.id]:
            return await self._turn(channel, acquaintance, incoming)

    def _welcome(self, channel: str, address: str, incoming: Incoming, known: Acquaintance | None) -> Answer:
        """Help a stranger: in danger at once, with a code in, else with the way to get one."""
        if is_emergency(incoming.text):
            return Answer((Message(say("emergency")),))
        code = incoming.start_code or _as_code(incoming.text)
        person, reply = self._reception.stranger(channel, address, code)
        person = person or (known.person if known else None)
        message = from_reply(self._knowledge, person.id, reply) if person else Message(reply.text)
        return Answer((message,), delete_incoming=bool(code))

    async def _turn(self, channel: str, who: Acquaintance, incoming: Incoming) -> Answer:
        if incoming.button is None and is_emergency(incoming.text):
            return Answer(tuple(await self._dialogue.hear(Heard(who.person.id, intent="emergency"))))
        reply = await asyncio.to_thread(self._at_reception, channel, who, incoming)
        if reply is not None:
            return Answer((from_reply(self._knowledge, who.person.id, reply),))
        return await self._understand(channel, who.person, incoming)

    def _at_reception(self, channel: str, who: Acquaintance, incoming: Incoming) -> Reply | None:
        """Return the answer to what needs no agent: what is not text, and who has yet to accept the house rules."""
        if incoming.button:
            return None
        if incoming.kind != "text":
            return not_text(incoming.kind)
        if not incoming.text.strip(_NOTHING):
            return not_text("empty")
        if len(incoming.text) > _LONGEST:
            return not_text("too_long")
        if incoming.text.strip() == "/stop":
            return self._reception.farewell(channel)
        return None if who.accepted_house_rules else self._reception.house_rules()

    async def _understand(self, channel: str, person: Professional, incoming: Incoming) -> Answer:
        token = incoming.button or await asyncio.to_thread(self._knowledge.buttons.typed, person.id, incoming.text)
        if token:
            return Answer(tuple(await self._press(person, token)))
        situation = await asyncio.to_thread(self._town.situation)
        own = await asyncio.to_thread(self._knowledge.cases.households, person.id)
        # A slash is how the dialogue engine is told what a button means; nobody types that.
        typed = incoming.text.lstrip("/ ")
        masked = mask_households(typed, [(household.name, household.code) for household in own], situation.lexicon)
        case = await asyncio.to_thread(self._knowledge.outbox.case_of, channel, incoming.replied_to)
        with known(situation), own_words(typed):
            messages = await self._dialogue.hear(Heard(person.id, masked.text, replied_case=case))
        return Answer(tuple(messages), delete_incoming=masked.text != typed)

    async def _press(self, person: Professional, token: str) -> list[Message]:
        try:
            button = await asyncio.to_thread(self._knowledge.buttons.press, person.id, token)
        except Refusal as refusal:
            way_on = Reply(say(f"refusal_{refusal.code}"), [Choice(say("button_help"), "help", repeatable=True)])
            return [from_reply(self._knowledge, person.id, way_on)]
        if self._reception.answers(button):
            return [from_reply(self._knowledge, person.id, self._reception.press(person, button))]
        return await self._dialogue.hear(Heard(person.id, intent=button.intent, details=button.details))


def _as_code(text: str) -> str:
    """Return the link code that a text is or holds, else nothing."""
    alone = _CODE.fullmatch(text.strip())
    if alone:
        return alone[0]
    words = (found[0] for found in re.finditer(rf"(?<![\w-]){_CODE.pattern}(?![\w-])", text))
    return next((word for word in words if word.isupper() or any(c.isdigit() for c in word)), "")
