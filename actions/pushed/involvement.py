"""Messages about who is around a case."""

from collections.abc import Callable, Mapping

from actions.pushed.moot import Moot
from actions.pushed.reminders import on_behalf
from actions.replies import Reply
from actions.texts import say
from knowledge.entities import Outgoing, RequestKind
from knowledge.services.buttons import Choice
from knowledge.services.cases import Contact, contact_of
from knowledge.services.knowledge import Knowledge

_INTENT = {
    RequestKind.JOIN: "join_case",
    RequestKind.LEAVE: "leave_case",
    RequestKind.GIVE_COORDINATION: "transfer_coordination",
    RequestKind.TAKE_COORDINATION: "transfer_coordination",
}


def _request(knowledge: Knowledge, outgoing: Outgoing) -> Reply:
    """Put a question about the circle to whoever decides. Raises Moot when it was answered or taken back."""
    asked = knowledge.coordination.asked(outgoing.params["request"])
    if asked is None or asked.settled:
        raise Moot
    asker, subject = asked.asker, asked.subject
    about_oneself = asked.kind is RequestKind.LEAVE and subject.id == outgoing.recipient_id
    key = "push_leave_asked_self" if about_oneself else f"push_{asked.kind.value}_asked"
    text = say(key, asker=asker.name, role=asker.role, at=asker.organisation, name=subject.name, code=asked.code)
    intent, details = _INTENT[asked.kind], {"request": outgoing.params["request"], "confirmed": True}
    yes = Choice(say(f"button_{asked.kind.value}_yes"), intent, {**details, "grant": True})
    no = Choice(say(f"button_{asked.kind.value}_no"), intent, {**details, "grant": False})
    return Reply(on_behalf(knowledge, outgoing, text), [yes, no, _call(asker, asked.code)], contacts=[asker])


def _about_person(key: str) -> Callable[[Knowledge, Outgoing], Reply]:
    """Return what shapes a message that names one person and leads to the circle."""

    def message(knowledge: Knowledge, outgoing: Outgoing) -> Reply:
        person, code = _contact(knowledge, outgoing.params["person"]), outgoing.params["case"]
        text = say(f"push_{key}", name=person.name, role=person.role, at=person.organisation, code=code)
        return Reply(on_behalf(knowledge, outgoing, text), [_circle(code)])

    return message


def _about_change(key: str) -> Callable[[Knowledge, Outgoing], Reply]:
    """Return what shapes a message about a circle that its reader is no longer part of, or that is closed."""

    def message(knowledge: Knowledge, outgoing: Outgoing) -> Reply:
        person, code = _contact(knowledge, outgoing.params["person"]), outgoing.params["case"]
        text = say(f"push_{key}", name=person.name, code=code)
        return Reply(on_behalf(knowledge, outgoing, text), contacts=[person])

    return message


def _added(knowledge: Knowledge, outgoing: Outgoing) -> Reply:
    by, code = _contact(knowledge, outgoing.params["person"]), outgoing.params["case"]
    wrong = Choice(say("button_not_involved"), "leave_case", {"case": code, "confirmed": True})
    text = say("push_added_to_case", name=by.name, role=by.role, at=by.organisation, code=code)
    return Reply(text, [_circle(code), _call(by, code), wrong], contacts=[by])


def _person_added(knowledge: Knowledge, outgoing: Outgoing) -> Reply:
    code = outgoing.params["case"]
    person, by = (_contact(knowledge, outgoing.params[name]) for name in ("person", "added_by"))
    undo = Choice(say("button_remove"), "leave_case", {"case": code, "person_id": person.id})
    text = say("push_person_added", name=person.name, role=person.role, at=person.organisation, by=by.name, code=code)
    return Reply(on_behalf(knowledge, outgoing, text), [_circle(code), undo])


def _possible_double(knowledge: Knowledge, outgoing: Outgoing) -> Reply:
    code, opener = outgoing.params["case"], outgoing.params.get("person")
    if opener is None:
        return Reply(say("push_possible_double_masked", code=code))
    person = _contact(knowledge, opener)
    text = say("push_possible_double", name=person.name, role=person.role, at=person.organisation, code=code)
    return Reply(text, [Choice(say("button_call_me"), "request_callback", {"person_id": person.id})], contacts=[person])


def _contact(knowledge: Knowledge, person_id: str) -> Contact:
    with knowledge.store.work() as work:
        return contact_of(work, person_id)


def _circle(code: str) -> Choice:
    return Choice(say("button_circle"), "ask_involved", {"case": code}, repeatable=True)


def _call(person: Contact, code: str) -> Choice:
    return Choice(say("button_call_me"), "request_callback", {"person_id": person.id, "case": code})


MESSAGES: Mapping[str, Callable[[Knowledge, Outgoing], Reply]] = {
    **{f"{kind.value}_asked": _request for kind in RequestKind},
    "added_to_case": _added,
    "person_added": _person_added,
    "possible_double": _possible_double,
    **{key: _about_person(key) for key in ("join_granted", "person_left", "coordination_moved", "leave_granted")},
    **{key: _about_change(key) for key in ("join_denied", "removed_from_case", "case_closed")},
    **{key: _about_person(key) for key in ("leave_denied", "give_coordination_denied", "take_coordination_denied")},
}
