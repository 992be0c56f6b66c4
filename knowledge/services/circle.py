"""Who comes into a circle and who goes: joining, involving others, leaving, closing. Never silently."""

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import or_, select

from knowledge.entities import (
    Case,
    CircleRequest,
    Involvement,
    Organisation,
    Professional,
    Referral,
    RequestKind,
)
from knowledge.rules import policy
from knowledge.rules.policy import Deed, Relation, Sight
from knowledge.rules.transitions import HELD, OPEN
from knowledge.services.access import circle_entries, open_case_for
from knowledge.services.cases import Contact, contact_of
from knowledge.services.notify import tell
from knowledge.services.referral_moves import today_of
from knowledge.services.teams import has_left
from knowledge.store import Refusal, Store, Work, tables

#: A deputy may decide whom to involve; the regie and somebody's leaving wait for the person.
_DEPUTY_DECIDES = frozenset({RequestKind.JOIN})


@dataclass(frozen=True)
class Changed:
    """What became of it. `asked` is who decides about it first; None when it is done."""

    code: str
    change_id: int | None
    asked: Contact | None = None


@dataclass(frozen=True)
class Leaving:
    """What somebody's leaving a circle would mean."""

    code: str
    who: Contact
    is_asker: bool
    coordinates: bool
    #: Open referrals of this case that lie with the one who leaves.
    held: int
    #: Who decides about it; None when the asker does.
    decider: Contact | None


@dataclass(frozen=True)
class Closing:
    """What is still going on around a case that would be closed."""

    code: str
    parties: int
    open_referrals: int
    sensitive: int


