"""How an answer is shaped: a text, buttons, contact cards, files, and what the conversation remembers of it."""

from dataclasses import dataclass, field
from typing import Any

from actions.texts import say
from knowledge.services.buttons import Choice
from knowledge.services.cases import Contact


@dataclass
class Reply:
    """One answer. `remember` are slots of the conversation, `closes_form` ends a question that was open."""

    text: str
    choices: list[Choice] = field(default_factory=list)
    contacts: list[Contact] = field(default_factory=list)
    #: Files by name with their content.
    files: dict[str, bytes] = field(default_factory=dict)
    remember: dict[str, Any] = field(default_factory=dict)
    closes_form: bool = False


def cancel_choice() -> Choice:
    """Return the button that drops what was being done."""
    return Choice(say("button_cancel"), "cancel")


def undo_choice(change_id: int | None) -> list[Choice]:
    """Return the button that takes a change back, for a change that can be."""
    return [Choice(say("button_undo"), "cancel", {"change": change_id})] if change_id else []
