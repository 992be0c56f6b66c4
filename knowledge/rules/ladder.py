"""The ladder of a wait: what is due when for a referral, from the first reminder to the team lead. Pure.

A referral waits to be taken up while it is sent, and for feedback while somebody holds it. Each wait has a term in
working days and the same rungs: a reminder, the day itself, repeats, the team lead, very late. `Referral.reminders`
counts the rungs passed in the present wait, so who starts a new wait (a state reached, feedback given) sets
`reminders` to 0, `lead_told_at` to None and `next_due_at` to `next_due(referral)`.

All arithmetic is on local days; a rung is at eight in the morning, Amsterdam time, and is given as a moment in UTC.
"""

import heapq
from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields
from datetime import date, datetime, time, timedelta, timezone
from enum import Enum
from itertools import islice

from knowledge.entities.referral import Referral, ReferralState
from knowledge.rules.calendar import AMSTERDAM, add_working_days, is_working_day
from knowledge.rules.transitions import HELD

#: The moment of a rung; before the first bundle of the day, so that everything due that day comes in one.
_MORNING = time(8, 0)


@dataclass(frozen=True)
class Terms:
    """The terms of one municipality for one type of referral: defaults, no rules of law. Working days unless said."""

    #: The inbox confirms that it saw the referral; an urgent one is taken up in this term too.
    receipt: int = 1
    #: Taken up or declined.
    take_up: int = 6
    #: First feedback, where the holder named no date.
    feedback: int = 10
    #: How long before the day the reminder comes; at most a third of the term.
    before: int = 2
    #: Repeats, counted from the day it was due; after the last one they go on with that same distance.
    repeats: tuple[int, ...] = (2, 4, 8)
    #: The team lead is told, counted from the day it was due.
    lead: int = 5
    #: Very late at this many times the term, never before the team lead knows.
    very_late: int = 3
    #: On a waiting list, paused, and after the start: calendar weeks until the next word.
    weeks: int = 6
    #: And after that, calendar weeks.
    weeks_after: int = 13
    #: Is Good Friday a day off?
    good_friday: bool = True

    @classmethod
    def read(cls, setting: Callable[[str, str], str], kind: str = "") -> "Terms":
        """Read the terms from settings `term_<name>`, or `term_<name>_<kind>` for a type of referral.

        `setting` returns the value of a name, or the default it is given. Raises ValueError for what is no number.
        """
        read: dict[str, int | tuple[int, ...] | bool] = {}
        for field in fields(cls):
            value = setting(f"term_{field.name}_{kind}", "") or setting(f"term_{field.name}", "")
            if value:
                read[field.name] = _read(value, field.default)
        return cls(**read)  # type: ignore[arg-type]  # mypy cannot tell which field each value is for


class Rung(str, Enum):
    """What is due, in the order in which one day's rungs are climbed."""

    RECEIPT = "receipt"
    TAKE_UP = "take_up"
    BEFORE = "before"
    DUE = "due"
    REPEAT = "repeat"
    LEAD = "lead"
    VERY_LATE = "very_late"


class Lateness(str, Enum):
    """How a wait stands."""

    ON_TIME = "on_time"
    LATE = "late"
    VERY_LATE = "very_late"


@dataclass(frozen=True)
class Wait:
    """What a referral waits for now: since a local day, until a local day."""

    since: date
    due: date


@dataclass(frozen=True)
class Step:
    """What to do now. `tell` is the word for who has to act, None when only others are told or the rung is moot."""

    tell: Rung | None
    tell_lead: bool
    very_late: bool
    #: The new value of `Referral.reminders`.
    passed: int


_DEFAULT = Terms()


def next_due(referral: Referral, terms: Terms = _DEFAULT) -> datetime | None:
    """Return when the clock must look at the referral again, UTC; None when nothing is awaited."""
    first_left = next(islice(_rungs(referral, terms), referral.reminders, None), None)
    return _at(first_left[0]) if first_left else None


def step(referral: Referral, now: datetime, terms: Terms = _DEFAULT) -> Step | None:
    """Return what is due at `now`, or None when nothing is. After an outage all that was missed is one step."""
    passed: list[Rung] = []
    for day, rung in islice(_rungs(referral, terms), referral.reminders, None):
        if _at(day) > now:
            break
        passed.append(rung)
    if not passed:
        return None
    words = [rung for rung in passed if rung is not Rung.LEAD and not _moot(rung, referral)]
    return Step(
        tell=Rung.VERY_LATE if Rung.VERY_LATE in words else words[-1] if words else None,
        tell_lead=Rung.LEAD in passed and referral.lead_told_at is None,
        very_late=Rung.VERY_LATE in passed,
        passed=referral.reminders + len(passed),
    )


def wait_of(referral: Referral, terms: Terms = _DEFAULT) -> Wait | None:
    """Return what the referral waits for, or None: it has ended, is a draft, or is blocked."""
    if referral.blocked:
        return None
    if referral.state is ReferralState.SENT:
        since = _day(referral.sent_at or referral.created_at)
        return Wait(since, _taken_up_by(referral, since, terms))
    if referral.state not in HELD:
        return None
    since = _day(heard_at(referral))
    return Wait(since, _named_day(referral) or _next_word(referral, since, terms))


