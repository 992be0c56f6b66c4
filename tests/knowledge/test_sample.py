"""The sample municipality: complete, consistent, and the same every time."""

import json
import re
import time as stopwatch
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
import yaml
from sqlalchemy import select

from knowledge import sample
from knowledge.clock import SetClock
from knowledge.entities import (
    Absence,
    Capacity,
    Case,
    Consent,
    ConsentState,
    Discipline,
    DutyShift,
    Feedback,
    Involvement,
    Meeting,
    Organisation,
    OwnReference,
    PartnerKind,
    Professional,
    Referral,
    ReferralState,
    Team,
)
from knowledge.rules import codes
from knowledge.rules.calendar import AMSTERDAM, is_working_day
from knowledge.rules.grounds import Ground, grounds_between
from knowledge.rules.transitions import ENDED, HELD
from knowledge.store import Store, Vault

TODAY = date(2026, 11, 24)
NOW = datetime.combine(TODAY, time(9, 0), AMSTERDAM).astimezone(timezone.utc)


def new_store(path: Path) -> Store:
    store = Store(f"sqlite:///{path}", Vault.new(), SetClock(NOW))
    store.prepare()
    return store


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    store = new_store(tmp_path_factory.mktemp("town") / "town.db")
    sample.load(store, TODAY)
    yield store
    store.close()


def everything(store: Store, entity: type) -> list[Any]:
    with store.reading() as session:
        return list(session.execute(select(entity)).scalars())


def test_it_marks_the_database_and_names_the_town(town: Store) -> None:
    assert sample.is_sample(town)
    assert town.setting("municipality") == "Zwanerloo"


def test_a_fresh_database_is_no_sample(tmp_path: Path) -> None:
    assert not sample.is_sample(new_store(tmp_path / "own.db"))


def test_it_refuses_a_database_with_people_and_leaves_it_as_it_was(tmp_path: Path) -> None:
    store = new_store(tmp_path / "own.db")
    with store.work() as work:
        work.add(Organisation("steiger", "De Steiger", PartnerKind.WELFARE))
        work.add(Professional("robin", "Robin", "opbouwwerker", "steiger"))
    with pytest.raises(sample.NotEmpty, match="lege"):
        sample.load(store, TODAY)
    assert not sample.is_sample(store)
    assert [person.id for person in everything(store, Professional)] == ["robin"]


def test_it_loads_within_a_second(tmp_path: Path) -> None:
    store = new_store(tmp_path / "town.db")
    started = stopwatch.process_time()
    sample.load(store, TODAY)
    assert stopwatch.process_time() - started < 1


def test_it_is_the_same_every_time(town: Store, tmp_path: Path) -> None:
    again = new_store(tmp_path / "again.db")
    sample.load(again, TODAY)
    assert sample.show(again) == sample.show(town)


def test_its_days_move_with_today(town: Store, tmp_path: Path) -> None:
    later = new_store(tmp_path / "later.db")
    sample.load(later, TODAY + timedelta(days=7))
    before, after = sample.show(town)["referrals"], sample.show(later)["referrals"]
    assert [r["id"] for r in before] == [r["id"] for r in after]
    assert all(b["feedback_due"] < a["feedback_due"] for b, a in zip(before, after, strict=True) if b["feedback_due"])


@pytest.mark.parametrize("day", [date(2026, 12, 25), date(2026, 11, 28), date(2027, 3, 28), date(2028, 2, 29)])
def test_it_loads_on_any_day(tmp_path: Path, day: date) -> None:
    store = new_store(tmp_path / "town.db")
    sample.load(store, day)
    assert len(sample.show(store)["professionals"]) == 30


def test_showing_it_names_no_household(town: Store) -> None:
    shown = str(sample.show(town))
    assert not [case.household for case in everything(town, Case) if case.household in shown]


