"""What the grammar builds on the way to a reading: where one stands, and what a phrase says from there."""

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from enum import Enum

from knowledge.rules.calendar import DEFAULT_REGION, Region

DAY = timedelta(days=1)
WEEK = timedelta(weeks=1)
# Before half past seven a bare hour is taken for one after noon: "3 uur" is 15:00, "half 8" is 07:30.
_EARLIEST = time(7, 30)


class DayPart(str, Enum):
    """A part of the day, with the hour at which it is over."""

    MORNING = "ochtend"
    AFTERNOON = "middag"
    EVENING = "avond"
    NIGHT = "nacht"

    @property
    def ends(self) -> int:
        """The hour at which this part of the day is over; a night lasts beyond the day."""
        return {DayPart.MORNING: 12, DayPart.AFTERNOON: 18}.get(self, 24)


class Relation(str, Enum):
    """How a moment relates to what the message is about."""

    AT = "at"
    #: Ready by then: voor, uiterlijk, tegen, binnen.
    BY = "by"
    #: From then on.
    FROM = "from"
    #: Up to then.
    UNTIL = "until"
    #: Ever since then, in the past.
    SINCE = "since"
    #: The first day after.
    AFTER = "after"


@dataclass(frozen=True)
class ClockTime:
    """An hour and minute as said. `exact` if it cannot mean the other half of the day ("15.00", "09:00")."""

    hour: int
    minute: int = 0
    exact: bool = False
    #: The hour at which it is over, of a stretch like "tussen 10 en 12".
    last_hour: int | None = None

    def is_over(self, part: DayPart | None, now: time) -> bool:
        """Tell whether this time of day has passed at a time of the same day."""
        return (self if self.last_hour is None else ClockTime(self.last_hour)).resolve(part) <= now

    def resolve(self, part: DayPart | None) -> time:
        """Return the time of day that is meant, given the part of the day if one is said."""
        said = time(self.hour % 24, self.minute)
        if self.exact or self.hour > 12:
            return said
        if part is None:
            return said if said >= _EARLIEST else said.replace(hour=said.hour + 12)
        late = {
            DayPart.AFTERNOON: self.hour < 7 or self.hour == 12,
            DayPart.EVENING: True,
            DayPart.NIGHT: 9 <= self.hour < 12,
        }.get(part, False)
        if part is DayPart.NIGHT and self.hour == 12:
            return said.replace(hour=0)
        return said.replace(hour=said.hour % 12 + 12) if late else said


@dataclass(frozen=True)
class Moment:
    """What one phrase says: days (both included), or a time of day, or a part of the day, or some of these."""

    start: date | None = None
    end: date | None = None
    clock: ClockTime | None = None
    part: DayPart | None = None
    relation: Relation = Relation.AT
    #: A period that "voor" leaves as it is: "de agenda voor volgende week" is about that week.
    whole: bool = False
    #: Says something only next to a day: "14.00", "middag".
    weak: bool = False

    @property
    def is_day(self) -> bool:
        """Whether this names exactly one day."""
        return self.start is not None and self.start == self.end


def on(when: date, relation: Relation = Relation.AT) -> Moment:
    """Return the moment of one day."""
    return Moment(when, when, relation=relation)


@dataclass(frozen=True)
class Scene:
    """Where the speaker stands: local time, and whether the words look back."""

    now: datetime
    back: bool = False
    region: Region = DEFAULT_REGION

    @property
    def today(self) -> date:
        """The local day."""
        return self.now.date()

    @property
    def monday(self) -> date:
        """The Monday of this ISO week."""
        return self.today - DAY * self.today.weekday()

    def standing_at(self, when: date) -> "Scene":
        """Return the same scene on another day, looking ahead: the end of a range is read from its start."""
        return replace(self, now=datetime.combine(when, time(), self.now.tzinfo), back=False)

    def looking(self, *, back: bool) -> "Scene":
        """Return the same scene, looking back or ahead."""
        return replace(self, back=back)

    def weekday(self, number: int) -> date:
        """Return the next such weekday strictly after today, or the last one strictly before it when looking back."""
        if self.back:
            return self.today - DAY * ((self.today.weekday() - number - 1) % 7 + 1)
        return self.today + DAY * ((number - self.today.weekday() - 1) % 7 + 1)

    def nearest(self, candidates: list[Moment]) -> Moment | None:
        """Return the first candidate that is not over yet, or when looking back the last that has begun."""
        if self.back:
            begun = [one for one in candidates if one.start and one.start <= self.today]
            return begun[-1] if begun else None
        return next((one for one in candidates if one.end and one.end >= self.today), None)
