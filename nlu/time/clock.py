"""Times of day and parts of the day: "half drie", "kwart over 2", "om 12.15", "14u30", "'s ochtends"."""

from dataclasses import replace

from nlu.time.grammar import Parts, Rule, after, not_after, not_before
from nlu.time.lexicon import MONTHS
from nlu.time.moment import ClockTime, DayPart, Moment, Scene


def _clock(hour: int, minute: int = 0, *, exact: bool = False, weak: bool = False) -> Moment | None:
    if not (0 <= hour <= 24 and 0 <= minute < 60):
        return None
    return Moment(clock=ClockTime(hour % 24, minute, exact or hour > 12 or hour == 0), weak=weak)


def _number(said: str) -> int:
    return 1 if said == "een" else int(said)


def _hour(_scene: Scene, parts: Parts) -> Moment | None:
    return _until(_clock(_number(parts["hour"]), int(parts.get("minute", 0))), parts)


def _digital(_scene: Scene, parts: Parts, *, weak: bool = False) -> Moment | None:
    hour, minute = parts["clock"].replace(".", ":").split(":")
    # "07:15" and "7.15" are read off a clock, "3.15" is said between people.
    exact = hour.startswith("0") or int(hour) >= 7
    return _until(_clock(int(hour), int(minute), exact=exact, weak=weak), parts)


def _until(moment: Moment | None, parts: Parts) -> Moment | None:
    """Add the end of a stretch ("tussen 10 en 12"): it is over when that hour is."""
    if moment is None or moment.clock is None or "hour2" not in parts:
        return moment
    return replace(moment, clock=replace(moment.clock, last_hour=int(parts["hour2"])))


def _weak_digital(scene: Scene, parts: Parts) -> Moment | None:
    return _digital(scene, parts, weak=True)


def _weak_hour(_scene: Scene, parts: Parts) -> Moment | None:
    return _until(_clock(_number(parts["hour"]), weak=True), parts)


def _half(_scene: Scene, parts: Parts) -> Moment | None:
    return _relative(_number(parts["hour"]), -30)


def _quarter(_scene: Scene, parts: Parts) -> Moment | None:
    return _relative(_number(parts["hour"]), 15 if parts["side"] == "over" else -15)


def _minutes(_scene: Scene, parts: Parts) -> Moment | None:
    minutes = int(parts["minutes"])
    signed = minutes if parts["side"] == "over" else -minutes
    return _relative(_number(parts["hour"]), signed - (30 if "half" in parts else 0))


def _relative(hour: int, minutes: int) -> Moment | None:
    if not 1 <= hour <= 24:
        return None
    total = hour * 60 + minutes
    hours, minute = divmod(total, 60)
    return _clock(hours or 12, minute)


def _part(scene: Scene, parts: Parts) -> Moment:
    """Read a part of the day; alone it says something only as "deze middag" or "in de middag", else it is a habit."""
    day = scene.today if parts.get("lead") == "deze " else None
    return Moment(day, day, part=DayPart(parts["part"]), weak=not _is_moment(parts))


def _early(_scene: Scene, _parts: Parts) -> Moment:
    return Moment(part=DayPart.MORNING, weak=True)


def _around_noon(_scene: Scene, _parts: Parts) -> Moment:
    return Moment(part=DayPart.AFTERNOON, weak=True)


def _is_moment(parts: Parts) -> bool:
    by_day = parts["part"] in {DayPart.MORNING.value, DayPart.AFTERNOON.value}
    return parts.get("lead") == "deze " or (parts.get("lead") == "in de " and by_day)


