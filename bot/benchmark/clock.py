"""The clock at scale: one tick in which thousands of referrals are due, among few open ones and among a million."""

import time
from datetime import datetime, timedelta, timezone
from pathlib import Path

from sqlalchemy import select, text, update

from bot.app import open_knowledge
from bot.benchmark.town import PEOPLE, people, settings_in
from knowledge.clock import SetClock
from knowledge.entities import Referral, ReferralState
from knowledge.rules import ladder
from knowledge.rules.calendar import AMSTERDAM
from knowledge.store import Store, tables

#: How many referrals are open, in the two towns that are compared.
FEW, MANY = 10_000, 1_000_000

#: How many of them are due at the tick.
DUE = 5_000

#: A Wednesday morning: on a day off nothing would be due.
_NOW = datetime(2026, 11, 25, 9, 0, tzinfo=timezone.utc)


def measure(folder: Path, few: int = FEW, many: int = MANY, due: int = DUE) -> dict[str, float]:
    """Return what one tick takes in seconds in a small and a large town on SQLite, both in `folder`, and the ratio."""
    small, large = (_tick(folder / f"clock-{count}", count, due) for count in (few, many))
    return {
        "due": due,
        f"tick_s_with_{few}_open": round(small, 2),
        f"tick_s_with_{many}_open": round(large, 2),
        "ratio": round(large / small, 2),
    }


def _tick(folder: Path, count: int, due: int) -> float:
    knowledge = open_knowledge(settings_in(folder), SetClock(_NOW))
    code = people(knowledge)
    _fill(knowledge.store, code, count, due)
    began = time.perf_counter()
    claims = knowledge.reminders.claim_due(limit=due)
    took = time.perf_counter() - began
    knowledge.store.close()
    taken = sum(claim.kind == "referral" for claim in claims)
    assert taken == due, f"{taken} referrals were taken, not {due}"
    return took


def _fill(store: Store, code: str, count: int, due: int) -> None:
    """Let `count` referrals be open, of which `due` are due now and the others in the next two months."""
    with store.work() as work:
        work.session.execute(update(tables.referral).values(next_due_at=None))
        case_id = work.first(select(tables.case.c.id).where(tables.case.c.code == code))
        first = work.add(_referral(case_id, work.first(select(tables.organisation.c.id))))
        names = [column.name for column in tables.referral.c if column.name != "id"]
        values = ", ".join(_CHANGED.get(name, name) for name in names)
        copies = f"INSERT INTO referral ({', '.join(names)}) {_NUMBERS} SELECT {values} FROM referral, numbers"  # noqa: S608
        facts = {"first": first.id, "last": count - 1, "due": due, "people": len(PEOPLE), "now": f"{_NOW:%F %T}"}
        work.session.execute(text(f"{copies} WHERE referral.id = :first"), facts)


#: What differs between the copies: who holds it, and when the clock looks at it.
_CHANGED = {
    "holder_id": "'bench' || (number % :people)",
    "next_due_at": (
        "CASE WHEN number < :due THEN next_due_at "
        "ELSE strftime('%Y-%m-%d %H:%M:%S.000000', :now, '+' || (1 + number % 86400) || ' minutes') END"
    ),
}
_NUMBERS = "WITH RECURSIVE numbers (number) AS (SELECT 1 UNION ALL SELECT number + 1 FROM numbers WHERE number < :last)"


def _referral(case_id: int, organisation_id: str) -> Referral:
    """Return one that was accepted three weeks ago, with feedback due today."""
    referral = Referral(case_id, PEOPLE[0], organisation_id, _NOW - timedelta(days=21), state=ReferralState.ACCEPTED)
    referral.sent_at = referral.accepted_at = referral.created_at
    referral.holder_id, referral.reminders = PEOPLE[0], 1
    referral.feedback_due = _NOW.astimezone(AMSTERDAM).date()
    referral.next_due_at = ladder.next_due(referral)
    return referral
