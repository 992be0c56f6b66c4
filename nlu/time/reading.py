"""What the reader of time expressions gives back."""

from dataclasses import dataclass
from datetime import date, time

from nlu.time.moment import DayPart, Relation


@dataclass(frozen=True)
class TimeReading:
    """A moment in a message. Days and time of day are local to Europe/Amsterdam; both days are included."""

    #: The words as typed, with the word that gives the relation ("voor 1 dec"), without "op", "in" and "per".
    expression: str
    start: date
    end: date
    #: Time of day, if one is said; where it is a stretch ("tussen 10 en 12"), its beginning.
    time: time | None
    #: Where the words stand in the message: the first character and the one after the last.
    span: tuple[int, int]
    relation: Relation = Relation.AT
    #: Part of the day, if one is said ("vanavond", "dinsdagmiddag").
    part: DayPart | None = None

    @property
    def deadline(self) -> bool:
        """Whether something is to be ready by then (voor, uiterlijk, tegen, binnen); `end` is the last day for it."""
        return self.relation is Relation.BY
