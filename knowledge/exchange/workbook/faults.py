"""What is wrong with a workbook, and where, in words for the person who filled it in."""

from dataclasses import dataclass
from difflib import get_close_matches


@dataclass(frozen=True)
class Fault:
    """One fault. `row` and `column` are None when it concerns a whole sheet, `sheet` too when it concerns the file."""

    message: str
    sheet: str | None = None
    row: int | None = None
    column: str | None = None

    def __str__(self) -> str:
        parts = [self.sheet, f"rij {self.row}" if self.row else None, f"kolom {self.column}" if self.column else None]
        where = ", ".join(part for part in parts if part)
        return f"{where}: {self.message}" if where else self.message


class BadCell(ValueError):
    """A cell does not hold what its column is for; the message says what is allowed."""


def listed(items: list[str], last: str = "of") -> str:
    """Return "a, b of c", or with another word before the last."""
    return f"{', '.join(items[:-1])} {last} {items[-1]}" if len(items) > 1 else "".join(items)


def suggestion(written: str, known: list[str]) -> str:
    """Return " Bedoel je ‘x’?" when something known looks like what was written, else nothing."""
    by_folded = {name.casefold(): name for name in known}
    found = get_close_matches(written.casefold(), by_folded, n=1, cutoff=0.6)
    return f" Bedoel je ‘{by_folded[found[0]]}’?" if found else ""
