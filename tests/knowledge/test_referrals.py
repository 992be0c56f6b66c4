"""A referral from draft to end: who may move it, who hears of it, and what is never told."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from knowledge.clock import SetClock
from knowledge.entities import Absence, Consent, ConsentState, Involvement, Outgoing, Referral, ReferralState, Weighing
from knowledge.rules.ladder import next_due
from knowledge.rules.transitions import OPEN, REASONS, Party, transition
from knowledge.services.knowledge import Knowledge
from knowledge.services.referral_drafts import Wish
from knowledge.services.referral_moves import locked, move
from knowledge.store import Refusal, Store, Work, tables
from tests.cast import ANNA, BRAM, CASE, HOUSEHOLD, LENA, OTTO, PIET, SARA, TESS
from tests.loop import refer

WISH = Wish(CASE, "jeugdpunt", team_id="youth")


def draft(knowledge: Knowledge, wish: Wish = WISH) -> int:
    """Let Anna make a draft."""
    return knowledge.drafts.write(ANNA, wish).referral.id


def sent(knowledge: Knowledge, wish: Wish = WISH, *, feedback: bool = True) -> int:
    """Let Anna send a referral that was discussed."""
    return knowledge.drafts.send(ANNA, draft(knowledge, wish), agreed=True, feedback=feedback).referral.id


def told(store: Store) -> list[tuple[str, str]]:
    """Return who gets which message, in order."""
    with store.reading() as session:
        rows = session.execute(select(Outgoing).order_by(tables.outbox.c.id)).scalars().all()
    return [(row.recipient_id, row.kind) for row in rows if row.state.value == "pending"]


def forget(store: Store) -> None:
    """Let everything in the outbox be sent."""
    with store.work() as work:
        work.session.execute(tables.outbox.update().values(state="sent"))


def consent(store: Store, state: ConsentState, **facts: object) -> None:
    """Record what the household said towards Jeugd-Punt."""
    with store.work() as work:
        case_id = work.session.execute(select(tables.case.c.id).where(tables.case.c.code == CASE)).scalar_one()
        work.add(Consent(case_id, "jeugdpunt", state, BRAM, work.now, **facts))  # type: ignore[arg-type]


def stored(store: Store, referral_id: int) -> Referral:
    with store.reading() as session:
        found: Referral = session.get(Referral, referral_id)
        return found


def refused(code: str) -> Any:
    return pytest.raises(Refusal, match=f"^{code}$")


def test_everybody_of_the_team_is_brought_a_referral_to_its_inbox(knowledge: Knowledge, store: Store) -> None:
    sent(knowledge)
    assert sorted(told(store)) == [
        (BRAM, "referral_received"),
        (LENA, "referral_received"),
        (TESS, "referral_received"),
    ]


def test_the_first_of_the_team_to_take_it_holds_it_and_is_involved(knowledge: Knowledge, store: Store) -> None:
    referral = sent(knowledge)
    view = knowledge.referrals.accept(TESS, referral).referral
    assert view.holder
    assert view.holder.id == TESS
    assert view.ball == view.holder
    assert "Tess de Wit" in [part.contact.name for part in knowledge.cases.circle_of(TESS, CASE).parts if part.contact]


def test_the_next_one_of_the_team_hears_who_took_it(knowledge: Knowledge) -> None:
    referral = sent(knowledge)
    knowledge.referrals.accept(TESS, referral)
    with refused("referral_taken") as refusal:
        knowledge.referrals.accept(LENA, referral)
    assert refusal.value.params["holder"] == "Tess de Wit"


def test_until_somebody_takes_it_the_sender_has_the_ball(knowledge: Knowledge) -> None:
    referral = sent(knowledge)
    view = knowledge.referrals.get(ANNA, referral)
    assert view.ball
    assert view.ball.id == ANNA


def test_the_clock_looks_at_it_again_until_it_has_ended(knowledge: Knowledge, store: Store) -> None:
    referral = sent(knowledge)
    assert stored(store, referral).next_due_at == next_due(stored(store, referral))
    knowledge.referrals.decline(TESS, referral, "no_room")
    assert stored(store, referral).next_due_at is None


def test_declining_is_urgent_news_for_the_sender(knowledge: Knowledge, store: Store) -> None:
    referral = sent(knowledge)
    forget(store)
    knowledge.referrals.decline(TESS, referral, "no_room")
    with store.reading() as session:
        message = session.execute(select(Outgoing).where(tables.outbox.c.kind == "referral_declined")).scalars().one()
    assert (message.recipient_id, message.urgent) == (ANNA, True)
    assert set(message.params) == {"referral"}


def test_declining_needs_a_reason_of_the_list(knowledge: Knowledge) -> None:
    with refused("referral_needs_reason"):
        knowledge.referrals.decline(TESS, sent(knowledge), "geen zin")


def test_a_reason_about_the_resident_is_kept_from_the_sender_without_consent_for_feedback(knowledge: Knowledge) -> None:
    referral = sent(knowledge, feedback=False)
    assert knowledge.referrals.decline(TESS, referral, "client_refuses").referral.reason is None


def test_a_reason_about_the_partner_is_always_told(knowledge: Knowledge) -> None:
    referral = sent(knowledge, feedback=False)
    assert knowledge.referrals.decline(TESS, referral, "no_room").referral.reason == "no_room"


def test_withdrawing_reaches_who_saw_it_and_spares_who_did_not(knowledge: Knowledge, store: Store) -> None:
    referral = sent(knowledge)
    with store.work() as work:
        seen = (tables.outbox.c.recipient_id == TESS) & (tables.outbox.c.kind == "referral_received")
        work.session.execute(tables.outbox.update().where(seen).values(state="sent"))
    knowledge.referrals.withdraw(ANNA, referral)
    assert [who for who, kind in told(store) if kind == "referral_withdrawn"] == [TESS]


def test_sending_can_be_undone_for_a_minute_and_nobody_hears(knowledge: Knowledge, store: Store) -> None:
    done = knowledge.drafts.send(ANNA, draft(knowledge), agreed=True)
    assert done.change_id
    knowledge.undo.take_back(ANNA, done.change_id)
    assert told(store) == []
    assert stored(store, done.referral.id).state is ReferralState.DRAFT
    assert knowledge.consents.check(ANNA, CASE, "jeugdpunt").lines[0].state is ConsentState.UNKNOWN


def test_without_a_word_on_consent_nothing_is_sent(knowledge: Knowledge, store: Store) -> None:
    with refused("referral_consent_needed"):
        knowledge.drafts.send(ANNA, draft(knowledge))
    assert told(store) == []


def test_the_one_tap_records_the_consent_along_with_sending(knowledge: Knowledge) -> None:
    sent(knowledge, feedback=False)
    line = knowledge.consents.check(ANNA, CASE, "jeugdpunt").lines[0]
    assert (line.state, line.feedback_allowed) == (ConsentState.GIVEN, False)


@pytest.mark.parametrize("state", [ConsentState.REFUSED, ConsentState.WITHDRAWN])
def test_a_no_is_not_tapped_away(knowledge: Knowledge, store: Store, state: ConsentState) -> None:
    referral = draft(knowledge)
    consent(store, state)
    for agreed in (False, True):
        with refused("referral_consent_against"):
            knowledge.drafts.send(ANNA, referral, agreed=agreed)


def test_the_no_of_one_member_counts_before_the_yes_of_another(knowledge: Knowledge, store: Store) -> None:
    consent(store, ConsentState.REFUSED, member_id=2)
    consent(store, ConsentState.GIVEN, member_id=1)
    with refused("referral_consent_against"):
        knowledge.drafts.send(ANNA, draft(knowledge))


def test_a_consent_that_expired_is_asked_again(knowledge: Knowledge, store: Store) -> None:
    consent(store, ConsentState.GIVEN, valid_until=date(2026, 11, 24))
    shown = knowledge.drafts.write(ANNA, WISH)
    assert (shown.footing.consent, shown.footing.ground) == (ConsentState.EXPIRED, None)


def test_the_own_weighing_is_a_ground_where_nothing_is_known_of_consent(knowledge: Knowledge, store: Store) -> None:
    with store.work() as work:
        work.add(Weighing(1, ANNA, work.now, "a", "b", "c", "share", "jeugdpunt"))
    view = knowledge.drafts.send(ANNA, draft(knowledge)).referral
    assert stored(store, view.id).ground == "conflict_of_duties"


def test_an_outsider_cannot_refer_a_case(knowledge: Knowledge) -> None:
    with refused("outsider"):
        knowledge.drafts.write(OTTO, WISH)


def test_a_second_referral_of_the_same_case_to_the_same_partner_is_refused(knowledge: Knowledge) -> None:
    sent(knowledge)
    with refused("referral_open_already"):
        knowledge.drafts.write(ANNA, WISH)


def test_a_draft_is_seen_by_its_sender_alone(knowledge: Knowledge) -> None:
    referral = draft(knowledge)
    for person in (BRAM, OTTO):
        with refused("gone"):
            knowledge.drafts.get(person, referral)


def test_trying_again_keeps_one_draft(knowledge: Knowledge) -> None:
    assert draft(knowledge) == draft(knowledge)


def test_feedback_is_expected_in_ten_working_days_unless_said(knowledge: Knowledge) -> None:
    assert knowledge.drafts.write(ANNA, WISH).referral.feedback_due == date(2026, 12, 9)


@pytest.mark.parametrize(("day", "code"), [("2026-11-24", "referral_date_past"), ("2028-01-01", "referral_date_far")])
def test_a_day_in_the_past_or_beyond_a_year_is_refused(knowledge: Knowledge, day: str, code: str) -> None:
    with refused(code):
        knowledge.drafts.write(ANNA, Wish(CASE, "jeugdpunt", team_id="youth", feedback_due=date.fromisoformat(day)))


def test_a_partner_with_nobody_linked_has_no_receivers_but_a_number(knowledge: Knowledge) -> None:
    receivers = knowledge.drafts.receivers(ANNA, "diaconie")
    assert receivers.options == ()
    assert receivers.organisation.phone == "085-0303030"


def test_what_would_reach_nobody_is_not_sent(knowledge: Knowledge) -> None:
    referral = draft(knowledge, Wish(CASE, "diaconie"))
    with refused("referral_nobody_there"):
        knowledge.drafts.send(ANNA, referral, agreed=True)


def test_the_deputy_takes_it_up_for_the_absent_one(knowledge: Knowledge, store: Store) -> None:
    referral = sent(knowledge, Wish(CASE, "jeugdpunt", receiver_id=BRAM))
    with store.work() as work:
        work.add(Absence(BRAM, date(2026, 11, 23), date(2026, 11, 27), TESS))
    view = knowledge.referrals.accept(TESS, referral).referral
    assert view.holder
    assert view.holder.id == BRAM


def test_a_blocked_referral_cannot_be_taken_up(knowledge: Knowledge, store: Store) -> None:
    referral = sent(knowledge)
    with store.work() as work:
        work.need(Referral, referral).blocked = True
    with refused("referral_blocked"):
        knowledge.referrals.accept(TESS, referral)


def test_naming_another_day_reaches_the_sender_who_was_told_the_first(knowledge: Knowledge, store: Store) -> None:
    referral = sent(knowledge)
    knowledge.referrals.accept(TESS, referral)
    knowledge.referrals.promise(TESS, referral, date(2026, 12, 11))
    assert (ANNA, "feedback_moved") not in told(store)
    forget(store)
    knowledge.referrals.promise(TESS, referral, date(2026, 12, 18))
    assert told(store) == [(ANNA, "feedback_moved")]


def test_the_log_has_every_move_and_no_name_of_the_household(knowledge: Knowledge, store: Store) -> None:
    referral = sent(knowledge)
    knowledge.referrals.accept(TESS, referral)
    with store.reading() as session:
        rows = session.execute(select(tables.audit).where(tables.audit.c.object == f"referral {referral}")).all()
    assert [row.fields for row in rows] == ["state:draft", "state:sent", "state:accepted"]
    assert HOUSEHOLD not in str(rows)


_WHO = {ANNA: Party.SENDER, BRAM: Party.HOLDER, PIET: Party.ADMINISTRATOR, SARA: None}


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    source=st.sampled_from(ReferralState),
    target=st.sampled_from(ReferralState),
    by=st.sampled_from(sorted(_WHO)),
    reason=st.sampled_from([None, *REASONS]),
)
def test_a_move_happens_exactly_when_the_table_has_it_for_this_party(
    store: Store, source: ReferralState, target: ReferralState, by: str, reason: str | None
) -> None:
    holder = None if source in (ReferralState.DRAFT, ReferralState.SENT) else BRAM
    referral_id = refer(store, state=source, receiver_id=BRAM, receiver_team_id=None, holder_id=holder)
    step = transition(source, target)
    roles = {_WHO[by]} | ({Party.RECEIVER} if by == BRAM else set())
    allowed = step is not None and step.who in roles and (reason is not None or not step.needs_reason)
    before = stored(store, referral_id)
    try:
        with store.work(by) as work:
            move(work, locked(work, referral_id), target, reason=reason)
    except Refusal:
        assert not allowed
        assert stored(store, referral_id).state is before.state
    else:
        assert allowed
        after = stored(store, referral_id)
        assert after.state is target
        assert getattr(after, f"{target.value}_at") == store.clock.now()
        assert (after.next_due_at is not None) == (target in OPEN)


def test_of_two_who_take_it_at_once_one_gets_it(knowledge: Knowledge, store: Store) -> None:
    referral = sent(knowledge)
    outcomes = []
    for person in (BRAM, TESS, LENA):
        try:
            knowledge.referrals.accept(person, referral)
            outcomes.append("took")
        except Refusal as refusal:
            outcomes.append(refusal.code)
    assert outcomes == ["took", "referral_taken", "referral_taken"]
    assert _holders(store, referral) == [BRAM]


def _holders(store: Store, referral_id: int) -> list[str]:
    def involved(work: Work) -> list[str]:
        mine = select(Involvement).where(tables.involvement.c.since == date(2026, 11, 25))
        return [entry.professional_id for entry in work.all(mine)]

    with store.work() as work:
        assert involved(work) == []
        return [str(work.need(Referral, referral_id).holder_id)]


def test_a_referral_that_was_ended_can_be_sent_anew(knowledge: Knowledge, clock: SetClock) -> None:
    knowledge.referrals.decline(TESS, sent(knowledge), "no_room")
    clock.at += timedelta(days=1)
    assert knowledge.drafts.send(ANNA, draft(knowledge)).referral.state is ReferralState.SENT
