"""Messages about feedback: a nudge, a day that moved, a reminder somebody asked for."""

from collections.abc import Callable, Mapping

from actions.pushed.moot import Moot
from actions.pushed.referral import answers_to
from actions.pushed.reminders import on_behalf
from actions.referral_choice import call_choice, known, line_of, who_at
from actions.replies import Reply
from actions.texts import say, spoken_day
from knowledge.entities import Outgoing, ReferralState
from knowledge.rules.transitions import OPEN
from knowledge.services.buttons import Choice
from knowledge.services.knowledge import Knowledge
from knowledge.services.referral_views import ReferralView


def _asked(knowledge: Knowledge, outgoing: Outgoing) -> Reply:
    """To who has it: somebody would like a word."""
    view = _open(knowledge, outgoing)
    asker = knowledge.people.get(outgoing.params["by"])
    key = "push_nudge_take_up" if view.state is ReferralState.SENT else "push_nudge"
    text = say(key, case=view.case, name=asker.name if asker else view.sender.name)
    return Reply(on_behalf(knowledge, outgoing, text), answers_to(view))


def _moved(knowledge: Knowledge, outgoing: Outgoing) -> Reply:
    """To who waits: the day was moved by the other."""
    view = _open(knowledge, outgoing)
    mover = knowledge.people.get(outgoing.params["by"])
    day = spoken_day(view.feedback_due) if view.feedback_due else say("no_day")
    by_sender = mover is not None and mover.id == view.sender.id
    key = "push_more_time" if by_sender else "push_day_moved"
    text = say(key, case=view.case, name=mover.name if mover else "", day=day)
    return Reply(on_behalf(knowledge, outgoing, text), answers_to(view) if by_sender else call_choice(view))


def _later(knowledge: Knowledge, outgoing: Outgoing) -> Reply:
    """To who asked to be reminded: as receiver or holder to act, as sender to see how it stands."""
    view = _open(knowledge, outgoing)
    if outgoing.recipient_id == view.sender.id:
        nudge = Choice(say("tap_nudge"), "request_feedback", {**known(view), "confirmed": True})
        return Reply(say("push_later_sender", line=line_of(view)), [nudge, *call_choice(view)])
    taken_by_other = view.holder is not None and view.to_team and view.holder.id != outgoing.recipient_id
    if taken_by_other:
        raise Moot
    return Reply(say("push_later", case=view.case, name=who_at(view.sender)), answers_to(view))


def _open(knowledge: Knowledge, outgoing: Outgoing) -> ReferralView:
    """Return the referral. Raises Moot when it has ended."""
    view = knowledge.referrals.shown(outgoing.params["referral"])
    if view.state not in OPEN:
        raise Moot
    return view


MESSAGES: Mapping[str, Callable[[Knowledge, Outgoing], Reply]] = {
    "feedback_asked": _asked,
    "feedback_moved": _moved,
    "remind_later": _later,
}
