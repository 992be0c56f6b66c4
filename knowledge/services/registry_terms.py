"""The town's lexicon: every name in the registry, and the everyday words for topics."""

from collections.abc import Iterable, Iterator
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from knowledge.entities import Discipline, Organisation, Professional, Team
from knowledge.rules import topics
from knowledge.rules.matching import Term, plain
from knowledge.store import tables


def terms_of_the_town(session: Session, today: date) -> list[Term]:
    """Return every name once per meaning, those who left by `today` (local) left out."""
    present = or_(tables.professional.c.left_on.is_(None), tables.professional.c.left_on > today)
    partners = session.execute(select(Organisation)).scalars().all()
    teams = session.execute(select(Team)).scalars().all()
    people = session.execute(select(Professional).where(present)).scalars().all()
    disciplines = session.execute(select(Discipline)).scalars().all()
    terms = [
        *_partner_terms(partners, teams),
        *_person_terms(people),
        *_discipline_terms(disciplines, people),
        *_topic_terms(partners),
        *_area_terms(partners, teams, people),
    ]
    return list({(term.entity, term.id, plain(term.words)): term for term in terms}.values())


def role_names(disciplines: Iterable[Discipline]) -> dict[str, str]:
    """Return for every plain word of a discipline the discipline's name."""
    return {plain(word): one.name for one in disciplines for word in (one.name, *one.aliases)}


def _partner_terms(partners: Iterable[Organisation], teams: Iterable[Team]) -> Iterator[Term]:
    for partner in partners:
        for words in (partner.name, *partner.aliases):
            yield Term("partner", partner.id, words)
    for team in teams:
        yield Term("partner", team.organisation_id, team.name)


def _person_terms(people: Iterable[Professional]) -> Iterator[Term]:
    for person in people:
        yield Term("person", person.id, person.name)
        yield Term("person", person.id, person.name.split()[0])


def _discipline_terms(disciplines: Iterable[Discipline], people: Iterable[Professional]) -> Iterator[Term]:
    names = role_names(disciplines)
    for one in disciplines:
        for words in (one.name, *one.aliases):
            yield Term("discipline", one.name, words)
    for person in people:
        yield Term("discipline", names.get(plain(person.role), person.role), person.role)


def _topic_terms(partners: Iterable[Organisation]) -> Iterator[Term]:
    for partner in partners:
        for words in partner.topics:
            yield Term("topic", topics.topic_of(words) or words, words)
    for name, synonyms in topics.groups().items():
        for words in synonyms:
            yield Term("topic", name, words)


def _area_terms(
    partners: Iterable[Organisation], teams: Iterable[Team], people: Iterable[Professional]
) -> Iterator[Term]:
    named = [area for partner in partners for area in partner.areas]
    named += [team.area for team in teams] + [person.area for person in people]
    for area in named:
        if area:
            yield Term("area", area, area)
