"""The tables. What may identify a resident, and free text, is in encrypted columns."""

from enum import Enum as PythonEnum
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Date,
    Enum,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    Time,
    UniqueConstraint,
)

from knowledge.entities import CallbackState, Capacity, ConsentState, OutgoingState, RequestKind
from knowledge.entities.referral import FeedbackStatus, ReferralKind, ReferralState
from knowledge.entities.registry import PartnerKind
from knowledge.store.types import EncryptedJson, EncryptedText, UtcDateTime

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _coded(kind: type[PythonEnum]) -> Any:
    """A column that keeps the enum's value as text, so that a new member needs no migration."""
    return Enum(kind, native_enum=False, length=32, values_callable=lambda e: [m.value for m in e])


def _id() -> Any:
    return Column("id", Integer, primary_key=True)


def _person(name: str, *, nullable: bool = False, index: bool = False) -> Any:
    return Column(name, String(64), ForeignKey("professional.id"), nullable=nullable, index=index)


def _case(*, nullable: bool = False, goes_along: bool = False) -> Any:
    """The case it belongs to; what `goes_along` disappears with a case whose opening is taken back."""
    to_case = ForeignKey("case.id", ondelete="CASCADE" if goes_along else None)
    return Column("case_id", Integer, to_case, nullable=nullable, index=True)


def _organisation(*, nullable: bool = False) -> Any:
    return Column("organisation_id", String(64), ForeignKey("organisation.id"), nullable=nullable, index=True)


setting = Table(
    "setting", metadata, Column("name", String(64), primary_key=True), Column("value", Text, nullable=False)
)

organisation = Table(
    "organisation",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("name", String(200), nullable=False),
    Column("kind", _coded(PartnerKind), nullable=False),
    *(
        Column(name, Text, nullable=False, default="")
        for name in ("offer", "audience", "how_to_refer", "how_feedback_goes", "address", "hours", "website")
    ),
    Column("phone", String(40), nullable=False, default=""),
    Column("email", String(200), nullable=False, default=""),
    Column("social_base", Boolean, nullable=False, default=False),
    Column("sensitive", Boolean, nullable=False, default=False),
    Column("covenant_signed_on", Date),
    Column("aliases", JSON, nullable=False),
    Column("topics", JSON, nullable=False),
    Column("areas", JSON, nullable=False),
    Column("capacity", _coded(Capacity)),
    Column("capacity_weeks", Integer),
    Column("capacity_reported_at", UtcDateTime),
    Column("assured_on", Date),
)

discipline = Table(
    "discipline",
    metadata,
    Column("name", String(100), primary_key=True),
    Column("aliases", JSON, nullable=False),
)

