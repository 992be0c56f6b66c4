"""Helpers for the tests of reminders, outbox, digest and delivery: a referral, and moments as people say them."""

from datetime import date, datetime, timezone
from typing import Any

from sqlalchemy import select

from knowledge.entities import Case, Outgoing, OutgoingState, Referral, ReferralState
from knowledge.rules import ladder
from knowledge.rules.calendar import AMSTERDAM
from knowledge.services.notify import tell
from knowledge.store import Store, tables
from tests.cast import ANNA, BRAM, CASE


def local(day: str, clock: str = "10:00") -> datetime:
    """Return a local moment, in UTC."""
    return datetime.fromisoformat(f"{day}T{clock}").replace(tzinfo=AMSTERDAM).astimezone(timezone.utc)


def refer(store: Store, **facts: Any) -> int:
    """Put a referral in the store, by default one that Bram accepted three weeks ago with feedback due today."""
    accepted = local("2026-11-04")
    defaults: dict[str, Any] = {
        "sender_id": ANNA,
        "organisation_id": "jeugdpunt",
        "created_at": accepted,
        "state": ReferralState.ACCEPTED,
        "sent_at": accepted,
        "accepted_at": accepted,
        "receiver_team_id": "youth",
        "holder_id": BRAM,
        "feedback_due": date(2026, 11, 25),
        "reminders": 1,
    }
    with store.work() as work:
        case = work.first(select(Case).where(tables.case.c.code == CASE))
        referral = Referral(case.id, **{**defaults, **facts})
        referral.next_due_at = ladder.next_due(referral)
        return work.add(referral).id or 0


def send_to_team(store: Store, **facts: Any) -> int:
    """Put a referral in the store that went to the youth team's inbox last week and that nobody took."""
    waiting = {"state": ReferralState.SENT, "accepted_at": None, "holder_id": None, "feedback_due": None}
    return refer(store, **{**waiting, "sent_at": local("2026-11-17"), "reminders": 1, **facts})


def write_to(store: Store, person: str, count: int = 1, *, urgent: bool = False, start: int = 0) -> list[int]:
    """Leave messages for somebody in the outbox, and return their ids."""
    with store.work() as work:
        rows = [
            tell(work, person, "you_deputise", f"event {number}", urgent=urgent, person=ANNA, first="2026-11-30",
                 last="2026-11-30")
            for number in range(start, start + count)
        ]  # fmt: skip
        return [row.id or 0 for row in rows if row]


def outbox(store: Store, person: str | None = None) -> list[tuple[str, str]]:
    """Return recipient and kind of everything in the outbox, or kind and state of what is for one person."""
    with store.reading() as session:
        rows: list[Outgoing] = session.execute(select(Outgoing).order_by(tables.outbox.c.id)).scalars().all()
    if person:
        return [(row.kind, row.state.value) for row in rows if row.recipient_id == person]
    return [(row.recipient_id, row.kind) for row in rows]


def state_of(store: Store, row_id: int) -> OutgoingState:
    """Return the state of a row."""
    with store.reading() as session:
        state: OutgoingState = session.get(Outgoing, row_id).state
        return state
