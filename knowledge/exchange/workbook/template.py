"""Makes the empty workbook that an administrator fills in: headings, choices, an example, an explanation."""

from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from knowledge.exchange.workbook.cells import CLEAR
from knowledge.exchange.workbook.sheets import EXAMPLE, SHEETS, Column, Sheet

_EXPLANATION = "Uitleg"
_HEADING = PatternFill("solid", fgColor="DDEBF7")
_GREY = Font(italic=True, color="7F7F7F")

#: Rows that carry the lists.
_ROWS = 5000

_HOW = (
    "Met dit bestand zet je de partners, teams, mensen en diensten van je gemeente in Kortelijn.",
    "Vul de werkbladen in en draai eerst proef: dan lees je wat er zou veranderen en wat er nog niet klopt.",
    f"Een rij met ‘{EXAMPLE}’ in de eerste kolom laat zien hoe het moet en wordt overgeslagen. Weghalen mag ook.",
    "Kolommen met een * zijn verplicht. Een lege cel laat staan wat er al stond.",
    f"Een cel met alleen ‘{CLEAR}’ maakt leeg wat er stond.",
    "Opnieuw importeren mag: wat er al zo in staat, blijft zo. Wat niet in het bestand staat, blijft ook.",
    "Zet hier nooit gegevens van inwoners in.",
)


def write_template(path: Path) -> None:
    """Write the template. Raises OSError when that cannot be done there."""
    book = Workbook()
    book.remove(book.worksheets[0])
    _explain(book.create_sheet(_EXPLANATION))
    choices = book.create_sheet("Keuzes")
    for sheet in SHEETS:
        _fill(book.create_sheet(sheet.title), sheet, choices)
    choices.sheet_state = "hidden"
    book.save(path)


def _explain(target: Any) -> None:
    for line in _HOW:
        target.append([line])
    target.append([])
    target.append(["Werkblad", "Kolom", "Verplicht", "Wat erin hoort", "Voorbeeld"])
    for cell in target[target.max_row]:
        cell.font, cell.fill = Font(bold=True), _HEADING
    for sheet in SHEETS:
        for column in sheet.columns:
            required = "ja" if column.required else "nee"
            target.append([sheet.title, column.heading, required, column.explanation, column.example])
    for letter, width in zip("ABCDE", (18, 24, 12, 70, 34), strict=True):
        target.column_dimensions[letter].width = width


def _fill(target: Any, sheet: Sheet, choices: Any) -> None:
    target.append([f"{column.heading} *" if column.required else column.heading for column in sheet.columns])
    target.append([column.example for column in sheet.columns])
    target.freeze_panes = "B2"
    for number, column in enumerate(sheet.columns, start=1):
        _dress(target, number, column)
        if column.offers:
            _offer(target, number, column, choices)


def _dress(target: Any, number: int, column: Column) -> None:
    heading = target.cell(1, number)
    heading.font, heading.fill = Font(bold=True), _HEADING
    heading.alignment = Alignment(wrap_text=True, vertical="top")
    heading.comment = Comment(column.explanation, "Kortelijn")
    target.column_dimensions[get_column_letter(number)].width = max(14, min(36, len(column.explanation) // 2))
    # As text, so that Excel leaves phone numbers and times alone.
    target.column_dimensions[get_column_letter(number)].number_format = "@"
    target.cell(2, number).number_format = "@"
    target.cell(2, number).font = _GREY


def _offer(target: Any, number: int, column: Column, choices: Any) -> None:
    """Offer a list in every cell of a column; the list itself is on a hidden sheet, as a long one must be."""
    place = choices.max_column + 1 if choices["A1"].value else 1
    for row, offer in enumerate(column.offers, start=1):
        choices.cell(row, place, offer)
    letter = get_column_letter(place)
    listed = DataValidation(
        type="list", formula1=f"Keuzes!${letter}$1:${letter}${len(column.offers)}", allow_blank=True
    )
    listed.error, listed.errorTitle = "Kies uit de lijst.", column.heading
    target.add_data_validation(listed)
    here = get_column_letter(number)
    listed.add(f"{here}2:{here}{_ROWS}")
