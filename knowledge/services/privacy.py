"""What is stored about whom, requests about it, and what to do when something went wrong."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select

from knowledge.entities import Breach, OutgoingState, PrivacyRequest, Professional, Referral
from knowledge.rules.calendar import AMSTERDAM
from knowledge.services import notify
from knowledge.services.access import own_cases
from knowledge.store import Store, Work, tables

#: The law's term for reporting a data breach.
BREACH_TERM = timedelta(hours=72)

#: The law's term for answering a request, taken as 30 days.
_REQUEST_TERM = timedelta(days=30)


@dataclass(frozen=True)
class AboutMe:
    """What is stored about a professional, as counts."""

    name: str
    channels: tuple[str, ...]
    cases: int
    referrals: int
    log_rows: int
    accepted_rules_on: datetime | None


@dataclass(frozen=True)
class Reported:
    """What was done about a mishap. `recalled` is how many messages did not go out after all."""

    recalled: int
    due_at: datetime
    officers: tuple[str, ...]


class Privacy:
    """What the assistant stores, and mishaps."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def about(self, by: str) -> AboutMe:
        """Return what is stored about the asker. Logged."""
        with self._store.work(by) as work:
            person = work.need(Professional, by)
            links = (tables.channel_link.c.professional_id == by) & tables.channel_link.c.unlinked_at.is_(None)
            channels = work.all(select(tables.channel_link.c.channel).where(links))
            mine = (tables.referral.c.sender_id == by) | (tables.referral.c.holder_id == by)
            work.record("read", "own data")
            return AboutMe(
                name=person.name,
                channels=tuple(sorted(set(channels))),
                cases=len(own_cases(work)),
                referrals=_count(work, tables.referral, mine),
                log_rows=_count(work, tables.audit, tables.audit.c.actor == by),
                accepted_rules_on=person.house_rules_accepted_at,
            )

    def request(self, by: str, kind: str) -> datetime:
        """Record a request (access, correction, deletion, objection), tell the administrator, return when it is due."""
        with self._store.work(by) as work:
            request = work.add(PrivacyRequest(by, kind, work.now, work.now + _REQUEST_TERM))
            work.record("create", f"privacy request {request.id}", reason=kind)
            for officer in _officers(work):
                key = f"privacy request {request.id}"
                notify.tell(work, officer.id, "privacy_request", key, person=by, what=kind, due=_day(request.due_at))
            return request.due_at

    def report_breach(self, by: str, text: str, *, referral_id: int | None = None) -> Reported:
        """Report that something reached the wrong person: recall what can be, tell the officer, start the clock.

        What the reporter left in the outbox during the last hour and did not go out yet is taken back.
        """
        with self._store.work(by) as work:
            referral = work.get(Referral, referral_id) if referral_id else None
            breach = Breach(by, text, work.now, referral_id=referral_id, due_at=work.now + BREACH_TERM)
            breach.case_id = referral.case_id if referral else None
            work.add(breach)
            recalled = _recall(work, by)
            work.record("create", f"breach {breach.id}", reason="reported")
            officers = _officers(work)
            for officer in officers:
                due = breach.due_at.isoformat() if breach.due_at else None
                key = f"breach {breach.id}"
                notify.tell(work, officer.id, "breach_reported", key, urgent=True, breach=breach.id, person=by, due=due)
            return Reported(recalled, work.now + BREACH_TERM, tuple(officer.name for officer in officers))


def _count(work: Work, table: object, which: object) -> int:
    return int(work.session.execute(select(func.count()).select_from(table).where(which)).scalar_one())


def _officers(work: Work) -> list[Professional]:
    query = select(Professional).where(tables.professional.c.is_administrator).order_by(tables.professional.c.name)
    return list(work.all(query))


def _recall(work: Work, by: str) -> int:
    """Take back what is pending of the reporter's own changes of the last hour."""
    own = select(tables.change.c.id).where(
        tables.change.c.professional_id == by, tables.change.c.made_at > work.now - timedelta(hours=1)
    )
    held = (tables.outbox.c.change_id.in_(own)) & (tables.outbox.c.state == OutgoingState.PENDING)
    recalled: int = work.session.execute(
        tables.outbox.update().where(held).values(state=OutgoingState.CANCELLED, error="recalled")
    ).rowcount
    return recalled


def _day(moment: datetime) -> str:
    return moment.astimezone(AMSTERDAM).date().isoformat()
