"""The updates that wait for the bot: one queue, read by long polling or carried to a webhook."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from tests.botapi.clock import Bell
from tests.botapi.errors import conflict
from tests.botapi.objects import JsonObject

FIRST_UPDATE_ID = 500_000_001
# Telegram sends these only to bots that ask for them by name.
_ONLY_ON_REQUEST = frozenset({"chat_member", "message_reaction", "message_reaction_count"})


@dataclass
class Webhook:
    """Where updates go by themselves, and how the last failed attempt went."""

    url: str
    secret_token: str = ""
    max_connections: int = 40
    has_certificate: bool = False
    failed_at: datetime | None = None
    failure: str = ""


class UpdateQueue:
    """Updates in order; each stays until it is confirmed by a higher offset or taken by the webhook."""

    def __init__(self, bell: Bell) -> None:
        self._bell = bell
        self._next_id = FIRST_UPDATE_ID
        self._allowed: frozenset[str] = frozenset()
        self._terminated_by = ""
        self._poll = 0
        self.pending: list[JsonObject] = []
        self.webhook: Webhook | None = None

    @property
    def allowed(self) -> list[str]:
        """The kinds the bot asked for; empty for the usual ones."""
        return sorted(self._allowed)

    def allow(self, kinds: Iterable[str]) -> None:
        """From now on let in only these kinds; none stands for the usual ones. What waits stays."""
        self._allowed = frozenset(kinds)

    def add(self, kind: str, content: JsonObject) -> None:
        """Put an update of this kind at the end, if the bot wants the kind."""
        wanted = kind in self._allowed if self._allowed else kind not in _ONLY_ON_REQUEST
        if wanted:
            self.pending.append({"update_id": self._next_id, kind: content})
            self._next_id += 1
            self._bell.ring()

    def start_poll(self) -> int:
        """A number for this poll. An earlier one that still waits ends with a conflict."""
        if self.webhook:
            reason = (
                "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
            )
            raise conflict(reason)
        return self._end_polls(
            "terminated by other getUpdates request; make sure that only one bot instance is running"
        )

    def confirm(self, offset: int) -> None:
        """Forget what lies before the offset; a negative one keeps that many from the end."""
        if offset > 0:
            self.pending = [update for update in self.pending if update["update_id"] >= offset]
        elif offset < 0:
            self.pending = self.pending[offset:]

    def read(self, poll: int, limit: int) -> list[JsonObject]:
        """The first updates that wait; 409 when another poll or a webhook took over since."""
        if poll != self._poll:
            raise conflict(self._terminated_by)
        return self.pending[:limit]

    def set_webhook(self, webhook: Webhook | None) -> None:
        """Carry updates to this address from now on, or none."""
        self.webhook = webhook
        self._end_polls("terminated by setWebhook request")

    def delivered(self, update: JsonObject) -> None:
        """The webhook took this update."""
        self.pending = [other for other in self.pending if other["update_id"] != update["update_id"]]

    def _end_polls(self, reason: str) -> int:
        self._poll += 1
        self._terminated_by = reason
        self._bell.ring()
        return self._poll
