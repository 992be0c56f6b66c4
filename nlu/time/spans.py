"""From phrases to moments in place: with the words before them, as ranges, and with a time of day that follows."""

import re
from dataclasses import dataclass, replace

from nlu.time.moment import DAY, Moment, Relation, Scene
from nlu.time.phrases import Phrase, phrases
from nlu.time.relations import Lead, lead
from nlu.time.tense import looks_back

_RANGE = re.compile(r" (?P<to>tot en met|tot|-|en|of) (?:(?:op|de) )?")
_RANGE_LEAD = re.compile(r" (?P<word>van|vanaf|tussen) $")
_DROPPED = re.compile(r"(?:in|op|per) (?!zijn laatst|z'n laatst)")


@dataclass(frozen=True)
class Span:
    """A moment at `start` up to `end` of the canonical text. Without a day of its own it is a time of day only."""

    moment: Moment
    start: int
    end: int


def spans(text: str, scene: Scene) -> list[Span]:
    """Return the moments of a canonical text in order."""
    found: list[Span] = []
    rest = phrases(text, scene)
    while rest:
        span = _range(text, rest[0], rest[1], scene) if len(rest) > 1 else None
        rest, alone = rest[2 if span else 1 :], rest[0]
        span = span or _single(text, alone, scene)
        if span:
            _add(found, _trimmed(text, span))
    return found


def _single(text: str, phrase: Phrase, scene: Scene) -> Span | None:
    words = lead(text, phrase.start)
    back = looks_back(text, phrase.start, phrase.end)
    moment = (phrase.read(scene.looking(back=True)) if back else None) or phrase.read(scene)
    return Span(_applied(words, moment, scene), words.start, phrase.end) if moment else None


def _applied(words: Lead, moment: Moment, scene: Scene) -> Moment:
    try:
        return words.apply(moment, scene)
    except OverflowError:
        return moment


def _trimmed(text: str, span: Span) -> Span:
    dropped = _DROPPED.match(text, span.start)
    return replace(span, start=dropped.end()) if dropped else span


def _add(found: list[Span], span: Span) -> None:
    """Add a span; one that the last belongs to takes its place ("het weekend van 12 december", "morgen voor 12u")."""
    last = found[-1] if found else None
    if last is None or last.end + 1 < span.start:
        found.append(span)
    elif last.start >= span.start:
        found[-1] = span
    elif last.moment.start and not last.moment.clock and not span.moment.start and span.moment.clock:
        part, relation = last.moment.part or span.moment.part, last.moment.relation
        relation = span.moment.relation if relation is Relation.AT else relation
        moment = replace(last.moment, clock=span.moment.clock, part=part, relation=relation)
        found[-1] = Span(moment, last.start, span.end)
    else:
        found.append(span)


def _range(text: str, first: Phrase, last: Phrase, scene: Scene) -> Span | None:
    """Read two phrases as a range ("ma t/m wo")."""
    to = _RANGE.fullmatch(text, first.end, last.start)
    begin = first.read(scene) if to else None
    end = _end_of_range(begin, last, scene) if begin else None
    if to is None or begin is None or begin.start is None or end is None or end.end is None:
        return None
    opened = _RANGE_LEAD.search(text, max(0, first.start - 8), first.start)
    days = (end.end - begin.start) / DAY
    near = begin.is_day and end.is_day and 1 <= days <= 7
    if to["to"] in {"en", "of"} and not (near or opened):
        return None
    moment = replace(begin, end=end.end, whole=True)
    if opened and opened["word"] == "tussen" and begin.end and end.start and not begin.is_day:
        moment = replace(moment, start=begin.end + DAY, end=end.start - DAY)
    return Span(moment, opened.start() + 1 if opened else first.start, last.end)


def _end_of_range(begin: Moment, last: Phrase, scene: Scene) -> Moment | None:
    """Read the end of a range; one that would lie before the beginning is read from there."""
    if begin.start is None:
        return None
    end = last.read(scene)
    if end is None or end.end is None or end.end <= begin.start:
        end = last.read(scene.standing_at(begin.start))
    if end is None or end.end is None or end.clock or end.end < begin.start:
        return None
    return end
