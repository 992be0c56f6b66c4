"""The outbox: what is to be said to whom, taken row by row, marked with what became of it.

A row goes pending → claimed → sent. Claiming is a compare-and-swap just before the message leaves, so a row that is
found claimed long after belongs to a process that ended in between: perhaps the message is visible, perhaps not.
Such a row is unsure, is tried once more, and keeps saying so: there is at most one copy too many.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import and_, case, func, or_, select, update

from knowledge.entities import ChannelLink, Outgoing, OutgoingState, Professional, Referral
from knowledge.entities.case import Case
from knowledge.rules.calendar import AMSTERDAM
from knowledge.services import bundles
from knowledge.services.notify import tell
from knowledge.services.teams import administrators, leads_of
from knowledge.store import Refusal, Store, Work, tables

#: Longer than any sending takes: a row claimed longer ago belongs to a process that ended.
LEASE = timedelta(minutes=3)

#: Before a message of which nobody knows whether it arrived goes out once more.
_BREATH = timedelta(seconds=30)

#: What a row says that perhaps was visible before.
DOUBT = "perhaps sent before"

#: How the id of a message on the web begins until a window has shown it.
WAITING = "waiting "

#: The message that tells a team lead that somebody cannot be reached.
UNREACHABLE = "unreachable"

_WAITING = (OutgoingState.PENDING, OutgoingState.UNSURE)
_outbox = tables.outbox.c


@dataclass(frozen=True)
class Address:
    """Where somebody can be reached."""

    channel: str
    address: str


@dataclass(frozen=True)
class OutboxEntry:
    """A row of the outbox without its content. Moments are UTC."""

    id: int
    recipient: str
    kind: str
    state: str
    due_at: datetime
    sent_at: datetime | None
    attempts: int
    channel: str | None
    error: str | None


class Outbox:
    """Hands out what is to be sent, and keeps what became of it."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def ready(self, limit: int = 300, present: frozenset[str] = frozenset()) -> list[Outgoing]:
        """Return what can be sent now, at most one message per person: urgent ones first, then the longest waiting.

        `present` are the people with an open web window: they see a message before their bundle moment. More than
        four messages for one person become one here, and so do all of them after days of silence.
        """
        now = self._store.clock.now()
        merged_until = bundles.merged_until(self._store)
        due = or_(_outbox.due_at <= now, and_(_outbox.recipient_id.in_(present), _outbox.visible_from <= now))
        chosen = []
        for rows in self._by_person(due, now, limit):
            batch = bundles.choose(rows, now, present, merged_until)
            first = bundles.put(self._store, batch.together) if batch.together else batch.first
            chosen += [first] if first else []
        return chosen

    def claim(self, row_id: int) -> Outgoing | None:
        """Take a row for sending, right before it is sent; None when somebody else has it or it is held no longer."""
        with self._store.work() as work:
            now = work.now
            free = (_outbox.id == row_id) & _outbox.state.in_(_WAITING) & (_outbox.visible_from <= now)
            values = {"state": OutgoingState.CLAIMED, "claimed_at": now, "attempts": _outbox.attempts + 1}
            if not _swap(work, free, values):
                return None
            return work.need(Outgoing, row_id)

    def sent(self, row_id: int, channel: str, message_id: str) -> None:
        """Mark a claimed row as there, with the channel's own id of the message. Logged."""
        with self._store.work() as work:
            row = work.need(Outgoing, row_id)
            values = {"state": OutgoingState.SENT, "channel": channel, "message_id": message_id, "sent_at": work.now}
            if _swap(work, _claimed(row_id), {**values, "error": DOUBT if row.error == DOUBT else None}):
                said = f"message {row_id} {row.kind} to {row.recipient_id}"
                work.record("send", said, case=_case_in(work, row.params))

    def retry(self, row_id: int, not_before: datetime, error: str) -> None:
        """Give a claimed row back: it certainly was not sent, and may be tried again from `not_before` (UTC) on."""
        with self._store.work() as work:
            row = work.need(Outgoing, row_id)
            state = OutgoingState.UNSURE if row.error == DOUBT else OutgoingState.PENDING
            kept = DOUBT if row.error == DOUBT else error[:200]
            values = {"state": state, "due_at": not_before, "visible_from": not_before, "error": kept}
            _swap(work, _claimed(row_id), values)

    def cancel(self, row_id: int, reason: str) -> None:
        """Drop a claimed row: what it says was overtaken."""
        with self._store.work() as work:
            _swap(work, _claimed(row_id), {"state": OutgoingState.CANCELLED, "error": reason})

    def fail(self, row_id: int, error: str, *, unreachable: bool = False) -> None:
        """Mark a claimed row as never to be sent; `unreachable` tells the team lead, or the administrator."""
        with self._store.work() as work:
            if _swap(work, _claimed(row_id), {"state": OutgoingState.FAILED, "error": error[:200]}) and unreachable:
                _tell_unreachable(work, work.need(Outgoing, row_id))

    def doubt(self, row_id: int) -> None:
        """Mark a claimed row of which nobody knows whether it arrived: once more, and not a third time."""
        with self._store.work() as work:
            _doubt(work, work.need(Outgoing, row_id))

    def recover(self) -> int:
        """Find the rows of processes that ended while sending, and return how many there were."""
        now = self._store.clock.now()
        # A clock that was set back must not keep a row claimed either.
        gone = or_(_outbox.claimed_at < now - LEASE, _outbox.claimed_at > now + LEASE)
        with self._store.work() as work:
            rows = work.all(select(Outgoing).where(_outbox.state == OutgoingState.CLAIMED, gone))
            for row in rows:
                _doubt(work, row)
            return len(rows)

    def addresses(self, person_id: str) -> list[Address]:
        """Return where somebody can be reached, the channel seen last first; nowhere for who has left."""
        link, person = tables.channel_link.c, tables.professional.c
        today = self._store.clock.now().astimezone(AMSTERDAM).date()
        query = (
            select(ChannelLink)
            .join(tables.professional, person.id == link.professional_id)
            .where(link.professional_id == person_id, link.unlinked_at.is_(None), link.failed_because.is_(None))
            .where(or_(person.left_on.is_(None), person.left_on > today))
            .order_by(func.coalesce(link.seen_at, link.linked_at).desc(), link.id.desc())
        )
        with self._store.reading() as session:
            return [Address(found.channel, found.address) for found in session.execute(query).scalars()]

    def read(self, by: str, row_id: int) -> Outgoing:
        """Return a message that is for this person. Raises Refusal("gone") for another's."""
        with self._store.work(by) as work:
            row = work.need(Outgoing, row_id)
            if row.recipient_id != by:
                raise Refusal("gone", object="message")
            return row

    def case_of(self, channel: str, message_id: str | None) -> str | None:
        """Return the code of the case that a sent message is about, for an answer to that message."""
        if message_id is None:
            return None
        with self._store.work() as work:
            sent_as = (_outbox.channel == channel) & (_outbox.message_id == message_id)
            row = work.first(select(Outgoing).where(sent_as))
            return _case_in(work, row.params) if row else None

    def waiting(self, person_id: str) -> list[Outgoing]:
        """Return what went to somebody over the web and no window has shown yet, oldest first."""
        mine = (_outbox.recipient_id == person_id) & (_outbox.channel == "web")
        unseen = (_outbox.state == OutgoingState.SENT) & _outbox.message_id.startswith(WAITING)
        with self._store.reading() as session:
            return list(session.execute(select(Outgoing).where(mine, unseen).order_by(_outbox.id)).scalars())

    def shown(self, person_id: str, message_ids: Iterable[str]) -> None:
        """Note that a window has shown these messages (ids without WAITING): they wait no longer."""
        with self._store.work() as work:
            for message_id in message_ids:
                mine = (_outbox.recipient_id == person_id) & (_outbox.message_id == WAITING + message_id)
                _swap(work, mine, {"message_id": message_id})

    def entries(self, person: str | None = None) -> list[OutboxEntry]:
        """Return what was or will be said, oldest first, to everybody or one person; never what it says."""
        query = select(Outgoing).order_by(_outbox.id)
        with self._store.reading() as session:
            found: Iterable[Outgoing] = session.execute(
                query.where(_outbox.recipient_id == person) if person else query
            ).scalars()
            return [_entry(row) for row in found]

    def _by_person(self, due: Any, now: datetime, limit: int) -> list[list[Outgoing]]:
        """Return what waits for those who have something due, person by person, urgent people first."""
        waiting = _outbox.state.in_(_WAITING)
        urgent_first = func.max(case((_outbox.urgent, 1), else_=0)).desc()
        people = (
            select(_outbox.recipient_id)
            .where(waiting, due)
            .group_by(_outbox.recipient_id)
            .order_by(urgent_first, func.min(_outbox.due_at), _outbox.recipient_id)
            .limit(limit)
        )
        with self._store.reading() as session:
            order: list[str] = session.execute(people).scalars().all()
            if not order:
                return []
            theirs = select(Outgoing).where(waiting, _outbox.visible_from <= now, _outbox.recipient_id.in_(order))
            rows: dict[str, list[Outgoing]] = {person: [] for person in order}
            for row in session.execute(theirs.order_by(_outbox.urgent.desc(), _outbox.due_at, _outbox.id)).scalars():
                rows[row.recipient_id].append(row)
        return list(rows.values())


