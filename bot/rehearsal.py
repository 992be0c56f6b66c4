"""A rehearsal: the real assistant, clock and delivery, with the terminal as everybody's channel."""

from dataclasses import dataclass

from bot.assistant import Assistant
from bot.channels.terminal import NAME, Terminal
from bot.delivery import Delivery
from bot.messages import Incoming, Message
from knowledge.sample import is_sample
from knowledge.services.knowledge import Knowledge
from knowledge.services.outbox import Address


@dataclass(frozen=True)
class Heard:
    """What came of one step: answers to the speaker, and what was pushed to whom."""

    replies: tuple[Message, ...]
    pushed: tuple[tuple[str, Message], ...]


class Rehearsal:
    """Lets people of the town speak, and time pass."""

    def __init__(self, knowledge: Knowledge, assistant: Assistant) -> None:
        self._knowledge = knowledge
        self._assistant = assistant
        self._terminal = Terminal()
        self._delivery = Delivery(knowledge, {NAME: self._terminal}, addresses=_here)

    async def say(self, person_id: str, incoming: Incoming) -> Heard:
        """Let somebody say something; what is due for anybody by then is pushed."""
        self._knowledge.people.link_here(person_id, NAME)
        answer = await self._assistant.hear(NAME, person_id, incoming)
        return Heard(answer.messages, await self._pushed())

    async def tick(self) -> Heard:
        """Let the clock tick once; everybody with something due gets it."""
        self._knowledge.reminders.claim_due()
        return Heard((), await self._pushed())

    async def _pushed(self) -> tuple[tuple[str, Message], ...]:
        """Return what is due for anybody; in a real municipality that goes over their own channels."""
        if is_sample(self._knowledge.store):
            await self._delivery.deliver_due()
        return tuple(self._terminal.take())


def _here(person_id: str) -> list[Address]:
    return [Address(NAME, person_id)]
