"""Consent and the Zwitsers zakmes in chat: what is recorded, what is missing, what is possible; never a verdict."""

import re
from datetime import date
from itertools import product
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from actions.consent import CheckConsent, RecordConsent, WithdrawConsent
from actions.conversation import Cancel
from actions.replies import Reply
from actions.texts import say
from actions.turn import Missing
from actions.weighing import WeighSharing
from knowledge.entities import Case, Consent, ConsentState, Organisation, PartnerKind, Referral, ReferralState, Weighing
from knowledge.services.consents import Terms
from knowledge.services.knowledge import Knowledge
from knowledge.store import Refusal, Store
from tests.actions.turns import answers, asked, pushed, says, taps, titles
from tests.cast import ANNA, BRAM, CASE, OTTO, TESS

SKILLS = [CheckConsent, RecordConsent, WithdrawConsent, WeighSharing, Cancel]

YOUTH: dict[str, Any] = {"ids": ["jeugdpunt"], "text": "Jeugd-Punt"}
CHURCH: dict[str, Any] = {"ids": ["diaconie"], "text": "de diaconie"}
KNOWN: dict[str, Any] = {"case": CASE, "partner": YOUTH}

A_SENTENCE = "Nee, want de hulp past anders niet op elkaar."

#: What would be a verdict, or a bare no.
_VERDICT = re.compile(
    r"\bmag (dit|je|het|niet|wel)\b|\bje mag\b|\bniet toegestaan\b|\btoegestaan\b|\bAVG\b", re.IGNORECASE
)


def check(knowledge: Knowledge, by: str = ANNA, **details: Any) -> Reply:
    """Ask whether something may be shared."""
    return says(knowledge, CheckConsent, by, "mag ik dit delen?", **{**KNOWN, **details})


def recorded(store: Store) -> list[Consent]:
    """Return what was recorded, oldest first."""
    with store.reading() as session:
        return list(session.execute(select(Consent)).scalars())


def test_may_i_share_says_what_is_recorded_missing_and_possible(knowledge: Knowledge) -> None:
    reply = check(knowledge)
    assert reply.text.splitlines() == [
        f"{CASE} en Jeugd-Punt, dit is vastgelegd:",
        "• moeder: nog niets bekend",
        "• zoon van 13: nog niets bekend – vraag het ook aan wie het gezag heeft",
        say("label_gap_not_discussed"),
        "Wat altijd kan: overleggen zonder naam. Naast akkoord kun jij ook wegen: veiligheid.",
    ]
    assert titles(reply) == ["Besproken, akkoord", "Besproken, nog geen ja", "Niet besproken", "Zwitsers zakmes"]


def test_the_honest_path_is_one_tap(knowledge: Knowledge, store: Store) -> None:
    reply = taps(knowledge, SKILLS, ANNA, check(knowledge), "Besproken, akkoord")
    assert reply.text == f"Vastgelegd: akkoord voor Jeugd-Punt bij {CASE}."
    assert "Ongedaan maken" in titles(reply)
    (consent,) = recorded(store)
    assert (consent.state, consent.feedback_allowed, consent.member_id) == (ConsentState.GIVEN, True, None)
    assert "Ik mis niets" in check(knowledge).text


def test_discussed_without_a_yes_is_a_state_of_its_own(knowledge: Knowledge, store: Store) -> None:
    taps(knowledge, SKILLS, ANNA, check(knowledge), "Besproken, nog geen ja")
    assert recorded(store)[0].state is ConsentState.DISCUSSED
    assert "nog geen ja" in check(knowledge).text


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=25)
@given(st.lists(st.sampled_from(["record", "discuss", "withdraw", "mother_withdraws", "limit"]), max_size=4))
def test_there_is_never_a_verdict_nor_a_dead_end(knowledge: Knowledge, deeds: list[str]) -> None:
    consents, mother = knowledge.consents, knowledge.opening.members(ANNA, CASE)[0].id
    do = {
        "record": lambda: consents.record(ANNA, CASE, "jeugdpunt", Terms()),
        "discuss": lambda: consents.discuss(ANNA, CASE, "jeugdpunt"),
        "withdraw": lambda: consents.withdraw(ANNA, CASE, "jeugdpunt", None),
        "mother_withdraws": lambda: consents.withdraw(ANNA, CASE, "jeugdpunt", mother),
        "limit": lambda: consents.limit(ANNA, CASE, "jeugdpunt", Terms(kind="het plan"), only=True),
    }
    for deed in deeds:
        do[deed]()
    reply = check(knowledge)
    assert not _VERDICT.search(reply.text)
    assert "Wat altijd kan" in reply.text
    assert 2 <= len(reply.choices) <= 4
    assert "het plan" not in reply.text


