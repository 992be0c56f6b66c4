"""The one way to a case: every service that reads or changes one comes through here."""

from collections.abc import Collection

from sqlalchemy import func, or_, select

from knowledge.entities import Case, Involvement, Professional, Referral
from knowledge.rules import policy
from knowledge.rules.calendar import AMSTERDAM
from knowledge.rules.policy import Deed, Relation
from knowledge.store import Refusal, Work, tables

#: Stands for "no such case" in queries, so that an outsider costs the same with and without a case.
_NO_CASE = -1


def open_case_for(work: Work, code: str, deed: Deed) -> tuple[Case, Relation]:
    """Return the case with this code and what the asker is to it.

    Raises Refusal("outsider") for a case that is not there and for one that the asker is not involved in: the same
    refusal after the same statements, so that nobody learns which; Refusal("not_yours") when the asker is involved
    but may not do this.
    """
    case = work.first(select(Case).where(tables.case.c.code == code))
    relation = relation_to(work, case.id if case else _NO_CASE, case.coordinator_id if case else None)
    asker = work.need(Professional, work.by)
    if case is None or relation is Relation.OUTSIDER:
        raise Refusal("outsider", case=code)
    if not policy.may(relation, deed, volunteer=asker.is_volunteer):
        raise Refusal("not_yours", case=code)
    return case, relation


def relation_to(work: Work, case_id: int, coordinator_id: str | None) -> Relation:
    """Return what the professional at work is to a case."""
    stands_for = set(absentees_of(work))
    involved = set(
        work.all(
            select(tables.involvement.c.professional_id).where(
                tables.involvement.c.case_id == case_id,
                tables.involvement.c.professional_id.in_({work.by, *stands_for}),
                _not_over(work),
            )
        )
    )
    party = work.first(
        select(Referral).where(
            tables.referral.c.case_id == case_id,
            or_(*(tables.referral.c[name] == work.by for name in ("sender_id", "receiver_id", "holder_id"))),
        )
    )
    if coordinator_id is not None and coordinator_id == work.by:
        return Relation.COORDINATOR
    if work.by in involved:
        return Relation.INVOLVED
    if involved or coordinator_id in stands_for:
        return Relation.DEPUTY
    return Relation.PARTY if party else Relation.OUTSIDER


def absentees_of(work: Work) -> list[str]:
    """Return the ids of the absent colleagues for whom the professional at work deputises today."""
    day = work.now.astimezone(AMSTERDAM).date()
    query = select(tables.absence.c.professional_id).where(
        tables.absence.c.deputy_id == work.by,
        tables.absence.c.first_day <= day,
        tables.absence.c.last_day >= day,
        tables.absence.c.ended_at.is_(None),
    )
    return list(work.all(query.order_by(tables.absence.c.id)))


def own_cases(work: Work) -> list[Case]:
    """Return the open cases in which the professional at work is involved, or deputises for somebody who is."""
    people = {work.by, *absentees_of(work)}
    involved = select(tables.involvement.c.case_id).where(
        tables.involvement.c.professional_id.in_(people), _not_over(work)
    )
    query = (
        select(Case)
        .where(or_(tables.case.c.id.in_(involved), tables.case.c.coordinator_id.in_(people)))
        .where(tables.case.c.closed_at.is_(None))
        .order_by(tables.case.c.opened_at.desc(), tables.case.c.id.desc())
    )
    return list(work.all(query))


def circle_entries(work: Work, case_id: int) -> list[Involvement]:
    """Return who is involved in a case today, longest first."""
    query = (
        select(Involvement)
        .where(tables.involvement.c.case_id == case_id, _not_over(work))
        .order_by(tables.involvement.c.since, tables.involvement.c.id)
    )
    return list(work.all(query))


def sizes_of(work: Work, case_ids: Collection[int]) -> dict[int, int]:
    """Return how many are involved in each of these cases today; a case with nobody is left out."""
    of_case = tables.involvement.c.case_id
    query = select(of_case, func.count()).where(of_case.in_(case_ids), _not_over(work)).group_by(of_case)
    return dict(work.session.execute(query).all())


def _not_over(work: Work) -> object:
    day = work.now.astimezone(AMSTERDAM).date()
    return or_(tables.involvement.c.until.is_(None), tables.involvement.c.until >= day)
