"""What the rows of a workbook must be to each other, and to what is known already."""

from collections.abc import Iterator
from typing import Any

from knowledge.entities import Capacity
from knowledge.exchange.workbook.faults import Fault, suggestion
from knowledge.exchange.workbook.known import Known
from knowledge.exchange.workbook.plan import Plan, Row
from knowledge.exchange.workbook.sheets import DISCIPLINES, DUTY, ORGANISATIONS, PEOPLE, SHEETS, TEAMS, Sheet

#: Looking for what somebody may have meant takes long in a long list; more of them help nobody.
_MOST_SUGGESTIONS = 20


def faults_within(plan: Plan) -> list[Fault]:
    """Return the faults that show without the database."""
    found = [fault for sheet in SHEETS if not sheet.repeats for fault in _doubles(plan.of(sheet))]
    found += [fault for row in plan.of(ORGANISATIONS) for fault in _capacity(row)]
    found += [fault for row in plan.of(DUTY) for fault in _span(row)]
    return [*found, *_double_shifts(plan.of(DUTY)), *_double_aliases(plan.of(DISCIPLINES))]


def faults_against(plan: Plan, known: Known) -> list[Fault]:
    """Return the faults that show only beside what is known."""
    organisations = _codes(plan, ORGANISATIONS) | set(known.organisations)
    teams = _codes(plan, TEAMS) | set(known.teams)
    people = _codes(plan, PEOPLE) | set(known.people)
    return [
        *_unknown(plan.of(TEAMS), "organisation_id", organisations, "organisatie"),
        *_unknown(plan.of(PEOPLE), "organisation_id", organisations, "organisatie"),
        *_unknown(plan.of(PEOPLE), "team_id", teams, "team"),
        *_unknown(plan.of(DUTY), "professional_id", people, "persoon"),
        *_leads(plan, known),
        *_shared_mail(plan, known),
    ]


def _codes(plan: Plan, sheet: Sheet) -> set[str]:
    return {row.key for row in plan.of(sheet) if row.key}


def _doubles(rows: list[Row]) -> Iterator[Fault]:
    first: dict[str, int] = {}
    for row in rows:
        if row.key is None:
            continue
        number = first.setdefault(row.key.casefold(), row.number)
        if number != row.number:
            yield row.fault(row.sheet.key.field, f"‘{row.key}’ staat ook in rij {number}; elke code mag één keer.")


def _capacity(row: Row) -> Iterator[Fault]:
    waits = row.values.get("capacity", Capacity.WAITING_LIST) is Capacity.WAITING_LIST
    if row.values.get("capacity_weeks") is not None and not waits:
        yield row.fault("capacity_weeks", "een wachttijd hoort bij Ruimte ‘wachtlijst’; laat leeg of pas Ruimte aan.")


def _span(row: Row) -> Iterator[Fault]:
    starts, ends = row.values.get("starts"), row.values.get("ends")
    if starts is None or ends is None:
        return
    if starts == ends:
        yield row.fault("ends", "begin en einde zijn gelijk.")
    elif row.values.get("overnight"):
        if ends > starts:
            yield row.fault("overnight", "deze dienst eindigt op dezelfde dag; zet Nachtdienst op nee.")
    elif ends < starts:
        yield row.fault(
            "ends",
            "het einde ligt voor het begin; loopt de dienst door tot na middernacht, zet dan ja bij Nachtdienst.",
        )


def _double_shifts(rows: list[Row]) -> Iterator[Fault]:
    first: dict[Any, int] = {}
    for row in rows:
        for day in row.values.get("weekdays", ()):
            shift = (row.key, day, row.values.get("starts"), row.values.get("ends"))
            if first.setdefault(shift, row.number) != row.number and None not in shift:
                yield row.fault("weekdays", f"deze dienst staat ook in rij {first[shift]}.")
                break


def _double_aliases(rows: list[Row]) -> Iterator[Fault]:
    first: dict[str, Row] = {}
    for row in rows:
        for alias in row.values.get("aliases", ()):
            other = first.setdefault(alias.casefold(), row)
            if other is not row:
                yield row.fault("aliases", f"‘{alias}’ staat ook bij ‘{other.key}’ in rij {other.number}.")


def _unknown(rows: list[Row], field: str, codes: set[str], what: str) -> Iterator[Fault]:
    near: dict[str, str] = {}
    for row in rows:
        code = row.values.get(field)
        if code is None or code in codes:
            continue
        if code not in near and len(near) < _MOST_SUGGESTIONS:
            near[code] = suggestion(code, sorted(codes))
        yield row.fault(field, f"er is geen {what} met code ‘{code}’.{near.get(code, '')}")


def _after(row: Row, known: Known, field: str) -> Any:
    """Return what a field of a person will be after the import."""
    present = known.people.get(row.key)
    return row.values[field] if field in row.values else getattr(present, field, None)


def _leads(plan: Plan, known: Known) -> Iterator[Fault]:
    """A team has at most one lead, and a lead has a team."""
    rows = [row for row in plan.of(PEOPLE) if row.key]
    named = {row.key for row in rows}
    leads = {p.team_id: p.name for p in known.people.values() if p.is_team_lead and p.team_id and p.id not in named}
    for row in rows:
        if not _after(row, known, "is_team_lead"):
            continue
        team = _after(row, known, "team_id")
        if team is None:
            yield row.fault("is_team_lead", "een teamleider heeft een team nodig; vul de kolom Team in.")
        elif team in leads:
            yield row.fault(
                "is_team_lead", f"team ‘{team}’ heeft al een teamleider: {leads[team]}. Het mag er één zijn."
            )
        else:
            leads[team] = row.values.get("name") or row.key


def _shared_mail(plan: Plan, known: Known) -> Iterator[Fault]:
    """The invitation goes to the known work address, so that is somebody's own."""
    rows = [row for row in plan.of(PEOPLE) if row.key]
    named = {row.key for row in rows}
    owners = {person.email: person.name for person in known.people.values() if person.email and person.id not in named}
    for row in rows:
        mail = _after(row, known, "email")
        if mail and mail in owners:
            yield row.fault("email", f"‘{mail}’ is al van {owners[mail]}; ieder heeft een eigen adres nodig.")
        elif mail:
            owners[mail] = row.values.get("name") or row.key
