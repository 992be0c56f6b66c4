"""Being called back: who is asked, when, and what both sides hear."""

from datetime import date, datetime, time, timedelta, timezone

import pytest
from sqlalchemy import select

from knowledge.clock import SetClock
from knowledge.entities import Absence, Callback, Case, ChannelLink, DutyShift, Outgoing, Professional
from knowledge.services.callback_targets import Whom
from knowledge.services.callbacks import Plan
from knowledge.services.knowledge import Knowledge
from knowledge.store import Refusal, Store, tables
from tests.cast import ANNA, BRAM, CASE, LENA, OTTO, SARA, TESS, WEDNESDAY

YOUTH_TEAM = Whom(organisation_id="jeugdpunt", team_id="youth")


def add(store: Store, *entities: object) -> None:
    with store.work() as work:
        for entity in entities:
            work.add(entity)


def told(store: Store) -> list[tuple[str, str]]:
    """Return who is or will be told what, in order."""
    with store.reading() as session:
        rows = session.execute(select(Outgoing).order_by(Outgoing.id)).scalars().all()
        return [(row.recipient_id, row.kind) for row in rows]


def last_callback(store: Store) -> Callback:
    with store.reading() as session:
        rows: list[Callback] = session.execute(select(Callback).order_by(tables.callback.c.id)).scalars().all()
        return rows[-1]


def asked(store: Store, knowledge: Knowledge, whom: Whom = YOUTH_TEAM) -> int:
    """Let Anna ask, and return the number of the request."""
    knowledge.callbacks.ask(ANNA, whom)
    return last_callback(store).id or 0


def name(plan: Plan) -> str | None:
    return plan.target.name if plan.target else None


def test_of_a_team_the_one_on_duty_is_asked(knowledge: Knowledge) -> None:
    with knowledge.store.work() as work:
        work.add(DutyShift(TESS, 0, time(9), time(17)))
        work.add(DutyShift(LENA, 0, time(9), time(17)))
    plan = knowledge.callbacks.plan(ANNA, YOUTH_TEAM)
    assert (name(plan), plan.there_from) == ("Bram Yilmaz", None)


def test_when_nobody_is_on_duty_it_is_the_first_to_be_and_since_when(knowledge: Knowledge, clock: SetClock) -> None:
    clock.at = datetime(2026, 11, 25, 19, 0, tzinfo=timezone.utc)
    with knowledge.store.work() as work:
        work.add(DutyShift(TESS, 3, time(8), time(12)))
    plan = knowledge.callbacks.plan(ANNA, YOUTH_TEAM)
    assert (name(plan), plan.there_from) == ("Tess de Wit", datetime(2026, 11, 26, 7, 0, tzinfo=timezone.utc))


def test_somebody_without_a_roster_is_there_in_working_hours(knowledge: Knowledge, clock: SetClock) -> None:
    clock.at = datetime(2026, 11, 27, 17, 0, tzinfo=timezone.utc)
    plan = knowledge.callbacks.plan(ANNA, Whom(person_id=OTTO))
    assert plan.there_from == datetime(2026, 11, 30, 7, 30, tzinfo=timezone.utc)


def test_the_deputy_is_asked_in_the_place_of_who_is_away(knowledge: Knowledge, store: Store) -> None:
    add(store, Absence(BRAM, date(2026, 11, 23), date(2026, 11, 27), deputy_id=TESS))
    plan = knowledge.callbacks.plan(ANNA, Whom(person_id=BRAM))
    assert (name(plan), plan.stands_in_for) == ("Tess de Wit", "Bram Yilmaz")


def test_the_wijkagent_of_a_neighbourhood_is_asked_by_function(knowledge: Knowledge) -> None:
    assert name(knowledge.callbacks.plan(ANNA, Whom(disciplines=("wijkagent",), areas=("Vlierwijk",)))) == "Otto Kramer"


