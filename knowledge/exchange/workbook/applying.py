"""Carries out what a workbook asks: adds what is new, changes what differs, leaves what is not mentioned."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import delete

from knowledge.entities import Capacity, Discipline, DutyShift, Organisation, Professional, Team
from knowledge.exchange.workbook.checking import faults_against
from knowledge.exchange.workbook.faults import Fault, listed
from knowledge.exchange.workbook.known import Known, Shift
from knowledge.exchange.workbook.plan import Plan, Row
from knowledge.exchange.workbook.reading import read
from knowledge.exchange.workbook.sheets import DISCIPLINES, DUTY, ORGANISATIONS, PEOPLE, TEAMS, Sheet
from knowledge.exchange.workbook.words import line_of_addition, line_of_change, line_of_shifts
from knowledge.store import Store, Work, tables

#: Sheet, entity and its name in the log; in the order in which they need each other.
_KINDS: tuple[tuple[Sheet, type, str], ...] = (
    (ORGANISATIONS, Organisation, "organisation"),
    (TEAMS, Team, "team"),
    (PEOPLE, Professional, "professional"),
    (DISCIPLINES, Discipline, "discipline"),
)

_COUNTED = {
    ORGANISATIONS.title: ("organisatie", "organisaties"),
    TEAMS.title: ("team", "teams"),
    PEOPLE.title: ("persoon", "mensen"),
    DISCIPLINES.title: ("functie", "functies"),
    DUTY.title: ("dienstrooster", "dienstroosters"),
}


@dataclass(frozen=True)
class Addition:
    """Something new."""

    sheet: Sheet
    name: str
    entity: type
    values: dict[str, Any]


@dataclass(frozen=True)
class Update:
    """Something known of which fields differ."""

    sheet: Sheet
    name: str
    present: Any
    values: dict[str, Any]


@dataclass(frozen=True)
class Roster:
    """Somebody's shifts, as they will be."""

    person: str
    before: frozenset[Shift]
    after: frozenset[Shift]


Step = Addition | Update | Roster


@dataclass(frozen=True)
class Report:
    """What an import did, or in a dry run would do; with faults it did nothing."""

    faults: list[Fault] = field(default_factory=list)
    #: One Dutch line per thing added or changed.
    changes: list[str] = field(default_factory=list)
    #: In one Dutch sentence, with the counts.
    summary: str = ""
    dry_run: bool = False

    @property
    def ok(self) -> bool:
        """Whether there are no faults."""
        return not self.faults


def apply(store: Store, path: Path, dry_run: bool) -> Report:
    """Import a workbook, all or nothing; with `dry_run` only say what would change. Never raises for a bad file."""
    plan = read(path)
    if dry_run or plan.faults:
        with store.reading() as session:
            return _report(plan, Known.read(session), dry_run=dry_run)[0]
    with store.work() as work:
        report, steps = _report(plan, Known.read(work.session), dry_run=False)
        for step in steps:
            _carry_out(work, step)
        return report


def _report(plan: Plan, known: Known, *, dry_run: bool) -> tuple[Report, list[Step]]:
    faults = [*plan.faults, *faults_against(plan, known)]
    if faults:
        return Report(faults, summary=_faulty(len(faults)), dry_run=dry_run), []
    steps = _steps(plan, known)
    return Report([], [_line(step, plan, known) for step in steps], _summary(steps, dry_run=dry_run), dry_run), steps


def _steps(plan: Plan, known: Known) -> list[Step]:
    present: dict[str, Any] = {
        ORGANISATIONS.title: known.organisations,
        TEAMS.title: known.teams,
        PEOPLE.title: known.people,
        DISCIPLINES.title: known.disciplines,
    }
    steps: list[Step] = []
    for sheet, entity, name in _KINDS:
        for row in plan.of(sheet):
            steps += _step(row, entity, name, present[sheet.title].get(row.key))
    return steps + _rosters(plan, known)


