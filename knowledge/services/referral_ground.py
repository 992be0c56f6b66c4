"""On what a referral can be sent: the consent that stands towards a partner, or the sender's own weighing."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import or_, select

from knowledge.entities import Case, Consent, ConsentState, Organisation, Weighing
from knowledge.rules.calendar import AMSTERDAM
from knowledge.rules.grounds import OBJECTIONS, Ground, state_on
from knowledge.rules.policy import Relation
from knowledge.services.consent_effects import standing_of
from knowledge.services.referral_moves import today_of
from knowledge.store import Work, tables

_TO_SHARE = ("share", "share_less")


@dataclass(frozen=True)
class Footing:
    """What there is to send on. `ground` is None when there is nothing yet."""

    consent: ConsentState
    #: Local day on which the consent was recorded, or the weighing made.
    since: date | None
    ground: Ground | None
    consent_id: int | None
    feedback_allowed: bool

    @property
    def against(self) -> bool:
        """Whether the resident objected."""
        return self.consent in OBJECTIONS


def footing_for(work: Work, case: Case, organisation_id: str) -> Footing:
    """Return on what the professional at work can send something of a case to an organisation."""
    consent = _standing(work, case, organisation_id)
    state = state_on(today_of(work), consent.state, consent.valid_until) if consent else ConsentState.UNKNOWN
    if consent and state is ConsentState.GIVEN:
        return Footing(state, _day(consent), Ground.CONSENT, consent.id, consent.feedback_allowed)
    weighing = _weighing(work, case, organisation_id)
    if weighing and (consent is None or weighing.made_at > consent.recorded_at):
        day = weighing.made_at.astimezone(AMSTERDAM).date()
        return Footing(state, day, Ground.CONFLICT_OF_DUTIES, None, state not in OBJECTIONS)
    return Footing(state, _day(consent), None, None, feedback_allowed=False)


def _standing(work: Work, case: Case, organisation_id: str) -> Consent | None:
    """Return the consent that counts for the household as a whole, which is what a referral is about.

    An objection of any member comes before all else, also one that the sender may not look up: sending is stopped.
    """
    organisation = work.need(Organisation, organisation_id)
    standing = list(standing_of(work, case, organisation, Relation.COORDINATOR).values())
    objections = [consent for consent in standing if consent.state in OBJECTIONS]
    return next(iter([*objections, *standing]), None)


def _weighing(work: Work, case: Case, organisation_id: str) -> Weighing | None:
    """Return the sender's latest weighing; one that ended in not sharing is none."""
    query = (
        select(Weighing)
        .where(tables.weighing.c.case_id == case.id, tables.weighing.c.author_id == work.by)
        .where(or_(tables.weighing.c.organisation_id == organisation_id, tables.weighing.c.organisation_id.is_(None)))
        .order_by(tables.weighing.c.made_at.desc(), tables.weighing.c.id.desc())
    )
    latest: Weighing | None = work.first(query)
    return latest if latest and latest.outcome in _TO_SHARE else None


def _day(consent: Consent | None) -> date | None:
    return consent.recorded_at.astimezone(AMSTERDAM).date() if consent else None
