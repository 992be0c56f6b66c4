"""Feedback: what a holder reports, what is owed and awaited, nudging, and being reminded later."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import select

from knowledge.entities import Feedback, FeedbackStatus, Outgoing, OutgoingState, Professional, Referral, ReferralState
from knowledge.rules.calendar import AMSTERDAM, add_working_days, is_working_day
from knowledge.rules.moments import next_waking
from knowledge.rules.transitions import HELD, Party
from knowledge.services.notify import rhythm_of, tell
from knowledge.services.referral_moves import (
    acts_as,
    case_code,
    facts,
    inbox_of,
    limited,
    locked,
    move,
    not_theirs,
    parties_of,
    rewind,
    take,
    terms_of,
    today_of,
)
from knowledge.services.referral_promises import awaited_on, checked_day, promise
from knowledge.services.referral_views import ReferralView, held_by, sent_by, view_of, views_of, waiting_for
from knowledge.services.referrals import Moved
from knowledge.store import Refusal, Store, Work, tables

#: Working days between two nudges on one referral.
_NUDGE_EVERY = 2

#: Calendar weeks until the next word while help goes on; while it waits, the municipality's term counts.
_NEXT_WORD = timedelta(weeks=3)

_MORNING = time(8, 30)

_STATE_OF = {
    FeedbackStatus.STARTED: ReferralState.STARTED,
    FeedbackStatus.WAITING: ReferralState.WAITING,
    FeedbackStatus.PAUSED: ReferralState.PAUSED,
    FeedbackStatus.COMPLETED: ReferralState.COMPLETED,
    FeedbackStatus.FAILED: ReferralState.FAILED,
}
_AT_REST = (ReferralState.WAITING, ReferralState.PAUSED)


@dataclass(frozen=True)
class Report:
    """What a holder reports. `text` is what was said beyond the status, `next_due` the local day of the next word."""

    status: FeedbackStatus
    text: str = ""
    next_due: date | None = None
    #: One of transitions.REASONS, for what did not succeed.
    reason: str | None = None


@dataclass(frozen=True)
class Outstanding:
    """What somebody owes and what somebody awaits, apart, oldest date first."""

    owed: list[ReferralView]
    awaited: list[ReferralView]


@dataclass(frozen=True)
class Snoozed:
    """A reminder put off to a local day; `moved` when the promised day went along, and the other party hears so."""

    referral: ReferralView
    day: date
    moved: bool
    change_id: int | None


class Feedbacks:
    """What goes back to the one who referred."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def give(self, by: str, referral_id: int, report: Report) -> Moved:
        """Report on a referral one holds; one that was not taken up yet is taken up with it. Undoable.

        The referrer hears it as far as the consent goes. Raises Refusal: "gone", "referral_is_<state>",
        "referral_taken", "referral_not_your_move", "referral_needs_reason", "referral_date_past", "referral_date_far".
        """
        with self._store.work(by, undoable=True) as work:
            referral = locked(work, referral_id)
            if report.next_due:
                checked_day(work, report.next_due)
            if referral.state is ReferralState.SENT and report.status is FeedbackStatus.FAILED:
                move(work, referral, ReferralState.DECLINED, reason=report.reason)
            else:
                _give(work, referral, report)
            return Moved(view_of(work, referral), work.change_id)

    def next_word(self, by: str, referral_id: int, status: FeedbackStatus) -> date:
        """Return the local day that is proposed for the next word after this status."""
        with self._store.work(by) as work:
            return _proposed(work, locked(work, referral_id), status)

    def nudge(self, by: str, referral_id: int) -> Moved:
        """Ask the one who has to act for a word, politely; at most once in two working days. Undoable.

        For the sender, and for the lead of the holder's team. Raises Refusal: "gone", "referral_is_<state>",
        "referral_not_your_move", "referral_blocked", "nobody_to_nudge", "nudged_already" with `again`,
        the day from which it can.
        """
        with self._store.work(by, undoable=True) as work:
            referral = _nudgeable(work, referral_id)
            again = _nudge_again_on(work, referral)
            if again and today_of(work) < again:
                raise Refusal("nudged_already", **facts(work, referral), again=again)
            people = [referral.holder_id] if referral.holder_id else inbox_of(work, referral)
            if not people:
                raise Refusal("nobody_to_nudge", **facts(work, referral))
            key = f"referral {referral.id} nudge {today_of(work)}"
            for person in people:
                tell(work, person, "feedback_asked", key, referral=referral.id, by=by)
            work.record("send", f"nudge on referral {referral.id}", case=case_code(work, referral))
            return Moved(view_of(work, referral), work.change_id)

    def outstanding(self, by: str) -> Outstanding:
        """Return what the asker owes (held, or waiting to be taken up) and awaits. Logged."""
        with self._store.work(by) as work:
            work.record("read", "open feedback")
            owed = views_of(work, [*held_by(work), *waiting_for(work)])
            awaited = views_of(work, sent_by(work, (ReferralState.SENT, *HELD)))
            return Outstanding(_oldest_first(owed), _oldest_first(awaited))

    def snooze(self, by: str, referral_id: int, day: date, clock: time | None = None) -> Snoozed:
        """Be reminded on a local day (at a local time). Past the promised day, the promise moves along. Undoable.

        Raises Refusal: "gone", "referral_is_<state>", "referral_date_past", "referral_date_far".
        """
        with self._store.work(by, undoable=True) as work:
            referral = locked(work, referral_id)
            if referral.state not in (ReferralState.SENT, *HELD):
                raise Refusal(f"referral_is_{referral.state.value}", **facts(work, referral))
            checked_day(work, day)
            referral.seen_at = referral.seen_at or (work.now if acts_as(work, referral, Party.RECEIVER) else None)
            due = awaited_on(work, referral)
            moved = _is_own_promise(work, referral) and due is not None and day > due
            if moved:
                promise(work, referral, day)
            else:
                _remind_on(work, referral, datetime.combine(day, clock or _MORNING, AMSTERDAM))
            return Snoozed(view_of(work, referral), day, moved, work.change_id)


