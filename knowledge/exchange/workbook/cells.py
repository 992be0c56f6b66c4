"""Reads one cell: from what Excel or a person's typing makes of it to the value meant, or a BadCell that helps."""

import re
from collections.abc import Callable
from datetime import date, datetime, time
from typing import Any

from knowledge.exchange.workbook.faults import BadCell, listed, suggestion

Parser = Callable[[Any], Any]

#: Typed in an optional cell, it empties what is known; an empty cell leaves it as it is.
CLEAR = "-"

WEEKDAYS = ("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag")

_SLUG = re.compile(r"[a-z0-9][a-z0-9-]{0,63}")
_MAIL = re.compile(r"[^@\s,;<>]+@[^@\s,;<>.]+(\.[^@\s,;<>.]+)+")
#: Dutch (10 digits), service numbers (0800, 0900), short numbers (14 0xx, 0-less), and abroad with a plus.
_PHONE = re.compile(r"0\d{9}|0[89]0\d\d{4}(\d{3})?|1\d{2,5}|(\+|00)[1-9]\d{6,13}")
_TIME = re.compile(r"(\d{1,2})(?:[:.](\d{2}))?(?:\s*(?:uur|u))?")
_DUTCH_DATE = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})")
_SPAN = re.compile(r"\s*(?:-|–|t/m|tot en met)\s*")


def plain(value: Any) -> str:
    """Return any cell as text, as the person sees it."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, datetime):
        return value.strftime("%d-%m-%Y")
    return " ".join(str(value).split())


def text(longest: int) -> Parser:
    """Read text of at most `longest` characters."""

    def parse(value: Any) -> str:
        if isinstance(value, (bool, datetime, time)):
            raise BadCell(f"hier hoort tekst, geen {'datum of tijd' if not isinstance(value, bool) else 'ja/nee'}.")
        read = plain(value)
        if len(read) > longest:
            raise BadCell(f"{len(read)} tekens is te lang; het mag tot {longest} tekens.")
        return read

    return parse


def slug(value: Any) -> str:
    """Read a code: what the rest of the workbook refers to."""
    read = plain(value)
    if not _SLUG.fullmatch(read):
        raise BadCell(f"‘{read}’ is geen code; gebruik kleine letters, cijfers en streepjes, bijvoorbeeld ‘team-oost’.")
    return read


def mail(value: Any) -> str:
    """Read an e-mail address, in lower case."""
    read = plain(value)
    if not _MAIL.fullmatch(read) or len(read) > 200:
        raise BadCell(f"‘{read}’ is geen e-mailadres; verwacht bijvoorbeeld naam@organisatie.nl.")
    return read.lower()


def phone(value: Any) -> str:
    """Read a phone number as it was written. One that Excel took for a number has lost its zero."""
    if isinstance(value, (int, float)) and not isinstance(value, bool) and len(plain(value)) > 6:
        raise BadCell(f"‘{plain(value)}’ staat als getal, daardoor is de nul vooraan weg; maak van de cel Tekst.")
    read = plain(value)
    if not _PHONE.fullmatch(re.sub(r"[\s()./-]", "", read)):
        raise BadCell(f"‘{read}’ is geen telefoonnummer; een Nederlands nummer heeft tien cijfers, met de 0 vooraan.")
    return read


def yes_no(value: Any) -> bool:
    """Read ja or nee."""
    read = {"true": "ja", "false": "nee", "j": "ja", "n": "nee"}.get(plain(value).casefold(), plain(value).casefold())
    if read not in ("ja", "nee"):
        raise BadCell(f"‘{plain(value)}’ begrijpen we niet; het mag ja of nee zijn.")
    return read == "ja"


def choice(labels: dict[str, Any]) -> Parser:
    """Read one of a list of labels, in any case."""
    by_folded = {label.casefold(): meant for label, meant in labels.items()}

    def parse(value: Any) -> Any:
        read = plain(value)
        if read.casefold() not in by_folded:
            near = suggestion(read, list(labels))
            raise BadCell(f"‘{read}’ kennen we niet.{near} Het mag zijn: {listed(list(labels))}.")
        return by_folded[read.casefold()]

    return parse


def day(value: Any) -> date:
    """Read a date: an Excel date, 31-12-2026 or 2026-12-31."""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    read = plain(value)
    dutch = _DUTCH_DATE.fullmatch(read)
    try:
        return date(int(dutch[3]), int(dutch[2]), int(dutch[1])) if dutch else date.fromisoformat(read)
    except ValueError:
        raise BadCell(f"‘{read}’ is geen datum; verwacht bijvoorbeeld 31-12-2026.") from None


def clock(value: Any) -> time:
    """Read a time of day, in minutes: an Excel time, 8:30, 08.30 or 17 uur."""
    if isinstance(value, time):
        return value.replace(second=0, microsecond=0)
    read = plain(value)
    found = _TIME.fullmatch(read.casefold())
    try:
        if found and not isinstance(value, float):
            return time(int(found[1]), int(found[2] or 0))
    except ValueError:
        pass
    raise BadCell(f"‘{read}’ is geen tijd; verwacht bijvoorbeeld 8:30, van 0:00 tot en met 23:59.")


def clocks(value: Any) -> str:
    """Read times of day, as the text in which they are kept: "08:30,12:30"."""
    parts = [value] if isinstance(value, time) else re.split(r"[,;]", plain(value))
    return ",".join(sorted({f"{clock(part):%H:%M}" for part in parts}))


def weekday(value: Any) -> int:
    """Read a day of the week, Monday is 0: maandag, ma or ma."""
    read = plain(value).casefold().rstrip(".")
    for number, name in enumerate(WEEKDAYS):
        if read in (name, name[:2]):
            return number
    raise BadCell(f"‘{plain(value)}’ is geen dag van de week; het mag zijn: {listed(list(WEEKDAYS))}.")


def weekdays(value: Any) -> tuple[int, ...]:
    """Read days of the week: "di", "di, do", "ma t/m vr", "za-zo"."""
    found: set[int] = set()
    for part in re.split(r"\s*(?:,|;|\ben\b(?! met))\s*", plain(value).casefold()):
        first, *rest = [weekday(name) for name in _SPAN.split(part)]
        if len(rest) > 1:
            raise BadCell(f"‘{plain(value)}’ begrijpen we niet; verwacht bijvoorbeeld ‘ma t/m vr’ of ‘di, do’.")
        ahead = ((rest[0] if rest else first) - first) % 7
        found |= {(first + step) % 7 for step in range(ahead + 1)}
    return tuple(sorted(found))


def words(value: Any) -> list[str]:
    """Read a list, separated by semicolons or commas, without doubles."""
    parts = (part.strip() for part in re.split(r"[;,]", plain(value)))
    return list(dict.fromkeys(part for part in parts if part))


def number(lowest: int, highest: int) -> Parser:
    """Read a whole number."""

    def parse(value: Any) -> int:
        read = plain(value)
        if not re.fullmatch(r"\d{1,9}", read) or not lowest <= int(read) <= highest:
            raise BadCell(f"‘{read}’ kan niet; verwacht een heel getal van {lowest} tot en met {highest}.")
        return int(read)

    return parse
