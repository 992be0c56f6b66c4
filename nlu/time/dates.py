"""Dates written out: "21 december 2026", "21/12", "de 3e", and ranges that share their month ("3 tot 10 mei")."""

import re
from datetime import date

from nlu.time.durations import add_months
from nlu.time.grammar import Parts, Rule, after, before, not_before
from nlu.time.lexicon import MONTHS
from nlu.time.moment import Moment, Scene, on
from nlu.time.periods import SHIFT, month_period, year_of


def _date(scene: Scene, day: int, month: int, year: int | None) -> Moment | None:
    """Return a date of the year said, else the next to come (today counts), or the last one when looking back."""
    if year:
        return on(date(year, month, day))
    years = range(scene.today.year - 4, scene.today.year + 5)
    return scene.nearest([on(date(year, month, day)) for year in years if _exists(year, month, day)])


def _exists(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


def _number(said: str) -> int:
    return 1 if said == "een" else int(said.rstrip("de"))


def _written(scene: Scene, parts: Parts) -> Moment | None:
    scene = scene.looking(back=scene.back or "past" in parts)
    return _date(scene, _number(parts["date"]), MONTHS.index(parts["month"]) + 1, year_of(parts))


def _digits(scene: Scene, parts: Parts) -> Moment | None:
    day, month, *rest = (int(number) for number in re.split(r"[-/.]", parts["date"]))
    if rest and 50 <= rest[0] < 100:
        return None  # A date of birth.
    year = rest[0] + 2000 * (rest[0] < 100) if rest else None
    return _date(scene, day, month, year)


def _of_shifted_year(scene: Scene, parts: Parts) -> Moment:
    """Read "maart volgend jaar" and "1 maart vorig jaar"."""
    year, month = scene.today.year + SHIFT[parts["shift"]], MONTHS.index(parts["month"]) + 1
    return on(date(year, month, _number(parts["date"]))) if "date" in parts else month_period(year, month)


def _iso(_scene: Scene, parts: Parts) -> Moment:
    return on(date.fromisoformat(parts["date"]))


def _shared_month(scene: Scene, parts: Parts) -> Moment | None:
    """Read "3 tot 10 mei" and "28 t/m 3 mei": the first day lies in the same month or, if later, in the one before."""
    last = _date(scene, _number(parts["last"]), MONTHS.index(parts["month"]) + 1, year_of(parts))
    if last is None or last.end is None:
        return None
    first = _number(parts["first"])
    month = last.end if first <= last.end.day else add_months(last.end.replace(day=1), -1)
    return Moment(month.replace(day=first), last.end)


def _of_some_month(scene: Scene, parts: Parts) -> Moment | None:
    """Read "de 3e": in this month or the next that has such a day, or the last one when looking back."""
    number, first = _number(parts["nth"]), scene.today.replace(day=1)
    months = [add_months(first, ahead) for ahead in range(-3, 4)]
    return scene.nearest(
        [on(month.replace(day=number)) for month in months if _exists(month.year, month.month, number)]
    )


def _of_shifted_month(scene: Scene, parts: Parts) -> Moment:
    first = add_months(scene.today.replace(day=1), SHIFT[parts["shift"]])
    return on(first.replace(day=_number(parts["nth"])))


_DAY = r"[0-9]{1,2}(?:d?e)?|een"
_DAY_OF_MONTH = r"de (?P<nth>[0-9]{1,2}e|[1-3][0-9]de)"
_NOT_COUNTED = not_before(
    "jaar|jarige|jarigen|week|dag|maand|uur|minuut|kwartier|keer|x|kinderen|kind|personen|deel|van de|van het|van mijn|"
    "euro|cent|procent|%|km|meter"
)
_NO_NOUN = not_before(
    "keer|kind|gesprek|klas|lijn|etage|verdieping|week|maand|kwartaal|helft|graad|poging|ronde|fase|groep|persoon|"
    "contact|afspraak|verwijzing|melding|plek|plaats|dag|partij|kamer|huis|bijeenkomst|sessie|intake"
)
# After a bare "de 3e" comes a verb, a small word or the end; a noun makes it "de 3e keer" or "de 3e verdieping".
_SMALL_WORD = before(
    r"[^a-z0-9]|om|en|of|kan|kun|kunnen|kom|komt|komen|langs|langskomen|bel|belt|bellen|terug|weer|al|nog|is|ben|bent|"
    r"zijn|heb|heeft|hebben|graag|niet|pas|wel|met|bij|naar|voor|dan|moet|moeten|zou|ga|gaat|gaan|start|starten|vrij|"
    r"afwezig|weg|aanwezig|even|ook|tot|er|in|ik|we|wij|ze|hij|ochtend|middag|avond|half|kwart|plannen|inplannen|"
    r"afspreken|prima|goed|lukt|past|van|had|was|op|dus|maar|want|spreken|zien|beginnen|evalueren"
)

RULES = (
    Rule(rf"(?P<date>{_DAY}) (?:- )?<month>(?: (?:van )?<year>| komende|(?P<past> afgelopen))?", _written),
    Rule(rf"(?:(?P<date>{_DAY}) )?<month> <shift> jaar", _of_shifted_year),
    Rule(rf"<shift> jaar (?:in |op )?(?:(?P<date>{_DAY}) )?<month>", _of_shifted_year),
    Rule(r"(?P<date>[0-9]{1,2}) (?:- )?<month> (?:- )?(?P<year>20[0-9]{2})", _written),
    Rule(rf"(?P<date>[0-9]{{1,2}}/[0-9]{{1,2}}){_NOT_COUNTED}", _digits),
    Rule(r"(?P<date>(?:[1-9]|0[1-9]|[12][0-9]|3[01])-(?:0[1-9]|1[0-2]))" + _NOT_COUNTED, _digits),
    Rule(r"(?P<date>(?:1[3-9]|2[0-9]|3[01])-(?:[1-9]|1[0-2]))" + _NOT_COUNTED, _digits),
    Rule(r"(?P<date>[0-9]{1,2}([-/.])[0-9]{1,2}\2(?:20)?[0-9]{2})", _digits),
    Rule(r"(?P<date>[0-9]{4}-[0-9]{2}-[0-9]{2})", _iso),
    Rule(
        rf"(?:van |tussen )?(?:de )?(?P<first>{_DAY})(?: , {_DAY}){{0,3}} <to> (?:de )?(?P<last>{_DAY}) <month>"
        r"(?: <year>)?",
        _shared_month,
    ),
    Rule(r"(?P<first>[0-9]{1,2})-(?P<last>[0-9]{1,2}) <month>(?: <year>)?", _shared_month),
    Rule(r"<weekday> (?:de )?<nth>", _of_some_month),
    Rule(rf"{_DAY_OF_MONTH}(?:(?= $)|{_SMALL_WORD})", _of_some_month),
    Rule(after("op|tot|vanaf|voor|uiterlijk|sinds|met") + _DAY_OF_MONTH + _NO_NOUN, _of_some_month),
    Rule(r"(?:de )?<nth> (?:van )?<shift> maand|<shift_> maand (?:op )?(?:de )?<nth_>", _of_shifted_month),
    Rule(r"(?:de )?<nth> van de maand", _of_some_month),
)
