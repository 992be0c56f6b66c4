"""The regie of a case: giving it, taking it, and the yes or no to what was asked about a circle."""

from dataclasses import dataclass

from sqlalchemy import select

from knowledge.entities import Case, CircleRequest, RequestKind
from knowledge.rules.policy import Deed
from knowledge.services.access import absentees_of, circle_entries, open_case_for
from knowledge.services.cases import Contact, contact_of
from knowledge.services.circle import Changed, ask, end_involvement, involve, open_for_change, tell_circle
from knowledge.services.notify import tell
from knowledge.services.referral_moves import today_of
from knowledge.store import Refusal, Store, Work, tables

_DEED = {
    RequestKind.JOIN: Deed.INVOLVE_OTHERS,
    RequestKind.LEAVE: Deed.LEAVE,
    RequestKind.TAKE_COORDINATION: Deed.GIVE_COORDINATION,
}


@dataclass(frozen=True)
class Asked:
    """A question about a circle as its decider may see it."""

    code: str
    kind: RequestKind
    asker: Contact
    subject: Contact
    settled: bool


@dataclass(frozen=True)
class Answered:
    """What was answered to which question."""

    code: str
    kind: RequestKind
    subject: Contact
    granted: bool
    change_id: int | None


class Coordination:
    """Who has the regie, and who decides what was asked."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def give(self, by: str, code: str, person_id: str) -> Changed:
        """Offer the regie to somebody, who decides; nothing changes before that yes.

        The coordinator offers it, or anybody involved when nobody has it. Raises Refusal("has_regie_already").
        """
        with self._store.work(by, undoable=True) as work:
            case = open_for_change(work, code, Deed.TAKE_COORDINATION)
            if case.coordinator_id is not None:
                open_case_for(work, code, Deed.GIVE_COORDINATION)
            receiver = contact_of(work, person_id)
            if case.coordinator_id == person_id:
                raise Refusal("has_regie_already", case=code, name=receiver.name)
            ask(work, case, RequestKind.GIVE_COORDINATION, person_id, person_id)
            return Changed(code, work.change_id, receiver)

    def take(self, by: str, code: str) -> Changed:
        """Take the regie: at once when nobody has it, else the present coordinator is asked.

        Raises Refusal("has_regie_already").
        """
        with self._store.work(by, undoable=True) as work:
            case = open_for_change(work, code, Deed.TAKE_COORDINATION)
            if case.coordinator_id == by:
                raise Refusal("you_have_regie", case=code)
            if case.coordinator_id is None:
                _hand_over(work, case, by)
                return Changed(code, work.change_id)
            present = case.coordinator_id
            ask(work, case, RequestKind.TAKE_COORDINATION, by, present)
            return Changed(code, work.change_id, contact_of(work, present))

    def asked(self, request_id: int) -> Asked | None:
        """Return a question about a circle, for the message that brings it to its decider."""
        with self._store.work() as work:
            request = work.get(CircleRequest, request_id)
            if request is None:
                return None
            return Asked(
                code=work.need(Case, request.case_id).code,
                kind=request.kind,
                asker=contact_of(work, request.asker_id),
                subject=contact_of(work, request.subject_id),
                settled=request.settled_at is not None,
            )

    def answer(self, by: str, request_id: int, *, granted: bool) -> Answered:
        """Answer a question about a circle; the asker is told, everybody when the regie moves.

        Raises Refusal: "gone" for somebody else's question, "request_settled" the second time, "request_overtaken"
        when another has the regie by now.
        """
        with self._store.work(by, undoable=True) as work:
            request = _locked(work, request_id)
            case = _case_of(work, request)
            request.settled_at, request.granted = work.now, granted
            work.record("update", f"circle request {request.id}", case=case.code, fields="granted")
            if granted:
                _carry_out(work, case, request)
            _tell_asker(work, case, request)
            return Answered(case.code, request.kind, contact_of(work, request.subject_id), granted, work.change_id)


def _locked(work: Work, request_id: int) -> CircleRequest:
    """Return the question for answering; of two answers at once the second one waits and finds it settled."""
    query = select(CircleRequest).where(tables.circle_request.c.id == request_id).with_for_update()
    request: CircleRequest | None = work.first(query)
    if request is None or not _decides(work, request):
        raise Refusal("gone", object="circle request")
    if request.settled_at:
        raise Refusal("request_settled", object="circle request")
    return request


def _decides(work: Work, request: CircleRequest) -> bool:
    stands_in = request.kind is RequestKind.JOIN and request.decider_id in absentees_of(work)
    return request.decider_id == work.by or stands_in


def _case_of(work: Work, request: CircleRequest) -> Case:
    """Return the case that a question is about.

    Whoever is asked about himself needs no other right than the question: the regie may be offered to somebody who is
    not involved yet. Otherwise the decider must still be the one who decides.
    """
    case = work.need(Case, request.case_id)
    work.session.refresh(case, with_for_update=True)
    if case.closed_at:
        raise Refusal("case_closed", case=case.code)
    if request.decider_id == request.subject_id:
        if request.kind is RequestKind.GIVE_COORDINATION and case.coordinator_id not in (None, request.asker_id):
            raise Refusal("request_overtaken", case=case.code)
        return case
    if case.coordinator_id not in (None, request.decider_id):
        raise Refusal("request_overtaken", case=case.code)
    return open_for_change(work, case.code, _DEED[request.kind])


def _carry_out(work: Work, case: Case, request: CircleRequest) -> None:
    if request.kind is RequestKind.JOIN:
        if request.subject_id not in _involved(work, case):
            involve(work, case, request.subject_id, today_of(work))
    elif request.kind is RequestKind.LEAVE:
        end_involvement(work, case, request.subject_id)
    else:
        _hand_over(work, case, request.subject_id)


def _hand_over(work: Work, case: Case, to: str) -> None:
    """Move the regie, with everybody around the case told; the new coordinator is involved from today on."""
    before = case.coordinator_id
    if to not in _involved(work, case):
        involve(work, case, to, today_of(work))
    case.coordinator_id = to
    work.record("update", "case", case=case.code, fields="coordinator_id")
    key = f"regie of {case.id} to {to} {work.now:%Y%m%d%H%M%S}"
    tell_circle(work, case, "coordination_moved", key, person=to)
    if before and before != work.by and before not in _involved(work, case):
        tell(work, before, "coordination_moved", key, case=case.code, person=to)


def _involved(work: Work, case: Case) -> set[str]:
    return {entry.professional_id for entry in circle_entries(work, case.id or 0)}


def _tell_asker(work: Work, case: Case, request: CircleRequest) -> None:
    """Tell who asked; a moved regie everybody heard of already."""
    moved = request.granted and request.kind in (RequestKind.GIVE_COORDINATION, RequestKind.TAKE_COORDINATION)
    if moved or request.asker_id == work.by:
        return
    answer = "granted" if request.granted else "denied"
    key = f"circle request {request.id} answered {work.now:%Y%m%d%H%M%S}"
    tell(work, request.asker_id, f"{request.kind.value}_{answer}", key, case=case.code, person=request.subject_id)
