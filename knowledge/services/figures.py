"""Figures from what happened anyway: few, per organisation, never per person; small groups are not shown."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from statistics import median

from sqlalchemy import select

from knowledge.entities import Organisation, Professional, Referral, ReferralState
from knowledge.rules.calendar import AMSTERDAM
from knowledge.rules.transitions import OPEN
from knowledge.store import Refusal, Store, Work, tables

#: Groups smaller than this are not shown outside the own organisation: a figure would point at a household.
SMALLEST_GROUP = 5

#: The period when none is asked for.
_PERIOD = timedelta(days=90)


@dataclass(frozen=True)
class Summary:
    """Figures over the referrals of an organisation, sent and received, from `since` on."""

    organisation: str
    since: date
    referrals: int
    open: int
    #: Share of the feedback that came by its date, in per cent; None when none was due.
    in_time: int | None
    #: Median days from sending to taking up, and from sending to the start; None when there were none.
    days_to_accept: int | None
    days_to_start: int | None


class Figures:
    """Counts, shares and lead times."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def of_my_organisation(self, by: str, since: date | None = None) -> Summary:
        """Return the figures of the own organisation. Logged. Raises Refusal("too_few") under five referrals."""
        with self._store.work(by) as work:
            person = work.need(Professional, by)
            start = since or (work.now - _PERIOD).astimezone(AMSTERDAM).date()
            referrals = _referrals(work, person.organisation_id, start)
            work.record("read", "figures", organisation=person.organisation_id)
            if len(referrals) < SMALLEST_GROUP:
                raise Refusal("too_few", object="figures")
            return _summary(work.need(Organisation, person.organisation_id).name, start, referrals, work.now)


def _referrals(work: Work, organisation_id: str, since: date) -> list[Referral]:
    own = select(tables.professional.c.id).where(tables.professional.c.organisation_id == organisation_id)
    query = select(Referral).where(
        (tables.referral.c.organisation_id == organisation_id) | tables.referral.c.sender_id.in_(own),
        tables.referral.c.sent_at >= datetime.combine(since, datetime.min.time(), AMSTERDAM),
        tables.referral.c.state.notin_([ReferralState.DRAFT, ReferralState.MISTAKEN]),
    )
    return list(work.all(query))


def _summary(name: str, since: date, referrals: list[Referral], now: datetime) -> Summary:
    return Summary(
        organisation=name,
        since=since,
        referrals=len(referrals),
        open=sum(referral.state in OPEN for referral in referrals),
        in_time=_share_in_time(referrals, now),
        days_to_accept=_median_days(referrals, "accepted_at"),
        days_to_start=_median_days(referrals, "started_at"),
    )


def _share_in_time(referrals: list[Referral], now: datetime) -> int | None:
    today = now.astimezone(AMSTERDAM).date()
    due = [r for r in referrals if r.feedback_due and (r.feedback_due < today or r.last_feedback_at)]
    in_time = [r for r in due if r.last_feedback_at and r.feedback_due and _day(r.last_feedback_at) <= r.feedback_due]
    return round(100 * len(in_time) / len(due)) if due else None


def _median_days(referrals: list[Referral], step: str) -> int | None:
    days = [(getattr(r, step) - r.sent_at).days for r in referrals if r.sent_at and getattr(r, step)]
    return round(median(days)) if days else None


def _day(moment: datetime) -> date:
    return moment.astimezone(AMSTERDAM).date()
