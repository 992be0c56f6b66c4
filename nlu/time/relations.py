"""The words before a phrase that belong to it: an article, "voor", "na", "sinds", or "twee weken voor"."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from nlu.time.durations import Length, length
from nlu.time.moment import DAY, WEEK, Moment, Relation, Scene, on

Apply = Callable[[Moment, Scene], Moment]


def _as_deadline(moment: Moment, _scene: Scene) -> Moment:
    return replace(moment, relation=Relation.BY)


def _before(moment: Moment, _scene: Scene) -> Moment:
    """Read "voor 1 dec" as that day and "voor het weekend" as the last day before it."""
    if moment.whole:
        return moment
    if moment.start is None or moment.is_day:
        return _as_deadline(moment, _scene)
    return on(moment.start - DAY, Relation.BY)


def _after(moment: Moment, _scene: Scene) -> Moment:
    """Read "na de kerst" as the first day after; "na 15 uur" and "na de middag" stay what they are."""
    if moment.end is None or moment.clock or moment.part:
        return replace(moment, relation=Relation.AFTER)
    return on(moment.end + DAY, Relation.AFTER)


def _from(moment: Moment, _scene: Scene) -> Moment:
    return replace(moment, end=moment.start, relation=Relation.FROM)


def _until(moment: Moment, _scene: Scene) -> Moment:
    return replace(moment, end=moment.start, relation=Relation.UNTIL)


def _through(moment: Moment, _scene: Scene) -> Moment:
    return replace(moment, start=moment.end, relation=Relation.UNTIL)


def _since(moment: Moment, scene: Scene) -> Moment:
    """Read "sinds dinsdag" as that day and "sinds maart" as the time from its first day up to today."""
    if moment.is_day or moment.start is None:
        return replace(moment, relation=Relation.SINCE)
    return replace(moment, end=max(moment.start, scene.today), relation=Relation.SINCE)


def _unchanged(moment: Moment, _scene: Scene) -> Moment:
    return moment


def _its_week(moment: Moment, _scene: Scene) -> Moment:
    """Read "de week van 7 december" as the ISO week in which that day lies."""
    return _week_of(moment.start) if moment.is_day and moment.start else moment


def _its_weekend(moment: Moment, scene: Scene) -> Moment:
    week = _its_week(moment, scene)
    return replace(week, start=week.end - DAY) if week.end and moment.is_day else moment


def _week_of(when: date) -> Moment:
    monday = when - DAY * when.weekday()
    return Moment(monday, monday + DAY * 6, whole=True)


# Of two that fit the earlier one is taken: "tot en met" is not "met", "niet voor" is not "voor".
_RELATIONS: tuple[tuple[str, Apply], ...] = (
    (r"(?:uiterlijk|ten laatste)(?: (?:op|om|voor|tegen|in))?", _as_deadline),
    (r"op (?:zijn|z'n) laatst|niet later dan|binnen", _as_deadline),
    (r"niet voor|vanaf|met ingang van", _from),
    (r"(?:(?:tot|pas|direct|meteen|vlak|kort|gelijk) )?na", _after),
    (r"tot en met", _through),
    (r"tot", _until),
    (r"voor|tegen", _before),
    (r"(?:al )?sinds", _since),
    (r"rond", _unchanged),
    (r"(?:de )?week van", _its_week),
    (r"(?:het )?weekend van", _its_weekend),
)
_PATTERNS = tuple((re.compile(rf" (?:{words}) $"), apply) for words, apply in _RELATIONS)
_ARTICLE = re.compile(r" de $")
_NEUTER_ARTICLE = re.compile(r" het $")
_NEUTER = re.compile(
    r"(?:(?:komende|afgelopen) )?(?:weekend|eind van|begin van|voorjaar|najaar|paasweekend|pinksterweekend|"
    r"[1-4]d?e kwartaal) "
)
_LENGTH = re.compile(r"(?<! over)(?<! binnen) (?:(?P<n>1\.5|[0-9]{1,2}|een) |de )(?P<long>dag|week|maand|werkdag) $")
_REACH = 40


@dataclass(frozen=True)
class Lead:
    """The words before a phrase that belong to it: where they begin and what they make of its moment."""

    start: int
    apply: Apply
    said: bool


def lead(text: str, start: int) -> Lead:
    """Return the lead of the phrase that begins at `start` of a canonical text; an empty one if there is none."""
    start = _with_article(text, start)
    for pattern, apply in _PATTERNS:
        found = pattern.search(text, max(0, start - _REACH), start)
        if found:
            begin = found.start() + 1
            return _counted(text, begin, apply) or Lead(begin, apply, said=True)
    return Lead(start, _unchanged, said=False)


def _with_article(text: str, start: int) -> int:
    article = _ARTICLE.search(text, max(0, start - 4), start)
    if article is None and _NEUTER.match(text, start):
        article = _NEUTER_ARTICLE.search(text, max(0, start - 5), start)
    return article.start() + 1 if article else start


def _counted(text: str, start: int, apply: Apply) -> Lead | None:
    """Return the lead of "2 weken na", "de dag voor" and "de week na", if that is what stands there."""
    found = _LENGTH.search(text, max(0, start - _REACH), start) if apply in {_before, _after} else None
    if found is None:
        return None
    sign = 1 if apply is _after else -1
    if found["n"] is None and found["long"] == "week":
        return Lead(found.start() + 1, lambda moment, _: _week_beside(moment, sign), said=True)
    said = length({"n": found["n"] or "een", "long": found["long"]})
    return Lead(found.start() + 1, lambda moment, _: _away(moment, said, sign), said=True)


def _week_beside(moment: Moment, sign: int) -> Moment:
    edge = moment.end if sign > 0 else moment.start
    return _week_of(edge + WEEK * sign) if edge else moment


def _away(moment: Moment, said: Length, sign: int) -> Moment:
    edge = moment.end if sign > 0 else moment.start
    return on(said.after(edge, sign)) if edge else moment
