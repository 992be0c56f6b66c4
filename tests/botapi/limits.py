"""Telegram's flood control: off until a test asks for it, and counted on the server's clock."""

import math
from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta

from tests.botapi.clock import Clock
from tests.botapi.errors import too_many_requests


@dataclass(frozen=True)
class _Rule:
    most: int
    seconds: float


class RateLimits:
    """At most so many messages per stretch of time, per chat and over all."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._rules: dict[str, _Rule] = {}
        self._sent: dict[str, list[datetime]] = defaultdict(list)

    def enforce(self, *, per_chat: int = 1, overall: int = 30, per_group_a_minute: int = 20) -> None:
        """From now on answer 429 with `retry_after` beyond these (the first two per second)."""
        self._rules = {
            "chat": _Rule(per_chat, 1),
            "group": _Rule(per_group_a_minute, 60),
            "overall": _Rule(overall, 1),
        }

    def relax(self) -> None:
        """Let everything through again."""
        self._rules = {}
        self._sent.clear()

    def count(self, chat_id: int) -> None:
        """A message to this chat. Raises 429 when there were too many; a refused one does not count."""
        if not self._rules:
            return
        kind = "group" if chat_id < 0 else "chat"
        counted = {f"{kind} {chat_id}": self._rules[kind], "overall": self._rules["overall"]}
        wait = max(self._seconds_to_wait(key, rule) for key, rule in counted.items())
        if wait > 0:
            raise too_many_requests(max(1, math.ceil(wait)))
        for key in counted:
            self._sent[key].append(self._clock.now())

    def _seconds_to_wait(self, key: str, rule: _Rule) -> float:
        now = self._clock.now()
        recent = [moment for moment in self._sent[key] if now - moment < timedelta(seconds=rule.seconds)]
        self._sent[key] = recent
        if len(recent) < rule.most:
            return 0
        return rule.seconds - (now - recent[-rule.most]).total_seconds()
