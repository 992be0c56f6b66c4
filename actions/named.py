"""Whom a message names: the person, organisation or function it spoke of, asked on until one person is left."""

from collections.abc import Collection
from typing import Any

from actions.replies import cancel_choice
from actions.texts import LIST_LIMIT
from actions.turn import Missing, Turn
from knowledge.services.cases import Contact

#: Details by which somebody can be named.
_KINDS = ("person_id", "person", "partner", "discipline")


def ids_of(turn: Turn, kind: str) -> list[str]:
    """Return the ids that a named thing of this kind has in the registry; none for one it does not know."""
    said: Any = turn.details.get(kind)
    return [str(id_) for id_ in said.get("ids", [])] if isinstance(said, dict) else []


def words_of(turn: Turn, kind: str) -> str:
    """Return the words in which a thing of this kind was named."""
    said: Any = turn.details.get(kind)
    return str(said.get("text", "")) if isinstance(said, dict) else str(said or "")


def typed(turn: Turn) -> str | None:
    """Take the answer to a question for free text out of the details, so that the conversation does not keep it.

    A tapped button is no answer in words.
    """
    text = turn.details.pop("text", None)
    return None if text is None or str(text).startswith("/") else str(text)


def sentence(turn: Turn) -> str:
    """Return what was said in words; nothing when a button was tapped."""
    return "" if turn.text.startswith("/") else turn.text


def names_somebody(turn: Turn) -> bool:
    """Tell whether the message is about another than who asks: his own organisation or function is himself."""
    if turn.details.get("another"):
        return True
    if turn.details.get("person_id") or turn.details.get("person"):
        return turn.by not in (turn.details.get("person_id"), *ids_of(turn, "person"))
    organisations, roles = ids_of(turn, "partner"), ids_of(turn, "discipline")
    himself = turn.person.organisation_id in organisations or (not organisations and turn.person.role in roles)
    return bool(organisations or roles or words_of(turn, "partner")) and not himself


def one_person(turn: Turn, question: str, among: Collection[str] | None = None, **params: object) -> Contact:
    """Return the one colleague who is meant. Raises Missing while there is none, or more than one.

    `question` is asked when nobody was named; `among` limits whom it can be to these ids.
    """
    typed(turn)
    found = [person for person in _meant(turn) if person.id != turn.by and (among is None or person.id in among)]
    if len(found) == 1:
        return found[0]
    named = bool([kind for kind in _KINDS if turn.details.pop(kind, None)])
    turn.details["another"] = True
    if not found:
        raise Missing("text", "person_unknown" if named else question, [cancel_choice()], **params)
    choices = [turn.choice(person.name, person_id=person.id) for person in found[:LIST_LIMIT]]
    raise Missing("text", "which_person", choices, **params)


def _meant(turn: Turn) -> list[Contact]:
    people = turn.knowledge.circle
    chosen = turn.details.get("person_id")
    if chosen:
        return people.people_meant([str(chosen)], [], None)
    persons, organisations, roles = ids_of(turn, "person"), ids_of(turn, "partner"), ids_of(turn, "discipline")
    if turn.details.get("person") and not persons:
        return []
    return people.people_meant(persons, organisations, roles[0] if roles else None)
