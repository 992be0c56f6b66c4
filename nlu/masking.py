"""A message as the intent classifier reads it: in normal words, each entity as one word for its kind."""

from collections.abc import Iterable

from knowledge.rules import text as dutch
from nlu.spans import Span

#: Characters read; a longer message has said what it wants by then.
_LONGEST = 2000


def masked(text: str, spans: Iterable[Span]) -> str:
    """Return `text` normalised, with `__case__`, `__partner__` … for its entities."""
    parts: list[str] = []
    done = 0
    for span in spans:
        if span.start > _LONGEST:
            break
        parts += [dutch.normalise(text[done : span.start]), f"__{span.entity}__"]
        done = span.end
    parts.append(dutch.normalise(text[done:_LONGEST]))
    return " ".join(part for part in parts if part)
