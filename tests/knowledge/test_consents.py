"""What a yes or a no of the resident does, and what the three questions leave behind."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from knowledge.clock import SetClock
from knowledge.entities import Case, Consent, ConsentState, Outgoing, PartnerKind, Referral, ReferralState, Weighing
from knowledge.rules.grounds import (
    OUTCOMES,
    STEPS,
    Gap,
    Ground,
    Voice,
    gaps,
    grounds_between,
    is_sentence,
    state_on,
    suspects_abuse,
    whose,
)
from knowledge.services.consents import Terms
from knowledge.services.knowledge import Knowledge
from knowledge.store import Refusal, Store
from tests.cast import ANNA, BRAM, CASE, SARA, TESS

SCHOOL = "gemeente"
A_SENTENCE = "Nee, want de hulp past anders niet op elkaar."


def states(knowledge: Knowledge, by: str, organisation: str = SCHOOL) -> dict[str | None, ConsentState]:
    """Return how it stands per member."""
    view = knowledge.consents.check(by, CASE, organisation)
    return {line.member: line.state for line in view.lines}


def member(knowledge: Knowledge, label: str) -> int:
    """Return the id of a member of the household."""
    return next(line.id for line in knowledge.opening.members(ANNA, CASE) if line.label == label)


def referral(store: Store, **facts: object) -> int:
    """Put an open referral of Anna's to Tess's organisation in the store, and return its id."""
    with store.work() as work:
        case = work.first(select(Case))
        made = Referral(case.id, ANNA, "jeugdpunt", work.now, state=ReferralState.STARTED, holder_id=TESS)
        for name, value in facts.items():
            setattr(made, name, value)
        return work.add(made).id or 0


def is_blocked(store: Store, referral_id: int) -> bool:
    """Tell whether nothing goes out for a referral."""
    with store.reading() as session:
        return bool(session.get(Referral, referral_id).blocked)


def consent_id(store: Store) -> int:
    """Return the consent recorded last."""
    with store.reading() as session:
        return max(consent.id or 0 for consent in session.execute(select(Consent)).scalars())


def told(store: Store, kind: str) -> set[str]:
    """Return who hears of something."""
    with store.reading() as session:
        rows = session.execute(select(Outgoing)).scalars()
        return {row.recipient_id for row in rows if row.kind == kind and row.state.value == "pending"}


def test_nothing_recorded_is_unknown_for_every_member(knowledge: Knowledge) -> None:
    assert states(knowledge, ANNA) == {"moeder": ConsentState.UNKNOWN, "zoon van 13": ConsentState.UNKNOWN}


def test_a_yes_counts_for_the_member_who_gave_it(knowledge: Knowledge) -> None:
    knowledge.consents.record(ANNA, CASE, SCHOOL, Terms(member_id=member(knowledge, "moeder")))
    assert states(knowledge, BRAM) == {"moeder": ConsentState.GIVEN, "zoon van 13": ConsentState.UNKNOWN}


def test_a_yes_counts_for_its_recipient_only(knowledge: Knowledge) -> None:
    knowledge.consents.record(ANNA, CASE, SCHOOL, Terms())
    assert states(knowledge, ANNA, "jeugdpunt")["moeder"] is ConsentState.UNKNOWN


def test_one_member_takes_a_yes_of_all_back_for_himself(knowledge: Knowledge) -> None:
    knowledge.consents.record(ANNA, CASE, SCHOOL, Terms())
    knowledge.consents.withdraw(BRAM, CASE, SCHOOL, member(knowledge, "moeder"))
    assert states(knowledge, ANNA) == {"moeder": ConsentState.WITHDRAWN, "zoon van 13": ConsentState.GIVEN}


def test_a_no_without_a_yes_before_it_is_a_refusal(knowledge: Knowledge) -> None:
    knowledge.consents.withdraw(ANNA, CASE, SCHOOL, None)
    assert set(states(knowledge, ANNA).values()) == {ConsentState.REFUSED}


def test_a_yes_expires_after_its_last_day(knowledge: Knowledge, clock: SetClock) -> None:
    knowledge.consents.record(ANNA, CASE, SCHOOL, Terms(valid_until=date(2026, 11, 30)))
    clock.at += timedelta(days=5)
    assert set(states(knowledge, ANNA).values()) == {ConsentState.GIVEN}
    clock.at += timedelta(days=1)
    assert set(states(knowledge, ANNA).values()) == {ConsentState.EXPIRED}


def test_a_no_stops_at_once_what_rests_on_it_and_tells_both_sides(knowledge: Knowledge, store: Store) -> None:
    knowledge.consents.record(ANNA, CASE, "jeugdpunt", Terms())
    resting = referral(store, ground="consent", consent_id=consent_id(store))
    other = referral(store, ground="legal_duty")
    knowledge.consents.withdraw(BRAM, CASE, "jeugdpunt", member(knowledge, "moeder"))
    assert (is_blocked(store, resting), is_blocked(store, other)) == (True, False)
    assert told(store, "consent_blocked") == {ANNA, TESS}


def test_a_smaller_yes_stops_what_rests_on_the_wider_one(knowledge: Knowledge, store: Store) -> None:
    knowledge.consents.record(ANNA, CASE, "jeugdpunt", Terms())
    resting = referral(store, consent_id=consent_id(store))
    knowledge.consents.limit(ANNA, CASE, "jeugdpunt", Terms(kind="contactgegevens"), only=True)
    assert is_blocked(store, resting)
    assert knowledge.consents.check(ANNA, CASE, "jeugdpunt").lines[0].limited


def test_what_may_not_be_shared_is_no_yes_where_there_was_none(knowledge: Knowledge) -> None:
    knowledge.consents.limit(ANNA, CASE, SCHOOL, Terms(kind="het plan"), only=False)
    assert set(states(knowledge, ANNA).values()) == {ConsentState.REFUSED}


def test_a_new_yes_lets_it_go_on_unless_another_still_objects(knowledge: Knowledge, store: Store) -> None:
    mother, son = member(knowledge, "moeder"), member(knowledge, "zoon van 13")
    knowledge.consents.record(ANNA, CASE, "jeugdpunt", Terms())
    resting = referral(store, consent_id=consent_id(store))
    knowledge.consents.withdraw(ANNA, CASE, "jeugdpunt", mother)
    knowledge.consents.withdraw(ANNA, CASE, "jeugdpunt", son)
    knowledge.consents.record(ANNA, CASE, "jeugdpunt", Terms(member_id=mother))
    assert is_blocked(store, resting)
    knowledge.consents.record(ANNA, CASE, "jeugdpunt", Terms(member_id=son))
    assert not is_blocked(store, resting)
    assert told(store, "consent_restored") == {TESS}


def test_undoing_a_no_sets_everything_going_and_nobody_heard(knowledge: Knowledge, store: Store) -> None:
    knowledge.consents.record(ANNA, CASE, "jeugdpunt", Terms())
    resting = referral(store, consent_id=consent_id(store))
    changed = knowledge.consents.withdraw(ANNA, CASE, "jeugdpunt", None)
    knowledge.undo.take_back(ANNA, changed.change_id or 0)
    assert not is_blocked(store, resting)
    assert told(store, "consent_blocked") == set()
    assert set(states(knowledge, ANNA, "jeugdpunt").values()) == {ConsentState.GIVEN}


def test_a_member_of_another_household_is_refused(knowledge: Knowledge) -> None:
    with pytest.raises(Refusal, match="gone"):
        knowledge.consents.record(ANNA, CASE, SCHOOL, Terms(member_id=999))


def test_a_yes_towards_the_shelter_is_seen_by_its_writer_and_the_coordinator(knowledge: Knowledge) -> None:
    knowledge.consents.record(SARA, CASE, "haven", Terms())
    seen = [states(knowledge, by, "haven").get(None, ConsentState.UNKNOWN) for by in (SARA, BRAM, ANNA)]
    assert seen == [ConsentState.GIVEN, ConsentState.GIVEN, ConsentState.UNKNOWN]


def test_the_grounds_come_from_the_municipalitys_matrix() -> None:
    matrix = {"*": {"*": ["other"]}, "municipality": {"*": ["legal_duty"], "police": ["conflict_of_duties"]}}
    practice, town, police = PartnerKind.GENERAL_PRACTICE, PartnerKind.MUNICIPALITY, PartnerKind.POLICE
    always = (Ground.CONSENT, Ground.VITAL_INTEREST)
    assert set(grounds_between(practice, town, matrix)) == {*always, Ground.OTHER}
    assert set(grounds_between(town, practice, matrix)) == {*always, Ground.LEGAL_DUTY}
    assert set(grounds_between(town, police, matrix)) == {*always, Ground.CONFLICT_OF_DUTIES}
    assert grounds_between(town, police, {}) == always


@given(st.integers(0, 99))
def test_whose_yes_it_is_follows_the_age(age: int) -> None:
    expected = Voice.GUARDIANS if age < 12 else Voice.BOTH if age < 16 else Voice.SELF
    assert whose(f"zoon van {age}") is expected


@pytest.mark.parametrize(
    ("label", "voice"), [("moeder", Voice.SELF), ("dochter", Voice.GUARDIANS), ("Pleegkind", Voice.GUARDIANS)]
)
def test_without_an_age_a_child_is_young(label: str, voice: Voice) -> None:
    assert whose(label) is voice


@given(st.lists(st.sampled_from(ConsentState), max_size=5), st.booleans())
def test_nothing_is_missing_only_when_everybody_agreed_and_there_is_a_covenant(
    members: list[ConsentState], covenant: bool
) -> None:
    missing = gaps(members, covenant=covenant)
    assert (missing == []) == (covenant and all(state is ConsentState.GIVEN for state in members))
    assert len(missing) == len(set(missing))
    assert (Gap.NO_COVENANT in missing) == (not covenant)


@given(st.sampled_from(ConsentState), st.dates(), st.none() | st.dates())
def test_only_a_given_yes_expires(state: ConsentState, day: date, until: date | None) -> None:
    now = state_on(day, state, until)
    assert now is state or (now is ConsentState.EXPIRED and state is ConsentState.GIVEN and until and until < day)


def weigh(knowledge: Knowledge, *steps: str) -> None:
    """Answer these questions of the zakmes."""
    for step in steps:
        assert knowledge.weighing.note_answer(ANNA, CASE, SCHOOL, step, A_SENTENCE)


@pytest.mark.parametrize("text", ["", "ja", "nee hoor", "ja dat is zo", "geenanderemogelijkheidgezien"])
def test_less_than_a_sentence_is_not_kept(knowledge: Knowledge, text: str) -> None:
    assert not is_sentence(text)
    assert not knowledge.weighing.note_answer(ANNA, CASE, SCHOOL, "subsidiarity", text)
    assert knowledge.weighing.next_step(ANNA, CASE, SCHOOL) == "subsidiarity"


@pytest.mark.parametrize("answered", [(), STEPS[:1], STEPS[:2], STEPS[1:]])
def test_all_three_answers_or_none(knowledge: Knowledge, store: Store, answered: tuple[str, ...]) -> None:
    weigh(knowledge, *answered)
    with pytest.raises(Refusal, match="weighing_incomplete"):
        knowledge.weighing.weigh(ANNA, CASE, SCHOOL, "share")
    with store.reading() as session:
        assert session.execute(select(Weighing)).first() is None


@pytest.mark.parametrize("outcome", OUTCOMES)
def test_the_outcome_is_the_professionals_and_the_answers_are_encrypted(
    knowledge: Knowledge, store: Store, outcome: str
) -> None:
    weigh(knowledge, *STEPS)
    knowledge.weighing.weigh(ANNA, CASE, SCHOOL, outcome)
    with store.reading() as session:
        (made,) = session.execute(select(Weighing)).scalars()
        stored = session.connection().exec_driver_sql("SELECT subsidiarity FROM weighing").scalar_one()
    assert (made.author_id, made.outcome, made.purposefulness) == (ANNA, outcome, A_SENTENCE)
    assert "hulp" not in stored


def test_undoing_a_weighing_keeps_the_answers_for_another_outcome(knowledge: Knowledge) -> None:
    weigh(knowledge, *STEPS)
    changed = knowledge.weighing.weigh(ANNA, CASE, SCHOOL, "share")
    knowledge.undo.take_back(ANNA, changed.change_id or 0)
    assert knowledge.weighing.next_step(ANNA, CASE, SCHOOL) is None


def test_answers_are_the_writers_own_and_gone_after_a_day(knowledge: Knowledge, clock: SetClock) -> None:
    weigh(knowledge, "subsidiarity")
    assert knowledge.weighing.next_step(BRAM, CASE, SCHOOL) == "subsidiarity"
    assert knowledge.weighing.next_step(ANNA, CASE, SCHOOL) == "proportionality"
    clock.at += timedelta(days=1)
    assert knowledge.weighing.next_step(ANNA, CASE, SCHOOL) == "subsidiarity"


@pytest.mark.parametrize(
    "text",
    [
        "ik denk dat vader hem slaat",
        "vermoeden van mishandeling",
        "ze is bang voor haar stiefvader",
        "moeder weigert, mag ik toch met Veilig Thuis overleggen",
        "het is daar onveilig voor de kinderen",
    ],
)
def test_signs_of_abuse_are_noticed(text: str) -> None:
    assert suspects_abuse(text)


@pytest.mark.parametrize(
    "text", ["ouders willen niet dat ik school bel", "hij heeft schulden", "mag ik het plan delen"]
)
def test_an_ordinary_doubt_is_no_sign_of_abuse(text: str) -> None:
    assert not suspects_abuse(text)
