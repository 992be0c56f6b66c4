"""Names of households in a message: finding them, and replacing them before anything else sees the message."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz.distance import OSA

from knowledge.rules import text as dutch
from knowledge.rules.codes import find_codes
from nlu.frequency import is_common, is_compound
from nlu.lexicon import Lexicon, situation
from nlu.surnames import SURNAMES

#: What stands in a masked message for a household that is none of the own.
UNKNOWN_HOUSEHOLD = "casus onbekend"

_KIND = (
    r"(?:gezin(?:netje)?|gzin|familie|famill?ie|fa?m[ie]lie|famielie|fam|huishouden|huish|"
    r"mevrouw|mevr|mevouw|mvr|mw|mej|meneer|mijnheer|menheer|"
    r"dhr|heer|hr|madame|madam|mme|echtpaar|weduwe|wed|(?:ge)?broers?|zusjes?|broertjes?|zussen)\b\.?"
)
_REFERENCE = r"(?:casus|dossier|zaak|case|kasus|client|cliënt|nr\.?|nummer)"
_PARTICLE = (
    r"(?:van der|van den|van de|van 't|van het|van ter|van|von|vd|v/d|v\.d\.|v\. ?d\.|"
    r"in 't|in het|op 't|op den|op de|op het|uit den|uit de|uit het|ter|ten|te|de la|de|den|der|het|'t|"
    r"el|al|ait|aït|ben|bin|abu|la|le|du|da|dos|di|della|mc|o'|st\.)"
)
_PREFIX = re.compile(rf"(?<!\w)(?:(?:de )?{_KIND} ?|{_REFERENCE} )+$")
_HOUSEHOLD = re.compile(rf"(?<!\w)(?:(?:het |de |dit |dat )?{_KIND})(?: (?:{_KIND}))? *(?=\w|')")
_INITIALS = re.compile(r"(?:[a-z]\.\s?){1,4}")
_PARTICLES = re.compile(rf"(?:{_PARTICLE}\s+){{1,3}}")
_NAME = re.compile(r"[^\W\d_]+(?:['-][^\W\d_]+)*")
_DOUBLE = re.compile(r"\s?-\s?(?:(?:van der|van den|van de|van|de|den|der|el) )?[^\W\d_]+")
_BARE_AFTER = re.compile(r"(?<!\w)(?:bij|van|voor|over|met|naar|inzake|ivm|mbt|tav|rond|rondom|om|is|op|heeft|aan) $")
_GENITIVE = re.compile(r"(?<=[^\W\d_]{3})'?s$")
#: Before a family name these make it that of a professional, a street or an organisation: "dr. Vos", "Bram Hulst".
_NOT_A_HOUSEHOLD = re.compile(
    r"(?:\b(?:[Dd]okter|[Dd]r\.?|[Hh]uisarts|[Jj]uf|[Mm]eester|[Zz]uster|[Ww]ijkagent|[Pp]raktijk|[Cc]ollega)|"
    r"[A-Z][\w.-]*) $"
)
#: Names that cannot be one at the beginning of a sentence, however they are written.
_LEAST = 3


@dataclass(frozen=True)
class Masked:
    """A message without names of households, and the way back to the places in the message as it was typed."""

    text: str
    original: str
    #: (start, end) in `text` and (start, end) in `original` of each replacement, in order.
    replaced: tuple[tuple[int, int, int, int], ...] = ()

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the characters of the original that `start` up to `end` of the masked text stand for."""
        return self._back(start, last=False), self._back(end, last=True)

    def _back(self, place: int, *, last: bool) -> int:
        at = bisect_right(self.replaced, (place, len(self.text) + 1, 0, 0)) - 1
        if at < 0:
            return place
        start, end, first, after = self.replaced[at]
        if place == start and not last:
            return first
        return place - end + after if place >= end else (after if last and place > start else first)


