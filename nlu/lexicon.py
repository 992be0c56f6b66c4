"""What the town knows, as words to recognise: partners, people, disciplines, topics and areas, also misspelt."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime

from rapidfuzz.distance import OSA

from knowledge.rules import text as dutch
from nlu.frequency import is_common

#: Longest name looked for, in words and in letters.
_WORDS, _LETTERS = 7, 48


@dataclass(frozen=True)
class Term:
    """Something known to the town under one or more names. `entity` is the kind, `id` what the town calls it."""

    entity: str
    id: str
    words: tuple[str, ...]


@dataclass(frozen=True)
class Found:
    """A name in a text: where, what kind, and the ids of all that bear it. `sure` is False for an everyday word."""

    start: int
    end: int
    entity: str
    ids: tuple[str, ...]
    sure: bool = True


@dataclass(frozen=True)
class _Name:
    entity: str
    ids: tuple[str, ...]
    everyday: bool
    #: Written without a capital in the registry: a common noun, which keeps its article.
    noun: bool


class Lexicon:
    """Finds the names of terms in a text, exactly or with a typing error or two. Cheap to ask, made once per change."""

    def __init__(self, terms: Sequence[Term] = ()) -> None:
        self.terms = tuple(terms)
        self._names = _names(self.terms)
        self._by_letter: dict[tuple[str, int], list[str]] = defaultdict(list)
        for name in self._names:
            self._by_letter[name[0], len(name)].append(name)

    def find(self, text: str) -> list[Found]:
        """Return the names in `text`, in order, none within another: the longest counts."""
        spans = dutch.words(text)
        found: list[Found] = []
        at = 0
        while at < len(spans):
            here, taken = self._longest(text, spans, at)
            if here:
                found.append(here)
            at += taken
        return found

    def _longest(self, text: str, spans: list[tuple[int, int]], at: int) -> tuple[Found | None, int]:
        start = spans[at][0]
        if not text[start].isalnum():
            return None, 1
        for count in range(min(_WORDS, len(spans) - at), 0, -1):
            end = spans[at + count - 1][1]
            if end - start > _LETTERS or not text[end - 1].isalnum():
                continue
            here = self._named(text, start, end)
            if here:
                return here, count
        return None, 1

    def _named(self, text: str, start: int, end: int) -> Found | None:
        written = text[start:end]
        key = dutch.key(written)
        name = self._names.get(key)
        if name is None and len(key) >= 6:
            close = None if _plain_words(written) else self._close(key)
            name = self._names[close] if close else None
        if name is None:
            return None
        sure = not name.everyday or written[:1].isupper()
        return Found(
            _with_article(text, start) if name.noun and name.entity == "partner" else start,
            end,
            name.entity,
            name.ids,
            sure,
        )

    def _close(self, key: str) -> str | None:
        far = 2 if len(key) >= 10 else 1
        best: tuple[int, str] | None = None
        for length in range(len(key) - far, len(key) + far + 1):
            for name in self._by_letter.get((key[0], length), ()):
                distance = OSA.distance(key, name, score_cutoff=far)
                if distance <= far and len(name) >= 6 and (best is None or distance < best[0]):
                    best = (distance, name)
        return best[1] if best else None


def _names(terms: tuple[Term, ...]) -> dict[str, _Name]:
    ids: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    nouns: dict[str, bool] = defaultdict(lambda: True)
    for term in terms:
        for word in term.words:
            name = dutch.key(word)
            if name:
                ids[name][term.entity].append(term.id)
                nouns[name] &= word[:1].islower()
    return {name: _name(name, kinds, noun=nouns[name]) for name, kinds in ids.items()}


def _name(name: str, kinds: dict[str, list[str]], *, noun: bool) -> _Name:
    entity = next(iter(kinds))
    return _Name(entity, tuple(dict.fromkeys(kinds[entity])), not noun and is_common(name, 4.6), noun)


def _plain_words(written: str) -> bool:
    """Tell whether `written` is everyday Dutch throughout, so that it is no misspelt name."""
    return all(is_common(dutch.key(word), 3.0) for word in written.split())


def _with_article(text: str, start: int) -> int:
    for article in ("het ", "de ", "'t ", "t "):
        if dutch.fold(text[max(0, start - len(article)) : start]) == article:
            before = start - len(article)
            if before == 0 or not text[before - 1].isalnum():
                return before
    return start


@dataclass(frozen=True)
class Situation:
    """What is known while a message is read: the town's lexicon, and the moment of writing (None: now)."""

    lexicon: Lexicon = field(default_factory=Lexicon)
    now: datetime | None = None


#: By default the town is empty.
situation: ContextVar[Situation] = ContextVar("situation", default=Situation())  # noqa: B039 (it is frozen)


@contextmanager
def known(current: Situation) -> Iterator[None]:
    """Let what is read within know `current`."""
    token = situation.set(current)
    try:
        yield
    finally:
        situation.reset(token)
