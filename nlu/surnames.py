"""Names of people, folded, and of places in the Netherlands and Flanders: from Faker's lists (MIT), by many origins.

The tagger learns as if it knew only part of them (`FAMILIAR`), so as to manage with names that are in no list.
"""

from pathlib import Path

_FOLDER = Path(__file__).parent / "vocabulary"


def _listed(name: str) -> frozenset[str]:
    return frozenset((_FOLDER / name).read_text(encoding="utf-8").split("\n")) - {""}


_FAMILIAR_SURNAMES, _FAMILIAR_FIRST_NAMES = _listed("surnames.txt"), _listed("first_names.txt")

#: Family names without tussenvoegsels, and first names.
SURNAMES = _FAMILIAR_SURNAMES | _listed("more_surnames.txt")
FIRST_NAMES = _FAMILIAR_FIRST_NAMES | _listed("more_first_names.txt")

#: What the tagger knows of both while it learns.
FAMILIAR = (_FAMILIAR_FIRST_NAMES, _FAMILIAR_SURNAMES)

#: Places in the Netherlands and Flanders, as they are written.
PLACES = _listed("places.txt")
