"""Importing a town from a workbook: every fault is told with its place, and nothing happens by halves."""

import time as stopwatch
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from datetime import date, datetime, time, timezone
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from sqlalchemy import select

from knowledge.clock import SetClock
from knowledge.entities import (
    Capacity,
    Discipline,
    DutyShift,
    Organisation,
    PartnerKind,
    Professional,
    Team,
)
from knowledge.exchange import workbook
from knowledge.exchange.workbook import cells
from knowledge.exchange.workbook.faults import BadCell
from knowledge.exchange.workbook.sheets import KINDS
from knowledge.store import Store, Vault, tables

NOW = datetime(2026, 11, 24, 8, 0, tzinfo=timezone.utc)

Rows = list[dict[str, Any]]

ORGANISATIONS: Rows = [
    {
        "Code": "steiger",
        "Naam": "De Steiger",
        "Soort": "Jongerenwerk",
        "Telefoon": "099-555 3000",
        "E-mail": "Info@Steiger.example",
        "Sociale basis": "ja",
        "Convenant getekend op": "01-03-2025",
        "Ook bekend als": "jeugdhonk; de steiger",
        "Ruimte": "wachtlijst",
        "Wachttijd in weken": 4,
    },
    {"Code": "gemeente", "Naam": "Gemeente", "Soort": "gemeente"},
]
TEAMS: Rows = [{"Code": "oost", "Naam": "Wijkteam Oost", "Organisatie": "gemeente", "Teamoverleg op": "do"}]
PEOPLE: Rows = [
    {
        "Code": "robin",
        "Naam": "Robin Zuidhof",
        "Functie": "teamleider",
        "Organisatie": "gemeente",
        "Team": "oost",
        "E-mail": "robin@gemeente.example",
        "Teamleider": "ja",
    },
    {"Code": "aylin", "Naam": "Aylin Kaya", "Functie": "jongerenwerker", "Organisatie": "steiger"},
]
DUTY: Rows = [
    {"Wie": "aylin", "Dagen": "di t/m do", "Van": "13:00", "Tot": time(21, 0)},
    {"Wie": "aylin", "Dagen": "vr", "Van": "22.30", "Tot": "6.30", "Nachtdienst": "ja"},
]
DISCIPLINES: Rows = [{"Functie": "jongerenwerker", "Ook bekend als": "jeugdwerker, jowe"}]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = Store(f"sqlite:///{tmp_path / 'own.db'}", Vault.new(), SetClock(NOW))
    store.prepare()
    yield store
    store.close()


def fill(path: Path, **changed: Rows) -> Path:
    """Fill in the template as an administrator would: rows 3 and on, row 2 being the example."""
    workbook.write_template(path)
    book = load_workbook(path)
    town = {
        "Organisaties": ORGANISATIONS,
        "Teams": TEAMS,
        "Mensen": PEOPLE,
        "Diensten": DUTY,
        "Functies": DISCIPLINES,
        **changed,
    }
    for title, rows in town.items():
        sheet = book[title]
        places = {str(cell.value).rstrip("* "): place for place, cell in enumerate(sheet[1], start=1)}
        for number, row in enumerate(rows, start=3):
            for heading, value in row.items():
                sheet.cell(number, places[heading], value)
    book.save(path)
    return path


def everything(store: Store, entity: type) -> list[Any]:
    with store.reading() as session:
        return list(session.execute(select(entity)).scalars())


def faults(store: Store, path: Path) -> list[str]:
    """Import; return the faults, having seen that nothing was added."""
    report = workbook.apply(store, path, dry_run=False)
    assert not report.changes
    assert not everything(store, Organisation)
    return [str(fault) for fault in report.faults]


def without(rows: Rows, number: int, **changed: Any) -> Rows:
    """Return the rows with cells of one of them changed; headings with underscores for what no keyword can be."""
    named = {heading.replace("_", "-").replace("9", " "): value for heading, value in changed.items()}
    return [{**row, **named} if at == number else row for at, row in enumerate(rows)]


