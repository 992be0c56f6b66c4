"""What time it is: the real clock, or one that a rehearsal sets."""

from dataclasses import dataclass, field
from datetime import datetime, timezone
from typing import Protocol


class Clock(Protocol):
    """Tells the time. Everything that needs "now" asks a clock, never the operating system."""

    def now(self) -> datetime:
        """Return the present moment, aware, in UTC."""
        ...


class SystemClock:
    """The clock of the machine."""

    def now(self) -> datetime:
        """Return the present moment, aware, in UTC."""
        return datetime.now(timezone.utc)


@dataclass
class SetClock:
    """A clock that stands where it is put: for rehearsals on the sample municipality and for tests."""

    at: datetime = field(default_factory=lambda: datetime.now(timezone.utc))

    def now(self) -> datetime:
        """Return the moment it was put at, in UTC."""
        return self.at.astimezone(timezone.utc)
