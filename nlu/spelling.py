"""Mends typing errors in a message before it is classified."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping

from symspellpy import SymSpell, Verbosity
from wordfreq import top_n_list, zipf_frequency

from knowledge.rules import text as dutch
from nlu.frequency import is_common
from nlu.surnames import FIRST_NAMES, SURNAMES

_WORD = re.compile(r"(?<![\w_])[^\W\d_]{4,}(?![\w_])")
_LETTERS = re.compile(r"[^\W\d_]+")
#: Words of Dutch that are known beside those of the training data.
_GENERAL = 25000
_OFTEN_ENOUGH, _WEIGHT = 3, 300


def vocabulary_of(texts: Iterable[str]) -> dict[str, int]:
    """Return the words that `texts` use more than now and then, with how often."""
    counted = Counter(word for text in texts for word in _LETTERS.findall(dutch.fold(text)))
    return {word: count for word, count in counted.items() if count >= _OFTEN_ENOUGH}


class Speller:
    """Knows the words of the training data, common Dutch and names; another word becomes the nearest of them."""

    def __init__(self, vocabulary: Mapping[str, int]) -> None:
        self._spelling = SymSpell(max_dictionary_edit_distance=1, prefix_length=7)
        known = {dutch.fold(word) for word in top_n_list("nl", _GENERAL)} | set(vocabulary)
        self._known = {word for word in known if word.isalpha()}
        for word in self._known:
            often = vocabulary.get(word, 0) * _WEIGHT + 10 ** zipf_frequency(word, "nl") / 3
            self._spelling.create_dictionary_entry(word, int(often))

    def mend(self, text: str) -> str:
        """Return `text` with one typing error mended in each word of four letters or more that has one."""
        return _WORD.sub(lambda found: self._word(found[0]), text)

    def _word(self, written: str) -> str:
        word = dutch.fold(written)
        if word in self._known or word in SURNAMES or word in FIRST_NAMES or is_common(word, 2.2):
            return written
        near = self._spelling.lookup(word, Verbosity.TOP, max_edit_distance=1)
        return near[0].term if near else written
