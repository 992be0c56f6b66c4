"""Rasa's agent, loaded once, asked per turn."""

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from rasa.core.agent import Agent
from rasa.core.channels.channel import CollectingOutputChannel, UserMessage
from rasa.core.lock_store import InMemoryLockStore
from rasa.core.tracker_store import InMemoryTrackerStore
from rasa.shared.core.domain import Domain

from bot.runtime.endpoint import InProcessEndpoint
from knowledge.services.knowledge import Knowledge

#: Events kept per conversation; a longer memory only makes each turn slower.
_MEMORY = 60


@dataclass(frozen=True)
class Heard:
    """What a person said, free of names: a text, or the meaning of a button as intent and details."""

    person_id: str
    text: str = ""
    intent: str | None = None
    details: dict[str, Any] = field(default_factory=dict)
    #: Code of the case of the message that was replied to.
    replied_case: str | None = None

    def as_message(self) -> str:
        """Return the text Rasa gets; a button's meaning in Rasa's own notation."""
        if self.intent is None:
            return self.text
        details = json.dumps({"details": json.dumps(self.details)}) if self.details else ""
        return f"/{self.intent}{details}"


@dataclass(frozen=True)
class Said:
    """One message of the answer."""

    text: str
    #: Title and payload of each button.
    buttons: tuple[tuple[str, str], ...] = ()
    contacts: tuple[dict[str, str], ...] = ()
    files: dict[str, bytes] = field(default_factory=dict)


class Dialogue:
    """The conversation with everybody: one agent for all."""

    def __init__(self, agent: Agent) -> None:
        self._agent = agent

    @classmethod
    def load(cls, model: Path, knowledge: Knowledge) -> "Dialogue":
        """Load the trained model; the actions run on `knowledge`."""
        conversations = InMemoryTrackerStore(Domain.empty())
        conversations.max_event_history = _MEMORY
        agent = Agent.load(
            str(model),
            action_endpoint=InProcessEndpoint(knowledge),
            tracker_store=conversations,
            lock_store=InMemoryLockStore(),
        )
        return cls(agent)

    async def hear(self, heard: Heard) -> list[Said]:
        """Answer one message. The caller sees to it that a person has one turn at a time."""
        output = CollectingOutputChannel()
        metadata = {"replied_case": heard.replied_case} if heard.replied_case else None
        message = UserMessage(heard.as_message(), output, heard.person_id, metadata=metadata)
        await self._agent.handle_message(message)
        return _read(output.messages)

    async def parse(self, text: str) -> dict[str, Any]:
        """Return intent, confidence and entities of a text, as Rasa gives them."""
        parsed: dict[str, Any] = await self._agent.parse_message(text)
        return parsed


def _read(messages: list[dict[str, Any]]) -> list[Said]:
    """Join what Rasa collected: the cards and files of an answer come as a message of their own after its text."""
    said: list[Said] = []
    for message in messages:
        extra = message.get("custom")
        if extra:
            text = said.pop() if said else Said("")
            files = {name: bytes.fromhex(content) for name, content in extra.get("files", {}).items()}
            said.append(Said(text.text, text.buttons, tuple(extra.get("contacts", ())), files))
        elif message.get("text"):
            buttons = tuple((b["title"], b["payload"]) for b in message.get("buttons", ()))
            said.append(Said(message["text"], buttons))
    return said
