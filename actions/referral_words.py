"""What the words of a sentence say of a referral: its kind, a reason, and what is more than the status."""

import re

from actions.turn import Turn
from knowledge.entities import ReferralKind


def _like(*words: str) -> re.Pattern[str]:
    return re.compile("|".join(words), re.IGNORECASE)


_KINDS = (
    (ReferralKind.ESCALATION, _like(r"\bop(ge)?schaa?l", r"schaal\w*\b.*\bop\b")),
    (
        ReferralKind.REGISTRATION,
        _like(r"\baan(ge|te)?\s?meld", r"\bmeld\w*\b.*\baan\b", r"\binschrijv", r"\bschrijf\b.*\bin\b"),
    ),
)

_REASONS = (
    ("no_room", _like(r"\bgeen (plek|plaats|ruimte|capaciteit)", r"\b(zit|zitten|is|zijn) vol\b")),
    ("client_refuses", _like(r"\b(wil|willen) (er )?(niet|geen)", r"\bziet (er )?(het )?(van af|niet zitten)")),
    ("no_contact", _like(r"\bgeen (contact|gehoor|reactie)", r"\bonbereikbaar", r"\bniet (te )?berei")),
    ("helped_elsewhere", _like(r"\bal (hulp|iemand|bezig)", r"\belders\b", r"\bandere (partij|hulp)")),
    (
        "does_not_fit",
        _like(
            *(r"\bpast niet", r"\bhoort (bij|niet)", r"\bniet (voor|bij) ons\b"),
            *(r"\bverkeerde? adres", r"\bte (zwaar|licht)\b"),
        ),
    ),
)

#: Words that carry nothing beyond the status.
_FILLING = re.compile(
    r"(aan|al|bij|contact|daar|dan|dat|de|deze|die|dit|doen|dus|een|en|er|even|ff|fam|gaat|gezin|graag|had|"
    r"heb|hebben|heeft|hem|het|hij|ik|in|inmiddels|is|ja|kan|laat|maar|me|met|mijn|naar|net|niet|nog|nu|of|"
    r"ok|om|onze|ons|ook|op|over|per|sinds|status|staat|staan|terugkoppeling|tk|tot|uur|van|vanaf|voor|was|"
    r"we|wel|weer|weten|wij|worden|wordt|ze|zij|zijn|casus|mevr|mw|dhr|mevrouw|meneer|bericht|geef|stuur|"
    r"meld|cliënt|client|svp|aub)"
)
_WORD = re.compile(r"[^\W\d_]{2,}")

#: From this many telling words on, a sentence says more than how it stands.
_TELLING = 3


def kind_of(text: str) -> ReferralKind:
    """Return the kind of referral that the words ask for."""
    return next((kind for kind, words in _KINDS if words.search(text)), ReferralKind.REFERRAL)


def reason_of(text: str) -> str | None:
    """Return the code of the reason that the words give for a negative end, or None."""
    return next((code for code, words in _REASONS if words.search(text)), None)


def note_of(turn: Turn) -> str:
    """Return the sentence when it says more than case, status and time; a tapped button says nothing more."""
    if turn.text.startswith("/"):
        return ""
    known = " ".join(_said(turn.details.get(kind)) for kind in ("status", "time", "case", "partner", "person"))
    known_words = {word.casefold() for word in _WORD.findall(known)}
    telling = {word.casefold() for word in _WORD.findall(turn.text)} - known_words
    new = [word for word in telling if not _FILLING.fullmatch(word)]
    return turn.text if len(new) >= _TELLING else ""


def _said(detail: object) -> str:
    return str(detail.get("text", "")) if isinstance(detail, dict) else str(detail or "")
