"""Annotated messages told again with other names, so that what is learnt hangs on no name in particular."""

import random
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from nlu.spans import Span

_NAMES = Path(__file__).parent / "vocabulary" / "made_up.yml"
_PARTICLES = ("van ", "de ", "van de ", "van der ", "van den ", "El ", "ten ", "vd ")
_KINDS = (
    "Stichting",
    "Bureau",
    "Huis",
    "Zorg",
    "Thuiszorg",
    "GGZ",
    "Jeugdzorg",
    "Welzijn",
    "Team",
    "Wonen",
    "Steunpunt",
)
_STEMS = (
    "Linde", "Brug", "Anker", "Kompas", "Veer", "Horizon", "Spil", "Haven", "Punt", "Kracht", "Wende", "Boei",
    "Ster", "Vaart", "Wijk", "Zorg", "Jeugd", "Thuis", "Samen", "Taal", "Grip", "Spoor", "Vuur", "Toren", "Molen",
    "Kade", "Lente", "Werk", "Geld", "Gezin", "Buurt", "Zon", "Wacht", "Vizier", "Perspectief", "Balans", "Vonk",
    "Stap", "Draad",
)  # fmt: skip
_SWAPPED = frozenset({"case", "partner", "person", "area"})


def swapped(text: str, spans: Sequence[Span], chance: random.Random) -> tuple[str, list[Span]]:
    """Return the message and its entities with the names of households, partners, people and places replaced."""
    parts: list[str] = []
    moved: list[Span] = []
    length = done = 0
    for span in sorted(spans, key=lambda each: each.start):
        name = _another(span.entity, text[span.start : span.end], chance)
        parts += [text[done : span.start], name]
        start = length + span.start - done
        length, done = start + len(name), span.end
        moved.append(Span(start, length, span.entity))
    return "".join([*parts, text[done:]]), moved


def _another(entity: str, name: str, chance: random.Random) -> str:
    if entity not in _SWAPPED or not name[-1].isalpha() or (name.islower() and entity != "person"):
        return name
    if entity == "partner":
        return _partner(name, chance)
    pool: list[str] = _made_up()[{"case": "surnames", "person": "first_names", "area": "places"}[entity]]
    if entity == "case":
        title, _, last = name.rpartition(" ")
        return f"{title} {chance.choice(pool)}" if title and last[:1].isupper() else _family(pool, chance)
    return chance.choice(pool) if " " not in name else f"{chance.choice(pool)} {name.split(' ', 1)[1]}"


def _family(pool: list[str], chance: random.Random) -> str:
    particle = chance.choice(_PARTICLES) if chance.random() < 0.2 else ""
    return particle + chance.choice(pool)


def _partner(name: str, chance: random.Random) -> str:
    if name[:1].islower():
        return name
    one, other = chance.choice(_STEMS), chance.choice(_STEMS)
    shapes = (
        f"{one}{other.lower()}",
        f"De {one}",
        f"{chance.choice(_KINDS)} {one}",
        f"{one}-{other}",
        f"{one} & {other}",
    )
    made = chance.choice(shapes)
    return made.lower() if chance.random() < 0.25 else made


@lru_cache(maxsize=1)
def _made_up() -> dict[str, Any]:
    names: dict[str, Any] = yaml.safe_load(_NAMES.read_text(encoding="utf-8"))
    return names
