"""Case codes: short, sayable over the phone, without letters that look alike. `QX-4T9`."""

import re
import secrets

#: No I, O, U, L, S, B, Z and no 0, 1, 2, 5, 8: none can be taken for another.
_LETTERS = "ACDEFGHJKMNPQRTVWXY"
_DIGITS = "34679"

_WRITTEN = re.compile(
    r"(?<![\w-])([a-z]{2})\s?[-–—.]?\s?([0-9][a-z0-9]{2}|[a-z0-9][0-9][a-z0-9])(?![\w-])", re.IGNORECASE
)


def new_code() -> str:
    """Return a random code: two letters, a dash, a digit, a letter, a digit. About 161,000 of them exist."""
    pick = secrets.choice
    return f"{pick(_LETTERS)}{pick(_LETTERS)}-{pick(_DIGITS)}{pick(_LETTERS)}{pick(_DIGITS)}"


def canonical(written: str) -> str | None:
    """Return the code meant by `written` in any case and spacing (`qx4t9`, `QX 4T9`), or None if it is no code."""
    found = _WRITTEN.fullmatch(written.strip())
    return f"{found[1]}-{found[2]}".upper() if found else None


def find_codes(text: str) -> list[tuple[int, int, str]]:
    """Return (start, end, code) of every case code in `text`, in order."""
    return [(found.start(), found.end(), f"{found[1]}-{found[2]}".upper()) for found in _WRITTEN.finditer(text)]


def close_to(code: str, known: list[str]) -> list[str]:
    """Return the codes of `known` that differ from `code` in one character: for "bedoel je"."""
    alike = [other for other in known if len(other) == len(code)]
    return [other for other in alike if sum(a != b for a, b in zip(code, other, strict=True)) == 1]
