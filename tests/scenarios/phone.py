"""A telephone with Telegram on it, as the assistant sees one: an address that may or may not be linked to somebody."""

import asyncio
from dataclasses import dataclass, field

from bot.assistant import Assistant
from bot.messages import Answer, Incoming, Message
from tests.scenarios.days import Said


@dataclass
class Phone:
    """One telephone; whose it is shows only when a code is used on it."""

    assistant: Assistant
    address: str
    #: What stands on the screen, the latest last.
    screen: list[Message] = field(default_factory=list)
    #: Whether the assistant deleted the latest message that was sent.
    wiped: bool = False

    def starts(self, code: str) -> Said:
        """Open the bot by the link with a code."""
        return self._hears(Incoming(start_code=code))

    def sends(self, text: str = "", *, kind: str = "text", replied_to: str | None = None) -> Said:
        """Send a text, or something of another kind."""
        return self._hears(Incoming(text=text, kind=kind, replied_to=replied_to))

    def taps(self, title: str) -> Said:
        """Tap the latest button with this title."""
        shown = [button for message in reversed(self.screen) for button in message.buttons]
        return self._hears(Incoming(button=dict(reversed(shown))[title]))

    def _hears(self, incoming: Incoming) -> Said:
        answer: Answer = asyncio.run(self.assistant.hear("telegram", self.address, incoming))
        self.screen += answer.messages
        self.wiped = answer.delete_incoming
        return Said(answer.messages)
