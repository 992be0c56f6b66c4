"""Cases and those around them: the circle, the regie, the own cases, and which one is meant."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import delete, select

from knowledge.entities import Case, Doorbell, Focus, Organisation, OwnReference, Professional
from knowledge.rules import codes, policy
from knowledge.rules.policy import Deed, Profile, Relation, Sight
from knowledge.services.access import circle_entries, open_case_for, own_cases, sizes_of
from knowledge.store import Store, Work, tables

#: How long "dit gezin" keeps meaning the case spoken of last.
FOCUS_LASTS = timedelta(minutes=10)


@dataclass(frozen=True)
class Contact:
    """Somebody one can reach: for an answer and for a contact card."""

    id: str
    name: str
    role: str
    organisation: str
    phone: str
    email: str


@dataclass(frozen=True)
class CirclePart:
    """One line of a circle. `contact` is None where the viewer may only know that a specialised partner is there."""

    contact: Contact | None
    since: date
    is_coordinator: bool
    is_viewer: bool


@dataclass(frozen=True)
class Circle:
    """Who is around a case, as far as the asker may see."""

    code: str
    parts: tuple[CirclePart, ...]
    coordinator: Contact | None
    relation: Relation


@dataclass(frozen=True)
class CaseLine:
    """One line of the overview of somebody's own cases."""

    code: str
    coordinator: str | None
    you_coordinate: bool
    parties: int
    reference: str | None


@dataclass(frozen=True)
class Household:
    """A name by which somebody may mention one of the own cases. Never leaves the process."""

    name: str
    code: str


class Cases:
    """What one can ask of and do with cases."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def circle_of(self, by: str, code: str) -> Circle:
        """Return who is involved in a case. Logged. Raises Refusal for those who may not see it."""
        with self._store.work(by) as work:
            case, relation = open_case_for(work, code, Deed.SEE_CIRCLE)
            work.record("read", "circle", case=code, role=relation.name.lower())
            focus_on(work, case)
            return _circle(work, case, relation, self.profile())

    def coordinator_of(self, by: str, code: str) -> Contact | None:
        """Return who has the regie, or None when nobody has. Logged."""
        with self._store.work(by) as work:
            case, relation = open_case_for(work, code, Deed.SEE_COORDINATOR)
            work.record("read", "coordinator", case=code, role=relation.name.lower())
            focus_on(work, case)
            return contact_of(work, case.coordinator_id) if case.coordinator_id else None

    def mine(self, by: str) -> list[CaseLine]:
        """Return the asker's own open cases, newest first. Logged."""
        with self._store.work(by) as work:
            work.record("read", "own cases")
            return _lines(work, own_cases(work))

    def households(self, by: str) -> list[Household]:
        """Return the names and own references by which the asker may mention the own cases."""
        with self._store.work(by) as work:
            cases = {case.id: case for case in own_cases(work)}
            names = [Household(case.household, case.code) for case in cases.values()]
            own = [Household(r.reference, cases[r.case_id].code) for r in _references(work) if r.case_id in cases]
            return names + own

    def in_focus(self, by: str) -> str | None:
        """Return the code of the case the asker spoke of in the last ten minutes: "dit gezin"."""
        with self._store.work(by) as work:
            focus = work.get(Focus, by)
            if focus is None or work.now - focus.at > FOCUS_LASTS:
                return None
            return work.need(Case, focus.case_id).code

    def close_to(self, by: str, code: str) -> list[str]:
        """Return the asker's own codes that differ from `code` in one character."""
        with self._store.work(by) as work:
            return codes.close_to(code, [case.code for case in own_cases(work)])

    def ring(self, by: str, code: str | None) -> None:
        """Ring the blind doorbell. The clock tells the coordinator, if there is one: here all goes alike."""
        with self._store.work(by) as work:
            case = work.first(select(Case).where(tables.case.c.code == (code or "")))
            work.add(Doorbell(professional_id=by, rung_at=work.now, case_id=case.id if case else None))
            work.record("search", "doorbell", case=code, outcome="refused")

    def profile(self) -> Profile:
        """Return the municipality's visibility profile."""
        return Profile(self._store.setting("visibility_profile", Profile.CIRCLE.value))


def focus_on(work: Work, case: Case) -> None:
    """Let "dit gezin" mean this case for the professional at work."""
    work.session.execute(delete(tables.focus).where(tables.focus.c.professional_id == work.by))
    work.add(Focus(professional_id=work.by or "", case_id=case.id or 0, at=work.now))


def contact_of(work: Work, person_id: str) -> Contact:
    """Return how to reach a professional."""
    person = work.need(Professional, person_id)
    return _contact(person, work.need(Organisation, person.organisation_id))


def _contact(person: Professional, organisation: Organisation) -> Contact:
    return Contact(
        id=person.id,
        name=person.name,
        role=person.role,
        organisation=organisation.name,
        phone=person.phone or organisation.phone,
        email=person.email,
    )


def _circle(work: Work, case: Case, relation: Relation, profile: Profile) -> Circle:
    entries = circle_entries(work, case.id or 0)
    around = _people(work, {entry.professional_id for entry in entries} | {case.coordinator_id})
    parts = []
    for entry in entries:
        person, organisation = around[entry.professional_id]
        facts = policy.CircleEntry(
            is_viewer=person.id == work.by,
            is_coordinator=person.id == case.coordinator_id,
            sensitive=person.sensitive or organisation.sensitive,
            released=entry.released,
        )
        sight = policy.sight(facts, relation, profile)
        if sight is not Sight.HIDDEN:
            contact = _contact(person, organisation) if sight is Sight.FULL else None
            parts.append(CirclePart(contact, entry.since, facts.is_coordinator, facts.is_viewer))
    coordinator = _contact(*around[case.coordinator_id]) if case.coordinator_id else None
    return Circle(case.code, tuple(parts), coordinator, relation)


def _people(work: Work, ids: set[Any]) -> dict[str, tuple[Professional, Organisation]]:
    """Return people with their organisations, in one reading."""
    join = tables.professional.c.organisation_id == tables.organisation.c.id
    query = select(Professional, Organisation).join(Organisation, join).where(tables.professional.c.id.in_(ids))
    return {person.id: (person, organisation) for person, organisation in work.session.execute(query)}


def _lines(work: Work, cases: list[Case]) -> list[CaseLine]:
    references = {r.case_id: r.reference for r in _references(work)}
    coordinators = _people(work, {case.coordinator_id for case in cases})
    parties = sizes_of(work, [case.id or 0 for case in cases])
    return [
        CaseLine(
            code=case.code,
            coordinator=coordinators[case.coordinator_id][0].name if case.coordinator_id else None,
            you_coordinate=case.coordinator_id == work.by,
            parties=parties.get(case.id or 0, 0),
            reference=references.get(case.id or 0),
        )
        for case in cases
    ]


def _references(work: Work) -> list[OwnReference]:
    return list(work.all(select(OwnReference).where(tables.own_reference.c.professional_id == work.by)))
