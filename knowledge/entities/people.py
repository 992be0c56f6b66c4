"""Professionals, their teams, rosters and absences, and how they reach the assistant."""

from dataclasses import dataclass
from datetime import date, datetime, time


@dataclass(eq=False)
class Team:
    """A team inside an organisation, with an inbox of its own and a meeting on a fixed weekday."""

    id: str
    name: str
    organisation_id: str
    area: str = ""
    #: Day of the team's own meeting, Monday is 0; None when it has none.
    meeting_weekday: int | None = None
    #: When the next digest goes out, UTC; moved on by the tick that claims it.
    next_digest_at: datetime | None = None
    #: When those who stand in that digest are told, UTC, one working day before it.
    next_notice_at: datetime | None = None


@dataclass(eq=False)
class Professional:
    """Somebody who works with the assistant, or could: known by a short id that the command line takes."""

    id: str
    name: str
    #: The function in Dutch as colleagues say it: huisarts, wijkagent, casusregisseur.
    role: str
    organisation_id: str
    team_id: str | None = None
    phone: str = ""
    email: str = ""
    area: str = ""
    is_team_lead: bool = False
    is_administrator: bool = False
    is_volunteer: bool = False
    #: Shown as "een gespecialiseerde partner" to all but the coordinator until released.
    sensitive: bool = False
    #: Local times of the day, comma-separated "HH:MM", at which bundled messages are brought.
    bundle_moments: str = "08:30,12:30,16:30"
    house_rules_accepted_at: datetime | None = None
    left_on: date | None = None


@dataclass(eq=False)
class DutyShift:
    """A weekly shift, in local time (Europe/Amsterdam): this person is on duty and may be reached."""

    professional_id: str
    #: Monday is 0.
    weekday: int
    starts: time
    ends: time
    id: int | None = None


@dataclass(eq=False)
class Absence:
    """Days on which somebody is away, first and last included; the deputy takes over meanwhile."""

    professional_id: str
    first_day: date
    last_day: date
    deputy_id: str | None = None
    created_at: datetime | None = None
    ended_at: datetime | None = None
    id: int | None = None


@dataclass(eq=False)
class ChannelLink:
    """A professional's address on one channel; `address` is the chat id on Telegram, the person's id on the web."""

    professional_id: str
    channel: str
    address: str
    linked_at: datetime
    unlinked_at: datetime | None = None
    #: Why the channel no longer takes messages (blocked, deactivated); None while it works.
    failed_because: str | None = None
    #: Last sign of life on this channel, UTC.
    seen_at: datetime | None = None
    id: int | None = None


@dataclass(eq=False)
class Invitation:
    """A one-time code by which an invited professional links a channel. Only a keyed hash of it is kept."""

    professional_id: str
    code_hash: str
    created_at: datetime
    expires_at: datetime
    used_at: datetime | None = None
    id: int | None = None


@dataclass(eq=False)
class LoginSecret:
    """The TOTP secret (stored encrypted) behind a professional's login on the web."""

    professional_id: str
    totp_secret: str
    created_at: datetime
    #: The last 30-second step that was used, so that a code works once.
    last_step: int = 0


@dataclass(eq=False)
class WebSession:
    """A login on the web, at most eight hours. Only a keyed hash of its token is kept."""

    token_hash: str
    professional_id: str
    created_at: datetime
    expires_at: datetime
    ended_at: datetime | None = None
