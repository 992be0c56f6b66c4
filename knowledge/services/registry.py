"""The registry (sociale kaart): who does what here, how to reach them, who is on duty, how full they are."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from knowledge.entities import Capacity, Organisation, Professional, Team
from knowledge.rules.calendar import AMSTERDAM
from knowledge.rules.matching import Match, Term, best_matches, plain
from knowledge.services.duty import OnDuty, Roster, on_duty
from knowledge.services.registry_entries import PartnerEntry, PersonEntry, partner_entry, person_entry
from knowledge.services.registry_search import Findings, Search, Wish, present_people
from knowledge.services.registry_terms import terms_of_the_town
from knowledge.store import Store, tables
from knowledge.store.registry_stamp import stamp


@dataclass(frozen=True)
class CapacitySaved:
    """A partner's room was recorded."""

    name: str
    capacity: Capacity
    weeks: int | None
    change_id: int | None


class Registry:
    """What one can ask of the registry. Open to everyone who is linked; no case is involved."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._known: tuple[str, tuple[Term, ...]] = ("", ())

    def version(self) -> str:
        """Return a stamp that is the same as long as nothing in the registry changed."""
        with self._store.reading() as session:
            return stamp(session)

    def lexicon(self) -> list[Term]:
        """Return everything the town knows by name, made anew only when the registry changed."""
        version = self.version()
        if self._known[0] != version or not self._known[1]:
            with self._store.reading() as session:
                today = self._store.clock.now().astimezone(AMSTERDAM).date()
                self._known = (version, tuple(terms_of_the_town(session, today)))
        return list(self._known[1])

    def match(self, text: str, *entities: str) -> list[Match]:
        """Return what `text` may be the name of, typos allowed, the best first; only among `entities` when given."""
        return best_matches(text, (term for term in self.lexicon() if not entities or term.entity in entities))

    def find(self, by: str, wish: Wish) -> Findings:
        """Return who can help, the best first, with why. The social base comes first, nobody is hidden. Logged."""
        with self._store.work(by) as work:
            work.record("search", "registry", fields=wish.fields())
            return Search(work, self.lexicon()).run(wish)

    def on_duty(self, by: str, wish: Wish | None = None) -> list[OnDuty]:
        """Return who is on duty now, of the wished discipline, area and organisations if any. Logged."""
        with self._store.work(by) as work:
            work.record("search", "roster")
            people = Search(work, self.lexicon()).people(wish) if wish else present_people(work)
            return on_duty(work, people)

    def partner(self, by: str, organisation_id: str) -> PartnerEntry:
        """Return a partner's entry. Logged. Raises Refusal("gone") for one that is not there (any more)."""
        with self._store.work(by) as work:
            work.record("read", f"partner {organisation_id}")
            own = work.need(Professional, by).organisation_id == organisation_id
            return partner_entry(work, work.need(Organisation, organisation_id), is_own=own)

    def people(self, by: str, ids: Sequence[str]) -> list[PersonEntry]:
        """Return how to reach these professionals; who left is left out. Logged."""
        with self._store.work(by) as work:
            work.record("read", "contact")
            present = [person for person in present_people(work) if person.id in ids]
            roster = Roster(work, [person.id for person in present])
            return [person_entry(work, roster, person) for person in present]

    def team_named(self, organisation_id: str, words: str) -> str | None:
        """Return the id of the organisation's team that is called so, or None."""
        with self._store.reading() as session:
            query = select(Team).where(tables.team.c.organisation_id == organisation_id).order_by(tables.team.c.name)
            teams = session.execute(query).scalars().all()
            return next((team.id for team in teams if plain(team.name) in plain(words)), None)

    def report_capacity(self, by: str, capacity: Capacity, weeks: int | None = None) -> CapacitySaved:
        """Record how full the asker's own organisation is, as of now. `weeks` counts with a waiting list only."""
        with self._store.work(by, undoable=True) as work:
            own = work.need(Organisation, work.need(Professional, by).organisation_id)
            own.capacity, own.capacity_reported_at = capacity, work.now
            own.capacity_weeks = weeks if capacity is Capacity.WAITING_LIST else None
            work.record("update", f"partner {own.id}", fields="capacity")
            return CapacitySaved(own.name, capacity, own.capacity_weeks, work.change_id)