def test_who_is_not_linked_cannot_be_asked_but_can_be_called(knowledge: Knowledge, store: Store) -> None:
    with store.work() as work:
        work.first(select(ChannelLink).where(tables.channel_link.c.professional_id == OTTO)).unlinked_at = work.now
    plan = knowledge.callbacks.ask(ANNA, Whom(person_id=OTTO))
    assert not plan.possible
    assert plan.instead is not None
    assert plan.instead.phone == "085-0404041"
    assert told(store) == []


def test_the_one_asked_is_told_after_the_minute_of_undo_and_not_when_it_is_undone(
    knowledge: Knowledge, store: Store
) -> None:
    plan = knowledge.callbacks.ask(ANNA, Whom(person_id=BRAM))
    with store.reading() as session:
        message = session.execute(select(Outgoing)).scalars().one()
    assert (message.recipient_id, message.due_at - WEDNESDAY) == (BRAM, timedelta(seconds=60))
    assert plan.change_id is not None
    knowledge.undo.take_back(ANNA, plan.change_id)
    with store.reading() as session:
        assert session.execute(select(Callback)).first() is None


@pytest.mark.parametrize(
    ("wanted", "due"),
    [
        (None, datetime(2026, 11, 25, 9, 15, tzinfo=timezone.utc)),
        (datetime(2026, 11, 25, 11, 15, tzinfo=timezone.utc), datetime(2026, 11, 25, 11, 30, tzinfo=timezone.utc)),
        (datetime(2026, 11, 25, 15, 50, tzinfo=timezone.utc), datetime(2026, 11, 26, 8, 0, tzinfo=timezone.utc)),
    ],
)
def test_the_clock_looks_again_fifteen_working_minutes_later(
    knowledge: Knowledge, store: Store, wanted: datetime | None, due: datetime
) -> None:
    knowledge.callbacks.ask(ANNA, Whom(person_id=BRAM), wanted)
    assert last_callback(store).next_due_at == due


def test_a_moment_that_is_past_is_refused(knowledge: Knowledge) -> None:
    with pytest.raises(Refusal, match="callback_past"):
        knowledge.callbacks.plan(ANNA, Whom(person_id=BRAM), WEDNESDAY - timedelta(hours=1))


def test_oneself_is_refused(knowledge: Knowledge) -> None:
    with pytest.raises(Refusal, match="callback_self"):
        knowledge.callbacks.plan(ANNA, Whom(person_id=ANNA))


def test_the_coordinator_of_a_case_is_asked_without_being_looked_up(knowledge: Knowledge, store: Store) -> None:
    knowledge.callbacks.ask(ANNA, Whom(case=CASE))
    assert last_callback(store).target_id == BRAM


@pytest.mark.parametrize("code", [CASE, "AA-3A3"])
def test_an_outsider_learns_nothing_of_a_case_by_asking_for_its_coordinator(
    knowledge: Knowledge, store: Store, code: str
) -> None:
    with pytest.raises(Refusal, match="outsider"):
        knowledge.callbacks.ask(OTTO, Whom(case=code))
    assert told(store) == []


def test_a_coordinator_of_a_sensitive_partner_is_asked_without_being_named(knowledge: Knowledge, store: Store) -> None:
    with store.work() as work:
        work.first(select(Case)).coordinator_id = SARA
    plan = knowledge.callbacks.ask(ANNA, Whom(case=CASE))
    view = knowledge.callbacks.view(last_callback(store).id or 0)
    assert (plan.possible, plan.target, plan.instead) == (True, None, None)
    assert (view.target, view.target_id) == (None, SARA)


def test_a_case_without_coordinator_says_so(knowledge: Knowledge, store: Store) -> None:
    with store.work() as work:
        work.first(select(Case)).coordinator_id = None
    with pytest.raises(Refusal, match="callback_no_coordinator"):
        knowledge.callbacks.plan(ANNA, Whom(case=CASE))


