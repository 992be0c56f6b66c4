"""What a workbook asks for: its rows, as known fields, and what is wrong with it."""

from dataclasses import dataclass, field
from typing import Any

from knowledge.exchange.workbook.faults import Fault
from knowledge.exchange.workbook.sheets import Sheet


@dataclass
class Row:
    """One row: where it stands and what it says. A field that is not in `values` was left empty or was faulty."""

    sheet: Sheet
    number: int
    values: dict[str, Any]

    @property
    def key(self) -> Any:
        """What the row is about; None when that cell is faulty."""
        return self.values.get(self.sheet.key.field)

    def fault(self, field_name: str, message: str) -> Fault:
        """Return a fault in this row, in the column of `field_name`."""
        heading = next(column.heading for column in self.sheet.columns if column.field == field_name)
        return Fault(message, self.sheet.title, self.number, heading)


@dataclass
class Plan:
    """What a workbook asks for. With faults nothing of it may be carried out."""

    rows: dict[str, list[Row]] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)

    def of(self, sheet: Sheet) -> list[Row]:
        """Return the rows of a sheet."""
        return self.rows.get(sheet.title, [])
