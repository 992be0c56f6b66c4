"""A referral in chat: from one sentence to two taps, and what each side reads."""

from datetime import date
from typing import Any

import pytest

from actions.feedback import RequestFeedback, SendFeedback, SnoozeReminder
from actions.referral import CreateReferral
from actions.referral_answers import AcceptReferral, AskReferralStatus, DeclineReferral, WithdrawReferral
from actions.replies import Reply
from actions.skill import Skill
from actions.turn import Missing
from knowledge.clock import SetClock
from knowledge.entities import Absence, Consent, ConsentState, Organisation, PartnerKind, Referral
from knowledge.services.knowledge import Knowledge
from knowledge.store import Refusal, Store
from tests.actions.turns import asked, pushed, says, taps, titles
from tests.cast import ANNA, BRAM, CASE, HOUSEHOLD, LENA, OTTO, TESS
from tests.loop import local, refer, send_to_team

SKILLS: list[type[Skill]] = [
    *(CreateReferral, AcceptReferral, DeclineReferral, WithdrawReferral, AskReferralStatus),
    *(SendFeedback, RequestFeedback, SnoozeReminder),
]
YOUTH = {"ids": ["jeugdpunt"], "text": "Jeugd-Punt"}
AGREED = "Besproken, akkoord, terugkoppeling mag"


def refers(knowledge: Knowledge, text: str = "", /, **said: Any) -> Reply:
    """Let Anna say that she refers the household to Jeugd-Punt."""
    return says(knowledge, CreateReferral, ANNA, text, **{"case": CASE, "partner": YOUTH, **said})


def tap(knowledge: Knowledge, by: str, reply: Reply | Missing, title: str) -> Reply:
    return taps(knowledge, SKILLS, by, reply, title)


def consent(store: Store, state: ConsentState = ConsentState.GIVEN) -> None:
    with store.work() as work:
        work.add(Consent(1, "jeugdpunt", state, BRAM, work.now))


def test_two_taps_when_the_sentence_said_it_all(knowledge: Knowledge) -> None:
    summary = refers(knowledge)
    assert summary.text.splitlines() == [
        f"Doorverwijzing van {CASE} naar Jeugdteam (Jeugd-Punt).",
        "Terugkoppeling: uiterlijk woensdag 9 december.",
        "Over delen met Jeugd-Punt is nog niets vastgelegd. Is het besproken?",
    ]
    assert titles(summary) == [
        AGREED,
        "Nog niet besproken",
        "Wijzigen",
        "Annuleren",
    ]
    done = tap(knowledge, ANNA, summary, AGREED)
    assert done.text.startswith(f"Verstuurd: {CASE} naar Jeugdteam (Jeugd-Punt).")
    assert titles(done) == ["Ongedaan maken"]


def test_with_consent_on_record_it_is_confirmed(knowledge: Knowledge, store: Store) -> None:
    consent(store)
    summary = refers(knowledge)
    assert titles(summary) == ["Bevestigen", "Wijzigen", "Annuleren"]
    assert summary.remember["proposal"]["intent"] == "create_referral"
    assert "Verstuurd" in tap(knowledge, ANNA, summary, "Bevestigen").text


def test_not_discussed_yet_leads_to_weighing(knowledge: Knowledge) -> None:
    choice = next(c for c in refers(knowledge).choices if c.title == "Nog niet besproken")
    assert (choice.intent, choice.details) == ("weigh_sharing", {"case": CASE, "organisation_id": "jeugdpunt"})


