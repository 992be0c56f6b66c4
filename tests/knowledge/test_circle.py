"""Who may change what around a case, for every relation to it; and that nothing is lost when it changes."""

from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from knowledge.entities import Absence, Case, Jotting, Outgoing, Professional, Referral
from knowledge.rules.policy import Deed, Relation, may
from knowledge.services.consents import Terms
from knowledge.services.knowledge import Knowledge
from knowledge.store import Refusal, Store
from tests.cast import ANNA, BRAM, CASE, OTTO, PIET, SARA, TESS

DEPUTY, PARTY = "dora", "paul"

#: Each change with the deed it takes.
CHANGES: dict[Deed, Callable[[Knowledge, str, str], object]] = {
    Deed.JOIN: lambda knowledge, by, code: knowledge.circle.takes_part(by, code),
    Deed.INVOLVE_OTHERS: lambda knowledge, by, code: knowledge.circle.add(by, code, TESS),
    Deed.TAKE_COORDINATION: lambda knowledge, by, code: knowledge.coordination.take(by, code),
    Deed.GIVE_COORDINATION: lambda knowledge, by, code: knowledge.coordination.give(by, code, TESS),
    Deed.CLOSE: lambda knowledge, by, code: knowledge.circle.close(by, code),
    Deed.DESCRIBE_HOUSEHOLD: lambda knowledge, by, code: knowledge.opening.add_members(by, code, "oma"),
    Deed.GIVE_REFERENCE: lambda knowledge, by, code: knowledge.opening.give_reference(by, code, "4471"),
    Deed.SEE_CONSENT: lambda knowledge, by, code: knowledge.consents.check(by, code, "jeugdpunt"),
    Deed.RECORD_CONSENT: lambda knowledge, by, code: knowledge.consents.record(by, code, "jeugdpunt", Terms()),
    Deed.WEIGH: lambda knowledge, by, code: knowledge.weighing.next_step(by, code, None),
}

WHO = {
    Relation.COORDINATOR: BRAM,
    Relation.INVOLVED: ANNA,
    Relation.DEPUTY: DEPUTY,
    Relation.PARTY: PARTY,
    Relation.OUTSIDER: OTTO,
}


@pytest.fixture
def town(knowledge: Knowledge, store: Store) -> Knowledge:
    """The cast with a deputy of Anna's and somebody who referred to the case."""
    with store.work() as work:
        work.add(Professional(DEPUTY, "Dora Blom", "huisarts", "vlierhof"))
        work.add(Professional(PARTY, "Paul Vos", "jongerenwerker", "jeugdpunt"))
        work.add(Absence(ANNA, date(2026, 11, 23), date(2026, 11, 27), DEPUTY))
        case = work.first(select(Case))
        work.add(Referral(case.id, PARTY, "jeugdpunt", work.now))
    return knowledge


def outbox(knowledge: Knowledge) -> list[Outgoing]:
    """Return all messages that are on their way."""
    with knowledge.store.reading() as session:
        return list(session.execute(select(Outgoing)).scalars())


def request_of(knowledge: Knowledge, person: str) -> int:
    """Return the last question that was put to somebody."""
    return [int(row.params["request"]) for row in outbox(knowledge) if row.recipient_id == person][-1]


@pytest.mark.parametrize("relation", Relation)
@pytest.mark.parametrize("deed", CHANGES)
def test_every_change_goes_by_the_policy(town: Knowledge, relation: Relation, deed: Deed) -> None:
    refused = None
    try:
        CHANGES[deed](town, WHO[relation], CASE)
    except Refusal as refusal:
        refused = refusal.code
    if relation is Relation.OUTSIDER:
        assert refused == "outsider"
    elif may(relation, deed):
        assert refused in (None, "you_have_regie")
    else:
        assert refused == "not_yours"


@pytest.mark.parametrize("deed", CHANGES)
def test_no_change_tells_an_outsider_whether_a_case_is_there(town: Knowledge, deed: Deed) -> None:
    for code in (CASE, "AA-3A3"):
        with pytest.raises(Refusal, match="outsider"):
            CHANGES[deed](town, OTTO, code)


@given(relation=st.sampled_from(Relation), deed=st.sampled_from(Deed), volunteer=st.booleans())
def test_nobody_may_more_than_the_coordinator_and_an_outsider_nothing(
    relation: Relation, deed: Deed, volunteer: bool
) -> None:
    allowed = may(relation, deed, volunteer=volunteer)
    assert not allowed or may(Relation.COORDINATOR, deed)
    assert not (allowed and relation is Relation.OUTSIDER)
    assert not (allowed and volunteer and deed is not Deed.SEE_COORDINATOR)


