"""What happens to a referral after it was sent: taken up, declined, withdrawn; and how the own ones stand."""

from datetime import date

from actions.feedback import told_instead
from actions.referral import day_choices
from actions.referral_choice import (
    call_choice,
    known,
    line_of,
    narrowed,
    nothing,
    own,
    reasons,
    received,
    to_whom,
    who_at,
)
from actions.referral_words import reason_of
from actions.replies import Reply, undo_choice
from actions.skill import Skill
from actions.texts import LIST_LIMIT, label, listed, say, spoken_day
from actions.turn import Missing, Turn
from actions.who import short
from knowledge.rules.transitions import OPEN, REASONS
from knowledge.services.buttons import Choice
from knowledge.services.referral_views import ReferralView
from knowledge.services.referrals import Moved


class AcceptReferral(Skill):
    """ "QX-4T9 pak ik op." """

    intent = "accept_referral"

    def answer(self, turn: Turn) -> Reply:
        """Take the referral up, then ask when feedback can be expected; one tap is enough."""
        if turn.details.get("promise"):
            return _promise(turn)
        view = _waiting(turn, "which_to_accept")
        if view is None:
            return told_instead(turn) or nothing("nothing_to_accept", _own_list())
        day = _said_day(turn)
        if not turn.confirmed:
            turn.details.update(known(view))
            facts = {"case": view.case, "name": who_at(view.sender)}
            due = day or view.feedback_due
            return turn.propose(say("accept_proposal", **facts, day=spoken_day(due) if due else ""))
        return _accepted(turn.knowledge.referrals.accept(turn.by, view.id, day), asked=day is None)


class DeclineReferral(Skill):
    """ "QX-4T9 past niet bij ons." """

    intent = "decline_referral"

    def answer(self, turn: Turn) -> Reply:
        """Decline with a reason from the short list."""
        view = _waiting(turn, "which_to_decline")
        if view is None:
            return told_instead(turn) or nothing("nothing_to_decline", _own_list())
        reason = turn.details.get("reason") or reason_of(turn.text)
        if reason is None:
            return Reply(say("ask_decline_reason", case=view.case), reasons(self.intent, view, REASONS))
        if not turn.confirmed:
            turn.details.update(known(view), reason=reason)
            other = Choice(say("button_other_reason"), self.intent, known(view))
            text = say("decline_proposal", case=view.case, name=view.sender.name, reason=label("reason", reason))
            return turn.propose(text, change=[other])
        moved = turn.knowledge.referrals.decline(turn.by, view.id, reason)
        text = say("declined", case=view.case, name=view.sender.name, reason=label("reason", reason))
        return Reply(text, undo_choice(moved.change_id), closes_form=True)


class WithdrawReferral(Skill):
    """ "Trek de verwijzing van QX-4T9 in." """

    intent = "withdraw_referral"

    def answer(self, turn: Turn) -> Reply:
        """Take an own referral back; whoever has it hears so."""
        referrals = turn.knowledge.referrals
        view = _given(turn) or own(turn, referrals.sent(turn.by), "which_to_withdraw")
        if view is None:
            return nothing("nothing_to_withdraw", _own_list())
        if not turn.confirmed:
            turn.details.update(known(view))
            return turn.propose(say("referral_withdraw_proposal", case=view.case, to=to_whom(view)))
        moved = referrals.withdraw(turn.by, view.id)
        text = say("withdrawn", case=view.case, to=to_whom(view))
        return Reply(text, undo_choice(moved.change_id), closes_form=True)


class AskReferralStatus(Skill):
    """ "Hoe staat het met QX-4T9?" """

    intent = "ask_referral_status"

    def answer(self, turn: Turn) -> Reply:
        """Tell how the own referrals stand: where the ball is, since when, and when the next word comes."""
        given = _given(turn)
        found = [given] if given else _asked_after(turn)
        instead = None if found else told_instead(turn)
        if instead:
            return instead
        if not found:
            return nothing("no_referrals" if _names_one(turn) else "no_referrals_at_all", *_refer(turn), _own_list())
        if len(found) == 1:
            return _one(found[0])
        shown = [Choice(_title(view), self.intent, known(view), repeatable=True) for view in found[:LIST_LIMIT]]
        return Reply(say("referrals", count=len(found), list=listed([line_of(view) for view in found])), shown)