@pytest.mark.parametrize("state", [ConsentState.REFUSED, ConsentState.WITHDRAWN])
def test_after_a_no_it_says_what_is_possible_and_offers_no_way_round(
    knowledge: Knowledge, store: Store, state: ConsentState
) -> None:
    consent(store, state)
    reply = refers(knowledge)
    assert "verstuur dit niet" in reply.text
    assert titles(reply) == ["Nu wel akkoord", "Help me wegen", "Vraag het collega's", "Annuleren"]


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("verwijs QX-4T9 door naar Jeugd-Punt", "Doorverwijzing"),
        ("meld QX-4T9 aan bij Jeugd-Punt", "Aanmelding"),
        ("QX-4T9 aanmelden bij Jeugd-Punt", "Aanmelding"),
        ("schaal QX-4T9 op naar Jeugd-Punt", "Opschaling"),
        ("draag QX-4T9 over aan Jeugd-Punt", "Doorverwijzing"),
    ],
)
def test_the_words_say_what_kind_it_is(knowledge: Knowledge, words: str, kind: str) -> None:
    assert refers(knowledge, words).text.startswith(kind)


def test_a_day_in_the_sentence_is_the_day_for_feedback(knowledge: Knowledge) -> None:
    friday = {"text": "voor vrijdag", "first": "2026-11-27", "last": "2026-11-27"}
    assert "uiterlijk vrijdag 27 november" in refers(knowledge, time=friday).text


def test_a_day_that_is_past_is_about_something_else(knowledge: Knowledge) -> None:
    monday = {"text": "sinds maandag", "first": "2026-11-23", "last": "2026-11-23"}
    assert "uiterlijk woensdag 9 december" in refers(knowledge, time=monday).text


def test_somebody_named_gets_it_in_person_and_is_shown_to_be_away(knowledge: Knowledge, store: Store) -> None:
    with store.work() as work:
        work.add(Absence(TESS, date(2026, 11, 23), date(2026, 11, 27), BRAM))
    reply = says(knowledge, CreateReferral, ANNA, case=CASE, person={"ids": [TESS], "text": "Tess"})
    assert "naar Tess de Wit (Jeugd-Punt)" in reply.text
    assert "Tess de Wit is afwezig t/m vrijdag 27 november; Bram Yilmaz neemt waar en krijgt het." in reply.text


def test_where_nobody_is_linked_the_number_comes_before_sending(knowledge: Knowledge) -> None:
    reply = refers(knowledge, partner={"ids": ["diaconie"], "text": "de diaconie"})
    assert "nog niemand aangesloten" in reply.text
    assert [card.phone for card in reply.contacts] == ["085-0303030"]
    assert titles(reply) == ["Andere partner", "Annuleren"]


def test_without_a_partner_it_asks_and_goes_on(knowledge: Knowledge) -> None:
    missing, turn = asked(knowledge, CreateReferral, ANNA, "ik wil QX-4T9 aanmelden", case=CASE)
    assert (missing.wanted, missing.question) == ("partner", "referral_partner")
    assert says(knowledge, CreateReferral, ANNA, "jeugd-punt", **turn.details, partner=YOUTH).text.startswith(
        "Aanmelding"
    )


def test_several_partners_of_that_name_are_buttons(knowledge: Knowledge) -> None:
    missing, _ = asked(knowledge, CreateReferral, ANNA, case=CASE, partner={"ids": ["jeugdpunt", "haven"], "text": "x"})
    assert titles(missing) == ["Jeugd-Punt", "Opvang De Haven"]
    assert "naar Sara Bakker (Opvang De Haven)" in tap(knowledge, ANNA, missing, "Opvang De Haven").text


def test_the_draft_can_be_changed_before_it_goes(knowledge: Knowledge, store: Store) -> None:
    consent(store)
    menu = tap(knowledge, ANNA, refers(knowledge), "Wijzigen")
    assert titles(menu) == ["Ontvanger", "Datum", "Maak er spoed van", "Laat maar zo"]
    urgent = tap(knowledge, ANNA, menu, "Maak er spoed van")
    assert "Spoed" in urgent.text
    who = tap(knowledge, ANNA, tap(knowledge, ANNA, urgent, "Wijzigen"), "Ontvanger")
    personal = tap(knowledge, ANNA, who, "Tess de Wit")
    assert "naar Tess de Wit (Jeugd-Punt)" in personal.text
    date_menu = tap(knowledge, ANNA, personal, "Wijzigen")
    choice = next(c for c in date_menu.choices if c.title == "Datum")
    missing, turn = asked(knowledge, CreateReferral, ANNA, "", **choice.details)
    assert titles(missing) == ["Over een week", "Over 2 weken", "Over 4 weken"]
    said = {"text": "15 dec", "first": "2026-12-15", "last": "2026-12-15"}
    assert "dinsdag 15 december" in says(knowledge, CreateReferral, ANNA, "15 dec", **turn.details, time=said).text


