"""What is said to people: every text lives in `domain/`, as a response of Rasa's domain, one file per capability.

`say("circle_none", code="QX-4T9")` gives the response `utter_circle_none`. Where a response has variants the first
is taken: an assistant for work says the same thing the same way.
"""

from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from knowledge.rules.calendar import AMSTERDAM

DOMAIN = Path(__file__).resolve().parent.parent / "domain"

#: A list shows this many, then "en nog 3".
LIST_LIMIT = 4


@lru_cache(maxsize=1)
def _catalogue() -> dict[str, str]:
    texts: dict[str, str] = {}
    for path in sorted(DOMAIN.rglob("*.yml")):
        content = yaml.load(path.read_text(encoding="utf8"), _Loader)  # noqa: S506 (a safe loader, in C where it can)
        responses = (content or {}).get("responses") or {}
        texts.update({name: str(variants[0]["text"]) for name, variants in responses.items()})
    return texts


_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def say(key: str, **params: Any) -> str:
    """Return the text `utter_<key>` with `params` filled in. Raises KeyError for a text that is not there."""
    return _catalogue()[f"utter_{key}"].format(**params)


def knows(key: str) -> bool:
    """Tell whether there is a text `utter_<key>`."""
    return f"utter_{key}" in _catalogue()


def listed(lines: list[str], *, whole: bool = False) -> str:
    """Return at most four lines as a list, then how many more there are; or the whole of it."""
    limit = len(lines) if whole else LIST_LIMIT
    shown = [f"• {line}" for line in lines[:limit]]
    more = len(lines) - limit
    return "\n".join([*shown, say("list_more", count=more)] if more > 0 else shown)


def label(kind: str, code: object) -> str:
    """Return the Dutch label of a code, e.g. `label("state", "waiting")`."""
    return say(f"label_{kind}_{getattr(code, 'value', code)}")


_WEEKDAYS = ("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag")
_MONTHS = (
    *("januari", "februari", "maart", "april", "mei", "juni"),
    *("juli", "augustus", "september", "oktober", "november", "december"),
)


def spoken_day(day: date) -> str:
    """Return a day as it is said: "woensdag 25 november"; the year is left out."""
    return f"{_WEEKDAYS[day.weekday()]} {day.day} {_MONTHS[day.month - 1]}"


def spoken_moment(moment: datetime) -> str:
    """Return a moment (aware, any zone) as it is said locally: "woensdag 25 november om 10.00 uur"."""
    local = moment.astimezone(AMSTERDAM)
    return f"{spoken_day(local.date())} om {local.hour}.{local.minute:02d} uur"