@given(
    deed=st.sampled_from([Deed.GIVE_COORDINATION, Deed.CLOSE, Deed.REMOVE_OTHERS]), relation=st.sampled_from(Relation)
)
def test_only_the_coordinator_gives_the_regie_closes_and_removes(deed: Deed, relation: Relation) -> None:
    assert may(relation, deed) == (relation is Relation.COORDINATOR)


def test_the_regie_never_lies_with_two(town: Knowledge) -> None:
    town.coordination.give(BRAM, CASE, ANNA)
    town.coordination.give(BRAM, CASE, TESS)
    first, second = (request_of(town, person) for person in (ANNA, TESS))
    town.coordination.answer(ANNA, first, granted=True)
    with pytest.raises(Refusal, match="request_overtaken"):
        town.coordination.answer(TESS, second, granted=True)
    coordinator = town.cases.coordinator_of(ANNA, CASE)
    assert coordinator is not None
    assert coordinator.id == ANNA


def test_the_new_coordinator_is_involved_and_the_former_one_stays(town: Knowledge) -> None:
    town.coordination.give(BRAM, CASE, TESS)
    town.coordination.answer(TESS, request_of(town, TESS), granted=True)
    seen = {part.contact.id for part in town.cases.circle_of(TESS, CASE).parts if part.contact}
    assert seen == {ANNA, BRAM, SARA, TESS}


def test_asking_twice_puts_one_question(town: Knowledge) -> None:
    town.coordination.take(ANNA, CASE)
    town.coordination.take(ANNA, CASE)
    assert [row.kind for row in outbox(town) if row.recipient_id == BRAM] == ["take_coordination_asked"]


def test_a_deputy_may_let_somebody_in_but_not_decide_about_the_regie(town: Knowledge, store: Store) -> None:
    with store.work() as work:
        work.add(Absence(BRAM, date(2026, 11, 23), date(2026, 11, 27), DEPUTY))
    town.circle.ask_to_join(PARTY, CASE)
    town.coordination.answer(DEPUTY, request_of(town, DEPUTY), granted=True)
    assert town.circle.takes_part(PARTY, CASE)
    town.coordination.take(ANNA, CASE)
    with pytest.raises(Refusal, match="gone"):
        town.coordination.answer(DEPUTY, request_of(town, BRAM), granted=True)


def test_undoing_a_yes_puts_the_question_back(town: Knowledge) -> None:
    town.coordination.give(BRAM, CASE, TESS)
    answered = town.coordination.answer(TESS, request_of(town, TESS), granted=True)
    assert answered.change_id is not None
    town.undo.take_back(TESS, answered.change_id)
    coordinator = town.cases.coordinator_of(BRAM, CASE)
    assert coordinator is not None
    assert coordinator.id == BRAM
    assert town.coordination.answer(TESS, request_of(town, TESS), granted=False).granted is False


def test_somebody_who_left_can_join_again(town: Knowledge) -> None:
    town.circle.leave(ANNA, CASE, ANNA)
    town.circle.add(BRAM, CASE, ANNA)
    assert town.circle.takes_part(ANNA, CASE)


def test_a_volunteer_opens_no_case(town: Knowledge, store: Store) -> None:
    with store.work() as work:
        work.need(Professional, PARTY).is_volunteer = True
    town.opening.note_name(PARTY, "Zandstra")
    with pytest.raises(Refusal, match="opening_volunteer"):
        town.opening.open(PARTY, None)


def test_the_noted_name_is_encrypted_and_gone_after_opening(town: Knowledge, store: Store) -> None:
    town.opening.note_name(TESS, "Zandstra")
    with store.engine.connect() as connection:
        stored = connection.exec_driver_sql("SELECT text FROM jotting").scalar_one()
    assert "Zandstra" not in stored
    town.opening.open(TESS, TESS)
    with store.reading() as session:
        assert session.execute(select(Jotting)).first() is None


def test_a_shelter_that_opens_a_case_is_not_named_to_the_other_coordinator(town: Knowledge) -> None:
    town.opening.note_name(SARA, "Van den Linden")
    town.opening.open(SARA, SARA)
    (message,) = [row for row in outbox(town) if row.kind == "possible_double"]
    assert message.recipient_id == BRAM
    assert message.params["person"] is None


@pytest.mark.parametrize("name", ["J. de V.", "4471", "vdl"])
def test_initials_and_numbers_resemble_no_other_household(town: Knowledge, name: str) -> None:
    town.opening.note_name(TESS, name)
    town.opening.open(TESS, None)
    assert [row for row in outbox(town) if row.kind == "possible_double"] == []


def test_what_is_told_holds_no_name_of_a_household(town: Knowledge) -> None:
    town.opening.note_name(PIET, "van den Linde")
    town.opening.open(PIET, ANNA)
    town.circle.add(ANNA, CASE, TESS)
    assert "linde" not in str([row.params for row in outbox(town)]).lower()
