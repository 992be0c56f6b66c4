"""A stretch of a message that names something, and how stretches that overlap are reconciled."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final


class _Nothing:
    """Stands for "not known": None is itself a meaning."""


NOTHING: Final = _Nothing()


@dataclass(frozen=True)
class Span:
    """Characters `start` up to `end` of a message, the entity they name, and what that stands for where it is known."""

    start: int
    end: int
    entity: str
    meaning: Any = NOTHING
    #: Found by a list or rule that can be trusted without the tagger's word.
    sure: bool = True

    def overlaps(self, other: "Span") -> bool:
        """Tell whether the two share a character."""
        return self.start < other.end and other.start < self.end

    def as_entity(self, text: str, extractor: str) -> dict[str, Any]:
        """Return it as Rasa writes an entity, with what it stands for under "is" where that is known."""
        entity: dict[str, Any] = {
            "entity": self.entity,
            "start": self.start,
            "end": self.end,
            "value": text[self.start : self.end],
            "extractor": extractor,
        }
        return entity if self.meaning is NOTHING else {**entity, "is": self.meaning}


def without_overlap(spans: Iterable[Span]) -> list[Span]:
    """Return the spans in order of place; of two that overlap the one that came first in `spans` stays."""
    kept: list[Span] = []
    for span in spans:
        if not any(span.overlaps(other) for other in kept):
            kept.append(span)
    return sorted(kept, key=lambda span: span.start)
