"""Rasa's agent, loaded once, asked per turn."""

import json
from pathlib import Path
from typing import Any

from rasa.core.agent import Agent
from rasa.core.channels.channel import CollectingOutputChannel, UserMessage

from bot.messages import Heard, Message
from bot.runtime.endpoint import InProcessEndpoint
from bot.runtime.stores import stores
from knowledge.services.cases import Contact
from knowledge.services.knowledge import Knowledge
from nlu.understanding import without_names


class Dialogue:
    """The conversation with everybody: one agent for all."""

    def __init__(self, agent: Agent) -> None:
        self._agent = agent

    @classmethod
    def load(cls, model: Path, knowledge: Knowledge, redis_url: str = "") -> "Dialogue":
        """Load the trained model; the actions run on `knowledge`, conversations are kept as `stores` says."""
        conversations, locks = stores(redis_url)
        endpoint = InProcessEndpoint(knowledge)
        agent = Agent.load(str(model), action_endpoint=endpoint, tracker_store=conversations, lock_store=locks)
        return cls(agent)

    async def hear(self, heard: Heard) -> list[Message]:
        """Answer one message. The caller sees to it that a person has one turn at a time."""
        output = CollectingOutputChannel()
        metadata = {"replied_case": heard.replied_case} if heard.replied_case else None
        message = UserMessage(_as_rasa_text(heard), output, heard.person_id, metadata=metadata)
        if heard.intent is None:
            message.parse_data = without_names(await self.parse(heard.text))
            message.text = message.parse_data["text"]
        await self._agent.handle_message(message)
        return _read(output.messages)

    async def parse(self, text: str) -> dict[str, Any]:
        """Return intent, confidence and entities of a text, as Rasa gives them."""
        parsed: dict[str, Any] = await self._agent.parse_message(text)
        return parsed


def _read(messages: list[dict[str, Any]]) -> list[Message]:
    """Join what Rasa collected: the cards and files of an answer come as a message of their own after its text."""
    said: list[Message] = []
    for message in messages:
        extra = message.get("custom")
        if extra:
            words = said.pop() if said else Message("")
            contacts = tuple(Contact(**contact) for contact in extra["contacts"])
            files = {name: bytes.fromhex(content) for name, content in extra["files"].items()}
            said.append(Message(words.text, words.buttons, contacts, files))
        elif message.get("text"):
            buttons = tuple((b["title"], b["payload"]) for b in message.get("buttons", ()))
            said.append(Message(message["text"], buttons))
    return said


def _as_rasa_text(heard: Heard) -> str:
    """Return the text Rasa gets; a button's meaning in Rasa's own notation."""
    if heard.intent is None:
        return heard.text
    details = json.dumps({"details": json.dumps(heard.details)}) if heard.details else ""
    return f"/{heard.intent}{details}"
