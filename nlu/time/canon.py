"""A message in the words that the grammar knows, with the way back to the message as it was typed.

`canonical` writes each token of a message as the grammar expects it: "14u30"
becomes "14:30", "wkn" becomes "week", "v/d" becomes "van de", a typing error is mended. What is no time although it
holds digits (case codes, telephone numbers, addresses on the web, amounts of money) becomes one mark that nothing
matches. Words are parted by one space and the whole is framed by spaces, so a rule needs no word boundaries.
"""

import re
from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from nlu.time.ambiguity import is_name, is_short_weekday
from nlu.time.lexicon import HOUSEHOLD_WORDS, LEXICON, SHORT_WEEKDAYS
from nlu.time.spelling import correct, correct_unit
from nlu.time.tokens import Token, tokens_of

_OPAQUE = "#"


@dataclass(frozen=True)
class Canon:
    """The message in canonical words, framed by spaces."""

    text: str
    _offsets: tuple[int, ...]
    _spans: tuple[tuple[int, int], ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the span in the typed message of canonical characters `start` up to `end`."""
        first = self._spans[bisect_right(self._offsets, start) - 1]
        last = self._spans[bisect_right(self._offsets, end - 1) - 1]
        return first[0], last[1]


def canonical(message: str) -> Canon:
    """Write a message in the words of the grammar."""
    tokens = tokens_of(message)
    offsets: list[int] = []
    spans: list[tuple[int, int]] = []
    parts: list[str] = [" "]
    length = 1
    for at, token in enumerate(tokens):
        for word in _canonical_words(tokens, at):
            offsets.append(length)
            spans.append((token.start, token.end))
            parts.append(word + " ")
            length += len(word) + 1
    return Canon("".join(parts), tuple(offsets), tuple(spans))


def _canonical_words(tokens: Sequence[Token], at: int) -> list[str]:
    token = tokens[at]
    if token.kind == "word":
        return [_OPAQUE] if is_name(tokens, at) else _words(tokens, at)
    if token.kind == "number":
        after_household = at > 0 and tokens[at - 1].word in HOUSEHOLD_WORDS
        return [_OPAQUE if after_household or len(token.word) > 4 else str(int(token.word))]
    return [_WRITE.get(token.kind, str)(token.word)]


def _words(tokens: Sequence[Token], at: int) -> list[str]:
    word = tokens[at].word.replace("’", "'")
    if word in SHORT_WEEKDAYS:
        return [SHORT_WEEKDAYS[word] if is_short_weekday(tokens, at) else word]
    known = LEXICON.get(word) or correct(word)
    if known is None and _unit_expected(tokens, at):
        known = correct_unit(word)
    return (known or word).split()


def _unit_expected(tokens: Sequence[Token], at: int) -> bool:
    """Tell whether "over 3" or "volgende" stands before, after which a mistyped word can only be a unit."""
    before = [LEXICON.get(token.word, token.word) for token in tokens[max(0, at - 2) : at]]
    if before[-1:] and before[-1] in _SHIFTS:
        return True
    return len(before) > 1 and before[0] in {"over", "binnen"} and (before[1] == "een" or before[1][0].isdigit())


_SHIFTS = frozenset({"volgende", "komende", "vorige", "afgelopen"})


# How the other kinds are written; marks stay as they are.
_WRITE: dict[str, Callable[[str], str]] = {
    "opaque": lambda _: _OPAQUE,
    "code": lambda _: _OPAQUE,
    "clock": lambda word: re.sub(r"[:h]| ?u ?", ":", word),
    "halves": lambda word: word.replace(",", "."),
    "ordinal": lambda word: f"{int(re.sub('[a-z]', '', word))}e",
    "glued": lambda word: str(int(word)),
    "week": lambda _: "week",
    "year": lambda word: f"20{word[1:]}",
    "possessive": lambda _: "'s",
}
