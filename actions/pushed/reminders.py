"""Reminders: what waits to be taken up, and feedback that is awaited, with answers of one tap.

The text follows how things stand when it is sent, not when it was written; what was answered meanwhile is not said.
"""

from collections.abc import Callable, Mapping

from actions.pushed.moot import Moot
from actions.replies import Reply
from actions.texts import say, spoken_day
from knowledge.entities import Outgoing, ReferralState
from knowledge.rules.ladder import Lateness
from knowledge.services.buttons import Choice
from knowledge.services.knowledge import Knowledge
from knowledge.services.referral_views import ReferralView
from knowledge.services.reminders import About

_NOT_STARTED = (ReferralState.ACCEPTED, ReferralState.WAITING)


def one_tap_answers(view: ReferralView) -> list[Choice]:
    """Return the answers to "hoe staat het ervoor?" that fit the state, each complete in itself."""
    first = ("started", "waiting") if view.state in _NOT_STARTED else ()
    statuses = [_status(view, code) for code in (*first, "busy", "completed")]
    does_not_fit = _status(view, "failed", reason="does_not_fit")
    later = Choice(say("tap_later"), "snooze_reminder", {"referral": view.id, "case": view.case})
    return [*statuses, does_not_fit, later]


def days(count: int) -> str:
    """Return a number of working days in words: "1 werkdag", "3 werkdagen"."""
    return say("one_working_day") if count == 1 else say("working_days", count=count)


def on_behalf(knowledge: Knowledge, outgoing: Outgoing, text: str) -> str:
    """Say for whom it is meant when it comes to a deputy."""
    absent = knowledge.people.get(outgoing.params["for"]) if "for" in outgoing.params else None
    return say("for_absent", name=absent.name, text=text) if absent else text


def _to_act(knowledge: Knowledge, outgoing: Outgoing) -> Reply:
    """To whoever has to do something: take it up, or tell how it goes."""
    about = _about(knowledge, outgoing)
    if about.view.state is ReferralState.SENT:
        text, choices = _take_up(about), _take_up_answers(about.view)
    else:
        text, choices = _how_is_it(about), one_tap_answers(about.view)
    return Reply(on_behalf(knowledge, outgoing, text), choices)


def _receipt(knowledge: Knowledge, outgoing: Outgoing) -> Reply:
    if _about(knowledge, outgoing).seen:
        raise Moot
    return _to_act(knowledge, outgoing)


def _take_up(about: About) -> str:
    view = about.view
    who = {"case": view.case, "name": view.sender.name, "at": view.sender.organisation}
    if about.lateness is Lateness.ON_TIME:
        to = view.receiver.name if view.to_team else say("you")
        return say("remind_take_up", **who, to=to, day=spoken_day(about.since))
    return say("remind_take_up_late", **who, days=days(about.days_late))


def _take_up_answers(view: ReferralView) -> list[Choice]:
    known = {"referral": view.id, "case": view.case}
    return [
        Choice(say("tap_accept"), "accept_referral", {**known, "confirmed": True}),
        Choice(say("tap_decline"), "decline_referral", known),
        _call(view.sender.id, view.case),
    ]


def _how_is_it(about: About) -> str:
    view = about.view
    who = {"case": view.case, "name": view.sender.name, "at": view.sender.organisation}
    day = spoken_day(view.expected) if view.expected else ""
    if about.lateness is Lateness.VERY_LATE:
        return say("remind_very_late", **who, day=day)
    if about.lateness is Lateness.LATE:
        return say("remind_late", **who, day=day, days=days(about.days_late))
    if view.expected and view.expected > about.today:
        return say("remind_before", **who, day=day)
    return say("remind_due", **who)


def _lead(knowledge: Knowledge, outgoing: Outgoing) -> Reply:
    """To the team lead, or to the sender where there is none."""
    about = _about(knowledge, outgoing)
    view = about.view
    if outgoing.recipient_id == view.sender.id:
        return _for_sender(about)
    facts = {"case": view.case, "sender": view.sender.name, "days": days(about.days_late)}
    text = say("lead_late", **facts, holder=view.holder.name) if view.holder else say("lead_not_taken", **facts)
    holder = view.holder.id if view.holder else None
    return Reply(on_behalf(knowledge, outgoing, text), lead_choices(view.id, view.case, holder))


