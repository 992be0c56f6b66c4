"""Weeks, weekends, months, quarters, seasons and years as wholes, and their beginnings, middles and ends."""

from datetime import date

from knowledge.rules.calendar import add_working_days
from nlu.time.durations import add_months
from nlu.time.grammar import Parts, Rule, after, not_after
from nlu.time.lexicon import MONTHS, WEEKDAYS
from nlu.time.moment import DAY, WEEK, DayPart, Moment, Scene, on

#: How many units of time a word like "volgende" goes on or back.
SHIFT = {"vorige": -1, "afgelopen": -1, "deze": 0, "volgende": 1, "komende": 1}
_MONTHS_LONG = {"maand": 1, "kwartaal": 3, "jaar": 12}
_SEASONS = {"voorjaar": 3, "zomer": 6, "najaar": 9, "winter": 12}
_SATURDAY = DAY * 5


def month_period(year: int, month: int, months: int = 1) -> Moment:
    """Return whole months from the first of a month on."""
    start = date(year, month, 1)
    return Moment(start, add_months(start, months) - DAY)


def week_period(monday: date) -> Moment:
    """Return the ISO week that begins on this Monday."""
    return Moment(monday, monday + DAY * 6)


def unit_period(scene: Scene, unit: str, shift: int) -> Moment:
    """Return this week, month, quarter or year, or one that lies some further or back."""
    if unit == "week":
        return week_period(scene.monday + WEEK * shift)
    if unit == "weekend":
        return _weekend(scene.monday + WEEK * shift)
    if unit == "schooljaar":
        return month_period(scene.today.year - (scene.today.month < 8) + shift, 8, 12)
    months = _MONTHS_LONG[unit]
    first = (scene.today.month - 1) // months * months + 1
    start = add_months(date(scene.today.year, first, 1), shift * months)
    return month_period(start.year, start.month, months)


def year_of(parts: Parts) -> int | None:
    """Return the year that is said, if one is; a dictated "2000 26" too."""
    said = parts.get("year")
    return sum(int(word) for word in said.split()) if said else None


def named_month(scene: Scene, parts: Parts) -> Moment | None:
    """Return a month by its name: of the year said, else the next to come, or the last begun when looking back."""
    number, year = MONTHS.index(parts["month"]) + 1, year_of(parts)
    if year:
        return month_period(year, number)
    scene = scene.looking(back=scene.back or parts.get("shift") in {"vorige", "afgelopen"})
    return scene.nearest([month_period(scene.today.year + ahead, number) for ahead in (-1, 0, 1)])


def _weekend(monday: date) -> Moment:
    return Moment(monday + _SATURDAY, monday + DAY * 6)


def _shifted(scene: Scene, parts: Parts) -> Moment:
    shift = SHIFT[parts["shift"]]
    period = unit_period(scene, parts["unit"], shift)
    return Moment(period.start, period.end, whole=True)


def _shifted_weekend(scene: Scene, parts: Parts) -> Moment:
    said, midweek = parts.get("shift"), scene.today < scene.monday + _SATURDAY
    # On a working day the coming weekend is the one of this week; in a weekend it is the next.
    shift = SHIFT[said] if said and not (said == "komende" and midweek) else 0
    if scene.back and not said and midweek:
        shift = -1
    return _weekend(scene.monday + WEEK * shift)


def _this_week(scene: Scene, _parts: Parts) -> Moment:
    return unit_period(scene, "week", 0)


def _next_school_year(scene: Scene, _parts: Parts) -> Moment:
    return unit_period(scene, "schooljaar", 1)


def _numbered_week(scene: Scene, parts: Parts) -> Moment | None:
    year = year_of(parts)
    if year:
        return week_period(date.fromisocalendar(year, int(parts["week"]), 1))
    return scene.nearest(_weeks_numbered(scene, int(parts["week"])))


def _weeks_numbered(scene: Scene, number: int) -> list[Moment]:
    """Return the weeks of that number around now; week 53 is not in every year."""
    years = range(scene.today.year - 6, scene.today.year + 7)
    having = [year for year in years if number <= date(year, 12, 28).isocalendar().week]
    return [week_period(date.fromisocalendar(year, number, 1)) for year in having]


def _numbered_weeks(scene: Scene, parts: Parts) -> Moment | None:
    first = _numbered_week(scene, parts)
    if first is None or first.start is None:
        return None
    last = _numbered_week(scene.standing_at(first.start), {"week": parts["week2"]})
    return Moment(first.start, last.end) if last else None


