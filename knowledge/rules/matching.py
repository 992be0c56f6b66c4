"""Matching of names and words as people type them: typos, spacing, accents, synonyms' shapes and Dutch compounds.

Pure. The town's lexicon is a list of terms; who asks gets matches back, the best first.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from rapidfuzz import fuzz
from rapidfuzz.distance import OSA

#: From this score on (0–100) a match is taken for what was meant.
SURE = 90
#: From this score on it is worth asking "bedoel je".
NEAR = 65

#: A shared beginning of a compound says something from this length on: "schuld" in "schuldhulp".
_STEM = 5
_ENDINGS = re.compile(r"(eren|ingen|heid|ende|ing|en|er|s|e|n)$")
_ARTICLES = re.compile(r"^(?:de|het|een|t|n|bij|van|ons|onze) ")


@dataclass(frozen=True)
class Term:
    """Something the town knows by name. `entity` is partner, person, discipline, topic or area.

    `id` is the organisation's or professional's id, or the name itself of a discipline, topic or area; `words` are
    how it may be said. One id may have several terms, and one name several ids.
    """

    entity: str
    id: str
    words: str


@dataclass(frozen=True)
class Match:
    """A term that resembles what was typed, 0–100."""

    term: Term
    score: float

    @property
    def sure(self) -> bool:
        """Whether it may be taken for what was meant without asking."""
        return self.score >= SURE


def plain(text: str) -> str:
    """Return text in lower case, without accents, with single spaces for everything that is no letter or digit."""
    bare = "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))
    return " ".join(re.findall(r"[a-z0-9]+", bare))


def stem(word: str) -> str:
    """Return a plain word without its commonest Dutch endings: "schulden" gives "schuld", "opvoeden" "opvoed"."""
    cut = _ENDINGS.sub("", word)
    return cut if len(cut) >= 4 else word


def is_typo_of(written: str, meant: str) -> bool:
    """Tell whether two plain words differ by a slip: one letter from five letters on, two from nine on."""
    shortest = min(len(written), len(meant))
    slips = 0 if shortest < 5 else 1 if shortest < 9 else 2
    return OSA.distance(written, meant, score_cutoff=slips) <= slips


def related(written: str, known: str) -> bool:
    """Tell whether two plain words are forms or compounds of each other: "schuldhulp" and "schuldhulpverlening"."""
    if is_typo_of(written, known):
        return True
    short, long = sorted((stem(written), stem(known)), key=len)
    return len(short) >= _STEM and long.startswith(short)


def likeness(written: str, known: str) -> float:
    """Return how much two names resemble each other, 0–100, whatever their accents, spacing and articles."""
    one, other = (_ARTICLES.sub("", plain(name)) for name in (written, known))
    if not one or not other:
        return 0.0
    glued_one, glued_other = one.replace(" ", ""), other.replace(" ", "")
    if glued_one == glued_other:
        return 100.0
    if is_typo_of(glued_one, glued_other):
        return 95.0
    # A part of a longer name that stands on its own: "De Haven" for "Opvang De Haven".
    part = SURE + 2 if len(one) >= 4 and f" {one} " in f" {other} " else 0
    return max(part, min(SURE - 1.0, fuzz.WRatio(one, other)))


def best_matches(text: str, terms: Iterable[Term], *, limit: int = 4) -> list[Match]:
    """Return the terms that resemble `text`, the best first, each id of a kind once; none below NEAR.

    When some are sure only those are returned: the others are not what was meant.
    """
    best: dict[tuple[str, str], Match] = {}
    for term in terms:
        score = likeness(text, term.words)
        key = (term.entity, term.id)
        if score >= NEAR and (key not in best or best[key].score < score):
            best[key] = Match(term, score)
    found = sorted(best.values(), key=lambda match: (-match.score, match.term.words))
    top = found[0].score if found else 0
    certain = [match for match in found if match.sure and match.score >= top - 3]
    return (certain or found)[:limit]
