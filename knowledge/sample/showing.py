"""Lists who and what is in the sample: what `kortelijn sample show` prints."""

from datetime import date
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from knowledge.rules.calendar import AMSTERDAM
from knowledge.store import Store
from knowledge.store.tables import case, involvement, organisation, professional, referral


def show(store: Store) -> dict[str, list[dict[str, Any]]]:
    """Return the professionals, cases and referrals by their ids and codes, without any resident's name.

    `organisation` is its name as messages say it, `team` the team's id. `sensitive` is how the professional is shown
    in a circle: on account of the organisation too. `involved` are those who are so today. `to` is the id of a person,
    else of a team, else of an organisation. Dates are ISO 8601.
    """
    today = store.clock.now().astimezone(AMSTERDAM).date()
    with store.reading() as session:
        return {
            "professionals": _professionals(session),
            "cases": _cases(session, today),
            "referrals": _referrals(session),
        }


def _professionals(session: Session) -> list[dict[str, Any]]:
    query = (
        select(professional, organisation.c.name.label("at"), organisation.c.sensitive.label("sensitive_at"))
        .join(organisation, organisation.c.id == professional.c.organisation_id)
        .order_by(professional.c.id)
    )
    return [
        {
            "id": row.id,
            "name": row.name,
            "role": row.role,
            "organisation": row.at,
            "team": row.team_id,
            "is_team_lead": row.is_team_lead,
            "sensitive": row.sensitive or row.sensitive_at,
        }
        for row in session.execute(query)
    ]


def _cases(session: Session, today: date) -> list[dict[str, Any]]:
    lasting = or_(involvement.c.until.is_(None), involvement.c.until >= today)
    entries = session.execute(
        select(involvement.c.case_id, involvement.c.professional_id).where(lasting).order_by(involvement.c.id)
    ).all()
    rows = session.execute(select(case.c.id, case.c.code, case.c.coordinator_id).order_by(case.c.id))
    return [
        {
            "code": row.code,
            "coordinator": row.coordinator_id,
            "involved": [entry.professional_id for entry in entries if entry.case_id == row.id],
        }
        for row in rows
    ]


def _referrals(session: Session) -> list[dict[str, Any]]:
    query = select(referral, case.c.code).join(case, case.c.id == referral.c.case_id).order_by(referral.c.id)
    return [
        {
            "id": row.id,
            "case": row.code,
            "from": row.sender_id,
            "to": row.receiver_id or row.receiver_team_id or row.organisation_id,
            "state": row.state.value,
            "feedback_due": row.feedback_due.isoformat() if row.feedback_due else None,
        }
        for row in session.execute(query)
    ]
