"""Names of people, folded, and of places in the Netherlands and Flanders: from Faker's lists (MIT), widened by origin."""

from pathlib import Path

_FOLDER = Path(__file__).parent / "vocabulary"

#: Family names without tussenvoegsels.
SURNAMES = frozenset((_FOLDER / "surnames.txt").read_text(encoding="utf-8").split())

#: First names.
FIRST_NAMES = frozenset((_FOLDER / "first_names.txt").read_text(encoding="utf-8").split())

#: Places in the Netherlands and Flanders, as they are written.
PLACES = frozenset((_FOLDER / "places.txt").read_text(encoding="utf-8").split("\n")) - {""}