def test_a_sentence_is_recorded_after_one_confirmation(knowledge: Knowledge, store: Store) -> None:
    until = {"text": "tot 1 juli", "first": "2027-07-01", "last": "2027-07-01"}
    text = "moeder heeft getekend voor Jeugd-Punt, alleen contactgegevens, geen terugkoppeling, tot 1 juli"
    proposal = says(knowledge, RecordConsent, ANNA, text, **KNOWN, info="contactgegevens", time=until)
    assert recorded(store) == []
    assert proposal.text == (
        f"Ik leg vast bij {CASE}: moeder vindt delen met Jeugd-Punt goed.\n"
        "Hoe: schriftelijk, voor een deel van de informatie, tot en met 01-07-2027, zonder terugkoppeling. Klopt dat?"
    )
    taps(knowledge, SKILLS, ANNA, proposal, "Bevestigen")
    (consent,) = recorded(store)
    assert (consent.given_by, consent.spoken, consent.feedback_allowed) == ("moeder", False, False)
    assert (consent.kind, consent.valid_until) == ("contactgegevens", date(2027, 7, 1))


def test_the_day_on_which_somebody_signed_is_no_term(knowledge: Knowledge, store: Store) -> None:
    today = {"text": "vandaag", "first": "2026-11-25", "last": "2026-11-25"}
    says(knowledge, RecordConsent, ANNA, "moeder tekende vandaag", **KNOWN, time=today, confirmed=True)
    assert recorded(store)[0].valid_until is None


def test_who_agreed_is_asked_when_it_was_not_said(knowledge: Knowledge, store: Store) -> None:
    missing, turn = asked(knowledge, RecordConsent, ANNA, "ze zegt ja, schriftelijk", **KNOWN)
    assert titles(missing) == ["moeder", "zoon van 13", "Het hele gezin"]
    proposal = answers(knowledge, RecordConsent, turn, "de zoon")
    assert "zoon van 13 vindt delen" in proposal.text
    assert "schriftelijk" in proposal.text


def test_a_summary_can_be_changed_by_button(knowledge: Knowledge) -> None:
    proposal = says(knowledge, RecordConsent, ANNA, "moeder vindt het goed", **KNOWN)
    assert titles(proposal) == ["Bevestigen", "Het was schriftelijk", "Geen terugkoppeling", "Annuleren"]
    proposal = taps(knowledge, SKILLS, ANNA, proposal, "Geen terugkoppeling")
    assert "zonder terugkoppeling" in proposal.text


def test_a_recipient_without_a_covenant_is_said(knowledge: Knowledge) -> None:
    reply = check(knowledge, partner=CHURCH)
    assert "nog geen convenant" in reply.text
    proposal = says(knowledge, RecordConsent, ANNA, "moeder vindt het goed", case=CASE, partner=CHURCH)
    assert "nog geen convenant" in proposal.text


def test_the_recipient_is_asked_with_those_that_are_known(knowledge: Knowledge) -> None:
    taps(knowledge, SKILLS, ANNA, check(knowledge), "Besproken, akkoord")
    missing, turn = asked(knowledge, CheckConsent, ANNA, "hebben we toestemming", case=CASE)
    assert titles(missing) == ["Jeugd-Punt", "Annuleren"]
    assert "Ik mis niets" in answers(knowledge, CheckConsent, turn, "jeugdpunt", partner=YOUTH).text


def test_a_function_means_the_one_around_the_case(knowledge: Knowledge) -> None:
    reply = says(knowledge, CheckConsent, BRAM, case=CASE, discipline={"ids": ["huisarts"], "text": "huisarts"})
    assert "Huisartsen Vlierhof" in reply.text


def test_several_recipients_are_shown_as_buttons(knowledge: Knowledge) -> None:
    both = {"ids": ["jeugdpunt", "diaconie"], "text": "ze"}
    missing, _ = asked(knowledge, CheckConsent, ANNA, case=CASE, partner=both)
    assert titles(missing) == ["Diaconie Vlierdam", "Jeugd-Punt"]