def test_the_empty_template_asks_for_nothing(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "town.xlsx"
    workbook.write_template(path)
    report = workbook.apply(store, path, dry_run=False)
    assert report.ok
    assert not report.changes
    assert "niets veranderd" in report.summary


def test_the_template_explains_every_column_and_offers_lists(tmp_path: Path) -> None:
    path = tmp_path / "town.xlsx"
    workbook.write_template(path)
    book = load_workbook(path)
    told = {(row[0], row[1]) for row in book["Uitleg"].iter_rows(values_only=True)}
    for title in ("Organisaties", "Teams", "Mensen", "Diensten", "Functies"):
        for cell in book[title][1]:
            assert (title, str(cell.value).rstrip("* ")) in told
            assert cell.comment
    assert book["Organisaties"].data_validations.dataValidation
    assert [cell.value for cell in book["Keuzes"]["A"]] == list(KINDS)


def test_every_kind_of_partner_can_be_chosen() -> None:
    assert set(KINDS.values()) == set(PartnerKind)


def test_a_filled_workbook_becomes_the_town(store: Store, tmp_path: Path) -> None:
    report = workbook.apply(store, fill(tmp_path / "town.xlsx"), dry_run=False)
    assert report.ok
    assert report.summary == "Klaar: 2 organisaties, 1 team, 2 mensen en 1 functie erbij, 1 dienstrooster gewijzigd."
    steiger = next(one for one in everything(store, Organisation) if one.id == "steiger")
    assert (steiger.kind, steiger.email, steiger.social_base) == (PartnerKind.YOUTH_WORK, "info@steiger.example", True)
    assert steiger.covenant_signed_on == date(2025, 3, 1)
    assert steiger.aliases == ["jeugdhonk", "de steiger"]
    assert (steiger.capacity, steiger.capacity_weeks, steiger.capacity_reported_at) == (Capacity.WAITING_LIST, 4, NOW)
    [team] = everything(store, Team)
    assert (team.id, team.meeting_weekday) == ("oost", 3)
    robin = next(one for one in everything(store, Professional) if one.id == "robin")
    assert (robin.team_id, robin.is_team_lead, robin.bundle_moments) == ("oost", True, "08:30,12:30,16:30")
    shifts = {(s.weekday, s.starts, s.ends) for s in everything(store, DutyShift)}
    assert shifts == {*((day, time(13), time(21)) for day in (1, 2, 3)), (4, time(22, 30), time(6, 30))}
    assert [d.aliases for d in everything(store, Discipline)] == [["jeugdwerker", "jowe"]]


def test_what_was_imported_is_in_the_log(store: Store, tmp_path: Path) -> None:
    workbook.apply(store, fill(tmp_path / "town.xlsx"), dry_run=False)
    with store.reading() as session:
        logged = session.execute(select(tables.audit.c.action, tables.audit.c.object)).all()
    assert ("create", "professional aylin") in logged


def test_importing_twice_changes_nothing(store: Store, tmp_path: Path) -> None:
    path = fill(tmp_path / "town.xlsx")
    workbook.apply(store, path, dry_run=False)
    again = workbook.apply(store, path, dry_run=False)
    assert again.ok
    assert not again.changes
    assert again.summary == "Alles uit dit bestand staat er al zo in. Er is niets veranderd."


def test_a_dry_run_says_what_would_happen_and_does_nothing(store: Store, tmp_path: Path) -> None:
    report = workbook.apply(store, fill(tmp_path / "town.xlsx"), dry_run=True)
    assert report.summary.startswith("Proefrun, er is niets veranderd.")
    assert "Organisatie erbij: De Steiger (steiger)" in report.changes
    assert "Persoon erbij: Aylin Kaya (aylin)" in report.changes
    assert any(line.startswith("Diensten van Aylin Kaya: di 13:00 - 21:00") for line in report.changes)
    assert not everything(store, Organisation)


def test_an_update_keeps_what_the_sheet_does_not_mention(store: Store, tmp_path: Path) -> None:
    workbook.apply(store, fill(tmp_path / "town.xlsx"), dry_run=False)
    changed: Rows = [{"Code": "steiger", "Naam": "De Steiger", "Soort": "jongerenwerk", "Telefoon": "099-555 3009"}]
    path = fill(tmp_path / "next.xlsx", Organisaties=changed, Teams=[], Mensen=[], Diensten=[], Functies=[])
    report = workbook.apply(store, path, dry_run=False)
    assert report.changes == [
        "Organisatie gewijzigd: De Steiger (steiger): Telefoon wordt ‘099-555 3009’ (was ‘099-555 3000’)"
    ]
    steiger = next(one for one in everything(store, Organisation) if one.id == "steiger")
    assert (steiger.phone, steiger.aliases, steiger.capacity_weeks) == ("099-555 3009", ["jeugdhonk", "de steiger"], 4)
    assert len(everything(store, DutyShift)) == 4


def test_a_dash_empties_a_cell(store: Store, tmp_path: Path) -> None:
    workbook.apply(store, fill(tmp_path / "town.xlsx"), dry_run=False)
    cleared = without(ORGANISATIONS, 0, Telefoon="-", Convenant9getekend9op="-", Ook9bekend9als="-")
    report = workbook.apply(store, fill(tmp_path / "next.xlsx", Organisaties=cleared), dry_run=False)
    assert "Telefoon wordt leeg (was ‘099-555 3000’)" in report.changes[0]
    steiger = next(one for one in everything(store, Organisation) if one.id == "steiger")
    assert (steiger.phone, steiger.covenant_signed_on, steiger.aliases) == ("", None, [])


def test_a_partner_with_room_again_loses_its_waiting_time(store: Store, tmp_path: Path) -> None:
    workbook.apply(store, fill(tmp_path / "town.xlsx"), dry_run=False)
    roomy: Rows = [{"Code": "steiger", "Naam": "De Steiger", "Soort": "jongerenwerk", "Ruimte": "plek"}]
    workbook.apply(store, fill(tmp_path / "next.xlsx", Organisaties=roomy), dry_run=False)
    steiger = next(one for one in everything(store, Organisation) if one.id == "steiger")
    assert (steiger.capacity, steiger.capacity_weeks) == (Capacity.ROOM, None)


def test_a_team_that_meets_on_another_day_gets_its_digest_planned_anew(store: Store, tmp_path: Path) -> None:
    workbook.apply(store, fill(tmp_path / "town.xlsx"), dry_run=False)
    with store.work() as work:
        work.need(Team, "oost").next_digest_at = NOW
    path = fill(tmp_path / "next.xlsx", Teams=[{**TEAMS[0], "Teamoverleg op": "maandag"}])
    report = workbook.apply(store, path, dry_run=False)
    assert report.changes == ["Team gewijzigd: Wijkteam Oost (oost): Teamoverleg op wordt maandag (was donderdag)"]
    assert everything(store, Team)[0].next_digest_at is None


def test_a_roster_is_replaced_as_a_whole(store: Store, tmp_path: Path) -> None:
    workbook.apply(store, fill(tmp_path / "town.xlsx"), dry_run=False)
    path = fill(tmp_path / "next.xlsx", Diensten=[{"Wie": "aylin", "Dagen": "za, zo", "Van": "9", "Tot": "12 uur"}])
    report = workbook.apply(store, path, dry_run=False)
    assert report.changes[0].startswith("Diensten van Aylin Kaya: za 09:00 - 12:00, zo 09:00 - 12:00 (was di")
    assert {shift.weekday for shift in everything(store, DutyShift)} == {5, 6}


@pytest.mark.parametrize(
    ("sheet", "row", "changed", "place", "said"),
    [
        ("Organisaties", 0, {"Soort": "jongerewerk"}, "rij 3, kolom Soort", "Bedoel je ‘jongerenwerk’?"),
        ("Organisaties", 0, {"Naam": None}, "rij 3, kolom Naam", "mag niet leeg zijn"),
        ("Organisaties", 1, {"Code": "De Steiger"}, "rij 4, kolom Code", "kleine letters"),
        ("Organisaties", 1, {"Code": "steiger"}, "rij 4, kolom Code", "staat ook in rij 3"),
        ("Organisaties", 0, {"Telefoon": "12"}, "rij 3, kolom Telefoon", "geen telefoonnummer"),
        ("Organisaties", 0, {"Telefoon": 995553000}, "rij 3, kolom Telefoon", "nul vooraan weg"),
        ("Organisaties", 0, {"E_mail": "info@steiger"}, "rij 3, kolom E-mail", "geen e-mailadres"),
        ("Organisaties", 0, {"Sociale9basis": "misschien"}, "rij 3, kolom Sociale basis", "ja of nee"),
        ("Organisaties", 0, {"Convenant9getekend9op": "31-02-2025"}, "rij 3, kolom Convenant", "geen datum"),
        ("Organisaties", 0, {"Convenant9getekend9op": "1-3-25"}, "rij 3, kolom Convenant", "31-12-2026"),
        ("Organisaties", 0, {"Ruimte": "plek"}, "rij 3, kolom Wachttijd in weken", "hoort bij"),
        ("Organisaties", 0, {"Wachttijd9in9weken": "veel"}, "rij 3, kolom Wachttijd in weken", "heel getal"),
        ("Organisaties", 0, {"Naam": "=A1"}, "rij 3, kolom Naam", "formule"),
        ("Organisaties", 0, {"Naam": "x" * 201}, "rij 3, kolom Naam", "tot 200 tekens"),
        ("Teams", 0, {"Organisatie": "gemente"}, "rij 3, kolom Organisatie", "Bedoel je ‘gemeente’?"),
        ("Teams", 0, {"Teamoverleg9op": "dondag"}, "rij 3, kolom Teamoverleg op", "dag van de week"),
        ("Mensen", 0, {"Team": "west"}, "rij 3, kolom Team", "er is geen team met code ‘west’"),
        ("Mensen", 0, {"Team": None}, "rij 3, kolom Teamleider", "heeft een team nodig"),
        ("Mensen", 1, {"E_mail": "robin@gemeente.example"}, "rij 4, kolom E-mail", "al van Robin Zuidhof"),
        ("Mensen", 1, {"Team": "oost", "Teamleider": "ja"}, "rij 4, kolom Teamleider", "al een teamleider: Robin"),
        ("Mensen", 1, {"Berichten9om": "8:30, 25:00"}, "rij 4, kolom Berichten om", "geen tijd"),
        ("Diensten", 0, {"Wie": "ayli"}, "rij 3, kolom Wie", "Bedoel je ‘aylin’?"),
        ("Diensten", 0, {"Van": "kwart over"}, "rij 3, kolom Van", "geen tijd"),
        ("Diensten", 0, {"Tot": "12:00"}, "rij 3, kolom Tot", "het einde ligt voor het begin"),
        ("Diensten", 0, {"Tot": "13:00"}, "rij 3, kolom Tot", "gelijk"),
        ("Diensten", 1, {"Tot": "23:30"}, "rij 4, kolom Nachtdienst", "zet Nachtdienst op nee"),
        ("Diensten", 0, {"Dagen": "ma tot vr"}, "rij 3, kolom Dagen", "dag van de week"),
        ("Functies", 0, {"Functie": None}, "rij 3, kolom Functie", "mag niet leeg"),
    ],
)
def test_a_fault_is_told_with_its_place(
    store: Store, tmp_path: Path, sheet: str, row: int, changed: dict[str, Any], place: str, said: str
) -> None:
    whole = {
        "Organisaties": ORGANISATIONS,
        "Teams": TEAMS,
        "Mensen": PEOPLE,
        "Diensten": DUTY,
        "Functies": DISCIPLINES,
    }
    path = fill(tmp_path / "town.xlsx", **{sheet: without(whole[sheet], row, **changed)})
    assert [fault for fault in faults(store, path) if fault.startswith(f"{sheet}, {place}") and said in fault]


def test_all_faults_are_told_at_once(store: Store, tmp_path: Path) -> None:
    people = without(without(PEOPLE, 0, Functie=None, Telefoon="x"), 1, Organisatie="nergens")
    found = faults(store, fill(tmp_path / "town.xlsx", Mensen=people))
    assert len(found) == 3
    assert workbook.apply(store, tmp_path / "town.xlsx", dry_run=True).summary.startswith("Er zijn 3 fouten")


def test_thousands_of_unknown_people_are_told_within_seconds(store: Store, tmp_path: Path) -> None:
    people: Rows = [
        {"Code": f"persoon-{n}", "Naam": f"Persoon {n}", "Functie": "opbouwwerker", "Organisatie": "steiger"}
        for n in range(2000)
    ]
    duty: Rows = [{"Wie": f"persoon-{n}x", "Dagen": "ma", "Van": "9:00", "Tot": "17:00"} for n in range(2000)]
    path = fill(tmp_path / "town.xlsx", Mensen=people, Diensten=duty)
    started = stopwatch.process_time()
    assert len(faults(store, path)) == 2000
    assert stopwatch.process_time() - started < 10


def test_the_same_shift_twice_and_the_same_word_for_two_functions_are_faults(store: Store, tmp_path: Path) -> None:
    twice: Rows = [*DUTY, {"Wie": "aylin", "Dagen": "wo", "Van": "13:00", "Tot": "21:00"}]
    words: Rows = [*DISCIPLINES, {"Functie": "straatcoach", "Ook bekend als": "Jowe"}]
    found = faults(store, fill(tmp_path / "town.xlsx", Diensten=twice, Functies=words))
    assert found == [
        "Diensten, rij 5, kolom Dagen: deze dienst staat ook in rij 3.",
        "Functies, rij 4, kolom Ook bekend als: ‘Jowe’ staat ook bij ‘jongerenwerker’ in rij 3.",
    ]


def test_a_second_lead_is_a_fault_also_when_the_first_is_in_the_database(store: Store, tmp_path: Path) -> None:
    workbook.apply(store, fill(tmp_path / "town.xlsx"), dry_run=False)
    second: Rows = [
        {"Code": "femke", "Naam": "Femke", "Functie": "teamleider", "Organisatie": "gemeente", "Team": "oost"}
        | {"Teamleider": "ja"}
    ]
    path = fill(tmp_path / "next.xlsx", Mensen=second)
    assert "al een teamleider: Robin Zuidhof" in str(workbook.apply(store, path, dry_run=False).faults[0])
    swapped = fill(tmp_path / "swap.xlsx", Mensen=[*second, {**PEOPLE[0], "Teamleider": "nee"}])
    assert workbook.apply(store, swapped, dry_run=False).ok


def test_missing_unknown_and_double_columns_and_a_missing_sheet_are_faults(store: Store, tmp_path: Path) -> None:
    path = fill(tmp_path / "town.xlsx")
    book = load_workbook(path)
    book["Mensen"]["B1"] = "Namen"
    book["Teams"]["E1"] = "Wijk"
    book["Organisaties"].cell(3, 30, "zomaar iets")
    book["Diensten"].title = "Dienst"
    book.save(path)
    found = faults(store, path)
    assert "Mensen, rij 1, kolom Namen: deze kolom kennen we niet. Bedoel je ‘Naam’?" in found
    assert "Mensen, rij 1, kolom Naam: deze kolom ontbreekt en is verplicht." in found
    assert "Teams, rij 1, kolom Wijk: deze kolom staat er twee keer." in found
    assert "Organisaties, rij 3, kolom AD: ‘zomaar iets’ staat in een kolom zonder kop." in found
    assert "Diensten: dit werkblad ontbreekt. Bedoel je ‘Dienst’? Het mag leeg zijn." in found


def test_what_excel_gives_for_a_failed_formula_is_a_fault(store: Store, tmp_path: Path) -> None:
    path = fill(tmp_path / "town.xlsx")
    book = load_workbook(path)
    book["Mensen"]["F3"] = "#N/A"
    book["Mensen"]["F3"].data_type = "e"
    book.save(path)
    assert "Mensen, rij 3, kolom Telefoon: hier staat een fout van Excel (#N/A)." in faults(store, path)


def test_columns_may_stand_in_another_order_and_optional_ones_may_go(store: Store, tmp_path: Path) -> None:
    book = Workbook()
    for title, headings, row in (
        ("organisaties", ["Soort", "naam", "CODE *"], ["welzijn", "Buurtwerk", "buurt"]),
        ("Teams", ["Code", "Naam", "Organisatie"], []),
        ("Mensen ", ["Code", "Naam", "Functie", "Organisatie"], [7, "Noor", "opbouwwerker", "buurt"]),
        ("Diensten", ["Wie", "Dagen", "Van", "Tot"], ["7", "ma", time(9), time(17)]),
    ):
        sheet = book.create_sheet(title)
        sheet.append(headings)
        sheet.append([])
        sheet.append(row)
    book.save(tmp_path / "town.xlsx")
    assert workbook.apply(store, tmp_path / "town.xlsx", dry_run=False).ok
    assert [person.id for person in everything(store, Professional)] == ["7"]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "geen leesbaar Excel-bestand"),
        (b"Code;Naam\nsteiger;De Steiger\n", "geen leesbaar Excel-bestand"),
        (b"PK\x03\x04 and then nothing of use", "geen leesbaar Excel-bestand"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "wachtwoord"),
    ],
)
def test_a_file_that_is_no_workbook_is_one_clear_fault(store: Store, tmp_path: Path, content: bytes, said: str) -> None:
    path = tmp_path / "town.xlsx"
    path.write_bytes(content)
    [fault] = faults(store, path)
    assert said in fault


