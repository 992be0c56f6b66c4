"""Keeping the registry right: the own number, somebody who left, an address that is wrong."""

import re
from dataclasses import replace
from datetime import date
from typing import Any

from actions.registry import AskCapacity
from actions.registry_values import said_of
from actions.replies import Reply, undo_choice
from actions.skill import Skill
from actions.texts import label, say
from actions.turn import Missing, Turn
from actions.who import organisation_meant, person_meant, words_for
from knowledge.rules.calendar import AMSTERDAM
from knowledge.services.buttons import Choice
from knowledge.services.corrections import Fix

_PHONE = re.compile(r"(?<!\d)(?:\+31|0031|0)[\s-]?\d(?:[\s-]?\d){8}(?!\d)")
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_LEFT = re.compile(
    r"\b(weg|vertrek\w*|vertrokken|uit dienst|pensioen|gestopt|stopt|ontslag|andere baan|niet meer bij)\b"
    r"|\b(hier|er) (allang )?niet meer\b",
    re.IGNORECASE,
)
_OURS = re.compile(r"\b(ons|onze|wij|we)\b", re.IGNORECASE)
_ROOM = re.compile(r"\b(plek|wachtlijst|vol|opnamestop|aanmeldstop)\b", re.IGNORECASE)

#: Words by which a field is meant, the most telling first.
_FIELDS = (
    ("email", re.compile(r"mail", re.IGNORECASE)),
    ("phone", re.compile(r"nummer|telefo|\b06\b|gsm|mobiel|\btel", re.IGNORECASE)),
    ("hours", re.compile(r"openingstijd|spreekuur|bereikbaarheid", re.IGNORECASE)),
    ("website", re.compile(r"website|\bsite\b", re.IGNORECASE)),
    ("address", re.compile(r"adres|verhuisd", re.IGNORECASE)),
)


class UpdateRegistry(Skill):
    """ "Mijn nummer is veranderd", "Samira is weg per 1 dec", "dit nummer klopt niet"."""

    intent = "update_registry"

    def answer(self, turn: Turn) -> Reply:
        """Change own details after a confirmation; put a change of somebody else's entry to its owner."""
        if turn.details.get("correction"):
            return _settled(turn)
        turn.details.setdefault("said", turn.text)
        if _is_about_room(turn):
            turn.details["organisation_id"] = turn.person.organisation_id
            return AskCapacity(self._knowledge).answer(turn)
        fix = _complete(turn, _fix(turn))
        if not turn.confirmed:
            return turn.propose(_proposal(turn, fix))
        done = turn.knowledge.corrections.fix(turn.by, fix)
        if done.applied:
            return Reply(say("fix_applied"), undo_choice(done.change_id))
        if not done.owners:
            return Reply(say("fix_yours"), undo_choice(done.change_id))
        return Reply(say("fix_put", owner=" en ".join(done.owners[:2])), undo_choice(done.change_id))


def _settled(turn: Turn) -> Reply:
    right = turn.details.get("answer") == "right"
    done = turn.knowledge.corrections.settle(turn.by, int(turn.details["correction"]), right=right)
    key = "correction_applied" if done.applied else "correction_by_hand" if right else "correction_dropped"
    text = say(key, about=done.about or say("registry_name"))
    by_hand = _by_hand(turn) if key == "correction_by_hand" else []
    return Reply(text, [*by_hand, *undo_choice(done.change_id)])


def _by_hand(turn: Turn) -> list[Choice]:
    """Return the button by which an owner says the new value, for a correction that names the field alone."""
    view = turn.knowledge.corrections.view(int(turn.details["correction"]))
    if not view.field:
        return []
    subject = {"person_id": view.person_id} if view.person_id else {"organisation_id": view.organisation_id}
    title = say("button_new_value", field=label("field", view.field))
    return [Choice(title, "update_registry", {**subject, "field": view.field})]


