"""The day promised for feedback: naming it, moving it, and telling the one who waits for it."""

from datetime import date, timedelta

from sqlalchemy import select

from knowledge.entities import Outgoing, OutgoingState, Referral
from knowledge.rules.ladder import wait_of
from knowledge.rules.transitions import OPEN, Party
from knowledge.services.notify import tell
from knowledge.services.referral_moves import case_code, facts, inbox_of, parties_of, rewind, terms_of, today_of
from knowledge.store import Refusal, Work, tables

_LONGEST = timedelta(days=366)

#: News in which the promised day is said anyway, as it is when the news goes out.
_SAYS_THE_DAY = ("referral_accepted", "referral_started", "referral_waiting", "referral_paused", "feedback_busy")


def checked_day(work: Work, day: date) -> date:
    """Return a day that can be promised. Raises Refusal: "referral_date_past", "referral_date_far" (over a year)."""
    today = today_of(work)
    if day < today:
        raise Refusal("referral_date_past", object="referral", day=day)
    if day - today > _LONGEST:
        raise Refusal("referral_date_far", object="referral", day=day)
    return day


def awaited_on(work: Work, referral: Referral) -> date | None:
    """Return the local day on which the next word is awaited, or None when nothing is."""
    wait = wait_of(referral, terms_of(work, referral))
    return wait.due if wait else None


def promise(work: Work, referral: Referral, day: date) -> None:
    """Set the day for feedback; who waits for it hears so, unless news that says the day is still on its way.

    Raises Refusal: "referral_is_<state>" when it has ended, "referral_date_past", "referral_date_far".
    """
    if referral.state not in OPEN:
        raise Refusal(f"referral_is_{referral.state.value}", **facts(work, referral))
    before, referral.feedback_due = referral.feedback_due, checked_day(work, day)
    if before == day:
        return
    rewind(work, referral)
    work.record("update", f"referral {referral.id}", case=case_code(work, referral), fields="feedback_due")
    if referral.blocked:
        return
    for person in _others(work, referral):
        if not _hears_it_anyway(work, referral, person):
            key = f"referral {referral.id} moved {day} {work.now:%Y%m%d%H%M%S}"
            tell(work, person, "feedback_moved", key, referral=referral.id, by=work.by)


def _others(work: Work, referral: Referral) -> list[str]:
    if parties_of(work, referral) & {Party.HOLDER, Party.RECEIVER}:
        return [referral.sender_id]
    return [referral.holder_id] if referral.holder_id else inbox_of(work, referral)


def _hears_it_anyway(work: Work, referral: Referral, person: str) -> bool:
    underway = select(Outgoing).where(
        tables.outbox.c.recipient_id == person,
        tables.outbox.c.kind.in_(("referral_received", *_SAYS_THE_DAY)),
        tables.outbox.c.key.like(f"referral {referral.id} %"),
        tables.outbox.c.state == OutgoingState.PENDING,
    )
    return work.first(underway) is not None