def test_urgent_ones_are_phoned_too_and_that_is_recorded(knowledge: Knowledge, store: Store) -> None:
    consent(store)
    summary = refers(knowledge, urgency={"code": "urgent", "text": "spoed"})
    done = tap(knowledge, ANNA, summary, "Bevestigen")
    assert "Bel nu ook even" in done.text
    assert [card.phone for card in done.contacts] == ["085-0202020"]
    assert "vastgelegd dat je" in tap(knowledge, ANNA, done, "Ik heb gebeld").text
    with store.reading() as session:
        assert session.get(Referral, 1).spoken_at is not None


def test_a_second_one_to_the_same_partner_shows_the_first_with_ways_on(knowledge: Knowledge) -> None:
    tap(knowledge, ANNA, refers(knowledge), AGREED)
    reply = refers(knowledge)
    assert "al een verwijzing lopen" in reply.text
    assert titles(reply) == ["Por", "Intrekken"]


def test_safe_home_gets_the_meldcode_and_no_referral(knowledge: Knowledge, store: Store) -> None:
    with store.work() as work:
        work.add(Organisation("vt", "Veilig Thuis Vlierland", PartnerKind.SAFE_HOME, phone="0800-2000", aliases=[]))
    reply = refers(knowledge, partner={"ids": ["vt"], "text": "Veilig Thuis"})
    assert "Meldcode" in reply.text
    with store.reading() as session:
        assert session.get(Referral, 1) is None


def test_an_outsider_gets_the_same_for_a_case_that_is_there_and_one_that_is_not(knowledge: Knowledge) -> None:
    for code in (CASE, "AA-3A3"):
        with pytest.raises(Refusal, match=r"^outsider$"):
            says(knowledge, CreateReferral, OTTO, case=code, partner=YOUTH)


def test_the_receiver_reads_that_and_nothing_of_what(knowledge: Knowledge) -> None:
    tap(knowledge, ANNA, refers(knowledge, "QX-4T9 aanmelden ivm schulden"), AGREED)
    (message,) = pushed(knowledge, TESS)
    assert message.text == (
        f"{CASE}: aanmelding van Anna Visser, huisarts bij Huisartsen Vlierhof, voor Jeugdteam. "
        "Terugkoppeling graag uiterlijk woensdag 9 december. Pak je het op?"
    )
    assert titles(message) == ["Ik pak het op", "Past niet", "Laat me bellen", "Later"]
    assert HOUSEHOLD not in message.text


def test_taking_it_up_is_one_tap_and_the_day_another(knowledge: Knowledge) -> None:
    tap(knowledge, ANNA, refers(knowledge), AGREED)
    taken = tap(knowledge, TESS, pushed(knowledge, TESS)[0], "Ik pak het op")
    assert "uiterlijk woensdag 9 december iets. Lukt dat?" in taken.text
    assert titles(taken) == ["Dat lukt", "Over 2 weken", "Andere datum", "Ongedaan maken"]
    assert "uiterlijk woensdag 9 december" in tap(knowledge, TESS, taken, "Over 2 weken").text
    (news,) = pushed(knowledge, ANNA)
    assert news.text.startswith(f"{CASE}: Tess de Wit (Jeugd-Punt) pakt het op. Je hoort uiterlijk woensdag 9 december")


def test_the_colleagues_message_falls_silent_and_an_old_button_says_who_has_it(knowledge: Knowledge) -> None:
    tap(knowledge, ANNA, refers(knowledge), AGREED)
    (copy,) = pushed(knowledge, LENA)
    tap(knowledge, TESS, pushed(knowledge, TESS)[0], "Ik pak het op")
    with pytest.raises(Refusal, match=r"^referral_taken$"):
        tap(knowledge, LENA, copy, "Ik pak het op")


