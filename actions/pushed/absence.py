"""Messages about deputising."""

from collections.abc import Callable, Mapping
from datetime import date

from actions.replies import Reply
from actions.texts import say, spoken_day
from knowledge.entities import Outgoing
from knowledge.services.knowledge import Knowledge


def _you_deputise(knowledge: Knowledge, outgoing: Outgoing) -> Reply:
    first, last = (date.fromisoformat(outgoing.params[name]) for name in ("first", "last"))
    one_day = say("on_one_day", day=spoken_day(first))
    days = one_day if first == last else say("from_to", first=spoken_day(first), last=spoken_day(last))
    return Reply(say("push_you_deputise", name=_name(knowledge, outgoing), days=days))


def _colleague_back(knowledge: Knowledge, outgoing: Outgoing) -> Reply:
    return Reply(say("push_colleague_back", name=_name(knowledge, outgoing)))


def _name(knowledge: Knowledge, outgoing: Outgoing) -> str:
    person = knowledge.people.get(outgoing.params["person"])
    return person.name if person else ""


MESSAGES: Mapping[str, Callable[[Knowledge, Outgoing], Reply]] = {
    "you_deputise": _you_deputise,
    "colleague_back": _colleague_back,
}
