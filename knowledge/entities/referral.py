"""A referral from one professional to a partner, and the feedback that closes it."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum


class ReferralState(str, Enum):
    """Where a referral stands; the moves between them are in `knowledge.rules.transitions`."""

    DRAFT = "draft"
    SENT = "sent"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    WAITING = "waiting"
    STARTED = "started"
    PAUSED = "paused"
    COMPLETED = "completed"
    FAILED = "failed"
    WITHDRAWN = "withdrawn"
    MISTAKEN = "mistaken"


class ReferralKind(str, Enum):
    """What is asked of the receiver."""

    REFERRAL = "referral"
    REGISTRATION = "registration"
    ESCALATION = "escalation"


class FeedbackStatus(str, Enum):
    """What a holder reports."""

    STARTED = "started"
    WAITING = "waiting"
    BUSY = "busy"
    PAUSED = "paused"
    COMPLETED = "completed"
    FAILED = "failed"


@dataclass(eq=False)
class Referral:
    """A referral with the moment of every state. All moments are UTC; `feedback_due` is a local day."""

    case_id: int
    sender_id: str
    organisation_id: str
    created_at: datetime
    kind: ReferralKind = ReferralKind.REFERRAL
    state: ReferralState = ReferralState.DRAFT
    #: To one person, or to a team's inbox; neither when nobody of the organisation is linked.
    receiver_id: str | None = None
    receiver_team_id: str | None = None
    #: Who took it; the ball lies here from acceptance on.
    holder_id: str | None = None
    urgent: bool = False
    #: Ground on which it is shared, see `knowledge.rules.grounds`.
    ground: str | None = None
    consent_id: int | None = None
    #: May the referrer hear what came of it? Otherwise only "afgehandeld, bel mij".
    feedback_allowed: bool = True
    #: The consent it rested on lapsed: nothing goes out. A flag, not a state.
    blocked: bool = False
    reason: str | None = None
    feedback_due: date | None = None
    sent_at: datetime | None = None
    seen_at: datetime | None = None
    #: When the sender of an urgent one spoke of it by phone.
    spoken_at: datetime | None = None
    accepted_at: datetime | None = None
    declined_at: datetime | None = None
    waiting_at: datetime | None = None
    started_at: datetime | None = None
    paused_at: datetime | None = None
    completed_at: datetime | None = None
    failed_at: datetime | None = None
    withdrawn_at: datetime | None = None
    mistaken_at: datetime | None = None
    last_feedback_at: datetime | None = None
    #: When the clock must look at it again (indexed); None when nothing is awaited.
    next_due_at: datetime | None = None
    #: How many reminders went out in the present wait; the ladder counts on it.
    reminders: int = 0
    #: When the team lead was told that it is late.
    lead_told_at: datetime | None = None
    id: int | None = None


@dataclass(eq=False)
class Feedback:
    """What a holder reported on a referral. The text is stored encrypted and read on the detail page only."""

    referral_id: int
    author_id: str
    status: FeedbackStatus
    given_at: datetime
    text: str = ""
    next_due: date | None = None
    read_at: datetime | None = None
    id: int | None = None
