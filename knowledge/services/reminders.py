"""What the clock does at a tick: it takes what is due, once, and leaves the messages in the outbox.

`CLAIMANTS` is the list of all that can come due. A new reminder is one more of them.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from knowledge.entities import (
    Callback,
    CallbackState,
    Case,
    Doorbell,
    Outgoing,
    OutgoingState,
    Professional,
    Referral,
    ReferralState,
)
from knowledge.rules import ladder
from knowledge.rules.calendar import AMSTERDAM
from knowledge.rules.ladder import Lateness, Rung, Step
from knowledge.services import bundles, digest
from knowledge.services.callback_targets import reacts_by
from knowledge.services.cases import Contact, contact_of
from knowledge.services.claims import Claim, Claimant
from knowledge.services.notify import tell
from knowledge.services.referral_moves import inbox_of, limited
from knowledge.services.referral_views import ReferralView, view_of
from knowledge.services.teams import has_left, leads_of
from knowledge.services.terms import terms_by_kind
from knowledge.store import Memory, Store, Work, tables

#: Messages that ask of a referral what a reminder would ask.
_ASKS = ("referral_received", "referral_assigned", "feedback_asked")

_referral, _callback, _doorbell = tables.referral.c, tables.callback.c, tables.doorbell.c


@dataclass(frozen=True)
class About:
    """What a reminder is about, as it is now."""

    view: ReferralView
    lateness: Lateness
    #: Working days over its term.
    days_late: int
    #: Local day since which something is awaited.
    since: date
    #: The last sign of life, UTC: a reminder written before it is overtaken.
    heard_at: datetime
    seen: bool
    #: Local day of this look at it.
    today: date


class Reminders:
    """Takes what is due, and tells what a reminder is about."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def claim_due(self, now: datetime | None = None, limit: int = 1000) -> list[Claim]:
        """Claim what is due at `now` (UTC; the clock's by default), at most `limit` of each kind.

        Each row is claimed once, whoever else is ticking; a row that fails waits an hour. What this tick leaves, the
        next one takes. After days of silence what waits in the outbox is merged per person.
        """
        at = now or self._store.clock.now()
        claims: list[Claim] = []
        complete = True
        memory: Memory = {}
        for claimant in CLAIMANTS:
            taken, all_of_it = claimant.claim_due(self._store, at, limit, memory)
            claims += taken
            complete = complete and all_of_it
        if complete:
            with self._store.work() as work:
                bundles.note_tick(work)
        return claims

    def about(self, referral_id: int) -> About | None:
        """Return what is awaited on a referral, for the text of a reminder; None when nothing is any more."""
        with self._store.work() as work:
            referral = work.need(Referral, referral_id)
            terms = terms_by_kind(work.session)[referral.kind]
            wait = ladder.wait_of(referral, terms)
            if wait is None:
                return None
            return About(
                view=view_of(work, referral),
                lateness=ladder.lateness(referral, work.now, terms),
                days_late=ladder.days_late(referral, work.now, terms),
                since=wait.since,
                heard_at=ladder.heard_at(referral),
                seen=referral.seen_at is not None,
                today=work.now.astimezone(AMSTERDAM).date(),
            )

    def who_rang(self, doorbell_id: int) -> Contact:
        """Return who asked about a case without being involved in it."""
        with self._store.work() as work:
            return contact_of(work, work.need(Doorbell, doorbell_id).professional_id)


def _remind(work: Work, referral: Referral, due: datetime | None) -> list[str]:
    """Climb the ladder of one referral as far as it is due."""
    terms = work.once("terms", lambda: terms_by_kind(work.session))[referral.kind]
    step = ladder.step(referral, work.now, terms)
    told = _tell_step(work, referral, step, due) if step else []
    if step:
        referral.reminders = step.passed
        referral.lead_told_at = work.now if step.tell_lead else referral.lead_told_at
    referral.next_due_at = ladder.next_due(referral, terms)
    return told


def _tell_step(work: Work, referral: Referral, step: Step, due: datetime | None) -> list[str]:
    """Tell whoever is to act, the team lead before it is called very late, and the sender who has the ball or waits."""
    say = _Teller(work, referral, f"reminder {referral.id} {due:%Y%m%d%H%M} {step.passed}")
    actors = _who_acts(work, referral)
    if step.tell:
        say(f"reminder_{step.tell.value}", actors)
    if step.tell_lead:
        say("reminder_lead", _leads(work, referral) or [referral.sender_id])
    if referral.state is ReferralState.SENT:
        if step.tell in (Rung.TAKE_UP, Rung.VERY_LATE):
            say("reminder_not_taken", [referral.sender_id])
    elif step.very_late and not limited(referral):
        say("reminder_nothing_heard", [referral.sender_id])
    return say.told


