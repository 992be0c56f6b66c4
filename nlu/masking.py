"""A message as the intent classifier reads it: in normal words, each entity as one word for its kind."""

from collections.abc import Iterable

from knowledge.rules import text as dutch
from nlu.spans import Span

#: Characters read; a longer message has said what it wants by then.
_LONGEST = 2000

#: Kinds whose words say nothing of what is wanted; the words of a status or an urgency do.
_MASKED = frozenset({"case", "partner", "person", "time", "area", "discipline", "topic"})
#: What the encoder reads instead: an example of the kind, since it knows words and no masks.
_EXAMPLES = {
    "case": "gezin Jansen",
    "partner": "Schuldwijzer",
    "person": "Samira",
    "time": "vrijdag",
    "area": "Uithoorn",
    "discipline": "huisarts",
    "topic": "schulden",
}


def masked(text: str, spans: Iterable[Span]) -> str:
    """Return `text` normalised, with `__case__`, `__partner__` … for its entities."""
    parts: list[str] = []
    done = 0
    for span in spans:
        if span.start > _LONGEST:
            break
        if span.entity not in _MASKED:
            continue
        parts += [dutch.normalise(text[done : span.start]), f"__{span.entity}__"]
        done = span.end
    parts.append(dutch.normalise(text[done:_LONGEST]))
    return " ".join(part for part in parts if part)


def exemplified(text: str, spans: Iterable[Span]) -> str:
    """Return `text` with an example of its kind for each entity: every household is "gezin Jansen"."""
    parts: list[str] = []
    done = 0
    for span in spans:
        if span.entity in _EXAMPLES:
            parts += [text[done : span.start], _EXAMPLES[span.entity]]
            done = span.end
    return dutch.clean("".join([*parts, text[done:]])[:_LONGEST])
