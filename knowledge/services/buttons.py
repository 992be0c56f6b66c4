"""Buttons: a short opaque id in the channel, its meaning in the database. They outlive a restart and work once."""

import secrets
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from sqlalchemy import select, update

from knowledge.entities import Button
from knowledge.store import Refusal, Store, Work, tables

#: Long enough for a reminder that is answered after a holiday.
_LASTS = timedelta(days=60)

#: 15 characters of 64: 90 bits, within the 64 bytes that Telegram allows.
_TOKEN_BYTES = 11

#: How long a typed answer still counts for the buttons shown last.
_TYPED_WITHIN = timedelta(minutes=10)

#: How many of the buttons shown last are looked at for it.
_RECENT = 16


@dataclass(frozen=True)
class Choice:
    """A button to be: what it says and what pressing it means, as an intent with details."""

    title: str
    intent: str
    details: dict[str, Any] = field(default_factory=dict)
    #: Reading can be repeated; what changes something works once, and uses up the others of its question.
    repeatable: bool = False


class Buttons:
    """Makes buttons and takes presses."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def make(self, person_id: str, choices: Sequence[Choice]) -> list[Button]:
        """Keep the choices as one question's buttons for a professional, in this order."""
        if not choices:
            return []
        with self._store.work() as work:
            return put(work, person_id, choices)

    def press(self, person_id: str, token: str) -> Button:
        """Take a press and use the button up.

        Raises Refusal("button_unknown") for an unknown or expired button and one of somebody else,
        Refusal("button_used") for the second press.
        """
        with self._store.work(person_id) as work:
            button = work.get(Button, token)
            if button is None or button.professional_id != person_id or button.expires_at < work.now:
                raise Refusal("button_unknown", object="button")
            if not button.repeatable and not _use_up(work, button):
                raise Refusal("button_used", object="button")
            return button

    def typed(self, person_id: str, text: str) -> str | None:
        """Return the token of the button whose title somebody typed instead of tapping.

        One that changes something counts only under the last question: "ik" must not answer an older one. To cancel or
        take back is never late.
        """
        said = text.strip().strip(".!").casefold()
        recent = self._recent(person_id)
        last = recent[0].group if recent else ""
        live = [b for b in recent if not b.used_at and (b.repeatable or b.group == last or b.intent == "cancel")]
        return next((button.token for button in live if button.title.casefold() == said), None)

    def open_question(self, person_id: str) -> list[Button]:
        """Return the buttons of the question shown last, as long as none of them was used; not those for reading."""
        recent = self._recent(person_id)
        last = [button for button in recent if button.group == recent[0].group and not button.repeatable]
        return [] if any(button.used_at for button in last) else last

    def _recent(self, person_id: str) -> Sequence[Button]:
        with self._store.reading() as session:
            recent = (
                select(Button)
                .where(tables.button.c.professional_id == person_id)
                .where(tables.button.c.created_at > self._store.clock.now() - _TYPED_WITHIN)
                .order_by(tables.button.c.group.desc())
                .limit(_RECENT)
            )
            found: Sequence[Button] = session.execute(recent).scalars().all()
            return found


def put(work: Work, person_id: str, choices: Sequence[Choice]) -> list[Button]:
    """Keep the choices as buttons, in the caller's transaction."""
    # Groups sort by when they were made, also while a rehearsal's clock stands still.
    group = f"{time.time_ns():016x}{secrets.token_hex(4)}"
    return [
        work.add(
            Button(
                token=secrets.token_urlsafe(_TOKEN_BYTES),
                professional_id=person_id,
                title=choice.title,
                intent=choice.intent,
                details=choice.details,
                group=group,
                created_at=work.now,
                expires_at=work.now + _LASTS,
                repeatable=choice.repeatable,
            )
        )
        for choice in choices
    ]


def _use_up(work: Work, button: Button) -> bool:
    """Mark all of the question's buttons used, if this one was not yet: two presses at once count as one."""
    unused = tables.button.c.used_at.is_(None)
    mine = update(tables.button).where(tables.button.c.token == button.token, unused).values(used_at=work.now)
    if work.session.execute(mine).rowcount != 1:
        return False
    others = (tables.button.c.group == button.group) & unused & tables.button.c.repeatable.is_(False)
    work.session.execute(update(tables.button).where(others).values(used_at=work.now))
    return True
