"""Messages about a referral: that there is one, and to its sender what became of it. At that-level only.

The text follows how things stand when it is sent; what was overtaken meanwhile is not said.
"""

from collections.abc import Callable, Mapping

from actions.pushed.moot import Moot
from actions.pushed.reminders import on_behalf, one_tap_answers
from actions.referral_choice import call, known, who_at
from actions.replies import Reply
from actions.texts import label, say, spoken_day
from knowledge.entities import Outgoing, ReferralState
from knowledge.rules.transitions import HELD
from knowledge.services.buttons import Choice
from knowledge.services.knowledge import Knowledge
from knowledge.services.referral_views import ReferralView


def answers_to(view: ReferralView) -> list[Choice]:
    """Return the answers of who received or holds a referral, that fit its state, each complete in itself."""
    return _receiver_answers(view) if view.state is ReferralState.SENT else one_tap_answers(view)


def _receiver_answers(view: ReferralView) -> list[Choice]:
    details = known(view)
    return [
        Choice(say("button_take_up"), "accept_referral", {**details, "confirmed": True}),
        Choice(say("tap_decline"), "decline_referral", details),
        call(view.sender.id, view.case),
        Choice(say("tap_later"), "snooze_reminder", details),
    ]


def _received(knowledge: Knowledge, outgoing: Outgoing) -> Reply:
    """To the receiver. Somebody took it or it was withdrawn meanwhile: then there is nothing to say."""
    view = _view(knowledge, outgoing)
    if view.state is not ReferralState.SENT:
        raise Moot
    due = spoken_day(view.feedback_due) if view.feedback_due else ""
    key = "push_referral_urgent" if view.urgent else "push_referral"
    text = say(
        key,
        case=view.case,
        kind=label("kind", view.kind).lower(),
        name=view.sender.name,
        role=view.sender.role,
        at=view.sender.organisation,
        to=say("push_to_team", team=view.receiver.name) if view.to_team else "",
        day=due,
    )
    contacts = [view.sender] if view.urgent else []
    return Reply(on_behalf(knowledge, outgoing, text), answers_to(view), contacts=contacts)


def _reached(state: ReferralState) -> Callable[[Knowledge, Outgoing], Reply]:
    """To the sender: the referral came into a state. What was overtaken by a later state is left to that message."""

    def shaped(knowledge: Knowledge, outgoing: Outgoing) -> Reply:
        view = _view(knowledge, outgoing)
        silent = view.limited and state is ReferralState.ACCEPTED and view.state in HELD
        if view.state is not state and not silent:
            raise Moot
        key = f"push_{state.value}" + ("_reason" if view.reason else "")
        return _news(knowledge, outgoing, view, key)

    return shaped


def _busy(knowledge: Knowledge, outgoing: Outgoing) -> Reply:
    """To the sender: nothing changed but that there was a word; what waits is not said to be under way."""
    view = _view(knowledge, outgoing)
    resting = view.state in (ReferralState.WAITING, ReferralState.PAUSED)
    return _news(knowledge, outgoing, view, f"push_{view.state.value}" if resting else "push_busy")


def _handled(knowledge: Knowledge, outgoing: Outgoing) -> Reply:
    """The consent lets nothing flow back: only that it is over, and whom to call."""
    return _news(knowledge, outgoing, _view(knowledge, outgoing), "push_handled")


def _news(knowledge: Knowledge, outgoing: Outgoing, view: ReferralView, key: str) -> Reply:
    holder = view.holder or view.receiver
    day = spoken_day(view.expected) if view.expected else say("no_day")
    reason = label("reason", view.reason) if view.reason else ""
    text = say(key, case=view.case, who=who_at(holder), name=holder.name, day=day, reason=reason)
    again = [Choice(say("button_refer_again"), "create_referral", {"case": view.case})]
    ways = again if view.state in (ReferralState.DECLINED, ReferralState.FAILED) and not view.limited else []
    back = [call(holder.id, view.case)] if view.holder or not view.to_team else []
    return Reply(on_behalf(knowledge, outgoing, text), [*ways, *back], contacts=[holder])


def _withdrawn(knowledge: Knowledge, outgoing: Outgoing) -> Reply:
    view = _view(knowledge, outgoing)
    text = say("push_withdrawn", case=view.case, name=who_at(view.sender))
    return Reply(on_behalf(knowledge, outgoing, text), [call(view.sender.id, view.case)])


def _view(knowledge: Knowledge, outgoing: Outgoing) -> ReferralView:
    return knowledge.referrals.shown(outgoing.params["referral"])


_STATES = ("ACCEPTED", "DECLINED", "STARTED", "WAITING", "PAUSED", "COMPLETED", "FAILED")

MESSAGES: Mapping[str, Callable[[Knowledge, Outgoing], Reply]] = {
    "referral_received": _received,
    **{f"referral_{ReferralState[name].value}": _reached(ReferralState[name]) for name in _STATES},
    "referral_handled": _handled,
    "referral_withdrawn": _withdrawn,
    "feedback_busy": _busy,
}