class _Teller:
    """Leaves the messages of one step and remembers who gets one."""

    def __init__(self, work: Work, referral: Referral, key: str) -> None:
        self._work, self._referral, self._key = work, referral, key
        self.told: list[str] = []

    def __call__(self, kind: str, people: Iterable[str]) -> None:
        """Tell these people, once each."""
        key, urgent, about = f"{self._key} {kind}", self._referral.urgent, f"referral {self._referral.id}"
        known = [one for one in people if not _unheard(self._work, one, _ASKS, about)]
        rows = [tell(self._work, one, kind, key, urgent=urgent, referral=self._referral.id) for one in known]
        self.told += _recipients(rows)


def _unheard(work: Work, person_id: str, kinds: tuple[str, ...], about: str) -> datetime | None:
    """Return when somebody gets what still waits and asks the same, if anything does: more would be noise."""
    waiting = work.once(("unheard", kinds), lambda: _waiting(work, kinds))
    return waiting.get((person_id, about))


def _waiting(work: Work, kinds: Iterable[str]) -> dict[tuple[str, str], datetime]:
    """Return when the messages of these kinds come that wait, by recipient and the first two words of their key."""
    rows = tables.outbox.c
    query = select(rows.recipient_id, rows.key, rows.due_at).where(rows.state == OutgoingState.PENDING)
    found = work.session.execute(query.where(rows.kind.in_(list(kinds))))
    return {(row.recipient_id, " ".join(row.key.split()[:2])): row.due_at for row in found}


def _who_acts(work: Work, referral: Referral) -> list[str]:
    """The holder, or the inbox while nobody took it; the team leads in the place of who left."""
    people = [referral.holder_id] if referral.holder_id else _inbox(work, referral)
    here = [one for one in people if one and _is_here(work, one)]
    return here or _leads(work, referral)


def _inbox(work: Work, referral: Referral) -> list[str]:
    inbox = ("inbox", referral.receiver_id, referral.receiver_team_id, referral.sender_id)
    return work.once(inbox, lambda: inbox_of(work, referral))


def _is_here(work: Work, person_id: str) -> bool:
    return work.once(("here", person_id), lambda: not has_left(work, work.need(Professional, person_id)))


def _leads(work: Work, referral: Referral) -> list[str]:
    """The leads of the team with which the referral lies; none when it lies with nobody's team."""
    with_whom = referral.holder_id or referral.receiver_id
    team_id = referral.receiver_team_id
    if with_whom:
        team_id = work.once(("team of", with_whom), lambda: work.need(Professional, with_whom).team_id)
    return work.once(("leads", team_id), lambda: [lead.id for lead in leads_of(work, team_id)])


def _call_again(work: Work, callback: Callback, due: datetime | None) -> list[str]:
    """Nobody answered a call-back request: ask once more, and tell the asker how to go on."""
    callback.next_due_at = None
    if callback.state is not CallbackState.ASKED or due is None:
        return []
    unheard = _unheard(work, callback.target_id, ("callback_asked",), f"callback {callback.id}")
    if unheard:
        callback.next_due_at = reacts_by(work, callback.target_id, max(unheard, work.now))
        return []
    key = f"callback {callback.id} unanswered {due.isoformat()}"
    again = tell(work, callback.target_id, "callback_reminder", key, urgent=True, callback=callback.id)
    asker = tell(work, callback.asker_id, "callback_unanswered", key, urgent=True, callback=callback.id)
    return _recipients([again, asker])


def _ring(work: Work, doorbell: Doorbell, _: datetime | None) -> list[str]:
    """Somebody outside asked about a case: its coordinator hears who, once a day per person."""
    case = work.get(Case, doorbell.case_id) if doorbell.case_id else None
    if case is None or case.coordinator_id is None or case.closed_at:
        return []
    day = doorbell.rung_at.astimezone(AMSTERDAM).date()
    key = f"doorbell {case.id} {doorbell.professional_id} {day}"
    return _recipients([tell(work, case.coordinator_id, "doorbell_rung", key, doorbell=doorbell.id, case=case.code)])


def _recipients(rows: Iterable[Outgoing | None]) -> list[str]:
    return [row.recipient_id for row in rows if row]


def _reached(moment: Any) -> Callable[[datetime], Any]:
    return lambda now: moment <= now


def _not_told(now: datetime) -> Any:
    return _doorbell.told_at.is_(None) & (_doorbell.rung_at <= now)


#: All that comes due, in the order of taking.
CLAIMANTS: tuple[Claimant, ...] = (
    Claimant("callback", Callback, _callback.id, _callback.next_due_at, _reached(_callback.next_due_at), _call_again),
    Claimant("doorbell", Doorbell, _doorbell.id, _doorbell.told_at, _not_told, _ring, lambda now: now, puts_off=False),
    Claimant("referral", Referral, _referral.id, _referral.next_due_at, _reached(_referral.next_due_at), _remind),
    *digest.CLAIMANTS,
)
