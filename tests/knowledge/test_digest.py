"""The team's overview: when it comes, what stands in it, who may see it, and what the lead can do about it."""

from datetime import date, datetime

import pytest
from sqlalchemy import select

from knowledge.clock import SetClock
from knowledge.entities import (
    Absence,
    Case,
    Involvement,
    Organisation,
    PartnerKind,
    Professional,
    Referral,
    Team,
)
from knowledge.services.digest import Count, digest_after, notice_after
from knowledge.services.knowledge import Knowledge
from knowledge.store import Refusal, Store, tables
from tests.cast import ANNA, BRAM, CASE, LENA, OTTO, TESS
from tests.loop import local, outbox, refer, send_to_team

THURSDAY = 3


@pytest.mark.parametrize(
    ("now", "digest", "notice"),
    [
        ("2026-11-23", "2026-11-25", "2026-11-24"),
        ("2026-11-25", "2026-12-02", "2026-12-01"),
        # King's Day 2027 is the Tuesday before the meeting on Thursday, Ascension Day is a Thursday itself.
        ("2027-04-26", "2027-04-28", "2027-05-04"),
        ("2027-05-03", "2027-05-05", "2027-05-04"),
    ],
)
def test_the_digest_comes_the_working_day_before_the_meeting_and_the_notice_one_earlier(
    now: str, digest: str, notice: str
) -> None:
    assert digest_after(local(now), THURSDAY) == local(digest, "09:00")
    assert notice_after(local(now), THURSDAY) == local(notice, "09:00")


@pytest.mark.parametrize("week", ["2026-10-23", "2026-10-26", "2027-03-26", "2027-03-30"])
def test_it_is_nine_o_clock_local_time_on_both_sides_of_a_clock_change(week: str) -> None:
    found = digest_after(local(week), 0)
    assert found == local(found.date().isoformat(), "09:00")


def let_weeks_pass(knowledge: Knowledge, clock: SetClock, *moments: datetime) -> None:
    """Tick at each of these moments."""
    for moment in moments:
        clock.at = moment
        knowledge.reminders.claim_due()


def late_since_monday(store: Store) -> int:
    """Put a referral in the store that Bram should have answered on Monday the 23rd."""
    return refer(store, feedback_due=date(2026, 11, 23), reminders=4)


def test_the_lead_gets_the_digest_before_the_meeting_and_the_holder_a_day_sooner(
    knowledge: Knowledge, store: Store, clock: SetClock
) -> None:
    let_weeks_pass(knowledge, clock, local("2026-11-25"))
    late_since_monday(store)
    let_weeks_pass(knowledge, clock, local("2026-12-01", "08:59"), local("2026-12-01", "09:00"))
    assert (BRAM, "digest_notice") in outbox(store)
    assert (LENA, "team_digest") not in outbox(store)
    let_weeks_pass(knowledge, clock, local("2026-12-02", "09:00"), local("2026-12-02", "09:01"))
    assert outbox(store).count((LENA, "team_digest")) == 1
    let_weeks_pass(knowledge, clock, local("2026-12-09", "09:00"))
    assert outbox(store).count((LENA, "team_digest")) == 2


def test_a_team_that_is_up_to_date_gets_no_digest(knowledge: Knowledge, store: Store, clock: SetClock) -> None:
    let_weeks_pass(knowledge, clock, local("2026-11-24"), local("2026-12-02", "09:00"))
    assert outbox(store) == []


def test_after_an_outage_over_both_days_the_holder_is_not_told_what_stands_in_it_already(
    knowledge: Knowledge, store: Store, clock: SetClock
) -> None:
    let_weeks_pass(knowledge, clock, local("2026-11-25"))
    late_since_monday(store)
    let_weeks_pass(knowledge, clock, local("2026-12-03"))
    assert (LENA, "team_digest") in outbox(store)
    assert (BRAM, "digest_notice") not in outbox(store)


def test_a_team_without_a_meeting_has_no_digest(knowledge: Knowledge, store: Store, clock: SetClock) -> None:
    with store.work() as work:
        work.need(Team, "youth").meeting_weekday = None
    let_weeks_pass(knowledge, clock, local("2026-11-25"), local("2026-12-02", "09:00"))
    with store.reading() as session:
        assert session.get(Team, "youth").next_digest_at is None


