"""Who is in a team, who leads it, who administers the town: for telling the right people."""

from sqlalchemy import or_, select

from knowledge.entities import Professional
from knowledge.rules.calendar import AMSTERDAM
from knowledge.store import Work, tables


def members_of(work: Work, team_id: str) -> list[Professional]:
    """Return who works in a team today, by name."""
    return _people(work, tables.professional.c.team_id == team_id)


def leads_of(work: Work, team_id: str | None) -> list[Professional]:
    """Return who leads a team today; nobody when there is no team."""
    if team_id is None:
        return []
    return _people(work, (tables.professional.c.team_id == team_id) & tables.professional.c.is_team_lead)


def administrators(work: Work) -> list[Professional]:
    """Return who administers the town today."""
    return _people(work, tables.professional.c.is_administrator)


def has_left(work: Work, person: Professional) -> bool:
    """Tell whether somebody no longer works here."""
    return person.left_on is not None and person.left_on <= work.now.astimezone(AMSTERDAM).date()


def _people(work: Work, which: object) -> list[Professional]:
    left = tables.professional.c.left_on
    today = work.now.astimezone(AMSTERDAM).date()
    query = select(Professional).where(which, or_(left.is_(None), left > today)).order_by(tables.professional.c.name)
    return list(work.all(query))
