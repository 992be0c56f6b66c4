"""`kortelijn import FILE.xlsx [--dry-run]`, `kortelijn import --template`: the town's own partners and people."""

import argparse
from pathlib import Path

from bot.app import open_knowledge
from bot.commands.errors import Wrong
from bot.settings import Settings
from knowledge.exchange import workbook

_TEMPLATE = Path("kortelijn-gemeente.xlsx")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the arguments."""
    parser.add_argument("file", nargs="?", type=Path, metavar="BESTAND", help="een ingevuld Excel-bestand")
    parser.add_argument("--dry-run", action="store_true", help="toon wat er zou gebeuren, verander niets")
    parser.add_argument("--template", action="store_true", help=f"schrijf een leeg bestand: {_TEMPLATE}")


def run(chosen: argparse.Namespace, settings: Settings) -> int:
    """Write the template, or read a filled one: all or nothing."""
    if chosen.template:
        return _template(chosen.file or _TEMPLATE)
    if chosen.file is None:
        raise Wrong("geef een bestand, of --template voor een leeg.")
    if not chosen.file.is_file():
        raise Wrong(f"{chosen.file} is er niet.")
    report = workbook.apply(open_knowledge(settings).store, chosen.file, dry_run=chosen.dry_run)
    for line in report.faults or report.changes:
        print(line)
    print(report.summary)
    return 0 if report.ok else 2


def _template(path: Path) -> int:
    if path.exists():
        raise Wrong(f"{path} bestaat al; verplaats het eerst.")
    workbook.write_template(path)
    print(f"{path} staat klaar om in te vullen.")
    return 0