def _step(row: Row, entity: type, name: str, present: Any) -> list[Step]:
    if present is None:
        return [Addition(row.sheet, name, entity, row.values)]
    differing = {key: value for key, value in _meant(row.values).items() if getattr(present, key) != value}
    return [Update(row.sheet, name, present, differing)] if differing else []


def _meant(values: dict[str, Any]) -> dict[str, Any]:
    """A partner that has room again has no waiting time any more."""
    waits = values.get("capacity", Capacity.WAITING_LIST) is Capacity.WAITING_LIST
    return values if waits else {"capacity_weeks": None, **values}


def _rosters(plan: Plan, known: Known) -> list[Step]:
    wanted: dict[str, set[Shift]] = {}
    for row in plan.of(DUTY):
        shifts = {(day, row.values["starts"], row.values["ends"]) for day in row.values["weekdays"]}
        wanted.setdefault(row.key, set()).update(shifts)
    return [
        Roster(person, frozenset(known.shifts.get(person, set())), frozenset(shifts))
        for person, shifts in wanted.items()
        if shifts != known.shifts.get(person, set())
    ]


def _carry_out(work: Work, step: Step) -> None:
    if isinstance(step, Roster):
        work.session.execute(delete(tables.duty_shift).where(tables.duty_shift.c.professional_id == step.person))
        work.session.add_all(DutyShift(step.person, *shift) for shift in sorted(step.after))
        work.record("update", f"roster {step.person}")
        return
    follows = _follows(work, step.values)
    key = step.sheet.key.field
    if isinstance(step, Addition):
        entity = step.entity(**step.values, **follows)
        work.session.add(entity)
        # Rows refer to each other by code alone: what comes first in the order must be there first.
        work.session.flush()
        work.record("create", f"{step.name} {step.values[key]}"[:100])
        return
    for name, value in {**step.values, **follows}.items():
        setattr(step.present, name, value)
    work.record("update", f"{step.name} {getattr(step.present, key)}"[:100], fields=",".join(sorted(step.values)))


def _follows(work: Work, values: dict[str, Any]) -> dict[str, Any]:
    """Return the fields that follow from others: when the capacity was told; a digest whose day has to be set anew."""
    told = {"capacity_reported_at": work.now} if {"capacity", "capacity_weeks"} & values.keys() else {}
    moved = {"next_digest_at": None, "next_notice_at": None} if "meeting_weekday" in values else {}
    return {**told, **moved}


def _line(step: Step, plan: Plan, known: Known) -> str:
    if isinstance(step, Roster):
        return line_of_shifts(_name_of(step.person, plan, known), step.before, step.after)
    singular = _COUNTED[step.sheet.title][0]
    if isinstance(step, Addition):
        return line_of_addition(singular, step.sheet, step.values)
    return line_of_change(singular, step.sheet, step.present, step.values)


def _name_of(person: str, plan: Plan, known: Known) -> str:
    for row in plan.of(PEOPLE):
        if row.key == person:
            return str(row.values["name"])
    return known.people[person].name


def _faulty(count: int) -> str:
    return f"Er {'is 1 fout' if count == 1 else f'zijn {count} fouten'} gevonden. Er is niets veranderd."


def _summary(steps: list[Step], *, dry_run: bool) -> str:
    if not steps:
        return "Alles uit dit bestand staat er al zo in. Er is niets veranderd."
    new = Counter(step.sheet.title for step in steps if isinstance(step, Addition))
    changed = Counter(DUTY.title if isinstance(step, Roster) else step.sheet.title for step in steps)
    parts = [f"{words} erbij" for words in [_counts(new)] if words]
    parts += [f"{words} gewijzigd" for words in [_counts(changed - new)] if words]
    said = ", ".join(parts)
    return f"Proefrun, er is niets veranderd. Dit zou er gebeuren: {said}." if dry_run else f"Klaar: {said}."


def _counts(counted: Counter[str]) -> str:
    named: Iterable[str] = (
        f"{count} {_COUNTED[title][count > 1]}" for title in _COUNTED if (count := counted.get(title, 0))
    )
    return listed(list(named), "en")
