"""Marks every change of the registry with a fresh stamp, so that what is built from it knows when to be rebuilt."""

from typing import Any
from uuid import uuid4

from sqlalchemy import event, insert, select, update
from sqlalchemy.orm import Session

from knowledge import entities
from knowledge.store import tables

_NAME = "registry_stamp"

#: What the town knows by name.
_REGISTRY = (entities.Organisation, entities.Team, entities.Professional, entities.Discipline)


def stamp(session: Session) -> str:
    """Return the stamp of the registry as it is now; it differs after any change, by whatever process."""
    query = select(tables.setting.c.value).where(tables.setting.c.name == _NAME)
    return str(session.execute(query).scalar_one_or_none() or "")


@event.listens_for(Session, "after_flush")
def _mark(session: Session, *_: Any) -> None:
    touched = [*session.new, *session.deleted, *(entity for entity in session.dirty if session.is_modified(entity))]
    if not any(isinstance(entity, _REGISTRY) for entity in touched):
        return
    fresh = uuid4().hex
    row = tables.setting.c.name == _NAME
    if session.execute(update(tables.setting).where(row).values(value=fresh)).rowcount == 0:
        session.execute(insert(tables.setting).values(name=_NAME, value=fresh))
