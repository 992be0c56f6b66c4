"""Days in the life of a referral: from one sentence, over the minute of undo and the bundle, to whoever takes it up."""

import pytest

from tests.scenarios.days import Day

AGREED = "Besproken, akkoord, terugkoppeling mag"


def refer_to_jayden(day: Day) -> None:
    """Let Farida refer a household to Jayden, on the consent that is the tap that sends."""
    day.says("farida", "verwijs QX-4T9 naar Jayden Martina")
    day.taps("farida", AGREED)


def test_one_sentence_and_one_tap_send_it_and_the_other_gets_it_at_the_next_bundle(day: Day) -> None:
    summary = day.says("farida", "verwijs QX-4T9 naar Jayden Martina, terugkoppeling voor vrijdag 4 december")
    assert "Doorverwijzing van QX-4T9 naar Jayden Martina (Jeugdpunt Zwanerloo)." in summary.text
    assert "uiterlijk vrijdag 4 december" in summary.text
    assert "nog niets vastgelegd" in summary.text
    assert summary.buttons == [AGREED, "Nog niet besproken", "Wijzigen", "Annuleren"]
    sent = day.taps("farida", AGREED)
    assert sent.text.startswith("Verstuurd: QX-4T9")
    assert "jayden" not in day.after(seconds=61).reached()
    received = day.at("12:30").brought("jayden")
    assert "QX-4T9: doorverwijzing van Farida el Idrissi, casusregisseur bij Gemeente Zwanerloo" in received.text
    assert received.buttons[:4] == ["Ik pak het op", "Past niet", "Laat me bellen", "Later"]


def test_nothing_of_the_household_is_in_what_the_other_gets(day: Day) -> None:
    refer_to_jayden(day)
    text = day.at("12:30").brought("jayden").text
    assert not [word for word in ("Oever", "moeder", "vader", "schuld") if word in text]


def test_who_takes_it_up_names_a_day_and_the_sender_hears_both_at_once(day: Day) -> None:
    refer_to_jayden(day)
    day.at("12:30")
    taken = day.taps("jayden", "Ik pak het op")
    assert "QX-4T9 ligt nu bij jou" in taken.text
    day.taps("jayden", "Andere datum")
    named = day.says("jayden", "volgende week")
    assert "uiterlijk vrijdag 4 december" in named.text, "of a week its last working day counts"
    told = day.at("16:30").brought("farida")
    assert "Jayden Martina (Jeugdpunt Zwanerloo) pakt het op. Je hoort uiterlijk vrijdag 4 december iets." in told.text
    assert "Jayden Martina" in told.cards


def test_a_refusal_with_its_reason_does_not_wait_for_the_bundle(day: Day) -> None:
    refer_to_jayden(day)
    day.at("12:30")
    reasons = day.taps("jayden", "Past niet", about="QX-4T9")
    assert "Geen plek" in reasons.buttons
    day.taps("jayden", "Geen plek")
    told = day.after(seconds=61).brought("farida")
    assert "pakt het niet op (geen plek). De bal ligt weer bij jou." in told.text
    assert "Elders verwijzen" in told.buttons


def test_undo_within_the_minute_leaves_no_trace_with_the_other(day: Day) -> None:
    refer_to_jayden(day)
    assert "Niemand heeft er iets van gemerkt" in day.taps("farida", "Ongedaan maken").text
    assert "doorverwijzing" not in day.at("12:30").brought("jayden").text


def test_after_the_minute_it_cannot_be_undone_silently_but_withdrawn(day: Day) -> None:
    refer_to_jayden(day)
    day.after(seconds=90)
    assert "Terugdraaien kan tot een minuut" in day.taps("farida", "Ongedaan maken").text
    day.at("12:30")
    proposal = day.says("farida", "trek de verwijzing van QX-4T9 naar Jayden in")
    assert "intrekken" in proposal.text
    day.taps("farida", "Bevestigen")
    assert "heeft de verwijzing ingetrokken" in day.at("16:30").brought("jayden").text


def test_what_was_withdrawn_before_it_arrived_is_never_mentioned(day: Day) -> None:
    refer_to_jayden(day)
    day.after(minutes=5)
    day.says("farida", "trek de verwijzing van QX-4T9 naar Jayden in")
    day.taps("farida", "Bevestigen")
    assert "Farida" not in day.at("12:30").brought("jayden").text


def test_in_a_teams_inbox_the_first_to_take_it_has_it(day: Day) -> None:
    day.at("12:30")
    day.taps("lotte", "Ik pak het op")
    late = day.taps("yusuf", "Ik pak het op")
    assert late.text == "Lotte Brouwers heeft QX-4T9 al opgepakt. Jij hoeft niets te doen."
    assert "Lotte Brouwers (Jeugd- en Gezinsteam Zwanerloo) pakt het op" in day.at("16:30").brought("hendrik").text


def test_where_nobody_is_linked_one_hears_it_before_anything_is_sent(day: Day) -> None:
    answer = day.says("farida", "verwijs QX-4T9 naar de voedselbank")
    assert "nog niemand aangesloten" in answer.text
    assert answer.cards == ["Voedselhulp Zwanerloo"]
    assert "Andere partner" in answer.buttons


def test_a_second_one_to_the_same_partner_shows_the_first(day: Day) -> None:
    answer = day.says("farida", "verwijs QX-4T9 naar Stefan Maduro")
    assert "Je hebt daar al een verwijzing lopen" in answer.text
    assert answer.buttons == ["Por", "Intrekken"]


