"""Feasts and school holidays by name."""

from collections.abc import Callable
from datetime import date, timedelta

from knowledge.rules.calendar import SchoolHoliday, easter_sunday, school_holiday
from nlu.time.grammar import Parts, Rule, after, not_after
from nlu.time.moment import DAY, WEEK, Moment, Scene, on

Feast = Callable[[int], Moment]


def _fixed(month: int, day: int, days: int = 1) -> Feast:
    def feast(year: int) -> Moment:
        start = date(year, month, day)
        return Moment(start, start + DAY * (days - 1))

    return feast


def _after_easter(offset: int, days: int = 1) -> Feast:
    def feast(year: int) -> Moment:
        start = easter_sunday(year) + timedelta(days=offset)
        return Moment(start, start + DAY * (days - 1))

    return feast


def _nth_weekday(month: int, weekday: int, nth: int) -> Feast:
    def feast(year: int) -> Moment:
        first = date(year, month, 1)
        return on(first + DAY * ((weekday - first.weekday()) % 7) + WEEK * (nth - 1))

    return feast


def _kings_day(year: int) -> Moment:
    day = date(year, 4, 27)
    return on(day - DAY if day.weekday() == 6 else day)


_FEASTS: dict[str, Feast] = {
    "kerst": _fixed(12, 25, days=2),
    "kerstavond": _fixed(12, 24),
    "nieuwjaar": _fixed(1, 1),
    "oudejaarsdag": _fixed(12, 31),
    "oud en nieuw": _fixed(12, 31, days=2),
    "sinterklaas": _fixed(12, 5),
    "koningsdag": _kings_day,
    "dodenherdenking": _fixed(5, 4),
    "bevrijdingsdag": _fixed(5, 5),
    "driekoningen": _fixed(1, 6),
    "dierendag": _fixed(10, 4),
    "allerheiligen": _fixed(11, 1),
    "wapenstilstand": _fixed(11, 11),
    "carnaval": _after_easter(-49, days=3),
    "goede vrijdag": _after_easter(-2),
    "pasen": _after_easter(0, days=2),
    "paasmaandag": _after_easter(1),
    "pinkstermaandag": _after_easter(50),
    "paasweekend": _after_easter(-1, days=3),
    "hemelvaart": _after_easter(39),
    "hemelvaartweekend": _after_easter(39, days=4),
    "pinksteren": _after_easter(49, days=2),
    "pinksterweekend": _after_easter(48, days=3),
    "moederdag": _nth_weekday(5, weekday=6, nth=2),
    "vaderdag": _nth_weekday(6, weekday=6, nth=3),
    "prinsjesdag": _nth_weekday(9, weekday=1, nth=3),
}
_NUMBERED: dict[str, Feast] = {
    "kerstdag": _fixed(12, 25),
    "paasdag": _after_easter(0),
    "pinksterdag": _after_easter(49),
}
_SCHOOL = tuple(holiday.value for holiday in SchoolHoliday)


def _around(scene: Scene, feast: Feast, parts: Parts) -> Moment | None:
    if "year" in parts:
        return feast(int(parts["year"]))
    back = scene.back or parts.get("shift") in {"vorige", "afgelopen"}
    return scene.looking(back=back).nearest([feast(scene.today.year + ahead) for ahead in (-1, 0, 1)])


def _feast(scene: Scene, parts: Parts) -> Moment | None:
    return _around(scene, _FEASTS[parts["name"]], parts)


def _numbered(scene: Scene, parts: Parts) -> Moment | None:
    whole = _around(scene, _NUMBERED[parts["name"]], parts)
    return on(whole.start + DAY * (int(parts["nth"][0]) - 1)) if whole and whole.start else None


def _school(scene: Scene, parts: Parts) -> Moment | None:
    return _nearest_school(scene, (SchoolHoliday(parts["name"]),), parts)


def _any_school(scene: Scene, parts: Parts) -> Moment | None:
    """Read "na de vakantie": the school holiday that is on or comes first."""
    return _nearest_school(scene, tuple(SchoolHoliday), parts)


def _nearest_school(scene: Scene, kinds: tuple[SchoolHoliday, ...], parts: Parts) -> Moment | None:
    years = range(scene.today.year - 1, scene.today.year + 2)
    found = [school_holiday(kind, year, scene.region) for kind in kinds for year in years]
    periods = sorted((one.start, one.end) for one in found if one)
    back = scene.back or parts.get("shift") in {"vorige", "afgelopen"}
    return scene.looking(back=back).nearest([Moment(start, end) for start, end in periods])


_NOT_WISHED = not_after("fijne|prettige|prettig|goede|zalig|vrolijk|gelukkig")

RULES = (
    Rule(
        rf"{_NOT_WISHED}(?:(?P<shift>komende|vorige|afgelopen) )?(?P<name>{'|'.join(_FEASTS)})"
        r"(?: (?:van )?(?P<year>20[0-9]{2}))?",
        _feast,
    ),
    Rule(rf"(?P<nth>[12]d?e) (?P<name>{'|'.join(_NUMBERED)})", _numbered),
    Rule(rf"{_NOT_WISHED}(?:<shift> )?(?P<name>{'|'.join(_SCHOOL)})", _school),
    Rule(after("na de|voor de|tot de|in de|sinds de") + "vakantie", _any_school),
)