def test_what_the_team_owes_and_what_it_awaits_are_counted_apart(knowledge: Knowledge, store: Store) -> None:
    late_since_monday(store)
    refer(store)
    refer(store, feedback_due=date(2026, 11, 9), lead_told_at=local("2026-11-16"), accepted_at=local("2026-11-06"))
    refer(store, sender_id=BRAM, holder_id=ANNA, organisation_id="vlierhof", receiver_team_id=None,
          feedback_due=date(2026, 11, 24))  # fmt: skip
    overview = knowledge.digest.overview(LENA)
    assert overview.owes == Count(on_time=1, late=1, very_late=1, oldest=12)
    assert overview.awaits == Count(on_time=0, late=1, very_late=0, oldest=1)
    assert [(item.case, item.holder, item.days_late) for item in overview.items] == [
        (CASE, "Bram Yilmaz", 12),
        (CASE, "Bram Yilmaz", 2),
    ]


def test_what_nobody_took_from_the_inbox_is_the_teams(knowledge: Knowledge, store: Store) -> None:
    send_to_team(store, sent_at=local("2026-11-10"))
    (item,) = knowledge.digest.overview(LENA).items
    assert (item.holder, item.days_late) == (None, 5)


def test_what_went_to_veilig_thuis_is_in_no_overview(knowledge: Knowledge, store: Store) -> None:
    with store.work() as work:
        work.add(Organisation("vt", "Veilig Thuis", PartnerKind.SAFE_HOME))
    refer(store, sender_id=BRAM, holder_id=OTTO, organisation_id="vt", receiver_team_id=None)
    assert knowledge.digest.overview(LENA).awaits == Count(0, 0, 0, 0)


@pytest.mark.parametrize("person", [BRAM, ANNA])
def test_the_overview_is_for_who_leads_the_team(knowledge: Knowledge, person: str) -> None:
    with pytest.raises(Refusal, match="not_team_lead"):
        knowledge.digest.overview(person)


def test_who_stands_in_for_the_lead_sees_it_too(knowledge: Knowledge, store: Store, clock: SetClock) -> None:
    with store.work() as work:
        today = clock.now().date()
        work.add(Absence(LENA, today, today, deputy_id=TESS))
    assert knowledge.digest.overview(TESS).team == "Jeugdteam"


def test_a_lead_gives_an_item_to_a_colleague_and_both_hear_after_the_minute_of_undo(
    knowledge: Knowledge, store: Store, clock: SetClock
) -> None:
    referral = late_since_monday(store)
    assert [one.name for one in knowledge.digest.colleagues(LENA, referral)] == ["Tess de Wit"]
    knowledge.digest.reassign(LENA, referral, TESS)
    assert outbox(store) == [(TESS, "referral_assigned"), (BRAM, "referral_unassigned")]
    assert all(entry.due_at > clock.now() for entry in knowledge.outbox.entries())
    with store.reading() as session:
        assert session.get(Referral, referral).holder_id == TESS
        involved = select(Involvement).where(tables.involvement.c.professional_id == TESS)
        assert session.execute(involved).scalars().one().case_id == session.execute(select(Case)).scalars().one().id


def test_giving_an_item_away_can_be_undone(knowledge: Knowledge, store: Store) -> None:
    referral = late_since_monday(store)
    given = knowledge.digest.reassign(LENA, referral, TESS)
    assert given.change_id is not None
    knowledge.undo.take_back(LENA, given.change_id)
    with store.reading() as session:
        assert session.get(Referral, referral).holder_id == BRAM
    assert {entry.state for entry in knowledge.outbox.entries()} == {"cancelled"}


def test_what_nobody_took_is_put_before_one_colleague_who_still_decides(knowledge: Knowledge, store: Store) -> None:
    referral = send_to_team(store)
    knowledge.digest.reassign(LENA, referral, TESS)
    with store.reading() as session:
        given = session.get(Referral, referral)
        assert (given.receiver_id, given.holder_id, given.state.value) == (TESS, None, "sent")


@pytest.mark.parametrize(("by", "to", "refused"), [(LENA, OTTO, "gone"), (BRAM, TESS, "not_team_lead")])
def test_only_the_lead_gives_and_only_within_the_team(
    knowledge: Knowledge, store: Store, by: str, to: str, refused: str
) -> None:
    referral = late_since_monday(store)
    with pytest.raises(Refusal, match=refused):
        knowledge.digest.reassign(by, referral, to)


def test_an_item_of_another_team_is_not_there(knowledge: Knowledge, store: Store) -> None:
    referral = refer(store, sender_id=BRAM, holder_id=ANNA, receiver_team_id=None)
    with pytest.raises(Refusal, match="gone"):
        knowledge.digest.item(LENA, referral)


def test_a_lead_without_a_team_has_no_overview(knowledge: Knowledge, store: Store) -> None:
    with store.work() as work:
        work.need(Professional, LENA).team_id = None
    with pytest.raises(Refusal, match="not_team_lead"):
        knowledge.digest.overview(LENA)
