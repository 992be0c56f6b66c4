"""Consent and the other grounds for sharing: what is recorded, what is still missing, what is possible. Pure.

Nothing here says that sharing is allowed: that is the professional's own weighing. See docs/privacy.md.
"""

import re
from collections.abc import Iterable, Mapping
from datetime import date
from enum import Enum

from knowledge.entities.consent import ConsentState
from knowledge.entities.registry import PartnerKind
from knowledge.rules.text import fold


class Ground(str, Enum):
    """On what sharing can rest."""

    CONSENT = "consent"
    LEGAL_DUTY = "legal_duty"
    VITAL_INTEREST = "vital_interest"
    CONFLICT_OF_DUTIES = "conflict_of_duties"
    OTHER = "other"


class Gap(str, Enum):
    """What is still missing before something is shared with a recipient."""

    NOT_DISCUSSED = "not_discussed"
    NO_ANSWER = "no_answer"
    EXPIRED = "expired"
    OBJECTION = "objection"
    NO_COVENANT = "no_covenant"


class Voice(Enum):
    """Whose yes or no it is for a member of the household."""

    SELF = "self"
    #: 12 to 15 years: the youth and those with parental authority.
    BOTH = "both"
    #: Under 12: those with parental authority.
    GUARDIANS = "guardians"


#: Sender's kind, to recipient's kind, to codes of grounds; "*" stands for any. The municipality fills it in.
Matrix = Mapping[str, Mapping[str, list[str]]]

#: Open to everybody, whatever the matrix says.
_ALWAYS = (Ground.CONSENT, Ground.VITAL_INTEREST)

#: The three questions of the Zwitsers zakmes, in the order in which they are asked.
STEPS = ("subsidiarity", "proportionality", "purposefulness")

#: What a professional can decide after them.
OUTCOMES = ("share", "share_less", "do_not_share")

OBJECTIONS = frozenset({ConsentState.REFUSED, ConsentState.WITHDRAWN})

_GAP_OF = {
    ConsentState.UNKNOWN: Gap.NOT_DISCUSSED,
    ConsentState.DISCUSSED: Gap.NO_ANSWER,
    ConsentState.EXPIRED: Gap.EXPIRED,
    ConsentState.REFUSED: Gap.OBJECTION,
    ConsentState.WITHDRAWN: Gap.OBJECTION,
}

_AGE = re.compile(r"\b(\d{1,2})\b")
_CHILD = re.compile(r"\b(zoon|dochter|kind|baby|jongen|meisje|broer|zus|stiefzoon|stiefdochter|pleegkind)")

#: A sentence has at least this many words and characters.
_SENTENCE = (4, 15)

#: Words of violence, neglect and abuse. Too many hits do no harm: the Meldcode route only comes before the questions.
_ABUSE = re.compile(
    r"mishandel|kindermis|geweld|misbruik|verwaarlo|\bslaat|\bslaan|geslagen|klappen|blauwe plek|brandwond|\bbont en"
    r"|onveilig|niet veilig|opgesloten|bedreig|aangerand|verkracht|eerwraak|uitgehuwelijk|stalk|veilig thuis|meldcode"
    r"|bang voor (zijn|haar|hun|d'r|z'n)? ?(vader|moeder|ouders|partner|man|vrouw|ex|stiefvader)"
)


def state_on(day: date, state: ConsentState, valid_until: date | None) -> ConsentState:
    """Return what a recorded state is worth on a local day: a given consent expires after its last day."""
    over = valid_until is not None and valid_until < day
    return ConsentState.EXPIRED if over and state is ConsentState.GIVEN else state


def gaps(states: Iterable[ConsentState], *, covenant: bool) -> list[Gap]:
    """Return what is missing, given how it stands for each member of the household; empty when nothing is."""
    found = {_GAP_OF[state] for state in states if state in _GAP_OF}
    if not covenant:
        found.add(Gap.NO_COVENANT)
    return [gap for gap in Gap if gap in found]


def grounds_between(sender: PartnerKind, recipient: PartnerKind, matrix: Matrix) -> tuple[Ground, ...]:
    """Return the grounds that a kind of organisation can weigh towards a recipient, in the municipality's matrix."""
    row: Mapping[str, list[str]] = matrix.get(sender.value) or matrix.get("*") or {}
    codes = row.get(recipient.value) or row.get("*") or []
    named = {*_ALWAYS, *(Ground(code) for code in codes)}
    return tuple(ground for ground in Ground if ground in named)


def whose(label: str) -> Voice:
    """Return whose consent counts for a member known as "moeder", "zoon van 13"; a child without an age is young."""
    said = fold(label)
    age = _AGE.search(said)
    if age is None:
        return Voice.GUARDIANS if _CHILD.search(said) else Voice.SELF
    years = int(age[1])
    if years >= 16:
        return Voice.SELF
    return Voice.BOTH if years >= 12 else Voice.GUARDIANS


def is_sentence(text: str) -> bool:
    """Tell whether an answer is at least a sentence, so that a colleague can follow the weighing later."""
    words, characters = _SENTENCE
    return len(text.split()) >= words and len(text.strip()) >= characters


def suspects_abuse(text: str) -> bool:
    """Tell whether words point to child abuse or domestic violence: then the Meldcode comes first."""
    return bool(_ABUSE.search(fold(text)))
