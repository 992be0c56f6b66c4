"""Reading the time expressions of a message, and choosing the one that matters."""

from datetime import date, datetime

from knowledge.rules.calendar import AMSTERDAM, DEFAULT_REGION, Region
from nlu.time.canon import Canon, canonical
from nlu.time.choice import choose
from nlu.time.moment import DAY, Moment, Relation, Scene
from nlu.time.reading import TimeReading
from nlu.time.spans import Span, spans


def find_times(text: str, now: datetime, region: Region = DEFAULT_REGION) -> list[TimeReading]:
    """Return every time expression of a message, in order.

    `now` is the moment of writing; without a time zone it is local to Europe/Amsterdam. Never raises on any text.
    """
    scene, canon = _scene(now, region), canonical(text)
    return [_reading(text, canon, span, scene) for span in spans(canon.text, scene)]


def read_time(text: str, now: datetime, region: Region = DEFAULT_REGION) -> TimeReading | None:
    """Return the one moment of a message that matters, or None where it names none.

    A deadline goes before another day to come, that before a bare time of day, and the past comes last; what is
    taken back ("niet maandag maar dinsdag") yields. `now` is as for `find_times`.
    """
    scene, canon = _scene(now, region), canonical(text)
    chosen = choose(canon.text, spans(canon.text, scene), scene.today)
    return _reading(text, canon, chosen, scene) if chosen else None


def _scene(now: datetime, region: Region) -> Scene:
    local = now.replace(tzinfo=AMSTERDAM) if now.tzinfo is None else now.astimezone(AMSTERDAM)
    return Scene(local, region=region)


def _reading(text: str, canon: Canon, span: Span, scene: Scene) -> TimeReading:
    moment = span.moment
    clock = moment.clock.resolve(moment.part) if moment.clock else None
    start = moment.start or _day_of_clock(moment, scene)
    first, last = canon.span(span.start, span.end)
    return TimeReading(text[first:last], start, moment.end or start, clock, (first, last), moment.relation, moment.part)


def _day_of_clock(moment: Moment, scene: Scene) -> date:
    """Return today for a time of day that is still to come or looked back on, else tomorrow."""
    if moment.relation is Relation.SINCE:
        return scene.today
    if moment.clock:
        passed = moment.clock.is_over(moment.part, scene.now.time())
    else:
        passed = moment.part is not None and scene.now.hour >= moment.part.ends
    return scene.today + DAY if passed else scene.today
