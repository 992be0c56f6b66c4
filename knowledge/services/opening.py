"""Opening a case, and what is told of the household: its members by role, and everybody's own reference."""

import re
from dataclasses import dataclass

from rapidfuzz import fuzz
from sqlalchemy import select

from knowledge.entities import Case, Involvement, Member, OwnReference, Professional, RequestKind
from knowledge.rules import codes
from knowledge.rules.calendar import AMSTERDAM
from knowledge.rules.policy import Deed
from knowledge.rules.text import fold
from knowledge.services.access import open_case_for, own_cases
from knowledge.services.cases import Contact, contact_of, focus_on
from knowledge.services.circle import Changed, ask, is_sensitive, open_for_change
from knowledge.services.jottings import jot, jotted, throw_away
from knowledge.services.notify import tell
from knowledge.store import Refusal, Store, Work, tables

_SUBJECT, _NAME = "opening", "name"

#: From this resemblance on (0–100) two names may be one household.
_ALIKE = 92
#: Shorter names, and those with a number in them, say nothing: initials, file numbers.
_TELLING = 4

_TITLES = re.compile(
    r"\b(het|de|gezin|fam|familie|huishouden|casus|dossier|mevr|mevrouw|mw|mej|dhr|heer|meneer|hr)\b\.?|[^\w\s]"
)

_BEFORE_NAME = re.compile(
    r"^(?:(?:het|de) )?(?:gezin|fam(?:ilie)?\.?|huishouden|casus|mevr(?:ouw)?\.?|mw\.?|dhr\.?|heer|meneer) +",
    re.IGNORECASE,
)

#: A number or code with at most a word for what it is; never a name.
_REFERENCE = re.compile(r"(?:(?:dossier|zaak|nummer|nr|casus|client)\.? )?[a-z]{0,3}[-./ ]?\d[\w./-]{0,11}")

#: Roles by which somebody of a household is known, with an age for a child.
_ROLE = re.compile(
    r"(?:(?:stief|pleeg|schoon|groot)?(?:moeder|vader|zoon|dochter|kind|broer|zus|ouder|ouders)"
    r"|oma|opa|baby|partner|vriend|vriendin|echtgenoot|echtgenote|man|vrouw|tante|oom|inwonende|bewoner|clien?t)"
    r"(?: van)?(?: \d{1,2})?(?: jaar| jr| maanden| mnd)?"
)


@dataclass(frozen=True)
class Opened:
    """A new case. `asked` is who was asked to take the regie, when it is somebody else."""

    code: str
    change_id: int | None
    asked: Contact | None


@dataclass(frozen=True)
class MemberLine:
    """Somebody of a household, by role."""

    id: int
    label: str