def test_a_spoken_acceptance_is_confirmed_first(knowledge: Knowledge, store: Store) -> None:
    send_to_team(store)
    reply = says(knowledge, AcceptReferral, TESS, "die pak ik op", case="unknown")
    assert reply.text.startswith(f"Je pakt {CASE} van Anna Visser (Huisartsen Vlierhof) op.")
    assert titles(reply) == ["Bevestigen", "Annuleren"]
    assert f"{CASE} ligt nu bij jou" in tap(knowledge, TESS, reply, "Bevestigen").text


def test_declining_asks_the_reason_and_the_sender_hears_where_the_ball_is(knowledge: Knowledge, store: Store) -> None:
    send_to_team(store)
    reply = says(knowledge, DeclineReferral, TESS, "die doen we niet")
    assert len(titles(reply)) == 6
    assert "zoekt verder" in tap(knowledge, TESS, reply, "Geen plek").text
    (news,) = pushed(knowledge, ANNA)
    assert news.text == f"{CASE}: Jeugdteam (Jeugd-Punt) pakt het niet op (geen plek). De bal ligt weer bij jou."
    assert "Elders verwijzen" in titles(news)


def test_a_reason_in_the_sentence_is_understood(knowledge: Knowledge, store: Store) -> None:
    send_to_team(store)
    reply = says(knowledge, DeclineReferral, TESS, "we zitten vol")
    assert "Reden: geen plek" in reply.text
    assert titles(reply) == ["Bevestigen", "Andere reden", "Annuleren"]


def test_withdrawing_is_confirmed_and_the_holder_hears(knowledge: Knowledge, store: Store) -> None:
    refer(store)
    reply = says(knowledge, WithdrawReferral, ANNA, case=CASE)
    assert "Bram Yilmaz (Jeugd-Punt) intrekken?" in reply.text
    tap(knowledge, ANNA, reply, "Bevestigen")
    assert pushed(knowledge, BRAM)[0].text.startswith(f"{CASE}: Anna Visser (Huisartsen Vlierhof) heeft")


def test_the_status_says_with_whom_the_ball_is_since_when_and_when_word_comes(
    knowledge: Knowledge, store: Store
) -> None:
    refer(store, feedback_due=date(2026, 12, 2))
    reply = says(knowledge, AskReferralStatus, ANNA, case=CASE)
    assert reply.text == (
        f"{CASE} naar Bram Yilmaz (Jeugd-Punt): geaccepteerd op woensdag 4 november. "
        "De bal ligt bij Bram Yilmaz. Volgend bericht: uiterlijk woensdag 2 december."
    )
    assert titles(reply) == ["Por", "Intrekken", "Laat me bellen"]


def test_without_referrals_there_is_a_way_on(knowledge: Knowledge) -> None:
    reply = says(knowledge, AskReferralStatus, ANNA, case=CASE)
    assert titles(reply) == ["Doorverwijzen", "Wat ligt er bij mij?"]


def test_without_any_referral_it_says_how_to_make_one(knowledge: Knowledge) -> None:
    assert "verwijs … naar …" in says(knowledge, AskReferralStatus, ANNA).text


def test_a_name_that_is_not_among_the_own_cases_is_said_so(knowledge: Knowledge) -> None:
    with pytest.raises(Refusal, match=r"^unknown_household$"):
        says(knowledge, WithdrawReferral, ANNA, case="unknown")


def test_several_are_chosen_by_button(knowledge: Knowledge, store: Store, clock: SetClock) -> None:
    send_to_team(store)
    send_to_team(store, sender_id=OTTO, sent_at=local("2026-11-20"))
    missing, _ = asked(knowledge, AcceptReferral, TESS, "pak ik op")
    assert titles(missing) == [f"{CASE} · Anna Visser", f"{CASE} · Otto Kramer", "Annuleren"]
