"""Cutting a message into words, numbers, dates, clock times and marks, each with its place."""

import re
import unicodedata
from dataclasses import dataclass

from nlu.time.lexicon import LEXICON

_SUFFIX = (
    "uur|u|h|min|minuten|mnd|mnden|maanden|maand|wk|wkn|w|weken|week|d|dgn|dagen|werkdagen|"
    "jan|feb|mrt|apr|mei|jun|jul|aug|sep|sept|okt|nov|dec|"
    "januari|februari|maart|april|juni|juli|augustus|september|oktober|november|december"
)
_TOKEN = re.compile(
    rf"""
    (?P<full>[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}} | [0-9]{{1,2}}([-/.])[0-9]{{1,2}}\2(?:20)?[0-9]{{2}})(?![-\w])
  | (?P<opaque>https?://\S{{1,400}} | www\.\S{{1,400}} | [\w.+-]{{1,64}}@[\w.-]{{1,64}}
      | \+[0-9][0-9 -]{{8,14}} | 06(?:[ -]?[0-9]){{8}}(?![0-9]) | 0[0-9]{{1,3}}[- ]?[0-9]{{6,8}}(?![0-9])
      | 24/7 | €\ ?[0-9.,]{{1,12}})
  | (?P<clock>[0-9]{{1,2}}(?:[:h]|\ ?u\ ?)[0-9]{{2}})(?!\w)
  | (?P<dotted>[0-9]{{1,2}}\.[0-9]{{2}})(?=(?:u|uur|h)(?!\w)|(?!\w|[.,][0-9]))
  | (?P<halves>[0-9]{{1,2}}[.,]5)(?!\w)
  | (?P<pair>[0-9]{{1,2}}/[0-9]{{1,2}}(?![\w/]) | [0-9]{{1,2}}-[0-9]{{1,2}}(?![\w/-]))
  | (?P<ordinal>[0-9]{{1,2}}(?:e|ste|de))(?![\w-])
  | (?P<glued>[0-9]{{1,4}})(?=-?(?:{_SUFFIX})(?![\w-]))
  | (?P<quarter>q[1-4])(?!\w|-\w*[^\W\d_])
  | (?P<week>wk|week|weeknr)(?=-?[0-9]{{1,2}}(?!\w))
  | (?P<code>[^\W\d_]{{1,12}}-?[0-9][\w-]{{0,30}} | [0-9]{{1,12}}-?[^\W\d_][\w-]{{0,30}})
  | (?P<number>[0-9]+)
  | (?P<word>a\.s\b\.? | v/[dh]\b | t/m\b | t\.m\. | j\.?l\. | v\.a\. | 1tje\b | ['’`´]t\b
      | [^\W\d_]+(?:['’`´][^\W\d_]+)*)
  | (?P<possessive>['’`´]s\b)
  | (?P<year>['’`´][0-9]{{2}})(?!\w)
  | (?P<other>\S)
    """,
    re.VERBOSE | re.IGNORECASE,
)
_ABBREVIATED = re.compile(r"[a-z]{1,4}")


@dataclass(frozen=True)
class Token:
    """A piece of the message: its kind in the pattern above, as typed, in small letters, and where."""

    kind: str
    typed: str
    word: str
    start: int
    end: int


def tokens_of(message: str) -> list[Token]:
    """Return the tokens of a message; the full stop of an abbreviation ("dec.") is left out."""
    found: list[Token] = []
    for match in _TOKEN.finditer(message):
        kind, typed = match.lastgroup or "other", match[0]
        if typed == "." and found and _ABBREVIATED.fullmatch(found[-1].word) and found[-1].word in LEXICON:
            continue
        found.append(Token(kind, typed, _plain(typed), match.start(), match.end()))
    return found


def _plain(typed: str) -> str:
    small = typed.lower()
    if small.isascii():
        return small
    return "".join(char for char in unicodedata.normalize("NFKD", small) if not unicodedata.combining(char))
