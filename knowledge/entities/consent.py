"""What the resident agreed to, and the weighing of a professional where that is not known."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum


class ConsentState(str, Enum):
    """Six different states; "expired" is what a given consent becomes after its term."""

    UNKNOWN = "unknown"
    DISCUSSED = "discussed"
    GIVEN = "given"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"


@dataclass(eq=False)
class Consent:
    """The consent of one member of a household (or all, when `member_id` is None) towards one recipient."""

    case_id: int
    organisation_id: str
    state: ConsentState
    recorded_by: str
    recorded_at: datetime
    member_id: int | None = None
    purpose: str = "hulpverlening"
    #: Which information, in the professional's words; empty for "dat er hulp is".
    kind: str = ""
    given_by: str = ""
    spoken: bool = True
    feedback_allowed: bool = True
    valid_until: date | None = None
    withdrawn_at: datetime | None = None
    id: int | None = None


@dataclass(eq=False)
class Weighing:
    """The Zwitsers zakmes: three answers (stored encrypted) and the professional's own outcome."""

    case_id: int
    author_id: str
    made_at: datetime
    subsidiarity: str
    proportionality: str
    purposefulness: str
    #: share, share_less or do_not_share.
    outcome: str
    organisation_id: str | None = None
    id: int | None = None


@dataclass(eq=False)
class Jotting:
    """What somebody wrote so far of something that takes several turns; encrypted, and gone when it is done."""

    professional_id: str
    #: What it is for: "opening", "weighing QX-4T9".
    subject: str
    step: str
    text: str
    written_at: datetime
    id: int | None = None
