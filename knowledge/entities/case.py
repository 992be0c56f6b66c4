"""A household with those around it."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum


@dataclass(eq=False)
class Case:
    """One household, known in chat by its code alone; the name is stored encrypted and never said."""

    code: str
    household: str
    opened_at: datetime
    opened_by: str
    #: Who has the regie; None is said plainly, never guessed.
    coordinator_id: str | None = None
    closed_at: datetime | None = None
    id: int | None = None


@dataclass(eq=False)
class Member:
    """Somebody of the household, by role only: "moeder", "zoon van 13"."""

    case_id: int
    label: str
    id: int | None = None


@dataclass(eq=False)
class Involvement:
    """A professional, for an organisation, around a case since a day; over when `until` is past."""

    case_id: int
    professional_id: str
    since: date
    until: date | None = None
    #: A sensitive partner let the circle see that it is involved.
    released: bool = False
    id: int | None = None


@dataclass(eq=False)
class OwnReference:
    """A professional's own name for a case ("4471", his file number), used by him instead of the code."""

    professional_id: str
    case_id: int
    reference: str
    id: int | None = None


@dataclass(eq=False)
class Focus:
    """The case a professional spoke of last: what "dit gezin" means for ten minutes."""

    professional_id: str
    case_id: int
    at: datetime


@dataclass(eq=False)
class Doorbell:
    """An outsider asked about a household. `case_id` is None when there is no such case; the outsider cannot tell."""

    professional_id: str
    rung_at: datetime
    case_id: int | None = None
    #: When the coordinator was told, by the clock: at the bell itself nothing differs between a case and none.
    told_at: datetime | None = None
    answered_at: datetime | None = None
    id: int | None = None


class RequestKind(str, Enum):
    """What somebody asks about who is around a case, and another decides."""

    JOIN = "join"
    LEAVE = "leave"
    GIVE_COORDINATION = "give_coordination"
    TAKE_COORDINATION = "take_coordination"


@dataclass(eq=False)
class CircleRequest:
    """A question about the circle of a case that waits for the yes or no of one person."""

    case_id: int
    kind: RequestKind
    asker_id: str
    #: Who would join, leave or get the regie.
    subject_id: str
    decider_id: str
    asked_at: datetime
    settled_at: datetime | None = None
    granted: bool | None = None
    id: int | None = None
