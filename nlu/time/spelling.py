"""Typing errors in the longer words of time: one letter too many, too few, wrong or swapped.

Every word is filed under itself and under each form with one letter left out; a typed word that shares a form
with exactly one of them, is one slip away and (unless it is long) begins with the same letter is taken for it. Short
words are left alone ("maar" is not "maart"), and so are the Dutch words that happen to be one slip from a word of time.
"""

from collections import defaultdict
from collections.abc import Iterator
from functools import lru_cache

from nlu.time.lexicon import LEXICON, bag

_SHORTEST = 6
# From this length on even the first letter may be the wrong one.
_LONG = 8
_SHORT_TARGETS = ("morgen", "maandag", "vrijdag", "zondag", "weekend")
# Where a unit of time must follow ("over 3 ..."), the short ones are guessed at too.
_UNITS = ("week", "weken", "dagen", "maand", "maanden", "werkdagen", "minuten", "jaar", "uur", "kwartier")
_SLIPS = {
    "morge": "morgen", "mrogen": "morgen", "mogren": "morgen", "morgn": "morgen", "morrgen": "morgen",
    "vrijdg": "vrijdag", "vijdag": "vrijdag", "vridag": "vrijdag", "zodag": "zondag", "zondg": "zondag",
    "maadag": "maandag", "marrt": "maart", "maaart": "maart", "arpil": "april", "aprl": "april",
    "aprill": "april", "wekne": "weken", "weekn": "weken", "weke": "week", "dgaen": "dagen",
    "jnui": "juni", "juin": "juni", "jlui": "juli", "juil": "juli", "uiterlik": "uiterlijk", "vnaf": "vanaf",
    "vanf": "vanaf", "sins": "sinds", "sidns": "sinds", "eidn": "eind", "beign": "begin",
    "vorge": "vorige", "voirge": "vorige", "kerts": "kerst", "kwrt": "kwart",
}  # fmt: skip
# Words of their own, although one slip away from a word of time.
_OTHER_WORDS = bag(
    "aanhang|achtte|achtten|aflopen|aflopend|avonden|begint|beginnen|begon|binden|gasteren|gelopen|gezonden|gisting|koude|"
    "kwartel|kwartet|maagden|maantje|manden|mandaat|mandjes|middelen|minden|mogen|mogens|morden|morgan|morten|"
    "uiterlijke|uiterlijks|vandaan|vandaar|verlopen|volgden|volgen|volgens|vorigen|vorming|werkdag|werken|"
    "werkende|werkjes|worden|zonden|zorgen|zwevende|nemende|neigende|ruiterlijk"
)
# Words too close to common others to be guessed at: "gelezen" is not "geleden".
_NEVER_MEANT = bag("geleden|verleden|aanvang|aankomende|aankomend|toekomende|toekomend|voorbije|morgens")


def _without_one(word: str) -> Iterator[str]:
    yield word
    yield from (word[:at] + word[at + 1 :] for at in range(len(word)))


def _vocabulary() -> set[str]:
    long = {word for word in LEXICON if word.isalpha() and len(word) > _SHORTEST}
    return long - _NEVER_MEANT | set(_SHORT_TARGETS)


@lru_cache(maxsize=1)
def _index() -> dict[str, tuple[str, ...]]:
    filed: dict[str, set[str]] = defaultdict(set)
    for word in _vocabulary():
        for form in _without_one(word):
            filed[form].add(word)
    return {form: tuple(sorted(words)) for form, words in filed.items()}


def _one_slip_apart(typed: str, word: str) -> bool:
    same = 0
    while same < min(len(typed), len(word)) and typed[same] == word[same]:
        same += 1
    left, right = typed[same:], word[same:]
    swapped = len(left) > 1 and left[:2] == right[1::-1] and left[2:] == right[2:]
    return left[1:] == right[1:] or left[1:] == right or left == right[1:] or swapped


def _begins_alike(typed: str, word: str) -> bool:
    return typed[0] == word[0] or len(word) >= _LONG


def correct(typed: str) -> str | None:
    """Return the word of time that somebody meant by a lower-case word that is none, or None."""
    if typed in _SLIPS:
        return LEXICON.get(_SLIPS[typed], _SLIPS[typed])
    if not _SHORTEST <= len(typed) <= 24 or typed in _OTHER_WORDS:
        return None
    index = _index()
    near = {word for form in _without_one(typed) for word in index.get(form, ())}
    meant = {LEXICON[word] for word in near if _one_slip_apart(typed, word) and _begins_alike(typed, word)}
    return meant.pop() if len(meant) == 1 else None


def correct_unit(typed: str) -> str | None:
    """Return the unit of time that is one slip away from a lower-case word where a unit must stand, or None."""
    meant = {LEXICON[unit] for unit in _UNITS if len(typed) > 2 and _one_slip_apart(typed, unit)}
    return meant.pop() if len(meant) == 1 else None
