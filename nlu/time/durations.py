"""Lengths of time counted from now: "over 2 weken", "binnen 5 werkdagen", "een maand geleden", "2 weken uitstel"."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta, timezone

from knowledge.rules.calendar import AMSTERDAM, add_working_days
from nlu.time.grammar import Parts, Rule, after, before, not_after
from nlu.time.moment import DAY, ClockTime, Moment, Relation, Scene, on
from nlu.time.numbers import amount

_MINUTES = {"minuut": 1, "kwartier": 15, "uur": 60, "uren": 60}
_DAYS = {"dag": 1, "week": 7}
_MONTHS = {"maand": 1, "kwartaal": 3, "jaar": 12}


@dataclass(frozen=True)
class Length:
    """A length of time as said: a count of a unit of the grammar."""

    count: float
    unit: str

    def after(self, when: date, sign: int = 1) -> date:
        """Return the day this length after a day, or before it when `sign` is -1; for units of a day and longer."""
        if self.unit == "werkdag":
            return add_working_days(when, sign * int(self.count))
        if self.unit in _DAYS:
            return when + DAY * int(sign * self.count * _DAYS[self.unit])
        months = self.count * _MONTHS[self.unit]
        shifted = add_months(when, sign * int(months))
        return shifted + DAY * int(sign * 30 * (months % 1))


def add_months(when: date, months: int) -> date:
    """Return the same day some months on (or back), or the last day of that month if it is shorter."""
    years, month = divmod(when.year * 12 + when.month - 1 + months, 12)
    return date(years, month + 1, min(when.day, monthrange(years, month + 1)[1]))


def length(parts: Parts, suffix: str = "") -> Length:
    """Return the length that the parts `n` and `unit` (or `long`) say."""
    return Length(amount(parts["n" + suffix]), parts.get("unit") or parts["long"])


def _clock_later(scene: Scene, minutes: float, relation: Relation) -> Moment:
    # In UTC, because a local hour may be missing or double in the night the clock is moved.
    later = (scene.now.astimezone(timezone.utc) + timedelta(minutes=minutes)).astimezone(AMSTERDAM)
    return Moment(later.date(), later.date(), ClockTime(later.hour, later.minute, exact=True), relation=relation)


def _ahead(scene: Scene, parts: Parts) -> Moment:
    said = length(parts)
    relation = Relation.BY if parts.get("how", "").startswith("binnen") else Relation.AT
    if said.unit in _MINUTES:
        return _clock_later(scene, said.count * _MINUTES[said.unit], relation)
    return on(said.after(scene.today), relation)


def _within_one(scene: Scene, parts: Parts) -> Moment:
    return _ahead(scene, {**parts, "n": "een"})


def _between(scene: Scene, parts: Parts) -> Moment:
    """Read "over 2 tot 3 weken" as the days from the one to the other."""
    first, last = length(parts), length(parts, "2")
    if first.unit in _MINUTES:
        return _clock_later(scene, first.count * _MINUTES[first.unit], Relation.AT)
    return Moment(first.after(scene.today), last.after(scene.today))


def _ago(scene: Scene, parts: Parts) -> Moment:
    said = length(parts)
    if said.unit in _MINUTES:
        return _clock_later(scene, -said.count * _MINUTES[said.unit], Relation.AT)
    return on(said.after(scene.today, -1))


def _coming_stretch(scene: Scene, parts: Parts) -> Moment:
    return Moment(scene.today, length(parts).after(scene.today))


def _past_stretch(scene: Scene, parts: Parts) -> Moment:
    return Moment(length(parts).after(scene.today, -1), scene.today)


def _next_working_day(scene: Scene, _parts: Parts) -> Moment:
    return on(add_working_days(scene.today, 1))


def _last_working_day(scene: Scene, _parts: Parts) -> Moment:
    return on(add_working_days(scene.today, -1))


_ABOUT = r"(?: (?:circa|zo'n|komende|ruim|krap|dikke|kleine|goede))?"
_HOW = rf"(?P<how>over|binnen|binnen nu en)(?: de| een)?{_ABOUT}"
_ABSENT = before(
    r"(?:op |met |in )?(?:vakantie|verlof|weg|afwezig|vrij|ziek|eruit|ertussenuit|tussenuit|thuis|rust|training|cursus|"
    r"geboorteverlof|ouderschapsverlof|zwangerschapsverlof|uit de running|langer weg|"
    r"niet (?:aanwezig|bereikbaar|beschikbaar))"
)
_POSTPONED = before(
    r"uitstel|uitstellen|uitgesteld|later|verder|respijt|extra|opschuiven|verlengen|verlenging|de tijd|pauze|vooruit|"
    r"wachten|langer|op(?= [.!?,]| $)"
)

RULES = (
    Rule(rf"{_HOW} <n> (?:half )?<unit>", _ahead),
    Rule(r"na <n> <long>", _ahead),
    Rule(r"(?P<how>over|binnen) een <unit> of <n>", _ahead),
    Rule(r"(?P<how>binnen) (?:de|het) <unit>", _within_one),
    Rule(rf"{_HOW} <n> (?:tot|-|a|of) <n2> <unit>", _between),
    Rule(rf"{_HOW} (?P<n>[0-9]{{1,2}})-(?P<n2>[0-9]{{1,2}}) <unit>", _between),
    Rule(r"(?:ruim |al )?<n> <unit> geleden|<n_> <long> terug", _ago),
    Rule(r"een <long> of <n> geleden", _ago),
    Rule(r"(?:komende|volgende) <n> <long>", _coming_stretch),
    Rule(r"(?:afgelopen|laatste|vorige) <n> <long>", _past_stretch),
    Rule(r"(?P<n>[0-9]{1,3}|een) (?P<long>werkdag)", _ahead),
    Rule(r"(?:komende|volgende) werkdag", _next_working_day),
    Rule(r"(?:vorige|afgelopen) werkdag", _last_working_day),
    Rule(rf"{not_after('al')}<n> <long>{_ABSENT}", _coming_stretch),
    Rule(rf"<n> <long>{_POSTPONED}", _ahead),
    Rule(after("nog") + r"(?:circa )?<n> <long>", _ahead),
    Rule(not_after("week|dag") + r"voor <n> (?P<long>dag|week|maand)", _coming_stretch),
    Rule(after("snooze|uitstellen|uitstellen met") + "<n> <unit>", _ahead),
)
