"""What asking costs the database: as much in a large circle as in a small one, and no writing just for being there."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta

import pytest
from sqlalchemy import event

from knowledge.clock import SetClock
from knowledge.entities import Case, Involvement, Professional
from knowledge.services.knowledge import Knowledge
from knowledge.store import Store
from tests.cast import ANNA, BRAM, CASE
from tests.loop import refer

#: A read turn's own question: who may know, what is asked, and the log.
_READ_TURN = 16


@contextmanager
def counted(store: Store) -> Iterator[list[str]]:
    """Collect the statements that are run in the block, without BEGIN."""
    said: list[str] = []

    def note(*arguments: object) -> None:
        said.append(str(arguments[2]))

    event.listen(store.engine, "before_cursor_execute", note)
    yield said
    event.remove(store.engine, "before_cursor_execute", note)
    said[:] = [statement for statement in said if not statement.startswith("BEGIN")]


def enlarge(store: Store) -> None:
    """Put thirty more people in the circle, and Anna and Bram in twenty more cases."""
    with store.work() as work:
        for number in range(30):
            person = work.add(Professional(f"p{number}", f"Persoon {number}", "huisarts", "vlierhof"))
            work.add(Involvement(1, person.id, date(2026, 1, 1)))
        for number in range(20):
            case = work.add(Case(f"AA-3{number:02}", f"Gezin {number}", work.now, BRAM, coordinator_id=f"p{number}"))
            work.add(Involvement(case.id or 0, ANNA, date(2026, 1, 1)))


@pytest.mark.parametrize(
    "ask",
    [
        lambda knowledge: knowledge.cases.circle_of(ANNA, CASE),
        lambda knowledge: knowledge.cases.mine(ANNA),
        lambda knowledge: knowledge.cases.households(ANNA),
    ],
    ids=["circle", "own cases", "names"],
)
def test_a_question_costs_as_much_in_a_large_town(
    knowledge: Knowledge, store: Store, ask: Callable[[Knowledge], object]
) -> None:
    with counted(store) as small:
        ask(knowledge)
    enlarge(store)
    with counted(store) as large:
        ask(knowledge)
    assert len(small) == len(large) <= _READ_TURN


def test_who_keeps_talking_is_written_down_once_a_minute(knowledge: Knowledge, store: Store, clock: SetClock) -> None:
    knowledge.people.at("web", ANNA)
    seen = []
    for _ in range(12):
        clock.at += timedelta(seconds=20)
        with counted(store) as said:
            assert knowledge.people.at("web", ANNA) is not None
        seen.append(any(statement.startswith("UPDATE") for statement in said))
    assert seen == [False, False, True] * 4


def test_who_blocked_the_channel_and_talks_again_is_there_at_once(knowledge: Knowledge) -> None:
    knowledge.people.at("web", ANNA)
    knowledge.people.channel_failed("web", ANNA, "blocked")
    knowledge.people.at("web", ANNA)
    link = knowledge.people.link_of(ANNA, "web")
    assert link is not None
    assert link.failed_because is None


def test_a_reminder_more_in_one_tick_costs_two_statements(knowledge: Knowledge, store: Store, clock: SetClock) -> None:
    costs = []
    for count in (10, 60):
        for _ in range(count):
            refer(store)
        with counted(store) as said:
            assert len(knowledge.reminders.claim_due()) == count
        costs.append(len(said))
    assert costs[1] - costs[0] <= 2 * 50