_AT = r"(?:(?:om|rond|klokslag|om circa|om een uur of|rond een uur of|zo rond|stipt om)(?: circa)? )"
_ON_THE_DIAL = r"(?P<hour>[1-9]|1[0-2]|een)(?: uur)?"
_DIGITS = r"[0-9]{1,2}[:.][0-9]{2}"
# Hours of help and the like are an amount, not a time of day.
_NO_AMOUNT_BEFORE = not_after(
    "over|binnen|al|per|krijgt|duurt|duurde|maximaal|max|hooguit|ruim|totaal|elke|heeft|minimaal|indicatie|kost|kostte"
)
_NO_AMOUNT_AFTER = not_before(
    "per|hulp|begeleiding|zorg|lang|huishoudelijke|ondersteuning|geleden|durend|thuiszorg|dagbesteding|wmo|indicatie|"
    "week|in de week|huishoudhulp|hh|bh|jeugdhulp|later|les|werk|werken|rijden|reizen|slaap|aan een stuk|tijd|nodig|"
    "beschikt|toegekend|ambulante|individuele|poetshulp|x|extra|persoonlijke|reistijd|uitstel|wachten|gewacht"
)
_NOT_COUNTED = not_before(
    "kinderen|jongeren|gezinnen|personen|mensen|redenen|casussen|keer|zaken|dingen|meldingen|dag|week|maand|jaar|jr|"
    "verwijzingen|x|euro|procent|%|kids|jongens|meisjes|-|/|tot|volwassenen|zussen|broers|partijen|organisaties|"
    "minuut|werkdag|kwartier|" + "|".join(MONTHS)
)

RULES = (
    Rule(
        rf"{_NO_AMOUNT_BEFORE}{_AT}?<hour> uur(?: (?P<minute>[0-5]?[05])(?= (?!minuut|uur|week|dag)))?"
        rf"{_NO_AMOUNT_AFTER}",
        _hour,
    ),
    Rule(rf"{_AT}(?P<clock>{_DIGITS})(?: uur)?", _digital),
    Rule(r"(?P<clock>[0-9]{1,2}:[0-9]{2})(?: uur)?|(?P<clock_>[0-9]{1,2}\.[0-9]{2}) uur", _digital),
    Rule(r"(?P<clock>[0-9]{1,2}\.[0-9]{2})" + not_before("euro|%|procent"), _weak_digital),
    Rule(rf"{not_after('gaat|ging|draait|vraagt|gaan')}om <hour>{_NOT_COUNTED}", _hour),
    Rule(r"om (?P<hour>een) uur", _hour),
    Rule(rf"{_AT}?een uur of <hour>{_NOT_COUNTED}", _hour),
    Rule(rf"{_AT}?half {_ON_THE_DIAL}{_NOT_COUNTED}", _half),
    Rule(rf"{_AT}?kwart (?P<side>over|voor) {_ON_THE_DIAL}{_NOT_COUNTED}", _quarter),
    Rule(
        rf"{_AT}?(?P<minutes>5|10|15|20|25)(?: minuut)? (?P<side>over|voor) (?P<half>half )?"
        rf"{_ON_THE_DIAL}{_NOT_COUNTED}",
        _minutes,
    ),
    Rule(rf"(?:tussen |van |{_AT})?<hour> (?:uur )?<to> <hour2> uur{_NO_AMOUNT_AFTER}", _hour),
    Rule(r"(?:tussen |van )?<hour>-(?P<hour2>[0-9]{1,2}) uur", _hour),
    Rule(rf"(?:tussen|van) <hour> <to> <hour2>{_NOT_COUNTED}", _weak_hour),
    Rule(r"(?P<hour>[0-9]{1,2})-(?P<hour2>[0-9]{1,2})", _weak_hour),
    Rule(rf"(?:tussen |van )?(?P<clock>{_DIGITS}) (?:uur )?<to> <hour2>[:.][0-9]{{2}}(?: uur)?", _digital),
    Rule(rf"(?:tussen|van) (?P<clock>{_DIGITS}) <to> <hour2>(?: uur)?", _digital),
    Rule(r"(?P<lead>'s |s |in de |op de |deze |vroeg in de |laat in de )?<part>", _part),
    Rule(after("morgen") + "vroeg", _early),
    Rule("tussen de middag", _around_noon),
)
