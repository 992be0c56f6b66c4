"""Whom to ask to call back, and when that person is there: the one who is on duty, else the first to be."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select

from knowledge.entities import Callback, CallbackState, Case, Organisation, Professional
from knowledge.rules import policy
from knowledge.rules.matching import Term
from knowledge.rules.policy import Deed, Profile, Relation, Sight
from knowledge.services.access import circle_entries, open_case_for, own_cases
from knowledge.services.cases import Contact, contact_of
from knowledge.services.duty import Roster
from knowledge.services.registry_entries import organisation_contact
from knowledge.services.registry_search import Search, Wish
from knowledge.store import Refusal, Work, tables

#: How long the one asked has to react, in time at which that person is there.
_TO_REACT = timedelta(minutes=15)


@dataclass(frozen=True)
class Whom:
    """Who should call: a person, a team, an organisation, a discipline (in an area), or who has the regie of a case.

    A case beside any of the others is what it is about.
    """

    person_id: str | None = None
    team_id: str | None = None
    organisation_id: str | None = None
    disciplines: tuple[str, ...] = ()
    areas: tuple[str, ...] = ()
    case: str | None = None

    @property
    def is_coordinator(self) -> bool:
        """Whether the one who has the regie is meant."""
        return bool(self.case) and not (self.person_id or self.team_id or self.organisation_id or self.disciplines)


@dataclass(frozen=True)
class Option:
    """Somebody who can be asked, and from when that person is there (UTC)."""

    person_id: str
    there_from: datetime
    due_at: datetime
    stands_in_for: str | None = None


@dataclass(frozen=True)
class Meant:
    """Who is meant by a request. `case` is set where the asker may speak of it."""

    people: tuple[Professional, ...]
    case: Case | None
    #: The asker may not know who it is.
    unnamed: bool
    #: How to reach them without the assistant, where that can be said.
    instead: Contact | None


def who_is_meant(work: Work, whom: Whom, lexicon: Sequence[Term], profile: Profile) -> Meant:
    """Return who is meant.

    Raises Refusal("outsider") for the regie of a case the asker has nothing to do with, whether it exists or not, and
    Refusal("callback_no_coordinator") where nobody has it.
    """
    if whom.is_coordinator:
        return _coordinator(work, whom.case or "", profile)
    case = next((case for case in own_cases(work) if case.code == whom.case), None)
    if whom.person_id:
        person = work.need(Professional, whom.person_id)
        return Meant((person,), case, unnamed=False, instead=contact_of(work, person.id))
    organisations = (whom.organisation_id,) if whom.organisation_id else ()
    wish = Wish(disciplines=whom.disciplines, areas=whom.areas, organisations=organisations)
    people = [p for p in Search(work, lexicon).people(wish) if whom.team_id in (None, p.team_id)]
    instead = organisation_contact(work.need(Organisation, whom.organisation_id)) if whom.organisation_id else None
    if instead is None and people:
        instead = contact_of(work, people[0].id)
    return Meant(tuple(people), case, unnamed=False, instead=instead)


def best_option(work: Work, people: Iterable[Professional], at: datetime, *, but: Iterable[str] = ()) -> Option | None:
    """Return who of these is there first from `at` on and can be told; of equals the one with the fewest requests.

    In the place of somebody absent at that time comes the deputy, if there is one. None when nobody can be told.
    """
    persons = {person.id: person for person in people}
    absences = Roster(work, list(persons))
    stand_ins = {d: p.name for p in persons.values() for d in [_deputy(absences, p.id, at)] if d and d not in persons}
    ids = [p for p in (*persons, *stand_ins) if p not in but and (p in stand_ins or not _deputy(absences, p, at))]
    roster = Roster(work, ids)
    options = []
    for person_id in sorted(set(ids) & _told(work, ids)):
        moment = roster.next_there(person_id, at)
        if moment is None:
            continue
        options.append(Option(person_id, moment, _due(roster, person_id, moment), stand_ins.get(person_id)))
    return min(options, key=lambda option: (option.there_from, _open_requests(work, option.person_id)), default=None)


def reacts_by(work: Work, person_id: str, at: datetime) -> datetime:
    """Return until when (UTC) somebody asked for a moment has to react before the asker hears that it is quiet."""
    roster = Roster(work, [person_id])
    return _due(roster, person_id, roster.next_there(person_id, at) or at)


def is_around(work: Work, case: Case, person_id: str) -> bool:
    """Tell whether somebody is involved in a case or has its regie: only those may read its code."""
    involved = {entry.professional_id for entry in circle_entries(work, case.id or 0)}
    return person_id in involved or person_id == case.coordinator_id


def _coordinator(work: Work, code: str, profile: Profile) -> Meant:
    case, relation = open_case_for(work, code, Deed.SEE_COORDINATOR)
    if case.coordinator_id is None:
        raise Refusal("callback_no_coordinator", case=code)
    if case.coordinator_id == work.by:
        raise Refusal("callback_self", case=code)
    person = work.need(Professional, case.coordinator_id)
    unnamed = not _may_be_named(work, case, person, relation, profile)
    return Meant((person,), case, unnamed=unnamed, instead=None if unnamed else contact_of(work, person.id))


def _may_be_named(work: Work, case: Case, person: Professional, viewer: Relation, profile: Profile) -> bool:
    organisation = work.need(Organisation, person.organisation_id)
    released = any(e.released for e in circle_entries(work, case.id or 0) if e.professional_id == person.id)
    sensitive = person.sensitive or organisation.sensitive
    facts = policy.CircleEntry(is_viewer=False, is_coordinator=True, sensitive=sensitive, released=released)
    return policy.sight(facts, viewer, profile) is Sight.FULL


def _due(roster: Roster, person_id: str, moment: datetime) -> datetime:
    return roster.next_there(person_id, moment + _TO_REACT) or moment + _TO_REACT


def _deputy(roster: Roster, person_id: str, at: datetime) -> str | None:
    absence = roster.absence(person_id, at)
    return absence.deputy_id if absence else None


def _told(work: Work, ids: Sequence[str]) -> set[str]:
    """Return who of these has a channel that works."""
    link = tables.channel_link.c
    working = link.unlinked_at.is_(None) & link.failed_because.is_(None)
    return set(work.all(select(link.professional_id).where(link.professional_id.in_(ids), working)))


def _open_requests(work: Work, person_id: str) -> int:
    rows = tables.callback.c
    query = select(func.count()).where(rows.target_id == person_id, rows.state == CallbackState.ASKED)
    return int(work.session.execute(query.select_from(tables.callback)).scalar_one())


def asked_before(work: Work, callback: Callback) -> set[str]:
    """Return everybody to whom this same wish to be called was put already."""
    rows = tables.callback.c
    same = (rows.asker_id == callback.asker_id) & (rows.asked_at == callback.asked_at)
    return set(work.all(select(rows.target_id).where(same)))


def colleagues(work: Work, callback: Callback, lexicon: Sequence[Term]) -> list[Professional]:
    """Return who could call in the place of the one asked: of the team, else of the discipline.

    About a case only those around it; and nobody in the place of who has the regie.
    """
    if callback.unnamed:
        return []
    target = work.need(Professional, callback.target_id)
    search = Search(work, lexicon)
    of_team = [p for p in search.people(Wish()) if target.team_id and p.team_id == target.team_id]
    of_role = search.people(Wish(disciplines=(target.role,), areas=(target.area,) if target.area else ()))
    found = list({person.id: person for person in (*of_team, *of_role)}.values())
    case = work.get(Case, callback.case_id) if callback.case_id else None
    return [person for person in found if case is None or is_around(work, case, person.id)]
