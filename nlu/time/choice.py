"""Which of the moments in a message matters, and the time of day that belongs to it from further on."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from nlu.time.moment import Relation
from nlu.time.spans import Span

_TAKEN_BACK = re.compile(r" (?:niet|ipv|in plaats van|geen|i \. p \. v \.) (?:op )?$")
_CORRECTED = re.compile(r" (?:naar|nee|sorry|bedoel|maar|toch) (?:, )?(?:op |toch )?$")
_SENTENCE_ENDS = re.compile(r" [.?!;] ")
# A time of day further than this many characters from its day is about something else.
_REACH = 45


def choose(text: str, spans: Sequence[Span], today: date) -> Span | None:
    """Return the span that matters most in a canonical text, with its time of day; of equals the first."""
    if not spans:
        return None
    best = max(spans, key=lambda span: _weight(span, today) + _correction(text, span))
    return _with_clock(text, best, spans)


def _weight(span: Span, today: date) -> float:
    moment = span.moment
    if moment.relation is Relation.BY:
        return 3.0
    if moment.start is None or moment.end is None:
        return 1.5
    return 2.0 if moment.end >= today and moment.relation is not Relation.SINCE else 1.0


def _correction(text: str, span: Span) -> float:
    """Weigh up what comes instead of something and down what is taken back."""
    before = text[max(0, span.start - 30) : span.start]
    if _TAKEN_BACK.search(before):
        return -4.0
    return 2.0 if _CORRECTED.search(before) else 0.0


def _with_clock(text: str, best: Span, spans: Sequence[Span]) -> Span:
    """Give a day the time of day that is said a few words away: "bel me morgen even terug om 10 uur"."""
    if best.moment.start is None or best.moment.clock:
        return best
    for other in spans:
        between = text[min(best.end, other.end) : max(best.start, other.start)]
        near = len(between) <= _REACH and not _SENTENCE_ENDS.search(between)
        if near and other.moment.start is None and other.moment.clock:
            part = best.moment.part or other.moment.part
            return replace(best, moment=replace(best.moment, clock=other.moment.clock, part=part))
    return best
