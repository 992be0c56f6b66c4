"""The terminal as a channel: for rehearsals and for looking over the assistant's shoulder."""

from dataclasses import dataclass, field
from itertools import count

from bot.messages import Message
from bot.pacing import Pace

NAME = "terminal"


@dataclass
class Terminal:
    """Collects what would be sent, in order, until it is taken out."""

    name: str = NAME
    #: A terminal takes all at once.
    pace: Pace | None = None
    _sent: list[tuple[str, Message]] = field(default_factory=list)
    _ids: "count[int]" = field(default_factory=lambda: count(1))

    async def send(self, address: str, message: Message) -> str:
        """Take a message for the person at this address (the person's id)."""
        self._sent.append((address, message))
        return str(next(self._ids))

    def take(self) -> list[tuple[str, Message]]:
        """Return what was sent since the last time."""
        sent, self._sent = self._sent, []
        return sent


def in_words(message: Message) -> str:
    """Return a message as it is read in a terminal: buttons numbered under it."""
    lines = [message.text]
    lines += [f"  ☎ {c.name}, {c.role}, {c.organisation}: {c.phone}" for c in message.contacts]
    lines += [f"  📎 {name}" for name in message.files]
    lines += [f"  [{number}] {title}" for number, (title, _) in enumerate(message.buttons, 1)]
    return "\n".join(lines)


def as_dict(message: Message) -> dict[str, object]:
    """Return a message as `kortelijn chat --jsonl` prints it."""
    return {
        "text": message.text,
        "buttons": [{"title": title, "payload": payload} for title, payload in message.buttons],
        "files": [*message.files, *(f"{contact.name}.vcf" for contact in message.contacts)],
    }
