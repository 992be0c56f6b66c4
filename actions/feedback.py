"""Feedback in chat: reporting how it goes, asking for word, what is open, and being reminded later."""

from collections.abc import Callable
from datetime import date, timedelta

from actions.pushed.referral import answers_to
from actions.referral import day_choices
from actions.referral_choice import call_choice, known, line_of, nothing, own, reasons, received, to_whom
from actions.referral_words import note_of, reason_of
from actions.replies import Reply, undo_choice
from actions.skill import Skill
from actions.texts import LIST_LIMIT, label, listed, say, spoken_day
from actions.turn import Missing, Moment, Turn
from actions.who import short
from knowledge.entities import FeedbackStatus, ReferralState
from knowledge.rules.transitions import OPEN, REASONS
from knowledge.services.buttons import Choice
from knowledge.services.feedback import Report
from knowledge.services.referral_views import ReferralView
from knowledge.services.referrals import Moved

#: States from which a referral can start or come on a waiting list.
_NOT_BEGUN = (ReferralState.SENT, ReferralState.ACCEPTED, ReferralState.WAITING)

_INTENT = "send_feedback"

_NO_SHOW = "no_show"


class SendFeedback(Skill):
    """ "QX-4T9 is gestart." """

    intent = _INTENT

    def answer(self, turn: Turn) -> Reply:
        """Pass on how it goes; what is unclear is asked with one tap."""
        view = _mine(turn, "which_feedback")
        if view is None:
            return nothing("nothing_held", *_about_case(turn))
        status = _status(turn)
        if status is None:
            return _ask_status(turn, view)
        turn.details.update(known(view))
        if status is FeedbackStatus.FAILED and not _reason(turn):
            details = {"status": turn.details["status"], "note": _note(turn)}
            return Reply(say("ask_failed_reason", case=view.case), reasons(self.intent, view, REASONS, **details))
        report = Report(status, _note(turn), _coming_day(turn), _reason(turn))
        if not turn.confirmed:
            return _propose(turn, view, report)
        return _told(turn.knowledge.feedback.give(turn.by, view.id, report), report)


class RequestFeedback(Skill):
    """ "Por Jeugd-Punt even over QX-4T9." """

    intent = "request_feedback"

    def answer(self, turn: Turn) -> Reply:
        """Ask whoever has the ball for a word."""
        if turn.confirmed and turn.details.get("referral"):
            return _nudged(turn, int(turn.details["referral"]))
        referrals = turn.knowledge.referrals
        given = turn.details.get("referral")
        found = [referrals.get(turn.by, int(given))] if given else referrals.sent(turn.by)
        view = own(turn, found, "which_to_nudge")
        if view is None:
            return told_instead(turn) or nothing("nothing_to_nudge", *_about_case(turn))
        turn.details.update(known(view))
        return turn.propose(say("nudge_proposal", case=view.case, to=to_whom(view)))


class ListOverdue(Skill):
    """ "Wat heb ik nog openstaan?" """

    intent = "list_overdue"

    def answer(self, turn: Turn) -> Reply:
        """List what one owes and what one awaits, apart, the oldest first, each with a button."""
        open_ones = turn.knowledge.feedback.outstanding(turn.by)
        owed, awaited = (_until(turn.moment(), views) for views in (open_ones.owed, open_ones.awaited))
        if not owed and not awaited:
            return nothing("nothing_open")
        parts = [_part("owed", owed, _owed_line), _part("awaited", awaited, line_of)]
        answer = [_act("button_answer", "send_feedback", view, owed) for view in owed[:LIST_LIMIT]]
        nudge = [_act("button_nudge", "request_feedback", view, awaited) for view in awaited[:LIST_LIMIT]]
        return Reply("\n".join(part for part in parts if part), [*answer, *nudge])


class SnoozeReminder(Skill):
    """ "Herinner me maandag aan QX-4T9." """

    intent = "snooze_reminder"

    def answer(self, turn: Turn) -> Reply:
        """Put a reminder off; when that moves the promised day, the other party hears so."""
        view = _mine(turn, "which_to_snooze") or own(turn, turn.knowledge.referrals.sent(turn.by), "which_to_snooze")
        if view is None:
            return nothing("nothing_to_snooze", Choice(say("tap_own_list"), "list_overdue", repeatable=True))
        turn.details.update(known(view))
        day, moment = turn.details.get("day"), turn.moment()
        if day is None and moment is None:
            raise Missing("time", "snooze_until", _later_choices(turn))
        until = date.fromisoformat(day) if day else moment.first if moment else turn.knowledge.drafts.today()
        if not turn.confirmed:
            return turn.propose(say("snooze_proposal", case=view.case, day=spoken_day(until)))
        clock = moment.clock if moment else None
        snoozed = turn.knowledge.feedback.snooze(turn.by, view.id, until, clock)
        text = say("snoozed_moved" if snoozed.moved else "snoozed", case=view.case, day=spoken_day(until))
        return Reply(text, undo_choice(snoozed.change_id), closes_form=True)


def _mine(turn: Turn, question: str) -> ReferralView | None:
    """Return the referral on which the asker has to act: named by a button, or the one that fits."""
    referrals = turn.knowledge.referrals
    if turn.details.get("referral"):
        return referrals.get(turn.by, int(turn.details["referral"]))
    found = [*referrals.held(turn.by), *referrals.to_answer(turn.by)]
    begins = _code(turn) in (FeedbackStatus.STARTED.value, FeedbackStatus.WAITING.value)
    new = [view for view in found if begins and view.state in _NOT_BEGUN and view.case == turn.details.get("case")]
    return received(turn, new or found, question)


