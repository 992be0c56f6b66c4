"""Messages as hurried thumbs type them."""

import random

_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_CHARACTERS_PER_ERROR = 45


def hurried(text: str, chance: random.Random) -> str:
    """Return `text` with a typing error in every ninth word or so, often without capitals and final mark."""
    typed = list(text)
    for _ in range(max(1, len(text) // _CHARACTERS_PER_ERROR)):
        if typed:
            _slip(typed, chance.randrange(len(typed)), chance)
    result = "".join(typed)
    if chance.random() < 0.35:
        result = result.lower()
    return result.rstrip(" .?!") if chance.random() < 0.2 else result


def _slip(typed: list[str], at: int, chance: random.Random) -> None:
    """Leave out, double, swap or miss one character."""
    kind = chance.randrange(4)
    if kind == 0:
        typed[at] = ""
    elif kind == 1:
        typed[at] *= 2
    elif kind == 2 and at + 1 < len(typed):
        typed[at], typed[at + 1] = typed[at + 1], typed[at]
    else:
        typed[at] = _beside(typed[at], chance)


def _beside(char: str, chance: random.Random) -> str:
    """Return a key beside that of `char`; what is no letter stays."""
    row = next((row for row in _ROWS if char and char.lower() in row), None)
    if row is None:
        return char
    at = row.index(char.lower())
    return chance.choice([row[near] for near in (at - 1, at + 1) if 0 <= near < len(row)])