def test_an_unknown_recipient_is_asked_again(knowledge: Knowledge) -> None:
    missing, _ = asked(knowledge, CheckConsent, ANNA, case=CASE, partner="de zeeverkenners")
    assert missing.question == "recipient_unknown"


def refer(store: Store, consent_id: int) -> None:
    """Put a referral to Tess that rests on a consent in the store."""
    with store.work() as work:
        case = work.first(select(Case))
        made = Referral(case.id, ANNA, "jeugdpunt", work.now, state=ReferralState.STARTED, holder_id=TESS)
        made.consent_id = consent_id
        work.add(made)


def test_a_no_is_told_to_both_sides_without_content(knowledge: Knowledge, store: Store) -> None:
    taps(knowledge, SKILLS, ANNA, check(knowledge), "Besproken, akkoord")
    refer(store, recorded(store)[0].id or 0)
    proposal = says(knowledge, WithdrawConsent, BRAM, "moeder wil niet meer dat jeugdpunt iets hoort", **KNOWN)
    assert "niet waarom" in proposal.text
    taps(knowledge, SKILLS, BRAM, proposal, "Bevestigen")
    for person in (ANNA, TESS):
        (message,) = pushed(knowledge, person)
        assert message.text.startswith(f"De verwijzing van {CASE} naar Jeugd-Punt staat stil")
        assert "moeder" not in message.text
        assert "Laat me bellen" in titles(message)


def test_a_smaller_yes_is_no_refusal(knowledge: Knowledge, store: Store) -> None:
    taps(knowledge, SKILLS, ANNA, check(knowledge), "Besproken, akkoord")
    text = "moeder wil alleen nog contactgegevens delen"
    proposal = says(knowledge, WithdrawConsent, ANNA, text, **KNOWN, info="contactgegevens")
    taps(knowledge, SKILLS, ANNA, proposal, "Bevestigen")
    assert "voor een deel van de informatie" in check(knowledge).text


@pytest.mark.parametrize(("skill", "code"), product(SKILLS[:4], [CASE, "AA-3A3"]))
def test_an_outsider_hears_the_same_for_a_case_that_is_there_and_one_that_is_not(
    knowledge: Knowledge, skill: Any, code: str
) -> None:
    with pytest.raises(Refusal, match="outsider"):
        says(knowledge, skill, OTTO, "mag ik dit delen?", case=code, partner=YOUTH, household=True, confirmed=True)


def start(knowledge: Knowledge, text: str = "ik twijfel of ik dit moet delen", **details: Any) -> tuple[Missing, Any]:
    """Begin the zakmes."""
    return asked(knowledge, WeighSharing, ANNA, text, **{**KNOWN, **details})


def test_three_questions_come_one_at_a_time_and_then_the_own_outcome(knowledge: Knowledge, store: Store) -> None:
    missing, turn = start(knowledge)
    assert (missing.question, missing.params["number"]) == ("weigh_subsidiarity", 1)
    missing, turn = asked(knowledge, WeighSharing, ANNA, A_SENTENCE, **{**turn.details, "text": A_SENTENCE})
    assert (missing.question, missing.params["number"]) == ("weigh_proportionality", 2)
    _, turn = asked(knowledge, WeighSharing, ANNA, A_SENTENCE, **{**turn.details, "text": A_SENTENCE})
    outcome = answers(knowledge, WeighSharing, turn, A_SENTENCE)
    assert titles(outcome) == ["Delen", "Minder delen", "Niet delen", "Annuleren"]
    reply = taps(knowledge, SKILLS, ANNA, outcome, "Niet delen")
    assert "Wat wel kan" in reply.text
    assert "Meedenken zonder naam" in titles(reply)
    with store.reading() as session:
        (made,) = session.execute(select(Weighing)).scalars()
    assert (made.outcome, made.organisation_id) == ("do_not_share", "jeugdpunt")


def test_the_answers_are_not_kept_in_the_conversation(knowledge: Knowledge) -> None:
    _, turn = start(knowledge)
    _, turn = asked(knowledge, WeighSharing, ANNA, A_SENTENCE, **{**turn.details, "text": A_SENTENCE})
    assert A_SENTENCE not in str(turn.details)


def test_less_than_a_sentence_is_asked_again(knowledge: Knowledge) -> None:
    _, turn = start(knowledge)
    missing, _ = asked(knowledge, WeighSharing, ANNA, "ja", **{**turn.details, "text": "ja"})
    assert (missing.question, missing.params["number"]) == ("weigh_short", 1)