def _given(turn: Turn) -> ReferralView | None:
    """Return the referral that a button names."""
    referral = turn.details.get("referral")
    return turn.knowledge.referrals.get(turn.by, int(referral)) if referral else None


def _waiting(turn: Turn, question: str) -> ReferralView | None:
    return _given(turn) or received(turn, turn.knowledge.referrals.to_answer(turn.by), question)


def _said_day(turn: Turn) -> date | None:
    moment = turn.moment()
    return moment.deadline if moment and moment.last > turn.knowledge.drafts.today() else None


def _accepted(moved: Moved, *, asked: bool) -> Reply:
    view = moved.referral
    day = spoken_day(view.feedback_due) if view.feedback_due else ""
    text = say("accepted_ask_day" if asked else "accepted", case=view.case, name=view.sender.name, day=day)
    details = known(view)
    due = view.feedback_due.isoformat() if view.feedback_due else None
    fine = [Choice(say("button_day_fine"), "accept_referral", {**details, "promise": due})] if due else []
    weeks = Choice(say("button_in_weeks", count=2), "accept_referral", {**details, "promise": "two_weeks"})
    other = Choice(say("button_other_day"), "accept_referral", {**details, "promise": "ask"})
    days = [*fine, weeks, other] if asked else [other]
    return Reply(text, [*days, *undo_choice(moved.change_id)], closes_form=True)


def _promise(turn: Turn) -> Reply:
    """Set the day on which feedback can be expected, by button or said."""
    day = _promised_day(turn)
    moved = turn.knowledge.referrals.promise(turn.by, int(turn.details["referral"]), day)
    text = say("promised", case=moved.referral.case, name=moved.referral.sender.name, day=spoken_day(day))
    return Reply(text, closes_form=True)


def _promised_day(turn: Turn) -> date:
    moment, chosen = turn.moment(), turn.details.get("day") or turn.details["promise"]
    if moment:
        return moment.deadline
    if chosen == "two_weeks":
        return date.fromisoformat(day_choices(turn, 2)[0].details["day"])
    if chosen == "ask":
        raise Missing("time", "promise_day", day_choices(turn, 1, 3, 4))
    return date.fromisoformat(chosen)


def _asked_after(turn: Turn) -> list[ReferralView]:
    """Return the open ones that fit; of a case or partner that was named the ended ones too, when none is open."""
    referrals = turn.knowledge.referrals
    found = narrowed(turn, referrals.sent(turn.by))
    return found or (narrowed(turn, referrals.sent(turn.by, ended=True)) if _names_one(turn) else [])


def _names_one(turn: Turn) -> bool:
    return any(turn.details.get(kind) for kind in ("case", "replied_case", "partner", "person", "organisation_id"))


def _one(view: ReferralView) -> Reply:
    """Tell of one referral, with what its sender can do: nudge, withdraw, call; a declined one can go elsewhere."""
    contact = view.holder or view.receiver
    if view.state not in OPEN:
        refer = Choice(say("button_refer_again"), "create_referral", {"case": view.case})
        return Reply(line_of(view), [refer, *call_choice(view)], contacts=[contact], closes_form=True)
    nudge = Choice(say("tap_nudge"), "request_feedback", {**known(view), "confirmed": True})
    withdraw = Choice(say("tap_withdraw"), "withdraw_referral", known(view))
    if view.expected is None:
        return Reply(line_of(view), [withdraw, *call_choice(view)], contacts=[contact], closes_form=True)
    text = line_of(view) + (say("referral_line_limited") if view.limited else "")
    return Reply(text, [nudge, withdraw, *call_choice(view)], contacts=[contact], closes_form=True)


def _title(view: ReferralView) -> str:
    return short(say("referral_title", case=view.case, other=view.organisation))


def _refer(turn: Turn) -> list[Choice]:
    code = turn.details.get("case")
    return [Choice(say("button_refer"), "create_referral", {"case": code})] if code else []


def _own_list() -> Choice:
    return Choice(say("tap_own_list"), "list_overdue", repeatable=True)


SKILLS = (AcceptReferral, DeclineReferral, WithdrawReferral, AskReferralStatus)
