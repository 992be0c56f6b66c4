"""Acute danger, recognised apart from the classifier: in words of many languages, without any model.

It errs on the side of danger, but what is past, feared in general, asked about or only figuratively deadly is left to
the classifier, which has its own say.
"""

import re
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from knowledge.rules import text as dutch

_RULES = Path(__file__).parent / "vocabulary" / "danger.yml"
#: Characters read.
_LONGEST = 4000


class _Rules(NamedTuple):
    """Patterns on folded text: danger whatever surrounds it, danger unless it is past or figurative, what calms."""

    certain: re.Pattern[str]
    likely: re.Pattern[str]
    calming: re.Pattern[str]
    now: re.Pattern[str]


def is_emergency(text: str) -> bool:
    """Tell whether `text` says that somebody is in acute danger now. Never raises."""
    folded = " ".join(dutch.fold(dutch.clean(text[:_LONGEST])).split())
    rules = _rules()
    if rules.certain.search(folded):
        return True
    if not rules.likely.search(folded):
        return False
    return bool(rules.now.search(folded)) or not rules.calming.search(folded)


@lru_cache(maxsize=1)
def _rules() -> _Rules:
    listed: dict[str, Any] = yaml.safe_load(_RULES.read_text(encoding="utf-8"))
    return _Rules(*(_any_of(listed[kind]) for kind in _Rules._fields))


def _any_of(patterns: list[str]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns))
