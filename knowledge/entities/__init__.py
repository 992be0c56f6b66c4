"""What exists: plain objects without a database (the mapping to tables is in knowledge.store)."""

from knowledge.entities.case import Case, Doorbell, Focus, Involvement, Member, OwnReference
from knowledge.entities.consent import Consent, ConsentState, Weighing
from knowledge.entities.contact import (
    AgendaItem,
    Breach,
    Callback,
    CallbackState,
    Meeting,
    PrivacyRequest,
    Question,
    Signal,
)
from knowledge.entities.message import Button, Change, Outgoing, OutgoingState
from knowledge.entities.people import (
    Absence,
    ChannelLink,
    DutyShift,
    Invitation,
    LoginSecret,
    Professional,
    Team,
    WebSession,
)
from knowledge.entities.referral import Feedback, FeedbackStatus, Referral, ReferralKind, ReferralState
from knowledge.entities.registry import Capacity, Correction, Discipline, Organisation, PartnerKind

__all__ = [
    "Absence",
    "AgendaItem",
    "Breach",
    "Button",
    "Callback",
    "CallbackState",
    "Capacity",
    "Case",
    "Change",
    "ChannelLink",
    "Consent",
    "ConsentState",
    "Correction",
    "Discipline",
    "Doorbell",
    "DutyShift",
    "Feedback",
    "FeedbackStatus",
    "Focus",
    "Invitation",
    "Involvement",
    "LoginSecret",
    "Meeting",
    "Member",
    "Organisation",
    "Outgoing",
    "OutgoingState",
    "OwnReference",
    "PartnerKind",
    "PrivacyRequest",
    "Professional",
    "Question",
    "Referral",
    "ReferralKind",
    "ReferralState",
    "Signal",
    "Team",
    "WebSession",
    "Weighing",
]