def told_instead(turn: Turn) -> Reply | None:
    """Return the question how it goes, for who holds the referral that was asked about; None for who holds none."""
    held = [view for view in turn.knowledge.referrals.held(turn.by) if view.case == turn.details.get("case")]
    return _ask_status(turn, held[0]) if len(held) == 1 else None


def _status(turn: Turn) -> FeedbackStatus | None:
    code = _code(turn)
    return FeedbackStatus(code) if code in {status.value for status in FeedbackStatus} else None


def _code(turn: Turn) -> str | None:
    said = turn.details.get("status")
    return said.get("code") if isinstance(said, dict) else None


def _ask_status(turn: Turn, view: ReferralView) -> Reply:
    """Ask how it stands, with the answers that fit; what was said beside it goes along with the tap."""
    key = "ask_after_no_show" if _code(turn) == _NO_SHOW else "ask_status"
    note = {"note": _note(turn)} if _note(turn) else {}
    choices = [
        Choice(choice.title, choice.intent, {**choice.details, **note}) if choice.intent == _INTENT else choice
        for choice in answers_to(view)
    ]
    return Reply(say(key, case=view.case, name=view.sender.name), choices, closes_form=True)


def _reason(turn: Turn) -> str | None:
    return turn.details.get("reason") or reason_of(turn.text)


def _note(turn: Turn) -> str:
    """Return what was said beyond the status; kept among the details until it is confirmed."""
    return str(turn.details.setdefault("note", note_of(turn)))


def _coming_day(turn: Turn) -> date | None:
    """Return the day named for the next word; a day that is past says since when."""
    if turn.details.get("day"):
        return date.fromisoformat(turn.details["day"])
    moment = turn.moment()
    return moment.deadline if moment and moment.last > turn.knowledge.drafts.today() else None


def _propose(turn: Turn, view: ReferralView, report: Report) -> Reply:
    said = label("report", report.status)
    text = say("feedback_proposal", case=view.case, name=view.sender.name, said=said)
    if report.reason:
        turn.details["reason"] = report.reason
        text += say("feedback_reason", reason=label("reason", report.reason))
    if report.status not in (FeedbackStatus.COMPLETED, FeedbackStatus.FAILED):
        day = report.next_due or turn.knowledge.feedback.next_word(turn.by, view.id, report.status)
        text += say("feedback_next", day=spoken_day(day))
    if report.text:
        text += say("feedback_text_stays")
    return turn.propose(text)


def _told(moved: Moved, report: Report) -> Reply:
    view = moved.referral
    limited = "feedback_told_limited" if view.state in OPEN else "feedback_told_handled"
    key = limited if view.limited else "feedback_told"
    text = say(key, case=view.case, name=view.sender.name, said=label("report", report.status))
    if view.state not in OPEN or view.expected is None:
        return Reply(text, undo_choice(moved.change_id), closes_form=True)
    text += say("feedback_next", day=spoken_day(view.expected))
    other = Choice(say("button_other_day"), "snooze_reminder", known(view))
    return Reply(text, [other, *undo_choice(moved.change_id)], closes_form=True)


def _nudged(turn: Turn, referral: int) -> Reply:
    moved = turn.knowledge.feedback.nudge(turn.by, referral)
    text = say("nudged", case=moved.referral.case, to=to_whom(moved.referral))
    return Reply(text, [*call_choice(moved.referral), *undo_choice(moved.change_id)], closes_form=True)


def _until(moment: Moment | None, views: list[ReferralView]) -> list[ReferralView]:
    """Keep what is due up to the time that was named; without one, everything."""
    if moment is None:
        return views
    return [view for view in views if view.expected and view.expected <= moment.last]


def _part(key: str, views: list[ReferralView], line: Callable[[ReferralView], str]) -> str:
    if not views:
        return say(f"{key}_none")
    return say(f"{key}_list", count=len(views), list=listed([line(view) for view in views]))


def _owed_line(view: ReferralView) -> str:
    key = "owed_line_sent" if view.state is ReferralState.SENT else "owed_line"
    late = say("owed_late") if view.late else ""
    day = spoken_day(view.expected) if view.expected else say("no_day")
    return say(key, case=view.case, name=view.sender.name, state=label("state", view.state), day=day) + late


def _act(key: str, intent: str, view: ReferralView, among: list[ReferralView]) -> Choice:
    """Return the button of one line; it names the other one when the case is in the list more than once."""
    title = say(key, case=view.case)
    if sum(other.case == view.case for other in among) > 1:
        name = view.sender.name if intent == "send_feedback" else (view.holder or view.receiver).name
        title = short(say("button_with_name", title=title, name=name))
    return Choice(title, intent, known(view), repeatable=True)


def _about_case(turn: Turn) -> list[Choice]:
    """Return the ways on when there is nothing to report or to ask: the circle, the own referrals, the own list."""
    code = turn.details.get("case")
    circle = [Choice(say("button_circle"), "ask_involved", {"case": code}, repeatable=True)] if code else []
    sent = Choice(say("button_my_referrals"), "ask_referral_status", repeatable=True)
    return [*circle, sent, Choice(say("tap_own_list"), "list_overdue", repeatable=True)]


def _later_choices(turn: Turn) -> list[Choice]:
    today = turn.knowledge.drafts.today()
    tomorrow, monday = today + timedelta(days=1), today + timedelta(days=7 - today.weekday())
    named = (("button_tomorrow", tomorrow), ("button_next_week", monday))
    soon = [turn.choice(say(key), day=day.isoformat(), confirmed=True) for key, day in named]
    return [*soon, *[turn.choice(c.title, **{**c.details, "confirmed": True}) for c in day_choices(turn, 2, 4)]]


SKILLS = (SendFeedback, RequestFeedback, ListOverdue, SnoozeReminder)