class Opening:
    """Begins a case."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def note_name(self, by: str, name: str) -> list[str]:
        """Keep the name of the household for the case to be opened; return the own cases that may be the same one."""
        with self._store.work(by) as work:
            jot(work, _SUBJECT, _NAME, _BEFORE_NAME.sub("", name.strip(" .!")))
            return [case.code for case in own_cases(work) if _alike(case.household, name)]

    def open(self, by: str, coordinator_id: str | None) -> Opened:
        """Open a case under the name that was noted. `coordinator_id` is who has the regie; another is asked first.

        Where the name resembles that of another case its coordinator alone hears that two may be one. Raises Refusal:
        "opening_no_name" when no name was noted in the last day, "opening_volunteer".
        """
        with self._store.work(by, undoable=True) as work:
            name = jotted(work, _SUBJECT).get(_NAME)
            if not name:
                raise Refusal("opening_no_name", object="case")
            if work.need(Professional, by).is_volunteer:
                raise Refusal("opening_volunteer", object="case")
            case = work.add(Case(_free_code(work), name, work.now, opened_by=by))
            work.add(Involvement(case.id or 0, by, work.now.astimezone(AMSTERDAM).date()))
            work.record("create", "case", case=case.code, fields="household,coordinator_id")
            asked = self._settle_regie(work, case, coordinator_id)
            _tell_of_doubles(work, case)
            throw_away(work, _SUBJECT)
            focus_on(work, case)
            return Opened(case.code, work.change_id, asked)

    def _settle_regie(self, work: Work, case: Case, coordinator_id: str | None) -> Contact | None:
        if coordinator_id is None or coordinator_id == work.by:
            case.coordinator_id = coordinator_id
            return None
        ask(work, case, RequestKind.GIVE_COORDINATION, coordinator_id, coordinator_id)
        return contact_of(work, coordinator_id)

    def members(self, by: str, code: str) -> list[MemberLine]:
        """Return the members of a household, by role. Logged."""
        with self._store.work(by) as work:
            case, relation = open_case_for(work, code, Deed.SEE_CONSENT)
            work.record("read", "members", case=code, role=relation.name.lower())
            return [MemberLine(member.id or 0, member.label) for member in members_of(work, case.id or 0)]

    def add_members(self, by: str, code: str, said: str) -> Changed:
        """Add members by role: "moeder, zoon van 13". Raises Refusal("member_no_role") for what is no role."""
        labels = [label for part in re.split(r",|;|\ben\b", fold(said)) if (label := " ".join(part.split()))]
        if not labels or not all(_ROLE.fullmatch(label) for label in labels):
            raise Refusal("member_no_role", object="members")
        with self._store.work(by, undoable=True) as work:
            case = open_for_change(work, code, Deed.DESCRIBE_HOUSEHOLD)
            for label in labels:
                work.add(Member(case.id or 0, label))
            work.record("create", "members", case=code, fields="label")
            return Changed(code, work.change_id)

    def give_reference(self, by: str, code: str, said: str) -> Changed:
        """Let the asker call a case by a number of his own. Raises Refusal("reference_no_number") for a name or BSN."""
        reference = " ".join(said.strip(" .!").split())
        if not _REFERENCE.fullmatch(fold(reference)) or codes.canonical(reference) or _is_bsn(reference):
            raise Refusal("reference_no_number", object="reference")
        with self._store.work(by, undoable=True) as work:
            case, _ = open_case_for(work, code, Deed.GIVE_REFERENCE)
            for known in work.all(select(OwnReference).where(tables.own_reference.c.professional_id == by)):
                if known.case_id == case.id or known.reference.casefold() == reference.casefold():
                    work.delete(known)
            work.add(OwnReference(by, case.id or 0, reference))
            work.record("update", "own reference", case=code, fields="reference")
            return Changed(code, work.change_id)


def members_of(work: Work, case_id: int) -> list[Member]:
    """Return the members of a household in the order in which they were told."""
    query = select(Member).where(tables.member.c.case_id == case_id).order_by(tables.member.c.id)
    return list(work.all(query))


def _free_code(work: Work) -> str:
    code = codes.new_code()
    while work.first(select(Case).where(tables.case.c.code == code)):
        code = codes.new_code()
    return code


def _tell_of_doubles(work: Work, case: Case) -> None:
    others = select(Case).where(tables.case.c.closed_at.is_(None), tables.case.c.id != case.id)
    for other in work.all(others):
        if other.coordinator_id not in (None, work.by) and _alike(other.household, case.household):
            key = f"possible double {other.id} {case.id}"
            opener = None if is_sensitive(work, case.opened_by) else case.opened_by
            tell(work, other.coordinator_id, "possible_double", key, case=other.code, person=opener)


def _alike(one: str, other: str) -> bool:
    first, second = _plain(one), _plain(other)
    telling = all(len(name) >= _TELLING and not re.search(r"\d", name) for name in (first, second))
    return telling and fuzz.token_sort_ratio(first, second) >= _ALIKE


def _plain(name: str) -> str:
    return " ".join(_TITLES.sub(" ", fold(name)).split())


def _is_bsn(text: str) -> bool:
    """Nine digits that pass the elfproef: never kept, whatever they are meant for."""
    digits = [int(char) for char in text if char.isdigit()]
    if len(digits) != 9:
        return False
    return (sum(digit * weight for digit, weight in zip(digits, range(9, 1, -1), strict=False)) - digits[8]) % 11 == 0