def mask_households(text: str, own: Sequence[tuple[str, str]], lexicon: Lexicon | None = None) -> Masked:
    """Replace the names of households in `text`.

    `own` are (name or own reference, case code) of the asker's cases; such a name, also bare, in small letters or
    with a typing error, becomes its code. Another household becomes `UNKNOWN_HOUSEHOLD`. Names of professionals
    in `lexicon` (by default the situation's) are left, and so are codes.
    """
    taken = _left_alone(text, lexicon or situation.get().lexicon)
    spans = [(start, end, code) for start, end, code in _own(text, tuple(own)) if _free(taken, start, end)]
    taken += [(start, end) for start, end, _ in spans]
    spans += [(start, end, UNKNOWN_HOUSEHOLD) for start, end in households(text) if _free(taken, start, end)]
    return _replace(text, sorted(spans))


def households(text: str) -> list[tuple[int, int]]:
    """Return (start, end) of the names of households that their form gives away: `fam. de Vries`, `mevr. Bakker`."""
    folded = dutch.fold(text)
    found = [(opened.start(), _name_end(text, folded, opened.end())) for opened in _HOUSEHOLD.finditer(folded)]
    spans = [(_without_article(folded, start), end) for start, end in found if end]
    return [*spans, *((start, end) for start, end in _bare(text, folded) if _free(spans, start, end))]


def _without_article(folded: str, start: int) -> int:
    opened = re.compile(r"(?:het|dit|dat) |de (?!heer|hr)").match(folded, start)
    return opened.end() if opened else start


def _name_end(text: str, folded: str, at: int) -> int:
    """Return the end of a family name that begins at `at`, 0 where there is none."""
    for opening in (_INITIALS, _PARTICLES):
        opened = opening.match(folded, at)
        at = opened.end() if opened else at
    named = _NAME.match(text, at)
    if named is None or not _may_be_name(named[0], after_particle=bool(_PARTICLES.search(folded[:at]))):
        return 0
    end = named.end()
    for _ in range(2):
        more = _NAME.match(text, end + 1)
        if more is None or text[end] != " " or not _goes_on(more[0]):
            break
        end = more.end()
    double = _DOUBLE.match(folded, end)
    return double.end() if double and "-" in double[0] and text[double.end() - 1].isalpha() else end


def _goes_on(word: str) -> bool:
    folded = dutch.fold(word)
    return word[0].isupper() and (folded in SURNAMES or not is_common(folded, 3.0)) and not is_compound(folded)


def _may_be_name(word: str, *, after_particle: bool) -> bool:
    folded = dutch.fold(word)
    if word[0].isupper() and not word.isupper():
        return after_particle or folded in SURNAMES or not is_common(folded, 5.0)
    if folded in SURNAMES:
        return not is_common(folded, 5.2)
    return len(folded) >= _LEAST and not is_common(folded, 4.4 if after_particle else 2.8)


def _bare(text: str, folded: str) -> list[tuple[int, int]]:
    """Return family names without a title: with a capital and from the list, so as not to take words for names."""
    found = []
    for named in _NAME.finditer(text):
        name = _GENITIVE.sub("", named[0]) if dutch.fold(named[0]) not in SURNAMES else named[0]
        if name[0].isupper() and dutch.fold(name) in SURNAMES and not is_common(dutch.fold(name), 4.9):
            start = _with_particles(folded, named.start())
            if not _NOT_A_HOUSEHOLD.search(text[max(0, start - 24) : start]):
                found.append((start, named.start() + len(name)))
    return found


def _with_particles(folded: str, at: int) -> int:
    opened = re.search(rf"(?<!\w)(?:{_PARTICLE}\s+){{1,3}}$", folded[max(0, at - 20) : at])
    if opened is None:
        return at
    if opened[0].strip() in {"van", "het", "op", "in", "te", "uit"}:
        return at
    return max(0, at - 20) + opened.start()


def _left_alone(text: str, lexicon: Lexicon) -> list[tuple[int, int]]:
    known = [(found.start, found.end) for found in lexicon.find(text) if found.sure and found.entity != "discipline"]
    return known + [(start, end) for start, end, _ in find_codes(text)]


def _free(taken: list[tuple[int, int]], start: int, end: int) -> bool:
    return not any(start < last and first < end for first, last in taken)


@dataclass(frozen=True)
class _Own:
    key: str
    code: str
    words: int
    #: An everyday word, or too short to be one's own by itself.
    everyday: bool
    reference: bool


