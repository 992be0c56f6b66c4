"""How a rule of the grammar is written: a pattern over canonical words, and the function that reads its parts.

In a pattern `<weekday>` stands for any weekday and makes a part of that name; `<n2>` is a second `<n>`, and `<n_>`
is the same part `n` in another alternative. The parts that were found reach the function by name, with the scene.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from nlu.time.lexicon import DAY_PARTS, FEASTS, MONTHS, WEEKDAYS
from nlu.time.moment import Moment, Scene

Parts = Mapping[str, str]
Build = Callable[[Scene, Parts], Moment | None]

_FRAGMENTS = {
    "n": r"half|een half|(?:een )?[0-9]{1,3}(?:\.5)?|een(?= (?!half))",
    "unit": r"minuut|kwartier|uur|uren|dag|werkdag|week|maand|kwartaal|jaar",
    "long": r"dag|werkdag|week|maand|kwartaal|jaar",
    "day": r"[0-9]{1,2}",
    "nth": r"[0-9]{1,2}d?e",
    "weekday": "|".join(WEEKDAYS),
    "month": "|".join(MONTHS),
    "year": r"20[0-9]{2}(?! [0-9]{2}(?= ))|2000 [0-9]{2}",
    "part": "|".join(DAY_PARTS),
    "feast": "|".join(FEASTS),
    "shift": r"deze|volgende|komende|vorige|afgelopen",
    "to": r"tot|tot en met|-|en|a|of",
    "hour": r"[0-9]{1,2}",
    "week": r"[0-9]{1,2}",
}


def after(words: str) -> str:
    """Return a pattern that holds right after one of these words, parted by bars."""
    return "(?:" + "|".join(f"(?<= {word} )" for word in words.split("|")) + ")"


def not_after(words: str) -> str:
    """Return a pattern that holds anywhere but right after one of these words."""
    return "".join(f"(?<! {word} )" for word in words.split("|"))


def before(words: str) -> str:
    """Return a pattern that holds right before one of these words."""
    return f"(?= (?:{words}) )"


def not_before(words: str) -> str:
    """Return a pattern that holds anywhere but right before one of these words."""
    return f"(?! (?:{words}) )"


def _expand(placeholder: "re.Match[str]") -> str:
    name = placeholder[1]
    return f"(?P<{name}>{_FRAGMENTS[name.rstrip('2_')]})"


@dataclass(frozen=True)
class Rule:
    """A pattern and how to read it. `build` gives None where the parts make no sense ("31 februari")."""

    pattern: str
    build: Build
    regex: "re.Pattern[str]" = field(init=False, compare=False)

    def __post_init__(self) -> None:
        expanded = re.sub(r"(?<!\?P)<(\w+)>", _expand, self.pattern)
        object.__setattr__(self, "regex", re.compile(rf"(?<= )(?:{expanded})(?= )"))

    def read(self, match: "re.Match[str]", scene: Scene) -> Moment | None:
        """Return what a match of this rule says in a scene; None where it makes no sense or leaves the calendar."""
        parts = {name.rstrip("_"): said for name, said in match.groupdict().items() if said is not None}
        try:
            return self.build(scene, parts)
        except (ValueError, OverflowError):
            return None
