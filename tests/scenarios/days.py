"""A day in the sample municipality, as a test tells it: who says and taps what, what is brought to whom and when."""

import asyncio
from collections import defaultdict
from collections.abc import Awaitable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.messages import Incoming, Message
from bot.rehearsal import Heard, Rehearsal
from knowledge.clock import SetClock
from knowledge.rules.calendar import AMSTERDAM
from knowledge.services.knowledge import Knowledge


@dataclass
class Said:
    """What the assistant said at one step."""

    messages: tuple[Message, ...]

    @property
    def text(self) -> str:
        """All of it, one message after the other."""
        return "\n".join(message.text for message in self.messages)

    @property
    def buttons(self) -> list[str]:
        """What stands on the buttons."""
        return [title for message in self.messages for title, _ in message.buttons]

    @property
    def cards(self) -> list[str]:
        """Whose contact cards came along."""
        return [contact.name for message in self.messages for contact in message.contacts]


@dataclass
class Day:
    """The town while a test goes on. It begins on Monday 23 November 2026 at five past nine."""

    rehearsal: Rehearsal
    knowledge: Knowledge
    #: The messages that each person saw, the latest last.
    seen: defaultdict[str, list[Message]] = field(default_factory=lambda: defaultdict(list))
    _loop: asyncio.AbstractEventLoop = field(default_factory=asyncio.new_event_loop)
    #: What was brought to each person at the last step.
    _brought: defaultdict[str, list[Message]] = field(default_factory=lambda: defaultdict(list))

    def close(self) -> None:
        """End the day."""
        self._loop.close()

    def says(self, who: str, text: str) -> Said:
        """Let somebody type something and return the answer."""
        return self._heard(who, self.rehearsal.say(who, Incoming(text=text)))

    def taps(self, who: str, title: str, about: str = "") -> Said:
        """Let somebody tap the button with this title, and return the answer.

        The latest that was shown to them; with `about`, under a message that has these words.
        """
        return self._heard(who, self.rehearsal.say(who, Incoming(button=self._payload(who, title, about))))

    def at(self, moment: str) -> "Day":
        """Let the clock tick at a local moment: "12:30" today, or "2026-11-25T08:30"."""
        now = self.knowledge.store.clock.now().astimezone(AMSTERDAM)
        written = moment if "T" in moment else f"{now:%Y-%m-%d}T{moment}"
        self._set(datetime.fromisoformat(written).replace(tzinfo=AMSTERDAM))
        self._heard(None, self.rehearsal.tick())
        return self

    def after(self, **passed: int) -> "Day":
        """Let time pass (seconds, minutes …), and the clock tick."""
        self._set(self.knowledge.store.clock.now() + timedelta(**passed))
        self._heard(None, self.rehearsal.tick())
        return self

    def brought(self, who: str) -> Said:
        """Return what was brought to somebody at the last step, by the assistant itself."""
        return Said(tuple(self._brought[who]))

    def reached(self) -> set[str]:
        """Return to whom anything was brought at the last step."""
        return {who for who, messages in self._brought.items() if messages}

    def _set(self, at: datetime) -> None:
        self.knowledge.store.clock = SetClock(at)

    def _payload(self, who: str, title: str, about: str) -> str:
        shown = [button for message in reversed(self.seen[who]) if about in message.text for button in message.buttons]
        payload = next((payload for name, payload in shown if name == title), None)
        assert payload, f"{who} has no button {title!r}, only {[name for name, _ in shown][:12]}"
        return payload

    def _heard(self, who: str | None, step: Awaitable[Heard]) -> Said:
        heard = self._loop.run_until_complete(step)
        self._brought = defaultdict(list)
        for to, message in heard.pushed:
            self._brought[to].append(message)
            self.seen[to].append(message)
        if who:
            self.seen[who] += heard.replies
        return Said(heard.replies)