correction = Table(
    "correction",
    metadata,
    _id(),
    _person("reporter_id"),
    Column("text", EncryptedText, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    _organisation(nullable=True),
    _person("about_professional_id", nullable=True),
    Column("field", String(20), nullable=False, default=""),
    Column("value", EncryptedText, nullable=False),
    Column("settled_at", UtcDateTime),
)

team = Table(
    "team",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("name", String(200), nullable=False),
    _organisation(),
    Column("area", String(100), nullable=False, default=""),
    Column("meeting_weekday", Integer),
    Column("next_digest_at", UtcDateTime, index=True),
    Column("next_notice_at", UtcDateTime, index=True),
)

professional = Table(
    "professional",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("name", String(200), nullable=False),
    Column("role", String(100), nullable=False),
    _organisation(),
    Column("team_id", String(64), ForeignKey("team.id"), index=True),
    Column("phone", String(40), nullable=False, default=""),
    Column("email", String(200), nullable=False, default=""),
    Column("area", String(100), nullable=False, default=""),
    *(
        Column(name, Boolean, nullable=False, default=False)
        for name in ("is_team_lead", "is_administrator", "is_volunteer", "sensitive")
    ),
    Column("bundle_moments", String(100), nullable=False),
    Column("house_rules_accepted_at", UtcDateTime),
    Column("left_on", Date),
)

duty_shift = Table(
    "duty_shift",
    metadata,
    _id(),
    _person("professional_id", index=True),
    Column("weekday", Integer, nullable=False),
    Column("starts", Time, nullable=False),
    Column("ends", Time, nullable=False),
)

absence = Table(
    "absence",
    metadata,
    _id(),
    _person("professional_id", index=True),
    Column("first_day", Date, nullable=False),
    Column("last_day", Date, nullable=False),
    _person("deputy_id", nullable=True),
    Column("created_at", UtcDateTime),
    Column("ended_at", UtcDateTime),
)

channel_link = Table(
    "channel_link",
    metadata,
    _id(),
    _person("professional_id", index=True),
    Column("channel", String(20), nullable=False),
    Column("address", String(100), nullable=False),
    Column("linked_at", UtcDateTime, nullable=False),
    Column("unlinked_at", UtcDateTime),
    Column("failed_because", Text),
    Column("seen_at", UtcDateTime),
    Index("ix_channel_link_address", "channel", "address"),
)

invitation = Table(
    "invitation",
    metadata,
    _id(),
    _person("professional_id", index=True),
    Column("code_hash", String(64), nullable=False, unique=True),
    Column("created_at", UtcDateTime, nullable=False),
    Column("expires_at", UtcDateTime, nullable=False),
    Column("used_at", UtcDateTime),
)

link_attempt = Table(
    "link_attempt",
    metadata,
    Column("channel", String(20), primary_key=True),
    Column("address", String(100), primary_key=True),
    Column("failures", Integer, nullable=False),
    Column("last_at", UtcDateTime, nullable=False),
)

login_secret = Table(
    "login_secret",
    metadata,
    Column("professional_id", String(64), ForeignKey("professional.id"), primary_key=True),
    Column("totp_secret", EncryptedText, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("last_step", Integer, nullable=False, default=0),
)

web_session = Table(
    "web_session",
    metadata,
    Column("token_hash", String(64), primary_key=True),
    _person("professional_id", index=True),
    Column("created_at", UtcDateTime, nullable=False),
    Column("expires_at", UtcDateTime, nullable=False),
    Column("ended_at", UtcDateTime),
)

case = Table(
    "case",
    metadata,
    _id(),
    Column("code", String(10), nullable=False, unique=True),
    Column("household", EncryptedText, nullable=False),
    Column("opened_at", UtcDateTime, nullable=False),
    _person("opened_by"),
    _person("coordinator_id", nullable=True, index=True),
    Column("closed_at", UtcDateTime),
)

member = Table("member", metadata, _id(), _case(goes_along=True), Column("label", String(60), nullable=False))

involvement = Table(
    "involvement",
    metadata,
    _id(),
    _case(goes_along=True),
    _person("professional_id", index=True),
    Column("since", Date, nullable=False),
    Column("until", Date),
    Column("released", Boolean, nullable=False, default=False),
)

own_reference = Table(
    "own_reference",
    metadata,
    _id(),
    _person("professional_id", index=True),
    _case(goes_along=True),
    Column("reference", EncryptedText, nullable=False),
)

focus = Table(
    "focus",
    metadata,
    Column("professional_id", String(64), ForeignKey("professional.id"), primary_key=True),
    _case(goes_along=True),
    Column("at", UtcDateTime, nullable=False),
)

doorbell = Table(
    "doorbell",
    metadata,
    _id(),
    _person("professional_id", index=True),
    Column("rung_at", UtcDateTime, nullable=False),
    _case(nullable=True),
    Column("told_at", UtcDateTime, index=True),
    Column("answered_at", UtcDateTime),
)

circle_request = Table(
    "circle_request",
    metadata,
    _id(),
    _case(),
    Column("kind", _coded(RequestKind), nullable=False),
    *(_person(name) for name in ("asker_id", "subject_id", "decider_id")),
    Column("asked_at", UtcDateTime, nullable=False),
    Column("settled_at", UtcDateTime),
    Column("granted", Boolean),
)

referral = Table(
    "referral",
    metadata,
    _id(),
    _case(),
    _person("sender_id", index=True),
    _organisation(),
    Column("created_at", UtcDateTime, nullable=False),
    Column("kind", _coded(ReferralKind), nullable=False),
    Column("state", _coded(ReferralState), nullable=False),
    _person("receiver_id", nullable=True, index=True),
    Column("receiver_team_id", String(64), ForeignKey("team.id"), index=True),
    _person("holder_id", nullable=True, index=True),
    Column("urgent", Boolean, nullable=False, default=False),
    Column("ground", String(40)),
    Column("consent_id", Integer, ForeignKey("consent.id")),
    Column("feedback_allowed", Boolean, nullable=False, default=True),
    Column("blocked", Boolean, nullable=False, default=False),
    Column("reason", String(40)),
    Column("feedback_due", Date),
    *(
        Column(f"{state}_at", UtcDateTime)
        for state in (
            *("sent", "seen", "spoken", "accepted", "declined", "waiting", "started", "paused"),
            *("completed", "failed", "withdrawn", "mistaken", "last_feedback", "lead_told"),
        )
    ),
    Column("next_due_at", UtcDateTime, index=True),
    Column("reminders", Integer, nullable=False, default=0),
)

feedback = Table(
    "feedback",
    metadata,
    _id(),
    Column("referral_id", Integer, ForeignKey("referral.id"), nullable=False, index=True),
    _person("author_id"),
    Column("status", _coded(FeedbackStatus), nullable=False),
    Column("given_at", UtcDateTime, nullable=False),
    Column("text", EncryptedText, nullable=False),
    Column("next_due", Date),
    Column("read_at", UtcDateTime),
)

consent = Table(
    "consent",
    metadata,
    _id(),
    _case(),
    _organisation(),
    Column("state", _coded(ConsentState), nullable=False),
    _person("recorded_by"),
    Column("recorded_at", UtcDateTime, nullable=False),
    Column("member_id", Integer, ForeignKey("member.id")),
    Column("purpose", String(60), nullable=False),
    Column("kind", EncryptedText, nullable=False),
    Column("given_by", String(60), nullable=False, default=""),
    Column("spoken", Boolean, nullable=False, default=True),
    Column("feedback_allowed", Boolean, nullable=False, default=True),
    Column("valid_until", Date),
    Column("withdrawn_at", UtcDateTime),
)

weighing = Table(
    "weighing",
    metadata,
    _id(),
    _case(),
    _person("author_id"),
    Column("made_at", UtcDateTime, nullable=False),
    *(Column(name, EncryptedText, nullable=False) for name in ("subsidiarity", "proportionality", "purposefulness")),
    Column("outcome", String(20), nullable=False),
    _organisation(nullable=True),
)

jotting = Table(
    "jotting",
    metadata,
    _id(),
    _person("professional_id", index=True),
    Column("subject", String(100), nullable=False),
    Column("step", String(20), nullable=False),
    Column("text", EncryptedText, nullable=False),
    Column("written_at", UtcDateTime, nullable=False),
)

callback = Table(
    "callback",
    metadata,
    _id(),
    _person("asker_id"),
    _person("target_id", index=True),
    Column("asked_at", UtcDateTime, nullable=False),
    Column("wanted_at", UtcDateTime),
    _case(nullable=True),
    Column("state", _coded(CallbackState), nullable=False),
    Column("answered_at", UtcDateTime),
    Column("next_due_at", UtcDateTime, index=True),
    Column("unnamed", Boolean, nullable=False, default=False),
)

question = Table(
    "question",
    metadata,
    _id(),
    _person("asker_id"),
    Column("text", EncryptedText, nullable=False),
    Column("asked_at", UtcDateTime, nullable=False),
    _case(nullable=True),
    _organisation(nullable=True),
    Column("discipline", String(100)),
    _person("answered_by", nullable=True),
    Column("answered_at", UtcDateTime),
)

signal = Table(
    "signal",
    metadata,
    _id(),
    _person("reporter_id"),
    Column("text", EncryptedText, nullable=False),
    Column("reported_at", UtcDateTime, nullable=False),
    _case(nullable=True),
    _person("told_id", nullable=True),
    Column("told_team_id", String(64), ForeignKey("team.id")),
    _person("taken_by", nullable=True),
    Column("taken_at", UtcDateTime),
)

meeting = Table(
    "meeting",
    metadata,
    _id(),
    Column("name", String(200), nullable=False),
    Column("starts_at", UtcDateTime, nullable=False, index=True),
    Column("place", String(200), nullable=False, default=""),
    _person("chair_id", nullable=True),
    Column("team_id", String(64), ForeignKey("team.id")),
)

agenda_item = Table(
    "agenda_item",
    metadata,
    _id(),
    Column("meeting_id", Integer, ForeignKey("meeting.id"), nullable=False, index=True),
    _person("added_by"),
    Column("added_at", UtcDateTime, nullable=False),
    _case(nullable=True),
    Column("subject", EncryptedText, nullable=False),
)

breach = Table(
    "breach",
    metadata,
    _id(),
    _person("reporter_id"),
    Column("text", EncryptedText, nullable=False),
    Column("reported_at", UtcDateTime, nullable=False),
    _case(nullable=True),
    Column("referral_id", Integer, ForeignKey("referral.id")),
    Column("due_at", UtcDateTime),
    Column("handled_at", UtcDateTime),
)

privacy_request = Table(
    "privacy_request",
    metadata,
    _id(),
    _person("requester_id"),
    Column("kind", String(40), nullable=False),
    Column("asked_at", UtcDateTime, nullable=False),
    Column("due_at", UtcDateTime, nullable=False),
    _case(nullable=True),
    Column("handled_at", UtcDateTime),
)

outbox = Table(
    "outbox",
    metadata,
    _id(),
    _person("recipient_id", index=True),
    Column("kind", String(60), nullable=False),
    Column("params", JSON, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("due_at", UtcDateTime, nullable=False),
    Column("visible_from", UtcDateTime, nullable=False),
    Column("key", String(160), nullable=False),
    Column("urgent", Boolean, nullable=False, default=False),
    Column("state", _coded(OutgoingState), nullable=False),
    Column("attempts", Integer, nullable=False, default=0),
    Column("error", Text),
    Column("channel", String(20)),
    Column("message_id", String(64)),
    Column("claimed_at", UtcDateTime),
    Column("sent_at", UtcDateTime),
    Column("change_id", Integer, ForeignKey("change.id"), index=True),
    UniqueConstraint("key", "recipient_id"),
    Index("ix_outbox_state_due", "state", "due_at"),
)

button = Table(
    "button",
    metadata,
    Column("token", String(24), primary_key=True),
    _person("professional_id", index=True),
    Column("title", String(100), nullable=False),
    Column("intent", String(60), nullable=False),
    Column("details", EncryptedJson, nullable=False),
    Column("group", String(24), nullable=False, index=True),
    Column("created_at", UtcDateTime, nullable=False),
    Column("expires_at", UtcDateTime, nullable=False),
    Column("repeatable", Boolean, nullable=False, default=False),
    Column("used_at", UtcDateTime),
)

chat_message = Table(
    "chat_message",
    metadata,
    _id(),
    Column("channel", String(20), nullable=False),
    Column("address", String(100), nullable=False),
    Column("message_id", String(64), nullable=False),
    Column("sent_at", UtcDateTime, nullable=False),
    Column("delete_at", UtcDateTime, nullable=False, index=True),
    Index("ix_chat_message_in_chat", "channel", "address", "message_id", unique=True),
)

arrival = Table(
    "arrival",
    metadata,
    Column("channel", String(20), primary_key=True),
    Column("number", BigInteger, primary_key=True, autoincrement=False),
    Column("first_at", UtcDateTime, nullable=False, index=True),
    Column("attempts", Integer, nullable=False, default=0),
    Column("handled_at", UtcDateTime),
)

change = Table(
    "change",
    metadata,
    _id(),
    _person("professional_id", index=True),
    Column("made_at", UtcDateTime, nullable=False),
    Column("undo_until", UtcDateTime, nullable=False),
    Column("rows", EncryptedJson, nullable=False),
    Column("undone_at", UtcDateTime),
)

audit = Table(
    "audit",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("at", UtcDateTime, nullable=False, index=True),
    Column("trace", String(40), nullable=False),
    Column("actor", String(64), index=True),
    *(
        Column(name, String(100))
        for name in ("role", "on_behalf_of", "organisation", "channel", "purpose", "ground", "reason")
    ),
    Column("action", String(20), nullable=False),
    Column("object", String(100), nullable=False),
    Column("case", String(10), index=True),
    Column("consent_id", Integer),
    Column("fields", String(300), nullable=False, default=""),
    Column("outcome", String(20), nullable=False),
    Column("policy_version", String(20), nullable=False),
    Column("hash", String(64), nullable=False),
)

audit_head = Table(
    "audit_head",
    metadata,
    Column("one", Integer, primary_key=True),
    Column("last_id", Integer, nullable=False),
    Column("hash", String(64), nullable=False),
)