def _give(work: Work, referral: Referral, report: Report) -> None:
    if referral.state is ReferralState.SENT:
        take(work, referral, quiet=True)
    target = _STATE_OF.get(report.status, referral.state)
    if target is referral.state:
        _still(work, referral)
    else:
        move(work, referral, target, reason=report.reason)
    referral.last_feedback_at = work.now
    if referral.state in HELD:
        referral.feedback_due = report.next_due or _proposed(work, referral, report.status)
    rewind(work, referral)
    text = "" if limited(referral) else report.text
    work.add(Feedback(referral.id or 0, work.by or "", report.status, work.now, text, referral.feedback_due))
    work.record("create", f"feedback on referral {referral.id}", case=case_code(work, referral))


def _still(work: Work, referral: Referral) -> None:
    """Nothing changed but that there was a word: the referrer hears that it goes on."""
    if acts_as(work, referral, Party.HOLDER) is None:
        raise not_theirs(work, referral)
    if referral.state not in HELD:
        raise Refusal(f"referral_is_{referral.state.value}", **facts(work, referral))
    if not limited(referral):
        key = f"referral {referral.id} busy {work.now:%Y%m%d%H%M%S}"
        tell(work, referral.sender_id, "feedback_busy", key, referral=referral.id)


def _proposed(work: Work, referral: Referral, status: FeedbackStatus) -> date:
    terms = terms_of(work, referral)
    resting = referral.state in _AT_REST if status is FeedbackStatus.BUSY else _STATE_OF.get(status) in _AT_REST
    day = today_of(work) + (timedelta(weeks=terms.weeks) if resting else _NEXT_WORD)
    working = is_working_day(day, good_friday=terms.good_friday)
    return day if working else add_working_days(day, 1, good_friday=terms.good_friday)


def _nudgeable(work: Work, referral_id: int) -> Referral:
    referral = work.need(Referral, referral_id)
    if acts_as(work, referral, Party.SENDER) is None and not _leads_holder(work, referral):
        raise Refusal("referral_not_your_move" if parties_of(work, referral) else "gone", **facts(work, referral))
    if referral.blocked:
        raise Refusal("referral_blocked", **facts(work, referral))
    if referral.state not in (ReferralState.SENT, *HELD):
        raise Refusal(f"referral_is_{referral.state.value}", **facts(work, referral))
    return referral


def _leads_holder(work: Work, referral: Referral) -> bool:
    lead = work.need(Professional, work.by)
    with_whom = referral.holder_id or referral.receiver_id
    team = work.need(Professional, with_whom).team_id if with_whom else referral.receiver_team_id
    return lead.is_team_lead and team is not None and lead.team_id == team


def _nudge_again_on(work: Work, referral: Referral) -> date | None:
    """Return the local day from which a nudge can go out again; None when none went out."""
    query = (
        select(Outgoing)
        .where(
            tables.outbox.c.kind == "feedback_asked",
            tables.outbox.c.key.like(f"referral {referral.id} nudge %"),
            tables.outbox.c.state != OutgoingState.CANCELLED,
        )
        .order_by(tables.outbox.c.created_at.desc(), tables.outbox.c.id.desc())
    )
    last: Outgoing | None = work.first(query)
    return add_working_days(last.created_at.astimezone(AMSTERDAM).date(), _NUDGE_EVERY) if last else None


def _is_own_promise(work: Work, referral: Referral) -> bool:
    """The holder promised; the sender may give more time. Who has yet to take it up has promised nothing."""
    return bool(parties_of(work, referral) & {Party.HOLDER, Party.SENDER})


def _remind_on(work: Work, referral: Referral, at: datetime) -> None:
    key = f"referral {referral.id} later {at:%Y%m%d%H%M}"
    due = next_waking(max(at, work.now), rhythm_of(work, work.need(Professional, work.by)))
    tell(work, work.by or "", "remind_later", key, via_deputy=False, due_at=due, referral=referral.id)
    work.record("update", f"reminder on referral {referral.id}", case=case_code(work, referral))


def _oldest_first(views: Collection[ReferralView]) -> list[ReferralView]:
    return sorted(views, key=lambda view: (view.expected is None, view.expected, view.id))
