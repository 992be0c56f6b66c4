"""The households of the sample with those around them, and the referrals that are under way."""

from dataclasses import dataclass
from datetime import time
from typing import Any

from knowledge.entities import (
    Case,
    Consent,
    ConsentState,
    Feedback,
    FeedbackStatus,
    Involvement,
    Member,
    OwnReference,
    Referral,
    ReferralKind,
    ReferralState,
)
from knowledge.rules import ladder
from knowledge.rules.grounds import Ground
from knowledge.sample.days import Days
from knowledge.store import Work

#: Local time of each event, in the order in which they can fall on one day.
_EVENTS = {
    "sent": time(9, 15),
    "seen": time(10, 40),
    "accepted": time(11, 30),
    "declined": time(11, 30),
    "waiting": time(13, 20),
    "started": time(14, 10),
    "paused": time(15, 0),
    "completed": time(16, 5),
    "failed": time(16, 5),
    "withdrawn": time(16, 10),
    "mistaken": time(16, 15),
    "lead_told": time(8, 30),
}
_FEEDBACK_AT = time(16, 0)


@dataclass(frozen=True)
class Household:
    """What referrals need to know of a case."""

    case_id: int
    #: Ids of the consents by their key in the file.
    consents: dict[str, int]


def open_household(work: Work, row: dict[str, Any], days: Days) -> Household:
    """Add a case with its members, those involved, their own references and the consents."""
    case = work.add(_case(row, days))
    members = {label: work.add(Member(case.id or 0, label)).id for label in row["members"]}
    released = row.get("released", [])
    for person, span in row["involved"].items():
        work.add(_involvement(case, person, span, days, released=person in released))
    for person, reference in row.get("references", {}).items():
        work.add(OwnReference(person, case.id or 0, reference))
    consents = {
        key: work.add(_consent(case, consent, members.get(consent.get("member")), days)).id or 0
        for key, consent in row["consents"].items()
    }
    return Household(case.id or 0, consents)


def _case(row: dict[str, Any], days: Days) -> Case:
    opened = days.at(row, "opened", time(10, 0))
    assert opened
    return Case(
        code=row["code"],
        household=row["household"],
        opened_at=opened,
        opened_by=row["by"],
        coordinator_id=row["coordinator"],
        closed_at=days.at(row, "closed", time(16, 30)),
    )


def _involvement(case: Case, person: str, span: int | list[int], days: Days, *, released: bool) -> Involvement:
    first, last = span if isinstance(span, list) else (span, None)
    since = days.day(first)
    assert since
    return Involvement(case.id or 0, person, since, days.day(last), released=released)


def _consent(case: Case, row: dict[str, Any], member_id: int | None, days: Days) -> Consent:
    recorded = days.at(row, "day", time(9, 0))
    assert recorded
    return Consent(
        case_id=case.id or 0,
        organisation_id=row["to"],
        state=ConsentState(row["state"]),
        recorded_by=row["by"],
        recorded_at=recorded,
        member_id=member_id,
        kind=row.get("kind", ""),
        given_by=row.get("given_by", ""),
        spoken=row.get("spoken", True),
        feedback_allowed=row.get("feedback", True),
        valid_until=days.day(row.get("until")),
        withdrawn_at=days.at(row, "withdrawn", time(15, 0)),
    )


def add_referral(work: Work, row: dict[str, Any], partner: str, household: Household, days: Days) -> None:
    """Add a referral to the organisation `partner`, with its moments, its feedback and when the clock looks at it."""
    moments = {f"{event}_at": days.at(row, event, clock) for event, clock in _EVENTS.items() if event in row}
    given = [_feedback(entry, row, days) for entry in row.get("feedback", [])]
    referral = _referral(row, partner, household, days)
    for name, moment in moments.items():
        setattr(referral, name, moment)
    referral.last_feedback_at = given[-1].given_at if given else None
    referral.next_due_at = ladder.next_due(referral)
    work.add(referral)
    for feedback in given:
        feedback.referral_id = referral.id or 0
        work.add(feedback)


def _referral(row: dict[str, Any], partner: str, household: Household, days: Days) -> Referral:
    consent = household.consents[row["rests_on"]] if "rests_on" in row else None
    created = days.moment(row.get("draft", row.get("sent")), time(9, 0))
    assert created
    return Referral(
        case_id=household.case_id,
        sender_id=row["from"],
        organisation_id=partner,
        created_at=created,
        kind=ReferralKind(row.get("kind", "referral")),
        state=ReferralState(row["state"]),
        receiver_id=row.get("to"),
        receiver_team_id=row.get("team"),
        holder_id=_holder(row),
        urgent=row.get("urgent", False),
        ground=Ground.CONSENT.value if consent else row["ground"],
        consent_id=consent,
        feedback_allowed=row.get("feedback_allowed", True),
        blocked=row.get("blocked", False),
        reason=row.get("reason"),
        feedback_due=days.day(row.get("due")),
        reminders=row.get("reminders", 0),
    )


def _holder(row: dict[str, Any]) -> str | None:
    """Who took it; a person to whom it was sent holds it from the moment it was accepted."""
    holder: str | None = row.get("holder", row.get("to"))
    return holder if "accepted" in row else None


def _feedback(entry: dict[str, Any], row: dict[str, Any], days: Days) -> Feedback:
    given = days.at(entry, "day", _FEEDBACK_AT)
    author = _holder(row)
    assert given
    assert author
    return Feedback(
        referral_id=0,
        author_id=author,
        status=FeedbackStatus(entry["status"]),
        given_at=given,
        text=entry["text"],
        next_due=days.day(entry.get("next")),
        read_at=days.at(entry, "read", time(12, 0)),
    )
