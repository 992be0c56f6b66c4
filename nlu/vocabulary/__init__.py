"""Words of the social domain that need no registry."""

from functools import lru_cache
from pathlib import Path

import yaml

from nlu.lexicon import Lexicon, Term

_WORDS = Path(__file__).parent / "words.yml"


@lru_cache(maxsize=1)
def vocabulary() -> Lexicon:
    """Return what every town knows, without ids: the first word of each line stands for the line."""
    lines: dict[str, list[str]] = yaml.safe_load(_WORDS.read_text(encoding="utf-8"))
    return Lexicon([_term(entity, line.split(", ")) for entity, listed in lines.items() for line in listed])


def _term(entity: str, words: list[str]) -> Term:
    return Term(entity, words[0], tuple(words))
