"""Putting a question to colleagues, and passing on a worry: neither hands anything over."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from knowledge.entities import Organisation, Professional, Question, Signal, Team
from knowledge.rules.policy import Deed
from knowledge.services import notify
from knowledge.services.access import open_case_for
from knowledge.services.cases import Contact, contact_of
from knowledge.services.referral_moves import linked
from knowledge.store import Refusal, Store, Work, tables

#: A question goes to this many people at most: more would be noise.
_ASKED = 5


@dataclass(frozen=True)
class Asked:
    """Whom a question was put to."""

    people: tuple[Contact, ...]
    change_id: int | None


@dataclass(frozen=True)
class Passed:
    """Whom a worry was passed on to: somebody with the regie, or a team whose members hear of it."""

    to: str
    change_id: int | None


class Network:
    """Questions and signals."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def ask(self, by: str, *, organisation_id: str | None = None, discipline: str | None = None) -> Asked:
        """Put a question to an organisation's people or those of a discipline: that somebody wants to think along.

        The question itself is asked in the call that follows; only who asks goes out. Raises Refusal("nobody_there")
        when nobody fits.
        """
        with self._store.work(by, undoable=True) as work:
            people = _people(work, organisation_id, discipline)
            if not people:
                raise Refusal("nobody_there", object="question")
            question = Question(by, "", work.now, organisation_id=organisation_id, discipline=discipline)
            work.add(question)
            work.record("create", f"question {question.id}")
            for person in people:
                key = f"question {question.id}"
                notify.tell(work, person.id, "question_asked", key, question=question.id, person=by)
            return Asked(tuple(contact_of(work, person.id) for person in people), work.change_id)

    def answer(self, by: str, question_id: int) -> Contact:
        """Say that one wants to think along; the asker hears who. Raises Refusal("answered_already")."""
        with self._store.work(by) as work:
            question = work.need(Question, question_id)
            if question.answered_by and question.answered_by != by:
                raise Refusal("answered_already", object="question")
            question.answered_by, question.answered_at = by, work.now
            work.record("update", f"question {question.id}", fields="answered_by")
            key = f"question {question.id} answered"
            notify.tell(work, question.asker_id, "question_answered", key, urgent=True, person=by)
            return contact_of(work, question.asker_id)

    def signal(self, by: str, text: str, *, code: str | None = None, area: str | None = None) -> Passed:
        """Pass a worry on: to whoever has the regie of a case, else to a team's inbox. The text is stored encrypted.

        The team is the reporter's own, else the one of the area. A case that was closed has nobody any more.

        Raises Refusal("signal_nowhere") when there is neither.
        """
        with self._store.work(by, undoable=True) as work:
            case = open_case_for(work, code, Deed.SEE_COORDINATOR)[0] if code else None
            signal = Signal(by, text, work.now, case_id=case.id if case else None)
            code = case.code if case and case.closed_at is None else None
            if code and case and case.coordinator_id and case.coordinator_id != by:
                signal.told_id = case.coordinator_id
            else:
                signal.told_team_id = _inbox(work, area)
            if signal.told_id is None and signal.told_team_id is None:
                raise Refusal("signal_nowhere", object="signal", case=code)
            work.add(signal)
            work.record("create", f"signal {signal.id}", case=code)
            return Passed(_tell_of_signal(work, signal, code), work.change_id)

    def take_signal(self, by: str, signal_id: int) -> Contact:
        """Take a worry up; whoever passed it on hears who. Raises Refusal("taken_already")."""
        with self._store.work(by) as work:
            signal = work.need(Signal, signal_id)
            member = work.need(Professional, by).team_id == signal.told_team_id and signal.told_team_id is not None
            if by != signal.told_id and not member:
                raise Refusal("gone", object="signal")
            if signal.taken_by and signal.taken_by != by:
                raise Refusal("taken_already", object="signal")
            signal.taken_by, signal.taken_at = by, work.now
            work.record("update", f"signal {signal.id}", fields="taken_by")
            key = f"signal {signal.id} taken"
            notify.tell(work, signal.reporter_id, "signal_taken", key, urgent=True, person=by)
            return contact_of(work, signal.reporter_id)


def _people(work: Work, organisation_id: str | None, discipline: str | None) -> list[Professional]:
    which = tables.professional.c.id != work.by
    if organisation_id:
        which = which & (tables.professional.c.organisation_id == organisation_id)
    if discipline:
        which = which & (tables.professional.c.role == discipline)
    return linked(work, which)[:_ASKED]


def _inbox(work: Work, area: str | None) -> str | None:
    """Return the own team of whoever passes a worry on, else that of the area named or worked in, else the first."""
    me = work.need(Professional, work.by)
    teams: Sequence[Team] = work.all(select(Team).order_by(tables.team.c.id))
    at_hand = [team.id for area_meant in (area, me.area) for team in teams if area_meant and team.area == area_meant]
    return next(iter([*([me.team_id] if me.team_id else []), *at_hand, *(team.id for team in teams)]), None)


def _tell_of_signal(work: Work, signal: Signal, code: str | None) -> str:
    key = f"signal {signal.id}"
    if signal.told_id:
        notify.tell(work, signal.told_id, "signal_received", key, urgent=True, signal=signal.id, case=code)
        return contact_of(work, signal.told_id).name
    team = work.need(Team, signal.told_team_id)
    members = select(Professional).where(tables.professional.c.team_id == team.id, tables.professional.c.id != work.by)
    for member in work.all(members):
        notify.tell(work, member.id, "signal_received", key, urgent=True, signal=signal.id, case=code)
    return f"{team.name} ({work.need(Organisation, team.organisation_id).name})"