def _day_of_numbered_week(scene: Scene, parts: Parts) -> Moment | None:
    week = _numbered_week(scene, parts)
    return on(week.start + DAY * WEEKDAYS.index(parts["weekday"])) if week and week.start else None


def _quarter(scene: Scene, parts: Parts) -> Moment | None:
    month, year = int(parts["quarter"]) * 3 - 2, year_of(parts)
    if year:
        return month_period(year, month, 3)
    return scene.nearest([month_period(scene.today.year + ahead, month, 3) for ahead in (-1, 0, 1)])


def _season(scene: Scene, parts: Parts) -> Moment | None:
    month, year = _SEASONS[parts["season"]], scene.today.year
    shift = {"vorige": -1, "afgelopen": -1, "volgende": 1}.get(parts.get("shift", ""), 0)
    seasons = [month_period(year + ahead, month, 3) for ahead in range(-2, 4)]
    nearest = scene.looking(back=scene.back or shift < 0).nearest(seasons)
    if nearest is None or shift < 1 or scene.today.month < month:
        return nearest
    return seasons[seasons.index(nearest) + (nearest.start is not None and nearest.start <= scene.today)]


def _season_of_year(_scene: Scene, parts: Parts) -> Moment | None:
    year = year_of(parts)
    return month_period(year, _SEASONS[parts["season"]], 3) if year else None


def _year(_scene: Scene, parts: Parts) -> Moment | None:
    year = year_of(parts)
    return month_period(year, 1, 12) if year else None


def _of(scene: Scene, parts: Parts) -> tuple[str, date, date]:
    """Return the period of which an edge is said ("begin", "eind"): its unit, first and last day."""
    unit, period = _period_said(scene, parts)
    if period is None or period.start is None or period.end is None:
        raise ValueError("no such period")
    return unit, period.start, period.end


def _period_said(scene: Scene, parts: Parts) -> tuple[str, Moment | None]:
    if "week" in parts:
        return "week", _numbered_week(scene, parts)
    if "month" in parts:
        return "maand", named_month(scene, parts)
    if "year" in parts:
        return "jaar", _year(scene, parts)
    unit = parts["unit"]
    return unit, unit_period(scene, unit, SHIFT[parts.get("shift", "deze")])


def _edge(scene: Scene, parts: Parts) -> Moment:
    return _EDGES[parts["edge"]](*_of(scene, parts))


def _beginning(unit: str, start: date, _end: date) -> Moment:
    """Return the first ten days of a month, and in the same spirit of the other units."""
    lengths = {"week": DAY, "maand": DAY * 9}
    last = start + lengths[unit] if unit in lengths else add_months(start, 1) - DAY
    return Moment(start, last, whole=True)


def _middle(unit: str, start: date, end: date) -> Moment:
    """Return the fifteenth of a month, the Wednesday of a week, the day halfway of the longer units."""
    days = {"week": DAY * 2, "maand": DAY * 14}
    return on(start + (days[unit] if unit in days else (end - start) / 2))


def _ending(unit: str, _start: date, end: date) -> Moment:
    """Return the last day; of a week the Friday, on which the people who say it stop working."""
    return on(end - DAY * 2 if unit == "week" else end)


_EDGES = {"begin": _beginning, "half": _middle, "midden": _middle, "eind": _ending}


def _edge_of_day(_scene: Scene, parts: Parts) -> Moment:
    """Read "eind van de middag"; the end of a day is one too."""
    return Moment(part=DayPart(parts.get("part", DayPart.AFTERNOON.value)))


def _half_year(scene: Scene, parts: Parts) -> Moment:
    start = date(year_of(parts) or scene.today.year, 1 if parts["half"] == "1" else 7, 1)
    return month_period(start.year, start.month, 6)


def _half_month(scene: Scene, parts: Parts) -> Moment:
    _, start, end = _of(scene, parts)
    fifteenth = start + DAY * 14
    return Moment(start, fifteenth) if parts["half"] == "1" else Moment(fifteenth + DAY, end)


def _week_of_month(scene: Scene, parts: Parts) -> Moment:
    """Read "eerste week van december" as its first seven days, the last week as its last seven."""
    _, start, end = _of(scene, parts)
    if parts["which"] == "laatste":
        return Moment(end - DAY * 6, end)
    start += WEEK * (int(parts["which"][0]) - 1)
    return Moment(start, start + DAY * 6)


