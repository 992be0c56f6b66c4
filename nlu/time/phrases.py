"""From canonical text to phrases: which rules match where, and which matches belong together.

Of matches that overlap the longest stands. Neighbours that complete each other become one phrase, as a day and a
time of day do in "vrijdag om half 10", or a weekday and its date.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from nlu.time import clock, dates, days, durations, feasts, periods
from nlu.time.grammar import Rule
from nlu.time.moment import Moment, Scene
from nlu.time.relations import lead

_RULES: tuple[Rule, ...] = (
    *dates.RULES, *days.RULES, *durations.RULES, *periods.RULES, *feasts.RULES, *clock.RULES,
)  # fmt: skip
# Weekday, date, part of the day, time of day and one more: nobody says more in one breath.
_MOST_PARTS = 5
_GLUE = re.compile(r" (?:(?:,|in de|in|op|de|om|rond|van|@) )?")


@dataclass(frozen=True)
class Found:
    """One match of one rule."""

    rule: Rule
    match: "re.Match[str]"

    def read(self, scene: Scene) -> Moment | None:
        """Return what it says in a scene."""
        return self.rule.read(self.match, scene)


@dataclass(frozen=True)
class Phrase:
    """Neighbouring matches that say one thing, at `start` up to `end` of the canonical text."""

    parts: tuple[Found, ...]
    start: int
    end: int

    def read(self, scene: Scene) -> Moment | None:
        """Return what the parts say together in a scene."""
        whole: Moment | None = None
        for part in self.parts:
            said = part.read(scene)
            if said is not None:
                whole = said if whole is None else _together(whole, said) or said
        return whole


def phrases(text: str, scene: Scene) -> list[Phrase]:
    """Return the phrases of a canonical text in order, without those that say nothing on their own."""
    found = _longest([one for rule in _RULES for one in _matches(rule, text, scene)], len(text))
    joined: list[Phrase] = []
    for one in found:
        phrase = Phrase((one,), one.match.start(), one.match.end())
        before = joined[-1] if joined else None
        both = _join(before, phrase, text, scene) if before else None
        joined[-1 if both else len(joined) :] = [both or phrase]
    return [phrase for phrase in joined if _says_something(phrase, text, scene)]


def _matches(rule: Rule, text: str, scene: Scene) -> Iterator[Found]:
    for match in rule.regex.finditer(text):
        if rule.read(match, scene) is not None:
            yield Found(rule, match)


def _longest(found: list[Found], length: int) -> list[Found]:
    taken = bytearray(length)
    kept: list[Found] = []
    for one in sorted(found, key=lambda one: one.match.start() - one.match.end()):
        first, last = one.match.span()
        if not any(taken[first:last]):
            taken[first:last] = b"\1" * (last - first)
            kept.append(one)
    return sorted(kept, key=lambda one: one.match.start())


def _join(before: Phrase, after: Phrase, text: str, scene: Scene) -> Phrase | None:
    if len(before.parts) == _MOST_PARTS or not _GLUE.fullmatch(text, before.end, after.start):
        return None
    first, second = before.read(scene), after.read(scene)
    if first is None or second is None or _together(first, second) is None:
        return None
    if first.is_day and second.is_day and first.start != second.start and "," in text[before.end : after.start]:
        return None
    return Phrase((*before.parts, *after.parts), before.start, after.end)


def _together(first: Moment, second: Moment) -> Moment | None:
    """Return what two neighbours say as one, or None where they are two moments."""
    if (first.clock and second.clock) or (first.part and second.part):
        return None
    days = _narrower(first, second) if first.start and second.start else (first if first.start else second)
    if days is None:
        return None
    clock, part = first.clock or second.clock, first.part or second.part
    return replace(days, clock=clock, part=part, weak=first.weak and second.weak)


def _narrower(first: Moment, second: Moment) -> Moment | None:
    if not (first.start and first.end and second.start and second.end):
        return None
    if first.is_day and second.is_day:
        return second
    if first.start <= second.start and second.end <= first.end:
        return second
    return first if second.start <= first.start and first.end <= second.end else None


# Who speaks of calling or meeting means hours by "tussen 2 en 4"; otherwise it may be an age.
_HOURS_MEANT = re.compile(
    r" (?:bel|belt|bellen|gebeld|terugbellen|bereikbaar|beschikbaar|bereiken|langskomen|aanwezig|thuis) "
)


def _says_something(phrase: Phrase, text: str, scene: Scene) -> bool:
    moment = phrase.read(scene)
    if moment is None or not moment.weak:
        return moment is not None
    if moment.clock and moment.clock.last_hour:
        return bool(_HOURS_MEANT.search(text))
    return lead(text, phrase.start).said