def lateness(referral: Referral, now: datetime, terms: Terms = _DEFAULT) -> Lateness:
    """Tell how the referral stands; very late only when the team lead knows."""
    wait = wait_of(referral, terms)
    if wait is None or not days_late(referral, now, terms):
        return Lateness.ON_TIME
    known = referral.lead_told_at is not None and referral.lead_told_at <= now
    return Lateness.VERY_LATE if known and _day(now) >= _very_late_on(wait, terms) else Lateness.LATE


def days_late(referral: Referral, now: datetime, terms: Terms = _DEFAULT) -> int:
    """Return how many working days the referral is over its term; 0 when it is not. A day off is nobody's last day."""
    wait = wait_of(referral, terms)
    return working_days(_working(wait.due, terms), _day(now), terms) if wait else 0


def working_days(since: date, until: date, terms: Terms = _DEFAULT) -> int:
    """Return how many working days there are after `since` up to and including `until`; 0 when that is earlier."""
    span = range(1, (until - since).days + 1)
    return sum(is_working_day(since + timedelta(days=ahead), good_friday=terms.good_friday) for ahead in span)


def heard_at(referral: Referral) -> datetime:
    """Return the last sign of life, UTC: the present state reached, or feedback given."""
    reached: datetime | None = getattr(referral, f"{referral.state.value}_at")
    signs = (referral.created_at, referral.accepted_at, reached, referral.last_feedback_at)
    return max(sign for sign in signs if sign)


def _rungs(referral: Referral, terms: Terms) -> Iterator[tuple[date, Rung]]:
    """Yield every rung of the present wait with its day, in order, without end."""
    wait = wait_of(referral, terms)
    if wait is None:
        return
    if referral.state is ReferralState.SENT:
        yield _plus(wait.since, terms.receipt, terms), Rung.RECEIPT
        yield wait.due, Rung.TAKE_UP
    else:
        ahead = min(terms.before, _length(wait, terms) // 3)
        yield _plus(wait.due, -ahead, terms), Rung.BEFORE
        yield _working(wait.due, terms), Rung.DUE
    marks = [(_plus(wait.due, terms.lead, terms), Rung.LEAD), (_very_late_on(wait, terms), Rung.VERY_LATE)]
    yield from heapq.merge(_repeats(wait, terms), marks, key=lambda due: due[0])


def _repeats(wait: Wait, terms: Terms) -> Iterator[tuple[date, Rung]]:
    day = wait.due
    for distance in terms.repeats:
        day = _plus(wait.due, distance, terms)
        yield day, Rung.REPEAT
    while terms.repeats:
        day = _plus(day, terms.repeats[-1], terms)
        yield day, Rung.REPEAT


def _moot(rung: Rung, referral: Referral) -> bool:
    """An inbox that looked at it has confirmed the receipt."""
    return rung is Rung.RECEIPT and referral.seen_at is not None


def _very_late_on(wait: Wait, terms: Terms) -> date:
    by_term = _plus(wait.since, terms.very_late * _length(wait, terms), terms)
    return max(by_term, _plus(wait.due, terms.lead, terms))


def _taken_up_by(referral: Referral, since: date, terms: Terms) -> date:
    """Within its term, and not after the day on which the sender hopes to hear; at the earliest the receipt's day."""
    soonest = _plus(since, terms.receipt, terms)
    term = soonest if referral.urgent else _plus(since, terms.take_up, terms)
    hoped = _working(referral.feedback_due, terms) if referral.feedback_due else term
    return max(soonest, min(term, hoped))


def _named_day(referral: Referral) -> date | None:
    """The day that was named, unless feedback came on it or after it: then a new one is awaited."""
    heard = referral.last_feedback_at
    answered = heard is not None and referral.feedback_due is not None and _day(heard) >= referral.feedback_due
    return None if answered else referral.feedback_due


def _next_word(referral: Referral, since: date, terms: Terms) -> date:
    """When the next word is expected of a holder who named no day."""
    if referral.state is ReferralState.ACCEPTED:
        return _plus(since, terms.feedback, terms)
    if referral.state is ReferralState.STARTED and referral.started_at:
        first = _day(referral.started_at) + timedelta(weeks=terms.weeks)
        return first if since < first else since + timedelta(weeks=terms.weeks_after)
    return since + timedelta(weeks=terms.weeks)


def _length(wait: Wait, terms: Terms) -> int:
    return max(1, working_days(wait.since, wait.due, terms))


def _plus(day: date, count: int, terms: Terms) -> date:
    """Count working days on from a day, or back; from a day off on, zero is the next working day."""
    return add_working_days(day, count, good_friday=terms.good_friday) if count else _working(day, terms)


def _working(day: date, terms: Terms) -> date:
    return day if is_working_day(day, good_friday=terms.good_friday) else _plus(day, 1, terms)


def _day(moment: datetime) -> date:
    return moment.astimezone(AMSTERDAM).date()


def _at(day: date) -> datetime:
    return datetime.combine(day, _MORNING, AMSTERDAM).astimezone(timezone.utc)


def _read(value: str, default: object) -> int | tuple[int, ...] | bool:
    if isinstance(default, bool):
        return value.strip().lower() in ("1", "true", "ja", "yes")
    if isinstance(default, tuple):
        return tuple(int(part) for part in value.split(","))
    return int(value)
