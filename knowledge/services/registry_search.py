"""Searching the registry: by topic, discipline, area, organisation or the words of a sentence; ranked, with reasons.

The order is a choice of the studies: what is free and nearby comes before what is specialised, and a partner that
nobody knows yet is ranked as one that everybody knows.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import or_, select

from knowledge.entities import Capacity, Discipline, Organisation, Professional, Team
from knowledge.rules import topics
from knowledge.rules.calendar import AMSTERDAM
from knowledge.rules.matching import Term, best_matches, plain, related, stem
from knowledge.services.cases import Contact, contact_of
from knowledge.services.registry_entries import capacity_note, organisation_contact
from knowledge.services.registry_terms import role_names
from knowledge.store import Work, tables

#: Words of a sentence that say nothing of the help that is sought.
_IDLE = frozenset(
    """
    alle alleen altijd ander anders bent bij deze dienst doen doet echt eens even gaan gaat geen graag hebben
    heeft  help helpen helpt hier hulp iemand iets jongen kan kind kunnen maar mag mensen meer meneer mevrouw moet
    moeten  naar niet niets nodig ongeveer onze organisatie partij partner plek samen sociale kaart thuis
    verwijzen vinden  voor vrouw waar waarmee wat weet welke wie wijk willen worden zijn zoek zoeken zonder stad
    dorp buurt gezin  vertellen komen komt naartoe terecht wonen woont bezig goed heel snel vandaag
    """.split()  # noqa: SIM905 (a list literal would be four times as long)
)


@dataclass(frozen=True)
class Wish:
    """What is sought. The names are those of the lexicon where it knows them, plain words otherwise."""

    topics: tuple[str, ...] = ()
    disciplines: tuple[str, ...] = ()
    areas: tuple[str, ...] = ()
    organisations: tuple[str, ...] = ()
    #: The sentence itself: searched when no topic or discipline was recognised in it.
    words: str = ""

    def fields(self) -> str:
        """Return by which kinds of thing is sought, for the log: never the words themselves."""
        named = {"topic": self.topics, "discipline": self.disciplines, "area": self.areas, "words": self.words}
        return ",".join(name for name, value in named.items() if value)


@dataclass(frozen=True)
class Reason:
    """Why something fits: topic, synonym, offer, area, everywhere, elsewhere, social_base or a kind of capacity."""

    code: str
    words: str = ""


@dataclass(frozen=True)
class FoundPartner:
    """A partner that may help, with why."""

    id: str
    name: str
    reasons: tuple[Reason, ...]
    contact: Contact


@dataclass(frozen=True)
class FoundPerson:
    """A professional of the discipline that was sought; `elsewhere` when of another area than was asked."""

    contact: Contact
    area: str
    elsewhere: bool


@dataclass(frozen=True)
class Findings:
    """What was found, the best first. `topics`: what was understood; `nearest`: what there is instead."""

    partners: tuple[FoundPartner, ...] = ()
    people: tuple[FoundPerson, ...] = ()
    topics: tuple[str, ...] = ()
    nearest: tuple[str, ...] = ()


def present_people(work: Work) -> list[Professional]:
    """Return the professionals who have not left, by name."""
    today = work.now.astimezone(AMSTERDAM).date()
    left_on = tables.professional.c.left_on
    query = select(Professional).where(or_(left_on.is_(None), left_on > today)).order_by(tables.professional.c.name)
    return list(work.all(query))


class Search:
    """One search through the registry as it is now."""

    def __init__(self, work: Work, lexicon: Sequence[Term]) -> None:
        self._work = work
        self._lexicon = lexicon
        self._today = work.now.astimezone(AMSTERDAM).date()

    def run(self, wish: Wish) -> Findings:
        """Return who fits a wish."""
        if wish.disciplines:
            people = self.people(wish)
            if people:
                return Findings(people=tuple(self._found_person(person, wish.areas) for person in people))
        wanted = (wish.topics + wish.disciplines) or tuple(topics.topics_in(wish.words))
        loose = () if wanted else _telling_words(wish.words)
        fits = self._fits(wanted, loose, wish.areas) or ([] if wanted else self._fits((), (), wish.areas))
        ranked = sorted(fits, key=lambda fit: fit[0])
        partners = tuple(found for _, found in ranked)
        return Findings(partners, topics=wanted, nearest=() if partners else self._nearest(wish))

    def people(self, wish: Wish) -> list[Professional]:
        """Return the professionals of the wished disciplines and organisations: those of the area if it has any."""
        everybody = present_people(self._work)
        if wish.organisations:
            everybody = [person for person in everybody if person.organisation_id in wish.organisations]
        if wish.disciplines:
            names = role_names(self._work.all(select(Discipline)))
            meant = {self._discipline(words, names) for words in wish.disciplines}
            everybody = [p for p in everybody if plain(names.get(plain(p.role), p.role)) in meant]
        nearby = [person for person in everybody if self._serves(person, wish.areas)]
        return nearby or everybody

    def _discipline(self, words: str, names: dict[str, str]) -> str:
        matches = best_matches(words, (term for term in self._lexicon if term.entity == "discipline"))
        sure = next((match.term.id for match in matches if match.sure), words)
        return plain(names.get(plain(sure), sure))

    def _serves(self, person: Professional, areas: Sequence[str]) -> bool:
        team = self._work.get(Team, person.team_id) if person.team_id else None
        own = [person.area or (team.area if team else "")]
        if not any(own):
            own = self._work.need(Organisation, person.organisation_id).areas
        return bool({plain(area) for area in areas} & {plain(area) for area in own})

    def _found_person(self, person: Professional, areas: Sequence[str]) -> FoundPerson:
        elsewhere = bool(areas) and not self._serves(person, areas)
        return FoundPerson(contact_of(self._work, person.id), person.area, elsewhere)

    def _fits(
        self, wanted: Sequence[str], loose: Sequence[str], areas: Sequence[str]
    ) -> list[tuple[tuple[object, ...], FoundPartner]]:
        fits = []
        for partner in self._work.all(select(Organisation)):
            strength, reasons = _resemblance(partner, wanted, loose)
            if not strength and (wanted or loose or not areas):
                continue
            place = _place(partner, areas)
            if not strength and place.code != "area":
                continue
            fits.append(self._ranked(partner, strength, reasons, place))
        return fits

    def _ranked(
        self, partner: Organisation, strength: int, reasons: list[Reason], place: Reason
    ) -> tuple[tuple[object, ...], FoundPartner]:
        note = capacity_note(self._work, partner)
        room = note.capacity if note and not note.stale else None
        why = [*reasons, *([place] if place.code else [])]
        why += [Reason("social_base")] if partner.social_base else []
        why += [Reason(room.value)] if room else []
        rank = (place.code == "elsewhere", strength < 2, not partner.social_base, place.code != "area", -strength)
        found = FoundPartner(partner.id, partner.name, tuple(why), organisation_contact(partner))
        return (*rank, _ROOM_FIRST.index(room), partner.name), found

    def _nearest(self, wish: Wish) -> tuple[str, ...]:
        on_offer = {topic for partner in self._work.all(select(Organisation)) for topic in partner.topics}
        terms = [Term("topic", topic, topic) for topic in sorted(on_offer)]
        found = [match.term.id for words in (*wish.topics, wish.words) if words for match in best_matches(words, terms)]
        return tuple(dict.fromkeys(found))


_ROOM_FIRST: list[Capacity | None] = [
    Capacity.ROOM,
    Capacity.INTAKE_FIRST,
    None,
    Capacity.WAITING_LIST,
    Capacity.FULL,
]


def _resemblance(partner: Organisation, wanted: Sequence[str], loose: Sequence[str]) -> tuple[int, list[Reason]]:
    """Return how well a partner fits, 0 to 4, and by which of its own topics or words."""
    best, words = max(
        ((topics.resemblance(wish, topic), topic) for wish in wanted for topic in partner.topics), default=(0, "")
    )
    if best:
        return best + 1, [Reason("topic", words)]
    sought = [token for wish in wanted for token in plain(wish).split()] + list(loose)
    said = [*plain(partner.offer).split(), *plain(partner.name).split(), *plain(" ".join(partner.topics)).split()]
    hits = [token for token in said if any(len(word) > 3 and _same(word, token) for word in sought)]
    return (1, [Reason("offer", hits[0])]) if hits else (0, [])


def _same(word: str, token: str) -> bool:
    return related(word, token) or (len(stem(word)) >= 4 and stem(word) == stem(token))


def _telling_words(text: str) -> tuple[str, ...]:
    return tuple(word for word in plain(text).split() if len(word) > 3 and word not in _IDLE)


def _place(partner: Organisation, areas: Sequence[str]) -> Reason:
    """Tell whether a partner serves the area asked for: one that names none serves the whole town."""
    if not areas:
        return Reason("")
    own = {plain(area): area for area in partner.areas}
    shared = [own[plain(area)] for area in areas if plain(area) in own]
    if shared:
        return Reason("area", shared[0])
    return Reason("elsewhere", ", ".join(partner.areas)) if own else Reason("everywhere")