def test_a_zip_of_something_else_a_folder_and_nothing_at_all_are_faults(store: Store, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "photos.xlsx", "w") as archive:
        archive.writestr("photo.txt", "no workbook")
    for path in (tmp_path / "photos.xlsx", tmp_path, tmp_path / "gone.xlsx"):
        assert len(faults(store, path)) == 1


def test_a_damaged_workbook_is_a_fault_and_not_a_crash(store: Store, tmp_path: Path) -> None:
    path = fill(tmp_path / "town.xlsx")
    whole = zipfile.ZipFile(path)
    with zipfile.ZipFile(tmp_path / "damaged.xlsx", "w") as archive:
        for part in whole.namelist():
            content = whole.read(part)
            archive.writestr(part, content[: len(content) // 2] if "sheet3" in part else content)
    assert "geen leesbaar Excel-bestand" in faults(store, tmp_path / "damaged.xlsx")[0]


def test_five_thousand_rows_are_read_in_a_few_seconds(store: Store, tmp_path: Path) -> None:
    people: Rows = [
        {"Code": f"p{n}", "Naam": f"Persoon {n}", "Functie": "opbouwwerker", "Organisatie": "steiger"}
        | {"E-mail": f"p{n}@steiger.example", "Telefoon": f"099-555 {n:04}"}
        for n in range(5000)
    ]
    path = fill(tmp_path / "town.xlsx", Mensen=people, Diensten=[])
    started = stopwatch.process_time()
    plan = workbook.read(path)
    report = workbook.apply(store, path, dry_run=True)
    assert stopwatch.process_time() - started < 12
    assert not plan.faults
    assert len(report.changes) == 5000 + 4


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("ma", (0,)),
        ("di en do", (1, 3)),
        ("za-zo", (5, 6)),
        ("vr t/m ma", (0, 4, 5, 6)),
        ("ma tot en met wo", (0, 1, 2)),
    ],
)
def test_days_are_read_as_people_write_them(written: str, meant: tuple[int, ...]) -> None:
    assert cells.weekdays(written) == meant


PARSERS = (
    *(cells.slug, cells.mail, cells.phone, cells.yes_no, cells.day, cells.clock, cells.clocks, cells.weekday),
    *(cells.weekdays, cells.words, cells.text(50), cells.number(0, 9), cells.choice(KINDS)),
)


@given(
    st.sampled_from(PARSERS),
    st.text(max_size=30)
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.booleans()
    | st.datetimes()
    | st.times(),
)
def test_whatever_is_in_a_cell_is_read_or_refused(parse: cells.Parser, value: Any) -> None:
    with suppress(BadCell):
        parse(value)