def _weekday_of_month(scene: Scene, parts: Parts) -> Moment:
    _, start, end = _of(scene, parts)
    number = WEEKDAYS.index(parts["weekday"])
    if parts["which"] == "laatste":
        return on(end - DAY * ((end.weekday() - number) % 7))
    first = start + DAY * ((number - start.weekday()) % 7)
    return on(first + WEEK * (int(parts["which"][0]) - 1))


def _outer_day_of_month(scene: Scene, parts: Parts) -> Moment:
    """Read "laatste dag van de maand" and "eerste werkdag van januari"."""
    _, start, end = _of(scene, parts)
    last = parts["which"] == "laatste"
    if parts["kind"] == "dag":
        return on(end if last else start)
    return on(add_working_days(end + DAY, -1) if last else add_working_days(start - DAY, 1))


_NO_WISH = not_after("goed|fijn|prettig|lekker|leuk|mooi|een|mijn|bijna|elke|fijne")
_YEAR_LEAD = after(
    "in|sinds|vanaf|over|van|tot|uit|jaar|jaarcijfers|cijfers|statistiek|schema|heel|vergaderschema|overzicht|"
    "rapportage|jaarverslag|mdo"
)
_VAN = r"(?:van |in )?(?:de |het )?"
_OF_MONTH = rf"(?:{_VAN}(?:<shift> )?(?P<unit>maand)|{_VAN}<month>(?: <year>)?)"

RULES = (
    Rule(r"<shift> (?:hele )?(?P<unit>week|maand|kwartaal|jaar|schooljaar)", _shifted),
    Rule(r"van de week", _this_week),
    Rule(r"(?:het )?nieuwe schooljaar", _next_school_year),
    Rule(rf"{_NO_WISH}(?:<shift> )?weekend", _shifted_weekend),
    Rule(not_after("per|een|elke") + r"week <week>(?: (?:van )?<year>)?", _numbered_week),
    Rule(r"week <week> (?:-|en|tot|tot en met) (?:week )?<week2>", _numbered_weeks),
    Rule(r"week <week>-<week2>", _numbered_weeks),
    Rule(r"<weekday> (?:in |van )?week <week>", _day_of_numbered_week),
    Rule(r"week <week> (?:op )?<weekday>", _day_of_numbered_week),
    Rule(r"q(?P<quarter>[1-4])(?: (?:van |- )?<year>)?", _quarter),
    Rule(r"(?P<quarter>[1-4])d?e kwartaal(?: (?:van )?<year>)?", _quarter),
    Rule(r"(?:<shift> )?<month>(?: (?:van )?<year>)?", named_month),
    Rule(r"(?:<shift>|de|het|in) (?P<season>voorjaar|zomer|najaar|winter)", _season),
    Rule(r"(?:(?:de|het) )?(?P<season>voorjaar|zomer|najaar|winter) (?:van )?<year>", _season_of_year),
    Rule(rf"{_YEAR_LEAD}<year>", _year),
    Rule(rf"(?P<edge>begin|half|midden|eind) {_VAN}<month>(?: <year>)?", _edge),
    Rule(rf"(?P<edge>begin|midden|eind) {_VAN}(?:<shift> )?(?P<unit>week|maand|kwartaal|jaar|schooljaar)", _edge),
    Rule(rf"(?P<edge>begin|midden|eind) {_VAN}week <week>(?: <year>)?", _edge),
    Rule(r"(?P<edge>half) <shift> (?P<unit>maand)", _edge),
    Rule(r"(?P<edge>begin|midden|eind) (?:van )?<year>", _edge),
    Rule(rf"(?:begin|midden|eind) {_VAN}<part>|eind {_VAN}dag", _edge_of_day),
    Rule(r"(?P<half>[12])d?e (?:helft van (?:het |dit |deze )?jaar|half jaar)(?: (?:van )?<year>)?", _half_year),
    Rule(rf"(?P<half>[12])d?e helft {_OF_MONTH}", _half_month),
    Rule(rf"(?P<which>[1-4]d?e|laatste) week {_OF_MONTH}", _week_of_month),
    Rule(rf"(?P<which>[1-5]d?e|laatste) <weekday> {_OF_MONTH}", _weekday_of_month),
    Rule(rf"(?P<which>1d?e|laatste) (?P<kind>dag|werkdag) {_OF_MONTH}", _outer_day_of_month),
)