def lead_choices(referral: int, case: str, holder_id: str | None) -> list[Choice]:
    """Return what a team lead can do with an item: nudge, give it to somebody else, call."""
    known = {"referral": referral, "case": case}
    ways = [Choice(say("tap_reassign"), "ask_digest", {"reassign": referral}, repeatable=True)]
    if holder_id is None:
        return ways
    return [
        Choice(say("tap_nudge"), "request_feedback", {**known, "confirmed": True}),
        *ways,
        _call(holder_id, case, "tap_lead_call"),
    ]


def _not_taken(knowledge: Knowledge, outgoing: Outgoing) -> Reply:
    about = _about(knowledge, outgoing)
    if about.view.state is not ReferralState.SENT:
        raise Moot
    return _for_sender(about)


def _nothing_heard(knowledge: Knowledge, outgoing: Outgoing) -> Reply:
    return _for_sender(_about(knowledge, outgoing))


def _for_sender(about: About) -> Reply:
    """To the sender: nobody took it up and the ball is the sender's, or the holder is very late."""
    view = about.view
    known = {"referral": view.id, "case": view.case}
    if view.state is ReferralState.SENT:
        text = say("sender_not_taken", case=view.case, receiver=view.receiver.name)
        withdraw = Choice(say("tap_withdraw"), "withdraw_referral", known)
        return Reply(text, [*_call_receiver(view), withdraw], contacts=[view.receiver])
    holder = view.holder or view.receiver
    text = say("sender_nothing_heard", case=view.case, holder=holder.name, days=days(about.days_late))
    nudge = Choice(say("tap_nudge"), "request_feedback", {**known, "confirmed": True})
    return Reply(text, [nudge, _call(holder.id, view.case)], contacts=[holder])


def _call_receiver(view: ReferralView) -> list[Choice]:
    """A team or an organisation is called by its number, on the card; a person can be asked to call."""
    return [] if view.to_team else [_call(view.receiver.id, view.case)]


def _call(person_id: str, case: str, title: str = "tap_call") -> Choice:
    return Choice(say(title), "request_callback", {"person_id": person_id, "case": case, "confirmed": True})


def _status(view: ReferralView, code: str, **more: str) -> Choice:
    title = say(f"tap_{code}")
    status = {"code": code, "text": title.lower()}
    details = {"referral": view.id, "case": view.case, "status": status, "confirmed": True, **more}
    return Choice(title, "send_feedback", details)


def _about(knowledge: Knowledge, outgoing: Outgoing) -> About:
    """Return how things stand. Raises Moot when there was a sign of life since the reminder was written."""
    about = knowledge.reminders.about(outgoing.params["referral"])
    if about is None or about.heard_at >= outgoing.created_at:
        raise Moot
    return about


def _assigned(knowledge: Knowledge, outgoing: Outgoing) -> Reply:
    """To the colleague to whom a team lead gave an item."""
    about = knowledge.reminders.about(outgoing.params["referral"])
    if about is None:
        raise Moot
    view = about.view
    answers = _take_up_answers(view) if view.state is ReferralState.SENT else one_tap_answers(view)
    text = say("assigned", case=view.case, name=view.sender.name, at=view.sender.organisation)
    return Reply(on_behalf(knowledge, outgoing, text), answers)


def _unassigned(knowledge: Knowledge, outgoing: Outgoing) -> Reply:
    about = knowledge.reminders.about(outgoing.params["referral"])
    person = knowledge.people.get(outgoing.params["person"])
    if about is None or person is None:
        raise Moot
    return Reply(on_behalf(knowledge, outgoing, say("unassigned", case=about.view.case, name=person.name)))


MESSAGES: Mapping[str, Callable[[Knowledge, Outgoing], Reply]] = {
    "reminder_receipt": _receipt,
    "reminder_take_up": _to_act,
    "reminder_before": _to_act,
    "reminder_due": _to_act,
    "reminder_repeat": _to_act,
    "reminder_very_late": _to_act,
    "reminder_lead": _lead,
    "reminder_not_taken": _not_taken,
    "reminder_nothing_heard": _nothing_heard,
    "referral_assigned": _assigned,
    "referral_unassigned": _unassigned,
}
