"""The stretches of a message that lists and rules recognise: codes, times, households, what the town knows, words."""

import re
from datetime import datetime
from typing import Any

from knowledge.rules import text as dutch
from knowledge.rules.codes import find_codes
from nlu.lexicon import Found, Lexicon, Situation
from nlu.names import UNKNOWN_HOUSEHOLD, households
from nlu.spans import NOTHING, Span, without_overlap
from nlu.time import TimeReading, find_times, read_time
from nlu.vocabulary import vocabulary

#: What a household of which the asker has no case stands for.
UNKNOWN = "unknown"

#: Kinds whose general words are hardly ever said of anything else.
_SURE = frozenset({"urgency", "discipline"})

_POINTED_AT = re.compile(
    r"(?<!\w)(?:dit|dat|deze|die|mijn|ons|onze|het betreffende|de betreffende|bovenstaande?|datzelfde|hetzelfde) "
    r"(?:gezin(?:netje)?|huishouden|casus|kasus|familie|dossier|zaak|echtpaar)(?!\w)"
)
_NUMBERED = re.compile(r"(?<!\w)(?:casus|kasus|dossier|zaak|case)\s?(?:nr\.?|nummer)?\s?#?[0-9][\w-]{1,9}(?!\w)")
_BEFORE_CODE = re.compile(r"(?<!\w)(?:casus|kasus|dossier|zaak|case|gezin|familie|fam\.?|code)\s?$")


def known_spans(text: str, situation: Situation) -> list[Span]:
    """Return what is recognised in `text` without any learning; of two that overlap the surer one."""
    folded = dutch.fold(text)
    town = _listed(text, situation.lexicon, with_ids=True)
    sure = [*_cases(text, folded), *(span for span in town if span.sure), *_times(text, situation.now)]
    unsure = [*(span for span in town if not span.sure), *_listed(text, vocabulary(), with_ids=False)]
    return without_overlap([*sure, *unsure, *_bare_households(text)])


def _cases(text: str, folded: str) -> list[Span]:
    spans = [Span(_opened(folded, start), end, "case", code) for start, end, code in find_codes(text)]
    spans += [Span(found.start(), found.end(), "case", None) for found in _POINTED_AT.finditer(folded)]
    spans += [Span(found.start(), found.end(), "case", UNKNOWN) for found in _NUMBERED.finditer(folded)]
    at = text.find(UNKNOWN_HOUSEHOLD)
    while at >= 0:
        spans.append(Span(at, at + len(UNKNOWN_HOUSEHOLD), "case", UNKNOWN))
        at = text.find(UNKNOWN_HOUSEHOLD, at + 1)
    return spans


def _bare_households(text: str) -> list[Span]:
    return [Span(start, end, "case", UNKNOWN, sure=" " in text[start:end]) for start, end in households(text)]


def _opened(folded: str, start: int) -> int:
    before = _BEFORE_CODE.search(folded, max(0, start - 12), start)
    return before.start() if before else start


def _listed(text: str, lexicon: Lexicon, *, with_ids: bool) -> list[Span]:
    return [_as_span(text, found, with_ids=with_ids) for found in lexicon.find(text)]


def _as_span(text: str, found: Found, *, with_ids: bool) -> Span:
    meaning: Any = NOTHING
    if with_ids:
        meaning = {"ids": list(found.ids), "text": text[found.start : found.end]}
    return Span(found.start, found.end, found.entity, meaning, sure=found.sure and (with_ids or found.entity in _SURE))


def _times(text: str, now: datetime | None) -> list[Span]:
    moment = now or datetime.now().astimezone()
    readings = find_times(text, moment)
    main = read_time(text, moment) if len(readings) > 1 else None
    return [_time(reading, main) for reading in readings]


def _time(reading: TimeReading, main: TimeReading | None) -> Span:
    start, end = reading.span
    if main and main.span[0] < end and start < main.span[1]:
        reading = main
    meaning = {
        "text": reading.expression,
        "first": reading.start.isoformat(),
        "last": reading.end.isoformat(),
        "clock": reading.time.strftime("%H:%M") if reading.time else None,
    }
    return Span(start, end, "time", meaning)