class Circles:
    """Changes to who is around a case."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def takes_part(self, by: str, code: str) -> bool:
        """Tell whether the asker is around a case already. Raises Refusal("outsider")."""
        with self._store.work(by) as work:
            case, _ = open_case_for(work, code, Deed.JOIN)
            return _entry(work, case, by) is not None

    def ask_to_join(self, by: str, code: str) -> Changed:
        """Ask whoever has the regie (else the longest involved) to be involved; the coordinator joins at once."""
        with self._store.work(by, undoable=True) as work:
            case = open_for_change(work, code, Deed.JOIN)
            if _entry(work, case, by):
                raise Refusal("already_involved", case=code)
            if case.coordinator_id == by:
                involve(work, case, by, today_of(work))
                return Changed(code, work.change_id)
            decider = case.coordinator_id or _longest_involved(work, case)
            ask(work, case, RequestKind.JOIN, by, decider)
            return Changed(code, work.change_id, contact_of(work, decider))

    def add(self, by: str, code: str, person_id: str, since: date | None = None) -> Changed:
        """Involve a colleague from `since` (local day, today by default) on; that person and the coordinator are told.

        Somebody whom the asker may not see in the circle is not said to be in it already. Raises Refusal:
        "already_in_circle", "gone".
        """
        with self._store.work(by, undoable=True) as work:
            case = open_for_change(work, code, Deed.INVOLVE_OTHERS)
            person = _working(work, person_id)
            entry = _entry(work, case, person_id)
            if entry and _sees(work, case, entry, self._store):
                raise Refusal("already_in_circle", case=code, name=person.name)
            if entry is None:
                involve(work, case, person_id, since or today_of(work))
                _tell_of_addition(work, case, person_id)
            return Changed(code, work.change_id)

    def leaving(self, by: str, code: str, person_id: str) -> Leaving:
        """Return what it would mean that somebody leaves. Raises Refusal("not_in_circle")."""
        with self._store.work(by) as work:
            case, entry = self._leaver(work, code, person_id)
            decider = _decides_about_leaving(work, case, entry)
            work.record("read", "circle", case=code)
            return Leaving(
                code=code,
                who=contact_of(work, person_id),
                is_asker=person_id == by,
                coordinates=case.coordinator_id == person_id,
                held=len(_held(work, case, person_id)),
                decider=contact_of(work, decider) if decider else None,
            )

    def leave(self, by: str, code: str, person_id: str) -> Changed:
        """Let somebody leave: oneself, or another for the coordinator; others ask the coordinator (else the person).

        Raises Refusal: "not_in_circle", "regie_first" while the leaver has the regie.
        """
        with self._store.work(by, undoable=True) as work:
            case, entry = self._leaver(work, code, person_id)
            open_for_change(work, code, Deed.LEAVE)
            decider = _decides_about_leaving(work, case, entry)
            if decider:
                ask(work, case, RequestKind.LEAVE, person_id, decider)
                return Changed(code, work.change_id, contact_of(work, decider))
            end_involvement(work, case, person_id)
            return Changed(code, work.change_id)

    def closing(self, by: str, code: str) -> Closing:
        """Return what still goes on around a case. Raises Refusal: "regie_needed" when nobody has the regie."""
        with self._store.work(by) as work:
            case = _closable(work, code)
            entries = circle_entries(work, case.id or 0)
            work.record("read", "circle", case=code)
            hidden = [entry for entry in entries if is_sensitive(work, entry.professional_id)]
            return Closing(code, len(entries), len(_open_referrals(work, case)), len(hidden))

    def close(self, by: str, code: str) -> Changed:
        """Close a case; everybody around it is told."""
        with self._store.work(by, undoable=True) as work:
            case = _closable(work, code)
            case.closed_at = work.now
            work.record("update", "case", case=code, fields="closed_at")
            tell_circle(work, case, "case_closed", f"case {case.id} closed {work.now:%Y%m%d%H%M%S}", person=by)
            return Changed(code, work.change_id)

    def people_meant(self, people: list[str], organisations: list[str], role: str | None) -> list[Contact]:
        """Return the professionals meant by names, organisations and a function, those who left excepted."""
        which = [tables.professional.c.id.in_(people)] if people else []
        which += [tables.professional.c.organisation_id.in_(organisations)] if organisations else []
        which += [tables.professional.c.role == role] if role else []
        with self._store.work() as work:
            query = select(Professional).where(*which).order_by(tables.professional.c.name)
            found = work.all(query) if which else []
            return [contact_of(work, person.id) for person in found if not has_left(work, person)]

    def _leaver(self, work: Work, code: str, person_id: str) -> tuple[Case, Involvement]:
        case, _ = open_case_for(work, code, Deed.LEAVE)
        entry = _entry(work, case, person_id)
        if entry is None or not _sees(work, case, entry, self._store):
            raise Refusal("not_in_circle", case=code)
        return case, entry


def open_for_change(work: Work, code: str, deed: Deed) -> Case:
    """Return a case for changing; a second one who wants it waits. Raises Refusal as `open_case_for`, "case_closed"."""
    case, _ = open_case_for(work, code, deed)
    work.session.refresh(case, with_for_update=True)
    if case.closed_at:
        raise Refusal("case_closed", case=code)
    return case


def ask(work: Work, case: Case, kind: RequestKind, subject_id: str, decider_id: str) -> None:
    """Put a question about the circle to whoever decides; asked once, however often it is repeated."""
    same = select(CircleRequest).where(
        tables.circle_request.c.case_id == case.id,
        tables.circle_request.c.kind == kind,
        tables.circle_request.c.subject_id == subject_id,
        tables.circle_request.c.decider_id == decider_id,
        tables.circle_request.c.settled_at.is_(None),
    )
    request = work.first(same)
    if request is None:
        request = work.add(CircleRequest(case.id or 0, kind, work.by or "", subject_id, decider_id, work.now))
    work.record("create", f"circle request {request.id}", case=case.code, fields=kind.value)
    key = f"circle request {request.id}"
    deputy_too = kind in _DEPUTY_DECIDES
    tell(work, decider_id, f"{kind.value}_asked", key, urgent=True, via_deputy=deputy_too, request=request.id)


def involve(work: Work, case: Case, person_id: str, since: date) -> None:
    """Put somebody in the circle."""
    work.add(Involvement(case.id or 0, person_id, since))
    work.record("create", f"involvement of {person_id}", case=case.code, fields="professional_id,since")


def end_involvement(work: Work, case: Case, person_id: str) -> None:
    """Take somebody out of the circle, and tell the coordinator or else the one who leaves.

    Raises Refusal("regie_first") while that person has the regie.
    """
    if case.coordinator_id == person_id:
        raise Refusal("regie_first", case=case.code)
    entry = _entry(work, case, person_id)
    if entry is None:
        raise Refusal("not_in_circle", case=case.code)
    if entry.since >= today_of(work):
        work.delete(entry)
    else:
        entry.until = today_of(work) - timedelta(days=1)
    work.record("update", f"involvement of {person_id}", case=case.code, fields="until")
    key = f"involvement {entry.id} ended"
    if person_id != work.by:
        tell(work, person_id, "removed_from_case", key, case=case.code, person=work.by)
    if case.coordinator_id not in (None, work.by):
        tell(work, case.coordinator_id, "person_left", key, case=case.code, person=person_id)


def tell_circle(work: Work, case: Case, kind: str, key: str, *, person: str) -> None:
    """Tell everybody around a case, but the professional at work, of something that is about `person`."""
    for entry in circle_entries(work, case.id or 0):
        if entry.professional_id != work.by:
            tell(work, entry.professional_id, kind, key, case=case.code, person=person)


def _working(work: Work, person_id: str) -> Professional:
    person = work.need(Professional, person_id)
    if has_left(work, person):
        raise Refusal("gone", object="professional")
    return person


def _entry(work: Work, case: Case, person_id: str | None) -> Involvement | None:
    entries = circle_entries(work, case.id or 0)
    return next((entry for entry in entries if entry.professional_id == person_id), None)


def _longest_involved(work: Work, case: Case) -> str:
    entries = circle_entries(work, case.id or 0)
    if not entries:
        raise Refusal("nobody_left", case=case.code)
    return entries[0].professional_id


def is_sensitive(work: Work, person_id: str) -> bool:
    """Tell whether a professional, or the organisation, is shown as "een gespecialiseerde partner"."""
    person = work.need(Professional, person_id)
    return person.sensitive or work.need(Organisation, person.organisation_id).sensitive


def _sees(work: Work, case: Case, entry: Involvement, store: Store) -> bool:
    """Tell whether the professional at work sees this entry of the circle by name."""
    facts = policy.CircleEntry(
        is_viewer=entry.professional_id == work.by,
        is_coordinator=entry.professional_id == case.coordinator_id,
        sensitive=is_sensitive(work, entry.professional_id),
        released=entry.released,
    )
    viewer = Relation.COORDINATOR if case.coordinator_id == work.by else Relation.INVOLVED
    profile = policy.Profile(store.setting("visibility_profile", policy.Profile.CIRCLE.value))
    return policy.sight(facts, viewer, profile) is Sight.FULL


def _tell_of_addition(work: Work, case: Case, person_id: str) -> None:
    key = f"involvement of {person_id} in {case.id} {work.now:%Y%m%d%H%M%S}"
    if person_id != work.by:
        tell(work, person_id, "added_to_case", key, case=case.code, person=work.by)
    if case.coordinator_id not in (None, work.by, person_id):
        tell(work, case.coordinator_id, "person_added", key, case=case.code, person=person_id, added_by=work.by)


def _decides_about_leaving(work: Work, case: Case, entry: Involvement) -> str | None:
    if work.by in (entry.professional_id, case.coordinator_id):
        return None
    return case.coordinator_id or entry.professional_id


def _held(work: Work, case: Case, person_id: str) -> list[Referral]:
    mine = or_(
        (tables.referral.c.holder_id == person_id) & tables.referral.c.state.in_(HELD),
        (tables.referral.c.sender_id == person_id) & tables.referral.c.state.in_(OPEN),
    )
    return list(work.all(select(Referral).where(tables.referral.c.case_id == case.id, mine)))


def _open_referrals(work: Work, case: Case) -> list[Referral]:
    still_open = (tables.referral.c.case_id == case.id) & tables.referral.c.state.in_(OPEN)
    return list(work.all(select(Referral).where(still_open)))


def _closable(work: Work, code: str) -> Case:
    case, relation = open_case_for(work, code, Deed.SEE_COORDINATOR)
    if case.coordinator_id is None and relation is not Relation.PARTY:
        raise Refusal("regie_needed", case=code)
    return open_for_change(work, code, Deed.CLOSE)
