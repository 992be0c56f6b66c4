"""The files of expressions that the tests of the time reader go by."""

from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path

HERE = Path(__file__).parent


@dataclass(frozen=True)
class Row:
    """A message, the moment it was written, and what must be read in it."""

    now: datetime
    text: str
    expression: str
    start: date
    end: date
    time: time | None

    def __str__(self) -> str:
        return f"{self.now:%a %d %b}: {self.text}"


def rows(name: str) -> list[Row]:
    """Read a file of rows: now, text, expression, start, end (if another day) and time (if one is said)."""
    lines = (HERE / name).read_text(encoding="utf-8").splitlines()
    return [_row(line.split("\t")) for line in lines if not line.startswith("#")]


def messages(name: str) -> list[str]:
    """Read a file of messages, one a line."""
    return (HERE / name).read_text(encoding="utf-8").splitlines()


def _row(cells: list[str]) -> Row:
    now, text, expression, start, end, clock = [*cells, "", ""][:6]
    said = time.fromisoformat(clock) if clock not in {"", "-"} else None
    return Row(
        datetime.fromisoformat(now),
        text,
        expression,
        date.fromisoformat(start),
        date.fromisoformat(end or start),
        said,
    )
