"""Says in words what an import adds and changes."""

from datetime import date
from enum import Enum
from typing import Any

from knowledge.exchange.workbook.cells import WEEKDAYS
from knowledge.exchange.workbook.known import Shift
from knowledge.exchange.workbook.sheets import CAPACITIES, KINDS, Column, Sheet

_LABELS: dict[Enum, str] = {meant: label for labels in (KINDS, CAPACITIES) for label, meant in labels.items()}


def line_of_addition(kind: str, sheet: Sheet, values: dict[str, Any]) -> str:
    """Return "Team erbij: Wijkteam Oost (oost)"."""
    return f"{kind.capitalize()} erbij: {_called(sheet, values['name'], values[sheet.key.field])}"


def line_of_change(kind: str, sheet: Sheet, present: Any, values: dict[str, Any]) -> str:
    """Return "Team gewijzigd: Wijkteam Oost (oost): Wijk wordt ‘Oost’ (was leeg)"."""
    parts = [
        f"{column.heading} wordt {_shown(column, values[column.field])}"
        f" (was {_shown(column, getattr(present, column.field))})"
        for column in sheet.columns
        if column.field in values
    ]
    called = _called(sheet, present.name, getattr(present, sheet.key.field))
    return f"{kind.capitalize()} gewijzigd: {called}: {'; '.join(parts)}"


def line_of_shifts(name: str, before: frozenset[Shift], after: frozenset[Shift]) -> str:
    """Return "Diensten van Robin: ma 8:30 - 17:00, di …"."""
    was = f" (was {_shifts(before)})" if before else ""
    return f"Diensten van {name}: {_shifts(after)}{was}"


def _called(sheet: Sheet, name: str, code: str) -> str:
    return name if sheet.key.field == "name" else f"{name} ({code})"


def _shifts(shifts: frozenset[Shift]) -> str:
    return ", ".join(f"{WEEKDAYS[day][:2]} {starts:%H:%M} - {ends:%H:%M}" for day, starts, ends in sorted(shifts))


def _shown(column: Column, value: Any) -> str:
    if value in (None, "", []):
        return "leeg"
    if isinstance(value, bool):
        return "ja" if value else "nee"
    if isinstance(value, Enum):
        return f"‘{_LABELS[value]}’"
    if isinstance(value, date):
        return f"{value:%d-%m-%Y}"
    if column.field == "meeting_weekday":
        return WEEKDAYS[value]
    return f"‘{'; '.join(value)}’" if isinstance(value, list) else f"‘{value}’"
