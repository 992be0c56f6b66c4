"""The log: append-only, each row sealed with the key and chained to the row before it.

Field names follow NEN 7513 and the Logboek Dataverwerkingen of Logius. Names of changed fields, never values.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any
from uuid import uuid4

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from knowledge.store import tables
from knowledge.store.encryption import Vault

#: What can be done to a thing: lezen, zoeken, toevoegen, wijzigen, verwijderen, versturen, noodtoegang.
ACTIONS = ("read", "search", "create", "update", "delete", "send", "break_glass", "login")

POLICY_VERSION = "1"

START = "0" * 64

_spoken_over: ContextVar[tuple[str, str]] = ContextVar("spoken_over", default=("internal", ""))


@contextmanager
def speaking_over(channel: str) -> Iterator[None]:
    """Mark everything recorded in this block as said over `channel`, under one trace id."""
    token = _spoken_over.set((channel, uuid4().hex))
    try:
        yield
    finally:
        _spoken_over.reset(token)


@dataclass(frozen=True)
class Entry:
    """What is recorded of one deed, before it gets its number, moment and seal."""

    action: str
    object: str
    case: str | None = None
    role: str | None = None
    organisation: str | None = None
    on_behalf_of: str | None = None
    purpose: str | None = None
    ground: str | None = None
    consent_id: int | None = None
    reason: str | None = None
    #: Names of changed fields, comma-separated.
    fields: str = ""
    outcome: str = "done"


@dataclass(frozen=True)
class Head:
    """The end of the chain: number and seal of its last row; 0 and START before the first."""

    last_id: int
    hash: str


@dataclass(frozen=True)
class Broken:
    """The first row at which the chain does not hold, and how: "changed" or "missing"."""

    id: int
    how: str


def sealed(row: dict[str, Any], previous: str, vault: Vault) -> str:
    """Return the seal of `row` (all columns but `hash`) after the seal `previous`."""
    record = json.dumps({**row, "at": row["at"].isoformat()}, sort_keys=True, ensure_ascii=False)
    return vault.seal(previous, record)


def append(session: Session, entries: list[Entry], actor: str | None, at: datetime, vault: Vault) -> None:
    """Add rows to the chain, in the caller's transaction; the head row is locked so that two writers queue up."""
    if not entries:
        return
    head = session.execute(select(tables.audit_head).with_for_update()).one()
    number, seal = head.last_id, head.hash
    channel, trace = _spoken_over.get()
    rows = []
    for entry in entries:
        number += 1
        row = {
            "id": number,
            "at": at,
            "trace": trace or uuid4().hex,
            "actor": actor,
            "channel": channel,
            "policy_version": POLICY_VERSION,
            **asdict(entry),
        }
        row = {name: _fitting(name, value) for name, value in row.items()}
        seal = sealed(row, seal, vault)
        rows.append({**row, "hash": seal})
    session.execute(insert(tables.audit), rows)
    session.execute(update(tables.audit_head).values(last_id=number, hash=seal))


def head(session: Session) -> Head:
    """Return the end of the chain, to be kept elsewhere: with it also a missing end is found."""
    row = session.execute(select(tables.audit_head)).one()
    return Head(row.last_id, row.hash)


def verify(session: Session, vault: Vault, known: Head | None = None) -> Broken | None:
    """Read the whole chain and return the first place where it does not hold, None when it is whole.

    `known` is a head that was kept elsewhere: the chain must still contain it.
    """
    ends = {head(session), *([known] if known else [])}
    number, seal = 0, START
    for row in session.execute(select(tables.audit).order_by(tables.audit.c.id)).yield_per(1000):
        facts = row._asdict()
        written = facts.pop("hash")
        if row.id != number + 1:
            return Broken(number + 1, "missing")
        number, seal = row.id, sealed(facts, seal, vault)
        if {written, *(end.hash for end in ends if end.last_id == number)} != {seal}:
            return Broken(number, "changed")
    return Broken(number + 1, "missing") if any(end.last_id > number for end in ends) else None


def _fitting(name: str, value: Any) -> Any:
    """Cut a text down to its column: what somebody typed as a code may be of any length."""
    return value[: tables.audit.c[name].type.length] if isinstance(value, str) else value