def _is_about_room(turn: Turn) -> bool:
    named = any(turn.details.get(key) for key in ("person", "person_id", "partner", "field"))
    return bool(_ROOM.search(turn.details["said"])) and not named


def _fix(turn: Turn) -> Fix:
    """Return what is to be changed, as far as it was said."""
    said: str = turn.details["said"]
    field = turn.details.get("field") or _field_meant(f"{words_for(turn, 'info')} {said}")
    subject = _subject(turn)
    if subject.get("person_id") and _LEFT.search(said) and not turn.details.get("field"):
        return Fix(**subject, field="left_on", value=_leaving_day(turn).isoformat())
    answered = str(turn.details.get("text") or "")
    value = _value(field, answered, said)
    return Fix(**subject, field=field, value=value, text=answered if not field and answered else said)


def _subject(turn: Turn) -> dict[str, Any]:
    person = turn.details.get("person_id") or _known_person(turn)
    if person:
        return {"person_id": person}
    if turn.details.get("partner") or turn.details.get("organisation_id"):
        return {"organisation_id": organisation_meant(turn)}
    ours = turn.details.get("person") or _OURS.search(turn.details["said"])
    return {"organisation_id": turn.person.organisation_id} if ours else {"person_id": turn.by}


def _known_person(turn: Turn) -> str | None:
    """Return who was named, None for a name that nobody here has: a new colleague."""
    if not turn.details.get("person"):
        return None
    sure = [match for match in turn.knowledge.registry.match(words_for(turn, "person"), "person") if match.sure]
    return person_meant(turn) if sure else None


def _field_meant(words: str) -> str:
    return next((field for field, said in _FIELDS if said.search(words)), "")


def _value(field: str, answered: str, said: str) -> str:
    pattern = {"phone": _PHONE, "email": _EMAIL}.get(field)
    if pattern is None:
        return answered if field else ""
    found = pattern.search(answered) or pattern.search(said)
    return re.sub(r"\s", "", found[0]) if found else ""


def _leaving_day(turn: Turn) -> date:
    moment = turn.moment()
    if moment is None:
        today = turn.knowledge.store.clock.now().astimezone(AMSTERDAM).date().isoformat()
        now = {"text": say("button_today"), "first": today, "last": today, "clock": None}
        raise Missing("time", "leaving_day", [turn.choice(say("button_today"), time=now)])
    return moment.first


def _complete(turn: Turn, fix: Fix) -> Fix:
    """Return the fix; ask for the new value where it can be put in at once. Raises Missing for that."""
    own = fix.person_id == turn.by
    if own and fix.field not in ("phone", "email", "left_on") and not turn.details.get("text"):
        raise Missing("text", "update_what", _own_choices(turn))
    if own and fix.field not in ("phone", "email", "left_on"):
        return replace(fix, field="", value="")
    if fix.field and not fix.value and turn.knowledge.corrections.may_fix(turn.by, fix):
        again = "_again" if turn.details.get("text") else ""
        turn.details["field"] = fix.field
        raise Missing("text", f"new_value{again}", field=label("field", fix.field))
    return fix


def _own_choices(turn: Turn) -> list[Choice]:
    fields = [turn.choice(label("button_field", field), field=field) for field in ("phone", "email")]
    room = turn.choice(say("button_own_capacity"), said=say("button_own_capacity"))
    return [*fields, room]


def _proposal(turn: Turn, fix: Fix) -> str:
    registry = turn.knowledge.registry
    if fix.person_id == turn.by and fix.value:
        return said_of("fix_own", fix.field, fix.value)
    if fix.person_id:
        about = next((entry.contact.name for entry in registry.people(turn.by, [fix.person_id])), "")
    else:
        about = registry.partner(turn.by, str(fix.organisation_id)).name
    if fix.field and fix.value:
        return said_of("fix_other", fix.field, fix.value, about=about)
    if fix.text:
        return say("fix_report_words", about=about, text=fix.text)
    return say("fix_report", about=about, field=label("field", fix.field))


SKILLS = (UpdateRegistry,)
