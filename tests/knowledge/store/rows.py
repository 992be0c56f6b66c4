"""Makes a row of any kind, for what must hold for all of them."""

from datetime import date, datetime, time, timedelta, timezone
from typing import Any

from sqlalchemy import JSON, Boolean, Column, Date, Enum, Integer, Time, inspect, select

from knowledge.entities import Consent, Meeting, Referral
from knowledge.store import Store, Work
from knowledge.store.types import EncryptedJson, UtcDateTime
from tests.cast import ANNA, BRAM

_MOMENT = datetime(2026, 11, 25, 9, 30, 15, 123456, tzinfo=timezone.utc)

#: What a row that points elsewhere points at; all of it is there after `ground`.
_AT = {"professional": BRAM, "organisation": "jeugdpunt", "team": "youth", "case": 1, "member": 1, "referral": 1}
_AT |= {"meeting": 1, "consent": 1}


def ground(store: Store) -> None:
    """Put there what rows may point at and the cast does not have."""
    with store.work() as work:
        work.add(make(Consent))
        work.add(Referral(1, ANNA, "jeugdpunt", work.now))
        work.add(Meeting("Sociaal Platform", work.now))


def make(entity: type) -> object:
    """Return a new row of this kind with every column filled in."""
    columns = [
        column for column in inspect(entity).columns if column.key != "id" or not isinstance(column.type, Integer)
    ]
    return entity(**{column.key: _value(column, 0) for column in columns})


def change(row: object) -> None:
    """Change whatever can be changed of a row."""
    for column in inspect(type(row)).columns:
        if not column.primary_key and not column.foreign_keys:
            setattr(row, column.key, _value(column, 1))


def empty(row: object) -> None:
    """Empty whatever can be empty of a row."""
    for column in inspect(type(row)).columns:
        if column.nullable:
            setattr(row, column.key, None)


def facts(row: object) -> dict[str, Any]:
    """Return all columns of a row."""
    return {attribute.key: attribute.value for attribute in inspect(row).attrs}


def one_of(work: Work, entity: type) -> Any:
    """Return the newest row of a kind, or None."""
    newest = [column.desc() for column in inspect(entity).primary_key]
    return work.first(select(entity).order_by(*newest))


def _value(column: Column[Any], turn: int) -> Any:
    if column.foreign_keys:
        return _AT[next(iter(column.foreign_keys)).column.table.name]
    if isinstance(column.type, Enum):
        return list(column.type.enum_class)[turn]
    kinds: list[tuple[type, Any]] = [
        (UtcDateTime, _MOMENT + timedelta(hours=turn)),
        (EncryptedJson, {"turn": turn}),
        (JSON, ["one", "two"][: turn + 1]),
        (Boolean, bool(turn)),
        (Integer, 7 + turn),
        (Date, date(2026, 11, 25 + turn)),
        (Time, time(9 + turn, 30)),
        (object, f"zz {turn}"),  # the last one there is, by its id
    ]
    return next(value for kind, value in kinds if isinstance(column.type, kind))
