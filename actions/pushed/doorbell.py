"""What calls for somebody: an outsider asks about a case, or a colleague is out of reach."""

from collections.abc import Callable, Mapping

from actions.pushed.moot import Moot
from actions.pushed.reminders import on_behalf
from actions.replies import Reply
from actions.texts import say
from knowledge.entities import Outgoing
from knowledge.services.buttons import Choice
from knowledge.services.knowledge import Knowledge


def _rung(knowledge: Knowledge, outgoing: Outgoing) -> Reply:
    """To the coordinator: who asked. Whether and how to react is up to them."""
    who, case = knowledge.reminders.who_rang(outgoing.params["doorbell"]), outgoing.params["case"]
    text = say("doorbell_rung", name=who.name, role=who.role, at=who.organisation, case=case)
    call = Choice(say("tap_call"), "request_callback", {"person_id": who.id, "case": case, "confirmed": True})
    ignore = Choice(say("tap_no_reaction"), "deny")
    return Reply(on_behalf(knowledge, outgoing, text), [call, ignore], contacts=[who])


def _unreachable(knowledge: Knowledge, outgoing: Outgoing) -> Reply:
    """To the team lead or the administrator: messages do not arrive there."""
    person = knowledge.people.get(outgoing.params["person"])
    if person is None:
        raise Moot
    return Reply(on_behalf(knowledge, outgoing, say("unreachable", name=person.name)))


MESSAGES: Mapping[str, Callable[[Knowledge, Outgoing], Reply]] = {
    "doorbell_rung": _rung,
    "unreachable": _unreachable,
}
