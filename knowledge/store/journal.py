"""The undo journal: what rows were before a change, so that one tap takes it back whole.

It listens to the session, so that no service has to know how to undo itself.
"""

from datetime import date, datetime, time
from enum import Enum
from typing import Any

from sqlalchemy import event, inspect
from sqlalchemy.orm import Session

from knowledge import entities
from knowledge.store.mapping import BY_NAME

#: Not part of what a person changed: messages are held back, the rest describes the change itself.
_LEFT_ALONE = (entities.Outgoing, entities.Change, entities.Button, entities.Focus)

_MOMENTS: dict[str, Any] = {"datetime": datetime, "date": date, "time": time}


def _pack(value: Any) -> Any:
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, (datetime, date, time)):
        return {type(value).__name__: value.isoformat()}
    return value


def _unpack(value: Any) -> Any:
    if isinstance(value, dict) and len(value) == 1 and (kind := next(iter(value))) in _MOMENTS:
        return _MOMENTS[kind].fromisoformat(value[kind])
    return value


def _columns(entity: object) -> dict[str, Any]:
    return {attribute.key: _pack(attribute.value) for attribute in inspect(entity).attrs}


class Journal:
    """Collects the rows that a session adds, changes and deletes."""

    def __init__(self, session: Session) -> None:
        self._before: dict[int, dict[str, Any] | None] = {}
        self._touched: dict[int, object] = {}
        event.listen(session, "before_flush", self._see_changes)
        event.listen(session, "after_flush", self._see_additions)

    def _see_changes(self, session: Session, *_: Any) -> None:
        for entity in [*session.dirty, *session.deleted]:
            if not isinstance(entity, _LEFT_ALONE) and id(entity) not in self._touched:
                self._note(entity, _as_loaded(entity))

    def _see_additions(self, session: Session, *_: Any) -> None:
        for entity in session.new:
            if not isinstance(entity, _LEFT_ALONE) and id(entity) not in self._touched:
                self._note(entity, None)

    def _note(self, entity: object, before: dict[str, Any] | None) -> None:
        self._touched[id(entity)] = entity
        self._before[id(entity)] = before

    def rows(self) -> list[dict[str, Any]]:
        """Return for each touched row its class, its columns before (None: it is new) and after (None: it is gone).

        What came and went within the change is left out.
        """
        rows = [
            {
                "entity": type(entity).__name__,
                "before": self._before[key],
                "after": None if inspect(entity).was_deleted or inspect(entity).deleted else _columns(entity),
            }
            for key, entity in self._touched.items()
        ]
        return [row for row in rows if row["before"] or row["after"]]


def _as_loaded(entity: object) -> dict[str, Any]:
    loaded = _columns(entity)
    for attribute in inspect(entity).attrs:
        if attribute.history.deleted:
            loaded[attribute.key] = _pack(attribute.history.deleted[0])
    return loaded


def _identity(entity: type, row: dict[str, Any]) -> tuple[Any, ...]:
    return tuple(_unpack(row[column.key]) for column in inspect(entity).primary_key)


def still_as_left(session: Session, rows: list[dict[str, Any]]) -> bool:
    """Tell whether every row is as the change left it: nobody went on from there."""
    for row in rows:
        entity = BY_NAME[row["entity"]]
        found = session.get(entity, _identity(entity, row["after"] or row["before"]))
        if (None if found is None else _columns(found)) != row["after"]:
            return False
    return True


def take_back(session: Session, rows: list[dict[str, Any]]) -> None:
    """Put every row back as it was, the last one first."""
    for row in reversed(rows):
        entity = BY_NAME[row["entity"]]
        found = session.get(entity, _identity(entity, row["after"] or row["before"]))
        if row["before"] is None:
            session.delete(found)
        elif found is None:
            session.add(_revived(entity, row["before"]))
        else:
            for name, value in row["before"].items():
                setattr(found, name, _typed(entity, name, value))
        session.flush()


def _revived(entity: type, row: dict[str, Any]) -> object:
    return entity(**{name: _typed(entity, name, value) for name, value in row.items()})


def _typed(entity: type, name: str, value: Any) -> Any:
    """Give an enum column its enum back; the rest unpacks by itself."""
    enum_class = getattr(inspect(entity).columns[name].type, "enum_class", None)
    return enum_class(value) if enum_class and value is not None else _unpack(value)
