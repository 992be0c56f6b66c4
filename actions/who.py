"""Who or what somebody means: from a tapped button, from what the language reader recognised, or from a typed name."""

from collections.abc import Sequence
from dataclasses import replace

from actions.texts import LIST_LIMIT, say
from actions.turn import Missing, Turn
from knowledge.rules.matching import Match
from knowledge.services.buttons import Choice
from knowledge.services.registry_search import Wish

_TITLE = 24


def organisation_meant(turn: Turn, question: str = "partner") -> str:
    """Return the id of the organisation that is meant.

    Raises Missing with buttons when none was named, when several are called so, or when only something like it exists.
    """
    chosen = turn.details.get("organisation_id")
    return str(chosen) if chosen else _one(turn, "partner", question)


def person_meant(turn: Turn) -> str | None:
    """Return the id of the professional who is meant, None when nobody was named. Raises Missing as above."""
    chosen = turn.details.get("person_id")
    if chosen or not turn.details.get("person"):
        return str(chosen) if chosen else None
    return _one(turn, "person", "person")


def names(turn: Turn, kind: str) -> tuple[str, ...]:
    """Return what was said of this kind: the names the town knows it by, or else the words themselves."""
    said = turn.details.get(kind)
    if not said:
        return ()
    if isinstance(said, dict):
        return tuple(said.get("ids") or ([said["id"]] if said.get("id") else [said["text"]]))
    return (str(said),)


def words_for(turn: Turn, kind: str) -> str:
    """Return the words in which this kind of thing was named, empty for none."""
    said = turn.details.get(kind) or ""
    return str(said["text"]) if isinstance(said, dict) else str(said)


def wish_of(turn: Turn) -> Wish:
    """Return what is sought in the registry."""
    chosen = turn.details.get("organisation_id")
    organisations = (str(chosen),) if chosen else tuple(_ids(turn, "partner"))
    return Wish(
        topics=names(turn, "topic"),
        disciplines=names(turn, "discipline"),
        areas=names(turn, "area"),
        organisations=organisations,
        words="" if chosen else turn.text,
    )


def short(title: str) -> str:
    """Return a button's title, cut where it would not fit on a phone."""
    return title if len(title) <= _TITLE else f"{title[: _TITLE - 1].rstrip()}…"


def reading(choice: Choice) -> Choice:
    """Return the button as one that can be tapped again: it changes nothing."""
    return replace(choice, repeatable=True)


def _one(turn: Turn, kind: str, question: str) -> str:
    ids = _ids(turn, kind)
    if len(ids) == 1:
        return ids[0]
    if len(ids) > 1:
        raise Missing(kind, "which", _choices(turn, kind, ids))
    if not turn.details.get(kind):
        raise Missing(kind, question)
    near = [match.term.id for match in turn.knowledge.registry.match(words_for(turn, kind), kind)]
    if near:
        raise Missing(kind, "did_you_mean", _choices(turn, kind, near))
    find = Choice(say("button_find"), "find_partner", {"ask": True}, repeatable=True)
    raise Missing(kind, "name_unknown", [find, Choice(say("button_ask_network"), "ask_network")])


def _ids(turn: Turn, kind: str) -> list[str]:
    said = turn.details.get(kind)
    if not said:
        return []
    if isinstance(said, dict) and (said.get("ids") or said.get("id")):
        return list(said.get("ids") or [said["id"]])
    found: list[Match] = turn.knowledge.registry.match(words_for(turn, kind), kind)
    return [match.term.id for match in found if match.sure]


def _choices(turn: Turn, kind: str, ids: Sequence[str]) -> list[Choice]:
    registry, shown = turn.knowledge.registry, list(dict.fromkeys(ids))[:LIST_LIMIT]
    if kind == "person":
        people = registry.people(turn.by, shown)
        return [
            reading(turn.choice(short(f"{p.contact.name}, {p.contact.role}"), person_id=p.contact.id)) for p in people
        ]
    partners = [registry.partner(turn.by, organisation_id) for organisation_id in shown]
    return [reading(turn.choice(short(partner.name), organisation_id=partner.id)) for partner in partners]
