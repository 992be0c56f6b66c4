"""Reads a workbook into rows of known fields, noting every fault on the way: nothing is guessed or passed over."""

import warnings
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO
from xml.etree.ElementTree import ParseError

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException

from knowledge.exchange.workbook.cells import CLEAR, plain
from knowledge.exchange.workbook.checking import faults_within
from knowledge.exchange.workbook.faults import BadCell, Fault, suggestion
from knowledge.exchange.workbook.plan import Plan, Row
from knowledge.exchange.workbook.sheets import EXAMPLE, SHEETS, Column, Sheet

#: More is no town's registry but a mistake or an attack.
_MOST_BYTES = 200_000_000
_MOST_ROWS = 50_000

#: How files begin that Excel makes and we do not read: .xls, and any workbook with a password.
_OLD_OR_LOCKED = b"\xd0\xcf\x11\xe0"

_UNREADABLE = (
    *(AttributeError, EOFError, IndexError, KeyError, NotImplementedError, OSError, ParseError, RuntimeError),
    *(TypeError, ValueError, InvalidFileException, zipfile.BadZipFile, zlib.error),
)

#: A cell as Excel has it: its value and openpyxl's letter for its type ("f" formula, "e" error).
_Cell = tuple[Any, str]
_NOTHING: _Cell = (None, "n")
_Grid = list[tuple[int, list[_Cell]]]


def read(path: Path) -> Plan:
    """Read a workbook and check it as far as that goes without the database. Never raises for a bad file."""
    plan = Plan()
    grids = _grids(path)
    if isinstance(grids, Fault):
        plan.faults.append(grids)
        return plan
    by_title = {title.strip().casefold(): grid for title, grid in grids.items()}
    for sheet in SHEETS:
        grid = by_title.get(sheet.title.casefold())
        if grid is not None:
            plan.rows[sheet.title] = _rows(sheet, grid, plan.faults)
        elif not sheet.optional:
            near = suggestion(sheet.title, [title for title in grids if title not in _TITLES])
            plan.faults.append(Fault(f"dit werkblad ontbreekt.{near} Het mag leeg zijn.", sheet.title))
    plan.faults += faults_within(plan)
    return plan


_TITLES = {sheet.title for sheet in SHEETS}


def _grids(path: Path) -> dict[str, _Grid] | Fault:
    """Return the cells of every sheet, or why the file cannot be read."""
    try:
        with path.open("rb") as file:
            if file.read(4) == _OLD_OR_LOCKED:
                return Fault(
                    "Dit bestand heeft een wachtwoord of is van een oude Excel (.xls). "
                    "Haal het wachtwoord eraf en bewaar het als .xlsx."
                )
            file.seek(0)
            if sum(part.file_size for part in zipfile.ZipFile(file).infolist()) > _MOST_BYTES:
                return Fault("Dit bestand is te groot om te importeren.")
            return _opened(file)
    except FileNotFoundError:
        return Fault(f"Er is geen bestand {path.name}.")
    except _UNREADABLE:
        return Fault("Dit is geen leesbaar Excel-bestand (.xlsx).")


def _opened(file: BinaryIO) -> dict[str, _Grid]:
    with warnings.catch_warnings():
        # openpyxl warns of decoration that it does not understand, which is not what we read.
        warnings.simplefilter("ignore")
        book = load_workbook(file, read_only=True)
        return {sheet.title: _grid(sheet) for sheet in book.worksheets}


def _grid(sheet: Any) -> _Grid:
    # What the file says of its own size is often wrong; without it openpyxl looks for itself.
    sheet.reset_dimensions()
    grid: _Grid = []
    for number, row in enumerate(sheet.iter_rows(), start=1):
        cells = [(cell.value, cell.data_type) for cell in row]
        if number == 1 or any(not _is_blank(value) for value, _ in cells):
            grid.append((number, cells))
        if len(grid) > _MOST_ROWS:
            raise ValueError("too many rows")
    return grid


def _is_blank(value: Any) -> bool:
    return value is None or (isinstance(value, str) and not value.strip())


def _rows(sheet: Sheet, grid: _Grid, faults: list[Fault]) -> list[Row]:
    layout, wrong = _layout(sheet, grid[0][1] if grid else [])
    faults += wrong
    rows = []
    for number, cells in grid[1:]:
        if not _is_example(layout, cells):
            rows.append(_row(layout, number, cells, faults))
    return rows


@dataclass(frozen=True)
class _Layout:
    """Which column of a sheet stands where, counted from zero, and which places have no heading at all."""

    sheet: Sheet
    places: dict[int, Column]
    named: frozenset[int]


def _layout(sheet: Sheet, headings: list[_Cell]) -> tuple[_Layout, list[Fault]]:
    """Return how a sheet is laid out, and the faults in its headings."""
    known = {column.heading.casefold(): column for column in sheet.columns}
    named = {place: plain(value).rstrip("* ") for place, (value, _) in enumerate(headings) if not _is_blank(value)}
    places: dict[int, Column] = {}
    faults: list[Fault] = []
    for place, heading in named.items():
        column = known.get(heading.casefold())
        if column is None:
            near = suggestion(heading, [column.heading for column in sheet.columns])
            faults.append(Fault(f"deze kolom kennen we niet.{near}", sheet.title, 1, heading))
        elif column in places.values():
            faults.append(Fault("deze kolom staat er twee keer.", sheet.title, 1, heading))
        else:
            places[place] = column
    missing = [column for column in sheet.columns if column.required and column not in places.values()]
    faults += [Fault("deze kolom ontbreekt en is verplicht.", sheet.title, 1, column.heading) for column in missing]
    return _Layout(sheet, places, frozenset(named)), faults


def _is_example(layout: _Layout, cells: list[_Cell]) -> bool:
    return any(
        column is layout.sheet.key and place < len(cells) and str(cells[place][0]).strip().casefold() == EXAMPLE
        for place, column in layout.places.items()
    )


def _row(layout: _Layout, number: int, cells: list[_Cell], faults: list[Fault]) -> Row:
    row = Row(layout.sheet, number, {})
    for place, column in layout.places.items():
        wrong = _fill(row, column, *(cells[place] if place < len(cells) else _NOTHING))
        if wrong:
            faults.append(row.fault(column.field, wrong))
    for place, (value, _) in enumerate(cells):
        if place not in layout.named and not _is_blank(value):
            message = f"‘{plain(value)}’ staat in een kolom zonder kop."
            faults.append(Fault(message, layout.sheet.title, number, get_column_letter(place + 1)))
    return row


def _fill(row: Row, column: Column, value: Any, kind: str) -> str | None:
    """Put the value of a cell in its row; return what is wrong with it, if anything is."""
    if kind == "f":
        return "hier staat een formule; plak alleen de waarde."
    if kind == "e":
        return f"hier staat een fout van Excel ({value})."
    if _is_blank(value) or plain(value) == CLEAR:
        if column.required:
            return "deze cel mag niet leeg zijn."
        if not _is_blank(value):
            row.values[column.field] = column.emptied
        return None
    try:
        row.values[column.field] = column.parse(value)
    except BadCell as wrong:
        return str(wrong)
    return None
