"""Cuts text into the pieces of words that the encoder knows: a unigram model, as SentencePiece has it."""

import json
from functools import lru_cache
from pathlib import Path

#: Stands for a space in a piece.
_SPACE = "▁"
_IMPOSSIBLE = -1e30


class Pieces:
    """A vocabulary of pieces, each with how likely it is."""

    def __init__(self, path: Path) -> None:
        kept = json.loads(path.read_text(encoding="utf-8"))
        self._ids = {piece: at for at, piece in enumerate(kept["pieces"])}
        self._scores: list[float] = kept["scores"]
        self._plain: dict[int, str] = str.maketrans(kept["norm"])
        self._unknown, self._unlikely = int(kept["unk"]), float(kept["unk_score"])
        self._first, self._last = int(kept["bos"]), int(kept["eos"])
        self._longest = max(map(len, self._ids))
        self._word = lru_cache(maxsize=20000)(self._cut)

    def ids(self, text: str, at_most: int) -> list[int]:
        """Return the numbers of the likeliest pieces of `text` with a mark at both ends, `at_most` in all."""
        pieces = [self._first]
        for word in text.translate(self._plain).split():
            pieces += self._word(_SPACE + word)
            if len(pieces) >= at_most:
                break
        return [*pieces[: at_most - 1], self._last]

    def _cut(self, word: str) -> tuple[int, ...]:
        """Return the likeliest way to cut a word, found from left to right."""
        best = [0.0, *[_IMPOSSIBLE] * len(word)]
        come_from = [(0, 0)] * (len(word) + 1)
        for start in range(len(word)):
            so_far = best[start]
            for end in range(start + 1, min(len(word), start + self._longest) + 1):
                piece = self._ids.get(word[start:end])
                if piece is not None and so_far + self._scores[piece] > best[end]:
                    best[end], come_from[end] = so_far + self._scores[piece], (start, piece)
            if so_far + self._unlikely > best[start + 1]:
                best[start + 1], come_from[start + 1] = so_far + self._unlikely, (start, self._unknown)
        return _traced(come_from)


def _traced(come_from: list[tuple[int, int]]) -> tuple[int, ...]:
    pieces = []
    at = len(come_from) - 1
    while at > 0:
        at, piece = come_from[at]
        pieces.append(piece)
    return tuple(reversed(pieces))
