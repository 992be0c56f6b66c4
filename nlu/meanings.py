"""What the words of a status or an urgency come down to."""

import re
from typing import Any

from knowledge.rules import text as dutch
from nlu.known import UNKNOWN
from nlu.spans import NOTHING

#: In order of trial: the first that fits counts.
_STATUS = {
    "no_show": (
        r"niet (?:verschenen|op komen dagen|komen opdagen|thuis|gekomen|geweest|op ?gedaagd)|no.?show"
        r"|vrschenen|(?:komt|kwam|kwamen) niet|niemand thuis|nie thuis|opdagen|gemist"
    ),
    "failed": (
        r"geen (?:contact|gehoor|reactie|hulp|plek|behandeling|vertrouwen|vervolg)|geweigerd|weigert"
        r"|afgewezen|mislukt|onbereikbaar|neemt niet op|afgehaakt|haakt af|afgebroken|niet verder"
        r"|laat ons niet|contact verloren|uit beeld|niet gelukt|ziet het niet zitten|nie mir|vertrokken"
    ),
    "paused": (r"gepauzeerd|pauze|on hold|ligt stil|stil|uitgesteld|tijdelijk gestopt|opgeschort|bedenktijd"),
    "waiting": (r"wacht|op de lijst|nog geen plek|vol\b|gien plek"),
    "completed": (
        r"afgerond|afgrond|afgesloten|klaar|klaor|gestopt|beeindigd|geeindigd|stopt|sluiten af|uit zorg"
        r"|uitgestroomd|afgemaakt|dossier gesloten|uitgezwaaid|opgelost|afgehandeld|geslaagd|ontslagen"
        r"|stopgezet|overleden|verhuisd|schuldenvrij|geholpen|overgedragen|doorgeplaatst|afgemeld"
        r"|crisis voorbij|niet meer nodig"
    ),
    "started": (
        r"gestart|gestrt|begonnen|opgestart|intake (?:gehad|geweest|gedaan|gedn)|kennisgemaakt"
        r"|eerste gesprek|in zorg|in behandeling|aangenomen|opgepakt|geplaatst|ingeschreven|beginnen"
        r"|contact gelegd|opgenomen"
    ),
    "busy": (
        r"loopt|bezig|in gesprek|halverwege|op de helft|door\b|verlengd|stabiel|goed|beter|wekelijks|gaat"
        r"|klikt|prima"
    ),
}
_STATUSES = tuple((code, re.compile(pattern)) for code, pattern in _STATUS.items())
_UNHURRIED = re.compile(r"geen|niet (?:dringend|meteen|acuut)|wachten|rustig|laag|lage")


def meaning_of(entity: str, words: str) -> Any:
    """Return what the words of a span stand for, NOTHING where they stand for themselves."""
    if entity == "status":
        return status(words)
    if entity == "urgency":
        return {"code": "low" if _unhurried(words) else "urgent", "text": words}
    if entity == "case":
        return UNKNOWN
    # A time that cannot be read is no time to reckon with.
    return None if entity == "time" else NOTHING


def status(words: str) -> Any:
    """Return the code of the state that `words` report with the words, NOTHING where they report none of the codes."""
    folded = dutch.fold(words)
    code = next((code for code, pattern in _STATUSES if pattern.search(folded)), None)
    return {"code": code, "text": words} if code else NOTHING


def find_status(text: str) -> tuple[int, int] | None:
    """Return where in `text` words report a state, None where none of the known words do."""
    folded = dutch.fold(text)
    found = next((hit for _, pattern in _STATUSES for hit in pattern.finditer(folded)), None)
    return found.span() if found else None


def _unhurried(words: str) -> bool:
    folded = dutch.fold(words)
    return bool(_UNHURRIED.search(folded)) and "kan niet wachten" not in folded