@lru_cache(maxsize=512)
def _owned(own: tuple[tuple[str, str], ...]) -> tuple[_Own, ...]:
    return tuple(_as_own(name, code) for name, code in own if dutch.key(name))


def _as_own(name: str, code: str) -> _Own:
    folded = re.sub(rf"^(?:{_KIND}\s*)+", "", dutch.fold(name).strip())
    folded = _PARTICLES.sub("", folded, count=1) if _PARTICLES.match(folded) else folded
    key = dutch.key(folded) or dutch.key(name)
    reference = any(char.isdigit() for char in key)
    everyday = not reference and (len(key) < _LEAST or is_common(key, 4.3))
    return _Own(key, code, len(folded.split()), everyday, reference)


def _own(text: str, own: tuple[tuple[str, str], ...]) -> list[tuple[int, int, str]]:
    owned = _owned(own)
    folded, words = dutch.fold(text), [span for span in dutch.words(text) if text[span[0]].isalnum()]
    found: list[tuple[int, int, str]] = []
    for at in range(len(words)):
        here = _own_at(text, folded, words, at, owned)
        if here and (not found or found[-1][1] <= here[0]):
            found.append(here)
    return found


def _own_at(
    text: str, folded: str, words: list[tuple[int, int]], at: int, owned: tuple[_Own, ...]
) -> tuple[int, int, str] | None:
    best: tuple[int, _Own, int] | None = None
    for each in owned:
        last = min(at + each.words, len(words)) - 1
        distance = _distance(dutch.key(text[words[at][0] : words[last][1]]), each)
        if distance is not None and (best is None or distance < best[0]):
            best = (distance, each, words[last][1])
    if best is None:
        return None
    distance, each, end = best
    start = _opening(folded, words[at][0])
    titled = start < words[at][0]
    if (each.everyday and not titled and not _stands_out(text, folded, words[at][0])) or (distance and each.everyday):
        return None
    return start, end, each.code


def _distance(key: str, own: _Own) -> int | None:
    """Return how far a written name is from an own one: 0, 1 or 2 typing errors, None where it is another."""
    bare = _GENITIVE.sub("", key) if key.endswith("s") and key != own.key else key
    if own.key in (key, bare):
        return 0
    if own.reference or len(own.key) < 5 or key[:1] != own.key[:1]:
        return None
    far = 2 if len(own.key) >= 9 else 1
    distance = min(OSA.distance(own.key, key, score_cutoff=far), OSA.distance(own.key, bare, score_cutoff=far))
    return distance if distance <= far and not is_common(key, 3.6) and key not in SURNAMES else None


def _opening(folded: str, at: int) -> int:
    """Return where a name's title and particles begin, given where its own word does."""
    before = folded[max(0, at - 40) : at]
    particles = re.search(rf"(?<!\w)(?:{_PARTICLE}\s+){{1,3}}$", before)
    kept = before[: particles.start()] if particles else before
    prefix = _PREFIX.search(kept)
    if prefix:
        return max(0, at - 40) + prefix.start()
    if particles and particles[0].split() != ["van"] and particles[0].split()[0] not in {"het", "op", "te", "in"}:
        return max(0, at - 40) + particles.start()
    return at


def _stands_out(text: str, folded: str, at: int) -> bool:
    """Tell whether an everyday word is written as a name: with a capital, or right after "bij" and the like."""
    capital = text[at].isupper() and at > 0 and not folded[:at].rstrip().endswith((".", "!", "?"))
    return capital or bool(_BARE_AFTER.search(folded[max(0, at - 10) : at]))


def _replace(text: str, spans: list[tuple[int, int, str]]) -> Masked:
    parts: list[str] = []
    replaced: list[tuple[int, int, int, int]] = []
    length = done = 0
    for start, end, code in spans:
        parts += [text[done:start], code]
        length += start - done
        replaced.append((length, length + len(code), start, end))
        length, done = length + len(code), end
    return Masked("".join([*parts, text[done:]]), text, tuple(replaced))


__all__ = ["UNKNOWN_HOUSEHOLD", "Masked", "households", "mask_households"]
