"""Single days by their name: weekdays, and today with its neighbours."""

from datetime import timedelta

from nlu.time.grammar import Parts, Rule, not_after
from nlu.time.lexicon import WEEKDAYS
from nlu.time.moment import DAY, WEEK, Moment, Scene, on
from nlu.time.numbers import amount

_NAMED = {"eergisteren": -2, "gisteren": -1, "vandaag": 0, "morgen": 1, "overmorgen": 2}
_WEEK_SHIFT = {"deze": 0, "volgende": 1, "komende": 1, "vorige": -1, "afgelopen": -1}


def _weekday_number(parts: Parts) -> int:
    return WEEKDAYS.index(parts["weekday"])


def _named(scene: Scene, parts: Parts) -> Moment:
    return on(scene.today + DAY * _NAMED[parts["name"]])


def _weekday(scene: Scene, parts: Parts) -> Moment:
    return on(scene.weekday(_weekday_number(parts)))


def _coming(scene: Scene, parts: Parts) -> Moment:
    return on(scene.looking(back=False).weekday(_weekday_number(parts)))


def _past(scene: Scene, parts: Parts) -> Moment:
    return on(scene.looking(back=True).weekday(_weekday_number(parts)))


def _of_shifted_week(scene: Scene, parts: Parts) -> Moment:
    return on(scene.monday + WEEK * _WEEK_SHIFT[parts["shift"]] + DAY * _weekday_number(parts))


def _of_next_week(scene: Scene, parts: Parts) -> Moment:
    return on(scene.monday + WEEK + DAY * _weekday_number(parts))


def _weekday_and_weeks(scene: Scene, parts: Parts) -> Moment:
    """Read "dinsdag over een week": that many weeks after the coming Tuesday."""
    return on(scene.weekday(_weekday_number(parts)) + _weeks(parts))


def _named_and_weeks(scene: Scene, parts: Parts) -> Moment:
    return on(scene.today + DAY * _NAMED[parts["name"]] + _weeks(parts))


def _weeks_and_weekday(scene: Scene, parts: Parts) -> Moment:
    """Read "over twee weken op dinsdag": that weekday of the week in which one then is."""
    return on(scene.monday + _weeks(parts) + DAY * _weekday_number(parts))


def _weeks(parts: Parts) -> timedelta:
    count = int(amount(parts["n"]))
    return DAY * count if parts["unit"] == "dag" else WEEK * count


_AHEAD = r"over (?:(?P<n>een|[0-9]{1,2}) (?P<unit>week)|(?P<n_>7|14|21) (?P<unit_>dag))"

RULES = (
    Rule(rf"{not_after('goede|goeie|goeden|guten')}(?P<name>eergisteren|gisteren|vandaag|morgen|overmorgen)", _named),
    Rule(not_after("elke") + r"(?:deze )?<weekday>", _weekday),
    Rule(r"komende <weekday>|<weekday_> komende", _coming),
    Rule(r"volgende <weekday>", _of_next_week),
    Rule(r"(?:vorige|afgelopen) <weekday>|<weekday_> afgelopen", _past),
    Rule(r"<shift> week (?:op )?<weekday>|<weekday_> (?:van |in )?(?:de )?<shift_> week", _of_shifted_week),
    Rule(rf"<weekday> {_AHEAD}", _weekday_and_weeks),
    Rule(rf"(?P<name>vandaag|morgen) {_AHEAD}", _named_and_weeks),
    Rule(rf"{_AHEAD} (?:, )?(?:op )?<weekday>", _weeks_and_weekday),
)
