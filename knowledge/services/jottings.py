"""What somebody wrote so far of something that takes several turns: kept encrypted, so that nothing else has to."""

from datetime import timedelta

from sqlalchemy import delete, select

from knowledge.entities import Jotting
from knowledge.store import Work, tables

#: Long enough to be called away in the middle of it.
KEPT = timedelta(days=1)


def jot(work: Work, subject: str, step: str, text: str) -> None:
    """Keep what the professional at work wrote for a step, in place of what was there; old ones of all go."""
    work.session.execute(delete(tables.jotting).where(tables.jotting.c.written_at < work.now - KEPT))
    for jotting in _of(work, subject):
        if jotting.step == step:
            work.delete(jotting)
    work.add(Jotting(work.by or "", subject, step, text, work.now))


def jotted(work: Work, subject: str) -> dict[str, str]:
    """Return what the professional at work wrote in the last day, by step."""
    return {jotting.step: jotting.text for jotting in _of(work, subject) if jotting.written_at > work.now - KEPT}


def throw_away(work: Work, subject: str) -> None:
    """Remove what the professional at work wrote for this."""
    for jotting in _of(work, subject):
        work.delete(jotting)


def _of(work: Work, subject: str) -> list[Jotting]:
    query = select(Jotting).where(tables.jotting.c.professional_id == work.by, tables.jotting.c.subject == subject)
    return list(work.all(query))
