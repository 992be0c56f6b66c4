"""What the database has already of what a workbook can say."""

from dataclasses import dataclass
from datetime import time
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge.entities import Discipline, DutyShift, Organisation, Professional, Team

Shift = tuple[int, time, time]


@dataclass(frozen=True)
class Known:
    """The registry and the rosters, by their codes."""

    organisations: dict[str, Organisation]
    teams: dict[str, Team]
    people: dict[str, Professional]
    disciplines: dict[str, Discipline]
    shifts: dict[str, set[Shift]]

    @classmethod
    def read(cls, session: Session) -> "Known":
        """Read all of it: one query per table, however many rows the workbook has."""
        shifts: dict[str, set[Shift]] = {}
        for shift in _all(session, DutyShift):
            shifts.setdefault(shift.professional_id, set()).add((shift.weekday, shift.starts, shift.ends))
        return cls(
            organisations={found.id: found for found in _all(session, Organisation)},
            teams={found.id: found for found in _all(session, Team)},
            people={found.id: found for found in _all(session, Professional)},
            disciplines={found.name: found for found in _all(session, Discipline)},
            shifts=shifts,
        )


def _all(session: Session, entity: type) -> Any:
    return session.execute(select(entity)).scalars().all()
