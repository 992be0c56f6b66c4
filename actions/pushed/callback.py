"""What the two sides of a call-back hear by themselves."""

from collections.abc import Callable, Mapping

from actions.callback_texts import about_case, time_choices, when
from actions.pushed.moot import Moot
from actions.pushed.reminders import on_behalf
from actions.replies import Reply
from actions.texts import say
from knowledge.entities import CallbackState, Outgoing
from knowledge.services.buttons import Choice
from knowledge.services.callbacks import CallbackView
from knowledge.services.cases import Contact
from knowledge.services.knowledge import Knowledge


def _asked(knowledge: Knowledge, outgoing: Outgoing) -> Reply:
    """To the one asked, also the second time; a request that was answered or dropped meanwhile is not said."""
    view, now = _view(knowledge, outgoing), knowledge.store.clock.now()
    if view.state is not CallbackState.ASKED or view.target_id not in (
        outgoing.recipient_id,
        outgoing.params.get("for"),
    ):
        raise Moot
    asker = view.asker
    text = say(
        outgoing.kind,
        asker=asker.name,
        role=asker.role,
        organisation=asker.organisation,
        when=when(view.wanted_at, now),
        about=about_case(view.case_for_target),
    )
    choices = [_choice(answer, view) for answer in ("calling", "ask_time", "not_me")]
    return Reply(on_behalf(knowledge, outgoing, text), choices, contacts=_cards(asker))


def _unanswered(knowledge: Knowledge, outgoing: Outgoing) -> Reply:
    """To the asker: it is quiet, and how to go on."""
    view = _view(knowledge, outgoing)
    if view.state is not CallbackState.ASKED:
        raise Moot
    ways = ("somebody_else", "pick_time", "drop") if view.target else ("pick_time", "drop")
    text = on_behalf(knowledge, outgoing, say("callback_unanswered", who=_who(view)))
    return Reply(text, [_choice(answer, view) for answer in ways], contacts=_cards(view.target))


def _calling(knowledge: Knowledge, outgoing: Outgoing) -> Reply:
    view = _view(knowledge, outgoing)
    return Reply(on_behalf(knowledge, outgoing, say("callback_calling", who=_who(view))), contacts=_cards(view.target))


def _time_asked(knowledge: Knowledge, outgoing: Outgoing) -> Reply:
    view = _view(knowledge, outgoing)
    text = on_behalf(knowledge, outgoing, say("callback_time_asked", who=_who(view)))
    return Reply(text, time_choices(view.id, knowledge.store.clock.now()))


def _passed_on(knowledge: Knowledge, outgoing: Outgoing) -> Reply:
    view = _view(knowledge, outgoing)
    declined = knowledge.people.get(str(outgoing.params["declined"]))
    said = say("callback_passed_on", who=_who(view), declined=declined.name if declined else say("callback_colleague"))
    return Reply(on_behalf(knowledge, outgoing, said), [_choice("drop", view)])


def _declined(knowledge: Knowledge, outgoing: Outgoing) -> Reply:
    view = _view(knowledge, outgoing)
    said = say("callback_declined", who=_who(view)) if view.target else say("callback_declined_unnamed", case=view.case)
    return Reply(on_behalf(knowledge, outgoing, said), _other_ways(view), contacts=_cards(view.target))


def _choice(answer: str, view: CallbackView) -> Choice:
    details = {"callback": view.id, "answer": answer, "confirmed": True}
    return Choice(say(f"button_callback_{answer}"), "request_callback", details)


def _other_ways(view: CallbackView) -> list[Choice]:
    duty = Choice(say("button_on_duty"), "find_partner", {"on_duty": True}, repeatable=True)
    if view.target is None:
        return [_choice("pick_time", view), duty]
    mates = {"discipline": {"ids": [view.target.role], "text": view.target.role}}
    return [Choice(say("button_pick_other"), "find_partner", mates, repeatable=True), duty]


def _view(knowledge: Knowledge, outgoing: Outgoing) -> CallbackView:
    return knowledge.callbacks.view(int(outgoing.params["callback"]))


def _who(view: CallbackView) -> str:
    who = view.target.name if view.target else say("callback_coordinator", case=view.case)
    return who[:1].upper() + who[1:]


def _cards(contact: Contact | None) -> list[Contact]:
    return [contact] if contact else []


MESSAGES: Mapping[str, Callable[[Knowledge, Outgoing], Reply]] = {
    "callback_asked": _asked,
    "callback_reminder": _asked,
    "callback_unanswered": _unanswered,
    "callback_calling": _calling,
    "callback_time_asked": _time_asked,
    "callback_passed_on": _passed_on,
    "callback_declined": _declined,
}
