"""Messages about questions, worries, agendas and mishaps."""

from collections.abc import Callable, Mapping
from datetime import date

from actions.replies import Reply
from actions.texts import say, spoken_day, spoken_moment
from knowledge.entities import Meeting, Outgoing
from knowledge.services.buttons import Choice
from knowledge.services.cases import Contact, contact_of
from knowledge.services.knowledge import Knowledge


def _person(knowledge: Knowledge, outgoing: Outgoing) -> Contact:
    with knowledge.store.work() as work:
        return contact_of(work, outgoing.params["person"])


def _question_asked(knowledge: Knowledge, outgoing: Outgoing) -> Reply:
    details = {"question": outgoing.params["question"], "confirmed": True}
    asker = _person(knowledge, outgoing)
    text = say("push_question", name=asker.name, role=asker.role, at=asker.organisation)
    return Reply(text, [Choice(say("button_think_along"), "ask_network", details)])


def _question_answered(knowledge: Knowledge, outgoing: Outgoing) -> Reply:
    person = _person(knowledge, outgoing)
    return Reply(say("push_question_answered", name=person.name, role=person.role), contacts=[person])


def _signal_received(knowledge: Knowledge, outgoing: Outgoing) -> Reply:
    code = outgoing.params.get("case")
    text = say("push_signal_case", code=code) if code else say("push_signal")
    details = {"signal": outgoing.params["signal"], "confirmed": True}
    return Reply(text, [Choice(say("button_take_up"), "report_signal", details)])


def _signal_taken(knowledge: Knowledge, outgoing: Outgoing) -> Reply:
    person = _person(knowledge, outgoing)
    return Reply(say("push_signal_taken", name=person.name, role=person.role), contacts=[person])


def _agenda_item_added(knowledge: Knowledge, outgoing: Outgoing) -> Reply:
    with knowledge.store.reading() as session:
        meeting = session.get(Meeting, outgoing.params["meeting"])
    who, what = _person(knowledge, outgoing).name, outgoing.params.get("case") or say("a_subject")
    return Reply(say("push_agenda", who=who, what=what, name=meeting.name, when=spoken_moment(meeting.starts_at)))


def _privacy_request(knowledge: Knowledge, outgoing: Outgoing) -> Reply:
    person, what = _person(knowledge, outgoing), say(f"label_request_{outgoing.params['what']}")
    due = date.fromisoformat(outgoing.params["due"])
    return Reply(say("push_privacy_request", name=person.name, what=what, due=spoken_day(due)), contacts=[person])


def _breach_reported(knowledge: Knowledge, outgoing: Outgoing) -> Reply:
    person = _person(knowledge, outgoing)
    return Reply(say("push_breach", name=person.name, at=person.organisation), contacts=[person])


MESSAGES: Mapping[str, Callable[[Knowledge, Outgoing], Reply]] = {
    "question_asked": _question_asked,
    "question_answered": _question_answered,
    "signal_received": _signal_received,
    "signal_taken": _signal_taken,
    "agenda_item_added": _agenda_item_added,
    "privacy_request": _privacy_request,
    "breach_reported": _breach_reported,
}
