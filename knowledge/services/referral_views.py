"""How referrals look to those who have part in them: one line each, at that-level, and the lists of them."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import and_, or_, select

from knowledge.entities import Case, Organisation, Professional, Referral, ReferralKind, ReferralState, Team
from knowledge.rules.calendar import AMSTERDAM
from knowledge.rules.ladder import days_late, wait_of
from knowledge.rules.transitions import HELD, Party, ball_lies_with
from knowledge.services.access import absentees_of
from knowledge.services.cases import Contact, contact_of
from knowledge.services.referral_moves import limited, terms_of
from knowledge.store import Work, tables

#: Reasons that say something of the resident; the others are about the partner.
_CONTENT = frozenset({"no_contact", "client_refuses", "helped_elsewhere"})


@dataclass(frozen=True)
class ReferralView:
    """A referral as its parties may see it in chat."""

    id: int
    case: str
    kind: ReferralKind
    state: ReferralState
    urgent: bool
    sender: Contact
    organisation_id: str
    organisation: str
    #: Whom to reach at the receiver: the person, the team (with its organisation's number) or the organisation.
    receiver: Contact
    to_team: bool
    holder: Contact | None
    #: Who has to do something now; None when it has ended.
    ball: Contact | None
    #: Local day on which it came into its state.
    since: date
    #: Local day on which the next word is expected; None when it has ended, is a draft or is blocked.
    expected: date | None
    #: The day agreed on for feedback.
    feedback_due: date | None
    late: bool
    #: Code of the reason of a negative end, where the consent lets it be told.
    reason: str | None
    limited: bool


def view_of(work: Work, referral: Referral) -> ReferralView:
    """Return a referral as its parties may see it."""
    terms = terms_of(work, referral)
    wait = wait_of(referral, terms)
    sender = contact_of(work, referral.sender_id)
    holder = contact_of(work, referral.holder_id) if referral.holder_id else None
    ball = ball_lies_with(referral.state)
    hidden = limited(referral) and referral.reason in _CONTENT
    return ReferralView(
        id=referral.id or 0,
        case=work.need(Case, referral.case_id).code,
        kind=referral.kind,
        state=referral.state,
        urgent=referral.urgent,
        sender=sender,
        organisation_id=referral.organisation_id,
        organisation=work.need(Organisation, referral.organisation_id).name,
        receiver=receiver_of(work, referral),
        to_team=referral.receiver_id is None,
        holder=holder,
        ball=sender if ball is Party.SENDER else holder if ball else None,
        since=_day(getattr(referral, f"{referral.state.value}_at", None) or referral.created_at),
        expected=wait.due if wait else None,
        feedback_due=referral.feedback_due,
        late=days_late(referral, work.now, terms) > 0,
        reason=None if hidden else referral.reason,
        limited=limited(referral),
    )


def receiver_of(work: Work, referral: Referral) -> Contact:
    """Return how to reach whom a referral goes to."""
    if referral.receiver_id:
        return contact_of(work, referral.receiver_id)
    team = work.get(Team, referral.receiver_team_id) if referral.receiver_team_id else None
    return contact_at(work, referral.organisation_id, name=team.name if team else "")


def contact_at(work: Work, organisation_id: str, *, name: str = "") -> Contact:
    """Return how to reach an organisation, or a team of it under its own name."""
    organisation = work.need(Organisation, organisation_id)
    return Contact(
        id=organisation.id,
        name=name or organisation.name,
        role="",
        organisation=organisation.name,
        phone=organisation.phone,
        email=organisation.email,
    )


def sent_by(work: Work, states: Collection[ReferralState]) -> list[Referral]:
    """Return what the professional at work sent, in these states, the longest waiting first."""
    return _listed(work, tables.referral.c.sender_id.in_(_people(work)), states)


def held_by(work: Work) -> list[Referral]:
    """Return what the professional at work holds, the longest waiting first."""
    return _listed(work, tables.referral.c.holder_id.in_(_people(work)), HELD)


def waiting_for(work: Work) -> list[Referral]:
    """Return what was sent to the professional at work, or to a team of his, and nobody took yet."""
    people = _people(work)
    teams = select(Professional.team_id).where(
        tables.professional.c.id.in_(people), tables.professional.c.team_id.is_not(None)
    )
    mine = or_(
        tables.referral.c.receiver_id.in_(people),
        and_(tables.referral.c.receiver_id.is_(None), tables.referral.c.receiver_team_id.in_(teams)),
    )
    return _listed(work, mine, (ReferralState.SENT,))


def views_of(work: Work, referrals: list[Referral]) -> list[ReferralView]:
    """Return them as their parties may see them."""
    return [view_of(work, referral) for referral in referrals]


def _people(work: Work) -> set[str]:
    return {person for person in (work.by, *absentees_of(work)) if person}


def _listed(work: Work, mine: object, states: Collection[ReferralState]) -> list[Referral]:
    query = (
        select(Referral)
        .where(mine, tables.referral.c.state.in_(states))
        .order_by(
            tables.referral.c.feedback_due.is_(None),
            tables.referral.c.feedback_due,
            tables.referral.c.created_at,
            tables.referral.c.id,
        )
    )
    return list(work.all(query))


def _day(moment: datetime) -> date:
    return moment.astimezone(AMSTERDAM).date()
