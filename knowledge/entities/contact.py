"""How professionals reach each other: call-backs, questions, signals, meetings; and what went wrong."""

from dataclasses import dataclass
from datetime import datetime
from enum import Enum


class CallbackState(str, Enum):
    """Where a call-back request stands."""

    ASKED = "asked"
    CALLING = "calling"
    TIME_ASKED = "time_asked"
    DECLINED = "declined"
    DONE = "done"


@dataclass(eq=False)
class Callback:
    """Somebody asks to be called. `wanted_at` (UTC) is None for "as soon as you can"."""

    asker_id: str
    target_id: str
    asked_at: datetime
    wanted_at: datetime | None = None
    case_id: int | None = None
    state: CallbackState = CallbackState.ASKED
    answered_at: datetime | None = None
    next_due_at: datetime | None = None
    #: Asked of whoever has the regie, whom the asker may not know by name.
    unnamed: bool = False
    id: int | None = None


@dataclass(eq=False)
class Question:
    """A question put to colleagues without handing anything over; the text is stored encrypted."""

    asker_id: str
    text: str
    asked_at: datetime
    case_id: int | None = None
    organisation_id: str | None = None
    discipline: str | None = None
    answered_by: str | None = None
    answered_at: datetime | None = None
    id: int | None = None


@dataclass(eq=False)
class Signal:
    """A worry passed on to the coordinator of a case or to a team's inbox; the text is stored encrypted."""

    reporter_id: str
    text: str
    reported_at: datetime
    case_id: int | None = None
    told_id: str | None = None
    told_team_id: str | None = None
    taken_by: str | None = None
    taken_at: datetime | None = None
    id: int | None = None


@dataclass(eq=False)
class Meeting:
    """A case meeting (MDO, Sociaal Platform) at a moment, UTC."""

    name: str
    starts_at: datetime
    place: str = ""
    chair_id: str | None = None
    team_id: str | None = None
    id: int | None = None


@dataclass(eq=False)
class AgendaItem:
    """A case, or a subject without a case, on the agenda of a meeting."""

    meeting_id: int
    added_by: str
    added_at: datetime
    case_id: int | None = None
    subject: str = ""
    id: int | None = None


@dataclass(eq=False)
class Breach:
    """Something reached the wrong person; the privacy officer has 72 hours from `reported_at`."""

    reporter_id: str
    text: str
    reported_at: datetime
    case_id: int | None = None
    referral_id: int | None = None
    due_at: datetime | None = None
    handled_at: datetime | None = None
    id: int | None = None


@dataclass(eq=False)
class PrivacyRequest:
    """A request for access, correction, deletion or objection, due within a month."""

    requester_id: str
    kind: str
    asked_at: datetime
    due_at: datetime
    case_id: int | None = None
    handled_at: datetime | None = None
    id: int | None = None