def test_the_case_is_shown_only_to_one_who_is_around_it(knowledge: Knowledge, store: Store) -> None:
    inside = knowledge.callbacks.view(asked(store, knowledge, Whom(person_id=BRAM, case=CASE)))
    outside = knowledge.callbacks.view(asked(store, knowledge, Whom(person_id=OTTO, case=CASE)))
    assert (inside.case_for_target, outside.case_for_target) == (CASE, None)


def test_bel_nu_is_heard_at_once(knowledge: Knowledge, store: Store) -> None:
    request = asked(store, knowledge)
    knowledge.callbacks.answer(BRAM, request, "calling")
    assert told(store)[-1] == (ANNA, "callback_calling")
    assert last_callback(store).next_due_at is None


def test_hoe_laat_goes_to_the_asker_and_the_time_back(knowledge: Knowledge, store: Store, clock: SetClock) -> None:
    request = asked(store, knowledge)
    knowledge.callbacks.answer(BRAM, request, "ask_time")
    noon = datetime(2026, 11, 25, 11, 15, tzinfo=timezone.utc)
    clock.at += timedelta(minutes=5)
    knowledge.callbacks.set_time(ANNA, request, noon)
    assert told(store)[-2:] == [(ANNA, "callback_time_asked"), (BRAM, "callback_asked")]
    assert last_callback(store).wanted_at == noon


def test_niet_ik_goes_on_to_the_next_of_the_team_and_never_back(knowledge: Knowledge, store: Store) -> None:
    first = asked(store, knowledge, Whom(person_id=BRAM))
    passed = knowledge.callbacks.answer(BRAM, first, "not_me").passed_to
    assert passed is not None
    following = last_callback(store)
    assert following.target_id == passed.id
    assert told(store)[-2:] == [(passed.id, "callback_asked"), (ANNA, "callback_passed_on")]
    knowledge.callbacks.answer(passed.id, following.id or 0, "not_me")
    assert last_callback(store).target_id not in (BRAM, passed.id, ANNA)


def test_when_nobody_else_is_there_the_asker_hears_that(knowledge: Knowledge, store: Store) -> None:
    request = asked(store, knowledge, Whom(person_id=OTTO))
    assert knowledge.callbacks.answer(OTTO, request, "not_me").passed_to is None
    assert told(store)[-1] == (ANNA, "callback_declined")


def test_about_a_case_it_is_never_passed_on_to_somebody_outside_it(knowledge: Knowledge, store: Store) -> None:
    request = asked(store, knowledge, Whom(person_id=BRAM, case=CASE))
    assert knowledge.callbacks.answer(BRAM, request, "not_me").passed_to is None


def test_only_the_one_asked_can_answer_and_only_once(knowledge: Knowledge, store: Store) -> None:
    request = asked(store, knowledge)
    with pytest.raises(Refusal, match="gone"):
        knowledge.callbacks.answer(OTTO, request, "calling")
    knowledge.callbacks.answer(BRAM, request, "calling")
    with pytest.raises(Refusal, match="callback_over"):
        knowledge.callbacks.answer(BRAM, request, "not_me")


def test_the_asker_can_turn_to_somebody_else_or_drop_it(knowledge: Knowledge, store: Store) -> None:
    request = asked(store, knowledge)
    assert knowledge.callbacks.ask_somebody_else(ANNA, request).passed_to is not None
    following = last_callback(store)
    knowledge.callbacks.drop(ANNA, following.id or 0)
    with pytest.raises(Refusal, match="callback_over"):
        knowledge.callbacks.answer(following.target_id, following.id or 0, "calling")


def test_of_two_who_are_there_the_one_with_fewer_open_requests_is_asked(knowledge: Knowledge, store: Store) -> None:
    with store.work() as work:
        work.add(DutyShift(TESS, 2, time(9), time(17)))
        work.need(Professional, LENA).left_on = date(2026, 1, 1)
    asked(store, knowledge)
    first = last_callback(store).target_id
    asked(store, knowledge)
    assert {first, last_callback(store).target_id} == {BRAM, TESS}