def test_showing_it_points_to_people_teams_and_organisations_that_exist(town: Store) -> None:
    shown = sample.show(town)
    people = {person["id"] for person in shown["professionals"]}
    teams, organisations = (
        {team.id for team in everything(town, Team)},
        {organisation.id for organisation in everything(town, Organisation)},
    )
    assert len(people | teams | organisations) == len(people) + len(teams) + len(organisations)
    assert {r["to"] for r in shown["referrals"]} <= people | teams | organisations
    assert {r["to"] for r in shown["referrals"]} & teams
    assert {r["case"] for r in shown["referrals"]} <= {case["code"] for case in shown["cases"]}
    assert all(set(case["involved"]) <= people for case in shown["cases"])


def test_every_kind_of_partner_is_there(town: Store) -> None:
    assert {organisation.kind for organisation in everything(town, Organisation)} == set(PartnerKind)


def test_partners_say_what_they_do_for_whom_and_how_to_refer(town: Store) -> None:
    partners = everything(town, Organisation)
    told = ("offer", "audience", "how_to_refer", "how_feedback_goes", "hours", "aliases", "topics", "areas", "phone")
    assert not [(p.id, field) for p in partners for field in told if not getattr(p, field)]
    assert {p.capacity for p in partners} >= set(Capacity)
    assert sum(p.covenant_signed_on is None for p in partners) == 2
    assert all((p.capacity_weeks is not None) == (p.capacity is Capacity.WAITING_LIST) for p in partners)


def test_no_word_means_two_partners_or_two_functions(town: Store) -> None:
    for entity in (Organisation, Discipline):
        said = [word for found in everything(town, entity) for word in {found.name.lower(), *found.aliases}]
        assert sorted(said) == sorted(set(said))


def test_every_function_is_one_that_people_have_other_words_for(town: Store) -> None:
    known = {discipline.name for discipline in everything(town, Discipline)}
    assert {person.role for person in everything(town, Professional)} <= known
    assert len(known) >= 40


def test_numbers_and_addresses_reach_nobody(town: Store) -> None:
    found = everything(town, Organisation) + everything(town, Professional)
    assert all(re.fullmatch(r"099-555 \d{4}", one.phone) for one in found)
    assert all(one.email.endswith(".example") for one in found if one.email)


def test_there_are_three_teams_with_one_lead_each(town: Store) -> None:
    people, teams = everything(town, Professional), everything(town, Team)
    assert len(teams) == 3
    for team in teams:
        assert len([p for p in people if p.is_team_lead and p.team_id == team.id]) == 1
        assert team.next_digest_at >= NOW - timedelta(hours=9)
        assert team.next_notice_at >= NOW - timedelta(hours=9)
        assert is_working_day(team.next_digest_at.astimezone(AMSTERDAM).date())


def test_somebody_keeps_the_privacy_and_somebody_is_on_duty_at_night(town: Store) -> None:
    assert any(person.is_administrator for person in everything(town, Professional))
    shifts = everything(town, DutyShift)
    assert any(shift.ends < shift.starts for shift in shifts)
    assert any(shift.weekday >= 5 for shift in shifts)


def test_cases_have_codes_that_can_be_said_and_told_apart(town: Store) -> None:
    known = [case.code for case in everything(town, Case)]
    assert len(known) == 12
    assert all(codes.canonical(code) == code for code in known)
    assert not [code for code in known if codes.close_to(code, known)]


def test_one_case_has_no_coordinator_and_one_is_closed(town: Store) -> None:
    cases = everything(town, Case)
    assert len([case for case in cases if case.coordinator_id is None]) == 1
    [closed] = [case for case in cases if case.closed_at]
    assert not next(case for case in sample.show(town)["cases"] if case["code"] == closed.code)["involved"]


def test_coordinators_and_those_with_a_reference_are_involved(town: Store) -> None:
    around = {(i.case_id, i.professional_id) for i in everything(town, Involvement)}
    assert all((case.id, case.coordinator_id) in around for case in everything(town, Case) if case.coordinator_id)
    assert all((own.case_id, own.professional_id) in around for own in everything(town, OwnReference))


def test_consents_are_in_all_six_states(town: Store) -> None:
    assert {consent.state for consent in everything(town, Consent)} == set(ConsentState)


