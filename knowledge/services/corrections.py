"""Keeping the registry right: own details are changed at once, somebody else's go to the owner of the entry."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from knowledge.entities import Correction, Organisation, Professional
from knowledge.rules.calendar import AMSTERDAM
from knowledge.services.notify import tell
from knowledge.services.registry_search import present_people
from knowledge.store import Refusal, Store, Work, tables

#: What of a professional and of an organisation can be put right by name and value.
PERSON_FIELDS = ("phone", "email", "left_on")
PARTNER_FIELDS = ("phone", "email", "address", "hours", "website")


@dataclass(frozen=True)
class Fix:
    """What is wrong and, where it was said, what it should be. `field` is empty for anything else, said in `text`."""

    person_id: str | None = None
    organisation_id: str | None = None
    field: str = ""
    value: str = ""
    text: str = ""


@dataclass(frozen=True)
class Fixed:
    """What became of it: `applied`, or put to the owners named; none when the asker is the only owner."""

    about: str
    applied: bool
    owners: tuple[str, ...] = ()
    change_id: int | None = None


@dataclass(frozen=True)
class CorrectionView:
    """A correction as its owner reads it."""

    id: int
    person_id: str | None
    organisation_id: str | None
    reporter: str
    about: str
    field: str
    value: str
    text: str
    settled: bool


class Corrections:
    """Takes changes of the registry."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def may_fix(self, by: str, fix: Fix) -> bool:
        """Tell whether the asker may change this entry without asking: it is the own one, or theirs to keep."""
        with self._store.work(by) as work:
            return _may_fix(work, fix)

    def fix(self, by: str, fix: Fix) -> Fixed:
        """Change the entry where the asker may and a value was said; else put it to the entry's owners.

        Raises Refusal("gone") for an entry that is not there.
        """
        with self._store.work(by, undoable=True) as work:
            if fix.field and fix.value and _may_fix(work, fix):
                _apply(work, fix)
                return Fixed(_about(work, fix), applied=True, change_id=work.change_id)
            owners = [owner for owner in _owners(work, fix) if owner.id != by]
            correction = _kept(work, fix)
            for owner in owners:
                tell(
                    work, owner.id, "correction_asked", f"correction {correction.id}", correction=correction.id
                )  # fmt: skip
            names = tuple(owner.name for owner in owners)
            return Fixed(_about(work, fix), applied=False, owners=names, change_id=work.change_id)

    def settle(self, by: str, correction_id: int, *, right: bool) -> Fixed:
        """Let an owner say whether a correction is right: if so what was said of it is put in; the reporter hears.

        `applied` is False for one that is right but holds no value to put in. Raises Refusal("gone") for somebody who
        does not own the entry, Refusal("correction_over") for one that was settled already.
        """
        with self._store.work(by, undoable=True) as work:
            correction = work.need(Correction, correction_id)
            fix = _fix_of(correction)
            if by not in {owner.id for owner in _owners(work, fix, correction.reporter_id)}:
                raise Refusal("gone", object="correction")
            if correction.settled_at is not None:
                raise Refusal("correction_over", object="correction")
            correction.settled_at = work.now
            applied = right and bool(fix.field and fix.value)
            if applied:
                _apply(work, fix)
            kind = "correction_right" if right else "correction_wrong"
            tell(work, correction.reporter_id, kind, f"correction {correction_id} settled", correction=correction_id)
            work.record("update", f"correction {correction_id}", reason=kind)
            return Fixed(_about(work, fix), applied=applied, change_id=work.change_id)

    def view(self, correction_id: int) -> CorrectionView:
        """Return a correction, for the messages about it. Raises Refusal("gone")."""
        with self._store.work() as work:
            found = work.need(Correction, correction_id)
            fix = _fix_of(found)
            return CorrectionView(
                id=correction_id,
                person_id=fix.person_id,
                organisation_id=fix.organisation_id,
                reporter=work.need(Professional, found.reporter_id).name,
                about=_about(work, fix),
                field=fix.field,
                value=fix.value,
                text=fix.text,
                settled=found.settled_at is not None,
            )


def _may_fix(work: Work, fix: Fix) -> bool:
    asker = work.need(Professional, work.by)
    if fix.person_id == asker.id or asker.is_administrator:
        return True
    return asker.is_team_lead and asker.organisation_id == _organisation(work, fix)


def _organisation(work: Work, fix: Fix) -> str | None:
    if fix.person_id:
        return work.need(Professional, fix.person_id).organisation_id
    return fix.organisation_id


def _owners(work: Work, fix: Fix, reporter_id: str | None = None) -> list[Professional]:
    """Return the team leads of the organisation, or where there is none but the reporter the administrators."""
    organisation = _organisation(work, fix)
    present = present_people(work)
    leads = [person for person in present if person.is_team_lead and person.organisation_id == organisation]
    others = [person for person in leads if person.id != (reporter_id or work.by)]
    return others or [person for person in present if person.is_administrator]


def _apply(work: Work, fix: Fix) -> None:
    if fix.person_id:
        person = work.need(Professional, fix.person_id)
        value = date.fromisoformat(fix.value) if fix.field == "left_on" else fix.value
        _set(person, fix.field, value, PERSON_FIELDS)
    else:
        partner = work.need(Organisation, fix.organisation_id)
        _set(partner, fix.field, fix.value, PARTNER_FIELDS)
        partner.assured_on = work.now.astimezone(AMSTERDAM).date()
    work.record("update", f"registry {fix.person_id or fix.organisation_id}", fields=fix.field)


def _set(entry: object, field: str, value: object, allowed: tuple[str, ...]) -> None:
    if field not in allowed:
        raise Refusal("gone", object="registry")
    setattr(entry, field, value)


def _kept(work: Work, fix: Fix) -> Correction:
    correction = work.add(
        Correction(
            reporter_id=work.by or "",
            text=fix.text,
            created_at=work.now,
            organisation_id=fix.organisation_id,
            about_professional_id=fix.person_id,
            field=fix.field,
            value=fix.value,
        )
    )
    work.record("create", f"correction {correction.id}", fields=fix.field)
    return correction


def _fix_of(correction: Correction) -> Fix:
    return Fix(
        person_id=correction.about_professional_id,
        organisation_id=correction.organisation_id,
        field=correction.field,
        value=correction.value,
        text=correction.text,
    )


def _about(work: Work, fix: Fix) -> str:
    """Return the name of the entry, or nothing for one that is not there yet."""
    if fix.person_id:
        return work.need(Professional, fix.person_id).name
    if fix.organisation_id is None:
        return ""
    query = select(tables.organisation.c.name).where(tables.organisation.c.id == fix.organisation_id)
    name: str | None = work.first(query)
    if name is None:
        raise Refusal("gone", object="registry")
    return name