def test_an_answer_that_names_another_partner_changes_nothing_of_what_is_weighed(knowledge: Knowledge) -> None:
    _, turn = start(knowledge)
    said = {**turn.details, "text": A_SENTENCE, "partner": CHURCH, "case": "unknown"}
    _, turn = asked(knowledge, WeighSharing, ANNA, A_SENTENCE, **said)
    assert turn.details["organisation_id"] == "jeugdpunt"
    assert turn.details["about"] == CASE


def test_who_was_called_away_goes_on_where_it_was(knowledge: Knowledge) -> None:
    _, turn = start(knowledge)
    asked(knowledge, WeighSharing, ANNA, A_SENTENCE, **{**turn.details, "text": A_SENTENCE})
    missing, _ = start(knowledge)
    assert missing.params["number"] == 2


SIGNS = ["moeder weigert maar ik denk dat ze geslagen wordt", "vermoeden van verwaarlozing, mag ik delen"]


@pytest.mark.parametrize("text", SIGNS)
def test_with_signs_of_abuse_the_meldcode_comes_first(knowledge: Knowledge, text: str) -> None:
    reply = says(knowledge, WeighSharing, ANNA, text, **KNOWN)
    assert "0800-2000" in reply.text
    assert "niet eerst op eigen houtje" in reply.text
    assert titles(reply) == ["Zwitsers zakmes", "Nu gevaar", "Annuleren"]
    choice = reply.choices[0]
    missing, _ = asked(knowledge, WeighSharing, ANNA, "", **choice.details)
    assert missing.question == "weigh_subsidiarity"


def test_a_sign_in_the_first_sentence_counts_after_the_case_was_asked(knowledge: Knowledge) -> None:
    _, turn = asked(knowledge, WeighSharing, ANNA, "hij slaat haar, mag ik delen?")
    reply = says(knowledge, WeighSharing, ANNA, CASE, **{**turn.details, "case": CASE})
    assert "Meldcode" in reply.text


def test_veilig_thuis_as_recipient_is_the_meldcode_route(knowledge: Knowledge, store: Store) -> None:
    with store.work() as work:
        work.add(Organisation("vt", "Veilig Thuis Vlierland", PartnerKind.SAFE_HOME, sensitive=True))
    home: dict[str, Any] = {"case": CASE, "partner": {"ids": ["vt"], "text": "VT"}}
    assert "Meldcode" in says(knowledge, WeighSharing, ANNA, "overleggen met VT", **home).text
    checked = says(knowledge, CheckConsent, ANNA, "mag ik delen met VT", **home)
    assert "Meldcode" in checked.text
    assert "bespreek het" not in checked.text


def test_what_stands_towards_veilig_thuis_its_writer_alone_sees(knowledge: Knowledge, store: Store) -> None:
    with store.work() as work:
        work.add(Organisation("vt", "Veilig Thuis Vlierland", PartnerKind.SAFE_HOME, sensitive=True))
    knowledge.consents.record(ANNA, CASE, "vt", Terms())
    home: dict[str, Any] = {"case": CASE, "partner": {"ids": ["vt"], "text": "VT"}}
    assert "akkoord (" in says(knowledge, CheckConsent, ANNA, **home).text
    assert "akkoord (" not in says(knowledge, CheckConsent, BRAM, **home).text
    assert knowledge.consents.recorded_recipients(BRAM, CASE) == []


def test_not_discussed_leads_to_the_weighing_or_to_the_meldcode(knowledge: Knowledge) -> None:
    reply = taps(knowledge, SKILLS, ANNA, check(knowledge), "Niet besproken")
    assert titles(reply) == ["Kan niet vooraf", "Zorg om veiligheid", "Annuleren"]
    safety = taps(knowledge, SKILLS, ANNA, reply, "Zorg om veiligheid")
    assert "Meldcode" in safety.text
    with pytest.raises(Missing) as missing:
        taps(knowledge, SKILLS, ANNA, reply, "Kan niet vooraf")
    assert missing.value.question == "weigh_subsidiarity"


def test_signs_of_abuse_in_the_question_never_lead_to_talking_first(knowledge: Knowledge) -> None:
    reply = says(knowledge, CheckConsent, ANNA, "vader slaat hem, mag ik dat aan jeugdpunt vertellen?", **KNOWN)
    assert "Meldcode" in reply.text
    assert "bespreek" not in reply.text