def test_referrals_are_in_every_state(town: Store) -> None:
    assert {referral.state for referral in everything(town, Referral)} == set(ReferralState)


def test_the_moments_of_a_referral_fit_its_state(town: Store) -> None:
    order = ("created_at", "sent_at", "seen_at", "accepted_at", "declined_at", "waiting_at", "started_at", "paused_at")
    for referral in everything(town, Referral):
        moments = [getattr(referral, name) for name in order if getattr(referral, name)]
        assert moments == sorted(moments)
        assert all(moment <= NOW for moment in moments)
        if referral.state is not ReferralState.DRAFT:
            assert getattr(referral, f"{referral.state.value}_at")
        if referral.state in (ReferralState.DECLINED, ReferralState.FAILED):
            assert referral.reason


def test_what_is_held_has_a_holder_and_what_has_ended_awaits_nothing(town: Store) -> None:
    for referral in everything(town, Referral):
        if referral.state in HELD:
            assert referral.holder_id
        if referral.state in ENDED or referral.blocked:
            assert referral.next_due_at is None


def test_senders_and_holders_are_around_the_case(town: Store) -> None:
    around = {(i.case_id, i.professional_id) for i in everything(town, Involvement)}
    for referral in everything(town, Referral):
        assert (referral.case_id, referral.sender_id) in around
        assert referral.holder_id is None or (referral.case_id, referral.holder_id) in around


def test_referrals_rest_on_a_consent_of_that_case_towards_that_partner(town: Store) -> None:
    consents = {consent.id: consent for consent in everything(town, Consent)}
    resting = [referral for referral in everything(town, Referral) if referral.consent_id]
    assert resting
    for referral in resting:
        consent = consents[referral.consent_id]
        assert (consent.case_id, consent.organisation_id) == (referral.case_id, referral.organisation_id)
        assert consent.feedback_allowed == referral.feedback_allowed
        assert referral.blocked == (consent.state is ConsentState.WITHDRAWN)


def test_what_rests_on_no_consent_has_another_ground(town: Store) -> None:
    for referral in everything(town, Referral):
        assert (referral.ground == Ground.CONSENT.value) == bool(referral.consent_id)
        assert referral.ground in {ground.value for ground in Ground}


def test_the_matrix_of_grounds_is_filled_in(town: Store) -> None:
    matrix = json.loads(town.setting("grounds"))
    named = {code for row in matrix.values() for found in row.values() for code in found}
    assert named <= {ground.value for ground in Ground}
    assert set(matrix) - {"*"} <= {kind.value for kind in PartnerKind}
    assert Ground.LEGAL_DUTY in grounds_between(PartnerKind.MUNICIPALITY, PartnerKind.DEBT, matrix)


def test_some_feedback_is_overdue_at_several_stages(town: Store) -> None:
    late = [r for r in everything(town, Referral) if r.next_due_at and r.next_due_at < NOW and r.state in HELD]
    assert len({referral.reminders for referral in late if referral.feedback_due < TODAY}) >= 3
    assert any(referral.lead_told_at for referral in late)


def test_feedback_is_given_by_the_holder_after_taking_it(town: Store) -> None:
    referrals = {referral.id: referral for referral in everything(town, Referral)}
    for feedback in everything(town, Feedback):
        referral = referrals[feedback.referral_id]
        assert feedback.author_id == referral.holder_id
        assert referral.accepted_at < feedback.given_at <= referral.last_feedback_at


def test_two_meetings_come_and_somebody_away_has_a_deputy(town: Store) -> None:
    assert [meeting.starts_at > NOW for meeting in everything(town, Meeting)] == [True, True]
    [absence] = everything(town, Absence)
    assert absence.first_day <= TODAY <= absence.last_day
    assert absence.deputy_id


def test_its_files_are_plain_yaml_that_nobody_has_to_guess() -> None:
    files = sorted(Path(sample.__file__).parent.glob("town/*.yml"))
    assert files
    assert all(yaml.safe_load(file.read_text(encoding="utf-8")) for file in files)
