"""Learns from annotated sentences where entities are, with what lists and rules recognise as its best hint."""

from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import pycrfsuite

from knowledge.rules import text as dutch
from nlu.frequency import is_common, is_compound
from nlu.grammar import grammar
from nlu.spans import Span
from nlu.surnames import FAMILIAR, FIRST_NAMES, PLACES, SURNAMES

_OUTSIDE = "O"
#: Words looked at; what follows in a longer text is left to lists and rules.
_LONGEST = 400

#: First names and family names.
_Names = tuple[frozenset[str], frozenset[str]]
_ALL_NAMES: _Names = (FIRST_NAMES, SURNAMES)


class Tagger:
    """A conditional random field over the words of a message and their classes. Raises as `nlu.grammar` does."""

    def __init__(self, model: bytes, pipeline: str | None = None) -> None:
        self.model = model
        self._grammar = grammar(pipeline)
        self._tagger = pycrfsuite.Tagger()
        self._tagger.open_inmemory(model)

    @classmethod
    def train(
        cls,
        texts: Sequence[str],
        known: Sequence[list[Span]],
        marked: Sequence[list[Span]],
        iterations: int = 80,
        pipeline: str | None = None,
    ) -> "Tagger":
        """Learn from `texts` with what is `known` in each and what was `marked` by hand.

        `pipeline` names the one that tells word classes, as `nlu.grammar` takes it. Raises its ValueError.
        """
        trainer = pycrfsuite.Trainer(verbose=False)
        trainer.set_params({"c1": 0.05, "c2": 0.02, "max_iterations": iterations, "feature.possible_transitions": True})
        cut = [dutch.words(text)[:_LONGEST] for text in texts]
        classes = grammar(pipeline).of_many(_words(*pair) for pair in zip(texts, cut, strict=True))
        for text, words, kinds, hints, spans in zip(texts, cut, classes, known, marked, strict=True):
            if words:
                trainer.append(features(text, words, kinds, hints, FAMILIAR), _labels(words, spans))
        with TemporaryDirectory() as folder:
            path = Path(folder) / "model"
            trainer.train(str(path))
            return cls(path.read_bytes(), pipeline)

    def tag(self, text: str, known: list[Span]) -> list[Span]:
        """Return the stretches of `text` that look like entities."""
        words = dutch.words(text)[:_LONGEST]
        if not words:
            return []
        kinds = self._grammar.classes(_words(text, words))
        return _spans(words, self._tagger.tag(features(text, words, kinds, known)))


def features(
    text: str, words: list[tuple[int, int]], kinds: list[str], known: list[Span], names: _Names = _ALL_NAMES
) -> list[list[str]]:
    """Return what the tagger sees of each word: the word and its kind, its neighbours and the hints."""
    hints = _labels(words, known)
    own = [_own(word, hint, names) for word, hint in zip(_words(text, words), hints, strict=True)]
    return [[*own[at], *_around(own, at), *_kinds(kinds, at)] for at in range(len(own))]


def _words(text: str, places: Sequence[tuple[int, int]]) -> list[str]:
    return [text[start:end] for start, end in places]


def _kinds(kinds: Sequence[str], at: int) -> list[str]:
    """Return the class of the word at `at`, of those beside it, and these in their order."""
    before, after = kinds[at - 1] if at else "", kinds[at + 1] if at + 1 < len(kinds) else ""
    return ["k=" + kinds[at], "-1k=" + before, "1k=" + after, f"k3={before}|{kinds[at]}|{after}"]


def _own(word: str, hint: str, names: _Names) -> list[str]:
    folded = dutch.fold(word)
    rarity = _rarity(folded, names)
    return [
        "w=" + folded,
        "h=" + hint,
        "s=" + _shape(word),
        "3=" + folded[-3:],
        "p=" + folded[:3],
        "4=" + folded[-4:],
        "5=" + folded[:5],
        "n=" + rarity + _shape(word)[:1] + hint[:3],
        "c=" + ("place" if word in PLACES else "") + ("+" if is_compound(folded) else ""),
    ]


def _around(own: list[list[str]], at: int) -> list[str]:
    around = ["begin", "begin" + own[at][8]] if at == 0 else []
    for step, kept in ((-1, 9), (1, 9), (-2, 3), (2, 3), (-3, 2)):
        if 0 <= at + step < len(own):
            around += [f"{step}{feature}" for feature in own[at + step][:kept]]
    if at:
        around.append("b=" + own[at - 1][0] + "|" + own[at][0])
    if at + 1 < len(own):
        around.append("a=" + own[at][1] + own[at + 1][0])
    return around


def _shape(word: str) -> str:
    if word.isdigit():
        return "9" * min(len(word), 4)
    if word[:1].isupper():
        return "X" if word.isupper() else "Xx"
    return "x" if word.isalpha() else "m" if len(word) == 1 else "x9" if word.isalnum() else "x."


def _rarity(folded: str, names: _Names) -> str:
    first, last = (folded in listed and not is_common(folded, 4.8) for listed in names)
    if first or last:
        return "first" * first + "last" * last
    return "often" if is_common(folded, 4.5) else "used" if is_common(folded, 3.0) else "rare"


def _labels(words: list[tuple[int, int]], spans: list[Span]) -> list[str]:
    labels = [_OUTSIDE] * len(words)
    for span in spans:
        inside = [at for at, (start, end) in enumerate(words) if start < span.end and span.start < end]
        for at in inside:
            labels[at] = ("B-" if at == inside[0] else "I-") + span.entity + ("" if span.sure else "?")
    return labels


def _spans(words: list[tuple[int, int]], labels: list[str]) -> list[Span]:
    spans: list[Span] = []
    for (start, end), label in zip(words, labels, strict=True):
        begins, entity = label[0], label[2:]
        if begins == "I" and spans and spans[-1].entity == entity and start - spans[-1].end <= 2:
            spans[-1] = Span(spans[-1].start, end, entity, sure=False)
        elif label != _OUTSIDE:
            spans.append(Span(start, end, entity, sure=False))
    return spans