def test_the_draft_can_be_changed_and_dropped(day: Day) -> None:
    day.says("farida", "verwijs QX-4T9 naar Jayden Martina")
    assert "Datum" in day.taps("farida", "Wijzigen").buttons
    day.taps("farida", "Datum")
    assert "uiterlijk maandag 21 december" in day.says("farida", "over 4 weken").text
    day.taps("farida", "Wijzigen")
    assert "Spoed" in day.taps("farida", "Maak er spoed van").text
    day.taps("farida", "Annuleren")
    assert "jayden" not in day.after(seconds=61).reached()


def test_an_urgent_one_arrives_after_the_minute_with_the_senders_card(day: Day) -> None:
    day.says("farida", "verwijs QX-4T9 met spoed naar Jayden Martina")
    sent = day.taps("farida", AGREED)
    assert "Bel nu ook even" in sent.text
    assert "vastgelegd dat je over QX-4T9 gebeld hebt" in day.taps("farida", "Ik heb gebeld").text
    assert day.brought("jayden").messages == ()
    received = day.after(seconds=61).brought("jayden")
    assert received.text.startswith("Spoed. QX-4T9")
    assert received.cards == ["Farida el Idrissi"]


def test_for_an_absent_receiver_the_deputy_gets_it_and_the_sender_knows_beforehand(day: Day) -> None:
    summary = day.says("farida", "verwijs QX-4T9 naar Esmée Kuipersma")
    assert "Jayden Martina neemt waar en krijgt het" in summary.text
    day.taps("farida", AGREED)
    received = day.at("12:30").brought("jayden")
    assert "Voor Esmée Kuipersma, die afwezig is. QX-4T9: doorverwijzing" in received.text


def test_without_the_way_back_the_sender_hears_only_that_it_is_handled(day: Day) -> None:
    day.says("farida", "verwijs QX-4T9 naar Jayden Martina")
    day.taps("farida", "Wijzigen")
    day.taps("farida", "Akkoord, geen terugkoppeling")
    day.at("12:30")
    day.taps("jayden", "Ik pak het op")
    day.at("16:30")
    day.says("jayden", "QX-4T9 is afgerond")
    assert "hoort alleen dát het is afgehandeld" in day.taps("jayden", "Bevestigen").text
    told = day.at("2026-11-24T08:30").brought("farida")
    assert "QX-4T9: afgehandeld. Bel Jayden Martina (Jeugdpunt Zwanerloo) als je meer wilt weten." in told.text


def test_a_refused_consent_stops_it_with_honest_ways_on(day: Day) -> None:
    day.says("farida", "moeder wil niet dat Jeugdpunt iets hoort over QX-4T9")
    day.taps("farida", "Bevestigen")
    summary = day.says("farida", "verwijs QX-4T9 naar Jayden Martina")
    assert "dus ik verstuur dit niet" in summary.text
    assert AGREED not in summary.buttons
    assert "Nu wel akkoord" in summary.buttons


def test_to_veilig_thuis_goes_the_meldcode_not_a_referral(day: Day) -> None:
    answer = day.says("farida", "verwijs QX-4T9 naar veilig thuis")
    assert "geen gewone verwijzing, maar de Meldcode" in answer.text
    assert "0800-2000" in answer.text


@pytest.mark.parametrize("sentence", ["QX-4T9 pak ik op", "ik neem QX-4T9 aan"])
def test_a_sentence_takes_it_up_after_one_confirmation(day: Day, sentence: str) -> None:
    proposal = day.says("lotte", sentence)
    assert "Je pakt QX-4T9 van Hendrik van Loenersloot" in proposal.text
    assert "ligt nu bij jou" in day.says("lotte", "ja").text


def test_whoever_comes_second_in_words_hears_that_a_colleague_may_have_it(day: Day) -> None:
    day.says("lotte", "QX-4T9 pak ik op")
    day.taps("lotte", "Bevestigen")
    assert "Misschien pakte een collega haar al op." in day.says("yusuf", "QX-4T9 pak ik op").text


def test_the_sender_sees_where_the_ball_lies(day: Day) -> None:
    answer = day.says("hendrik", "hoe staat het met mijn verwijzing van QX-4T9")
    assert "verstuurd op vrijdag 20 november. Nog niet opgepakt; de bal ligt bij jou." in answer.text
    assert {"Por", "Intrekken"} <= set(answer.buttons)


def test_nothing_begins_around_a_case_that_was_closed_meanwhile(day: Day) -> None:
    day.says("farida", "verwijs TH-9C4 naar Jayden Martina")
    day.says("farida", "sluit TH-9C4")
    day.taps("farida", "Bevestigen")
    assert "TH-9C4 is gesloten" in day.taps("farida", AGREED, about="Jayden").text
    assert "jayden" not in day.after(seconds=61).reached()


def test_a_volunteer_answers_what_was_sent_to_him_and_sees_no_more(day: Day) -> None:
    day.says("arie", "PJ-4M3 is afgerond")
    assert "PJ-4M3 is afgerond" in day.taps("arie", "Bevestigen").text
    assert "Annelies" not in day.says("arie", "wie is betrokken bij PJ-4M3").text
    assert "Bevestigen" not in day.says("arie", "verwijs PJ-4M3 naar Lotte Brouwers").buttons


def test_what_is_over_stays_over(day: Day) -> None:
    day.says("arie", "PJ-4M3 is afgerond")
    day.taps("arie", "Bevestigen")
    assert "Hier ligt niets bij jou" in day.says("arie", "PJ-4M3 is gestart").text
    day.says("annelies", "hoe staat het met mijn verwijzing van PJ-4M3 naar Arie")
    assert "afgerond op maandag 23 november" in day.seen["annelies"][-1].text
