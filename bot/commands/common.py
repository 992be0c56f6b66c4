"""What several commands share: reading a moment, finding a person, the rehearsal clock."""

import json
from datetime import datetime
from typing import Any

from bot.commands.errors import Wrong
from knowledge.clock import SetClock
from knowledge.entities import Professional
from knowledge.rules.calendar import AMSTERDAM
from knowledge.sample import is_sample
from knowledge.services.knowledge import Knowledge


def moment(written: str) -> datetime:
    """Read an ISO 8601 moment; without a zone it is local time in Amsterdam. Raises Wrong."""
    try:
        read = datetime.fromisoformat(written.replace("Z", "+00:00"))
    except (ValueError, TypeError) as error:
        raise Wrong(f"{written!r} is geen moment; schrijf het als 2026-11-25T09:00.") from error
    return read if read.tzinfo else read.replace(tzinfo=AMSTERDAM)


def person(knowledge: Knowledge, person_id: str) -> Professional:
    """Return the professional. Raises Wrong for an unknown one."""
    found = knowledge.people.get(person_id)
    if found is None:
        where = "`kortelijn sample show`" if is_sample(knowledge.store) else "het blad Mensen van het ingelezen bestand"
        raise Wrong(f"{person_id!r} ken ik niet; wie er zijn, staat in {where}.")
    return found


def set_clock(knowledge: Knowledge, at: datetime) -> None:
    """Put the clock of a rehearsal. Raises Wrong on a database that is no sample: real people are told real things."""
    if not is_sample(knowledge.store):
        raise Wrong("een gezette klok kan alleen op de voorbeeldgemeente; deze database is echt.")
    knowledge.store.clock = SetClock(at)


def as_json(thing: Any) -> str:
    """Return JSON on one line, dates in ISO 8601."""
    return json.dumps(thing, ensure_ascii=False, default=_iso)


def _iso(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else str(value)
