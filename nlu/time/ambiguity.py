"""Words of time that are often something else: names, "ma" (a mother), "zo" (so), "do" (English), "mei" (Frisian)."""

import re
from collections.abc import Sequence

from nlu.time.lexicon import HOUSEHOLD_WORDS, LEXICON, MONTHS, NAME_LIKE, SHORT_WEEKDAYS, WEEKDAYS, bag
from nlu.time.tokens import Token

_DAYS_AND_MONTHS = frozenset((*WEEKDAYS, *MONTHS))
_DETERMINERS = bag("dit|deze|het|de|die|mijn|dat|een|ons|onze")
_EDGES = bag("begin|eind|einde|half|midden|medio|halverwege|in|t/m|-|/")
# What stands before a month that could also be a man (jan) or the Frisian for "with" (mei).
_MONTH_LEADS = {
    "jan": _EDGES,
    "mei": _EDGES | bag("sinds|vanaf|tot|voor|na|van|per|op|en|of|deze|komende|volgende|vorige|afgelopen|tegen"),
}
_DAY_LEADS = bag(
    "op|tot|uiterlijk|week|wk|komende|aankomende|aanstaande|as|a.s|a.s.|volgende|afgelopen|vorige|verleden|t/m|tm|tem|"
    "elke|iedere|naar"
)
_AFTER_DAY = re.compile(
    r"[0-9].*|om|half|kwart|ochtend|middag|avond|voormiddag|namiddag|'s|as|a\.s\.?|jl|t/m|tm|tem|over|volgende|-|komende"
)
_BETWEEN_DAYS = bag("en|of|-|/|,|tot|met|t/m|tm|tem")
# Words that tell what a short weekday is instead: "to do", "hbo of wo", "vr. gr.".
_GIVEN_AWAY_BY = {
    "do": bag("to|not|you|have|jest"),
    "wo": bag("hbo|mbo|niveau|opleiding|/|vwo|ii|2"),
    "vr": bag("gr|groet|groeten|vriendelijke|mw|mevr|mevrouw|dhr|fam"),
    "di": bag("caso|il|la|questo"),
    "za": bag("#"),
}


def is_name(tokens: Sequence[Token], at: int) -> bool:
    """Tell a family or first name from a word of time: "fam. Vrijdag", "gezin mei", "Mei Ling", "di Maria", "Jan"."""
    token = tokens[at]
    if token.word not in NAME_LIKE and token.word not in _DAYS_AND_MONTHS:
        return False
    if token.word in _MONTH_LEADS and not _is_month(tokens, at):
        return True
    capital, like_a_name = token.typed[0].isupper() and not token.typed[1:].isupper(), token.word in NAME_LIKE
    if _household_before(tokens, at) and (capital or like_a_name):
        return True
    following = tokens[at + 1].typed if at + 1 < len(tokens) else ""
    name_follows = following[:1].isupper() and following[1:].islower() and following.lower() not in LEXICON
    return like_a_name and name_follows and (capital or token.word in SHORT_WEEKDAYS)


def is_short_weekday(tokens: Sequence[Token], at: int) -> bool:
    """Tell whether two letters are a weekday here."""
    word, before, after = tokens[at].word, _word(tokens, at - 1), _word(tokens, at + 1)
    if word in _GIVEN_AWAY_BY:
        near = {token.word for token in tokens[max(0, at - 2) : at + 3]}
        return not near & _GIVEN_AWAY_BY[word]
    beside_day = (_is_day(tokens, at - 2) and before in _BETWEEN_DAYS) or (
        _is_day(tokens, at + 2) and after in _BETWEEN_DAYS
    )
    return beside_day or (_is_sunday if word == "zo" else _is_monday)(tokens, at)


def _is_month(tokens: Sequence[Token], at: int) -> bool:
    """Tell whether an ambiguous month stands after a number or one of its leads, before a year, or alone."""
    before = _word(tokens, at - 1)
    numbered = before[:1].isdigit() or LEXICON.get(before, "#")[0].isdigit() or _word(tokens, at + 1).startswith("20")
    return numbered or before in _MONTH_LEADS[tokens[at].word] or len(tokens) == 1


def _household_before(tokens: Sequence[Token], at: int) -> bool:
    """Tell whether a word like "fam" stands before, without being complete itself ("dit gezin vrijdag bezoeken")."""
    words = [token.word for token in tokens[max(0, at - 4) : at] if token.word != "."]
    if words[-1:] == ["de"] or words[-1:] == ["van"]:
        words.pop()
    if not words or words[-1] not in HOUSEHOLD_WORDS:
        return False
    return len(words) == 1 or words[-2] not in _DETERMINERS


def _is_monday(tokens: Sequence[Token], at: int) -> bool:
    before, after = _word(tokens, at - 1), _word(tokens, at + 1)
    return before in _DAY_LEADS or bool(_AFTER_DAY.fullmatch(after)) or len(tokens) == 1


def _is_sunday(tokens: Sequence[Token], at: int) -> bool:
    before, after = _word(tokens, at - 1), _word(tokens, at + 1)
    month_follows = LEXICON.get(_word(tokens, at + 2)) in MONTHS
    if after[:1].isdigit() and (month_follows or "/" in after or "-" in after):
        return True
    return before in _DAY_LEADS - {"tot", "naar"} and not after.isalpha()


def _is_day(tokens: Sequence[Token], at: int) -> bool:
    word = _word(tokens, at)
    return word in SHORT_WEEKDAYS or word in WEEKDAYS


def _word(tokens: Sequence[Token], at: int) -> str:
    return tokens[at].word if 0 <= at < len(tokens) else ""