def _claimed(row_id: int) -> Any:
    return (_outbox.id == row_id) & (_outbox.state == OutgoingState.CLAIMED)


def _swap(work: Work, where: Any, values: dict[str, Any]) -> bool:
    """Change a row if it still is as expected; tell whether it was."""
    return bool(work.session.execute(update(tables.outbox).where(where).values(**values)).rowcount == 1)


def _doubt(work: Work, row: Outgoing) -> None:
    again = row.error != DOUBT
    state = OutgoingState.UNSURE if again else OutgoingState.FAILED
    after = work.now + _BREATH
    values = {"state": state, "error": DOUBT, "due_at": after, "visible_from": after}
    if _swap(work, _claimed(row.id or 0), values) and not again:
        _tell_unreachable(work, row)


def _tell_unreachable(work: Work, row: Outgoing) -> None:
    """Tell who can do something about it, once a day per person; an administrator who is unreachable stays so."""
    person = work.need(Professional, row.recipient_id)
    told = [] if row.kind == UNREACHABLE else leads_of(work, person.team_id)
    for other in [one for one in told or administrators(work) if one.id != person.id]:
        tell(work, other.id, UNREACHABLE, f"unreachable {person.id} {work.now:%Y%m%d}", person=person.id)


def _case_in(work: Work, params: dict[str, Any]) -> str | None:
    if "case" in params:
        return str(params["case"])
    referral = work.get(Referral, params["referral"]) if "referral" in params else None
    return work.need(Case, referral.case_id).code if referral else None


def _entry(row: Outgoing) -> OutboxEntry:
    return OutboxEntry(
        id=row.id or 0,
        recipient=row.recipient_id,
        kind=row.kind,
        state=row.state.value,
        due_at=row.due_at,
        sent_at=row.sent_at,
        attempts=row.attempts,
        channel=row.channel,
        error=row.error,
    )
