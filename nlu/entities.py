"""The entities of a message: what lists and rules know for sure, and what the tagger adds."""

from dataclasses import replace

from nlu.known import known_spans
from nlu.lexicon import Situation
from nlu.meanings import meaning_of
from nlu.spans import NOTHING, Span, without_overlap
from nlu.tagger import Tagger


def entities(text: str, situation: Situation, tagger: Tagger) -> list[Span]:
    """Return the entities of `text` in order, each with what it stands for where that is known."""
    known = known_spans(text, situation)
    return merged(text, known, tagger.tag(text, known))


def merged(text: str, known: list[Span], tagged: list[Span]) -> list[Span]:
    """Reconcile what is `known` with what was `tagged`: the sure stays, the tagger decides on the rest."""
    sure = [span for span in known if span.sure]
    rest = [_with_hint(span, known) for span in tagged]
    return [_understood(text, span) for span in without_overlap([*sure, *rest])]


def _with_hint(span: Span, known: list[Span]) -> Span:
    """Give a tagged span the meaning of a hint of its own kind that it overlaps."""
    for hint in known:
        if hint.entity == span.entity and hint.overlaps(span):
            return replace(span, meaning=hint.meaning)
    return span


def _understood(text: str, span: Span) -> Span:
    if span.meaning is not NOTHING:
        return span
    return replace(span, meaning=meaning_of(span.entity, text[span.start : span.end]))
