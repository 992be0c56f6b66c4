"""Feedback: one tap is enough, what was said more stays out of the chat, and the referrer is told."""

from sqlalchemy import select

from knowledge.entities import Feedback
from knowledge.store import tables
from tests.scenarios.days import Day


def test_a_sentence_is_confirmed_and_told_to_the_referrer_without_its_content(day: Day) -> None:
    proposal = day.says("stefan", "QX-4T9 is afgerond, moeder heeft nu een bewindvoerder en betaalt weer")
    assert "Aan Farida el Idrissi, over QX-4T9: afgerond." in proposal.text
    assert "versleuteld" in proposal.text
    day.says("stefan", "ja")
    told = day.at("12:30").brought("farida")
    assert "QX-4T9: Stefan Maduro (Schuldhulp Evenwicht) heeft het afgerond." in told.text
    assert "bewindvoerder" not in told.text
    with day.knowledge.store.reading() as session:
        latest = select(Feedback).order_by(tables.feedback.c.id.desc())
        assert "bewindvoerder" in session.execute(latest).scalars().first().text


def test_each_answer_under_a_reminder_is_a_feedback_of_its_own(day: Day) -> None:
    day.at("12:30")
    assert day.brought("fatou").buttons == ["Gestart", "Wachtlijst", "Nog bezig", "Afgerond", "Past niet", "Later"]
    assert "XC-7D6 is gestart" in day.taps("fatou", "Gestart").text
    assert "Fatou Diallo (Opvang De Nachtegaal) is gestart." in day.at("16:30").brought("joost").text


def test_on_a_waiting_list_the_referrer_reads_so_also_when_it_is_said_again(day: Day) -> None:
    day.at("12:30")
    day.taps("jeroen", "Wachtlijst")
    told = day.at("16:30").brought("tomasz")
    assert "PJ-4M3: staat op de wachtlijst bij Jeroen Buitenhuis (GGZ Helderwater)." in told.text


def test_a_day_that_was_counted_is_no_day_off(day: Day) -> None:
    day.at("12:30")
    day.taps("jeroen", "Wachtlijst")
    day.taps("jeroen", "Andere datum")
    assert "zaterdag 23 januari" in day.says("jeroen", "over 2 maanden").text, "a reminder can be on any day"


def test_what_did_not_succeed_needs_a_reason_and_is_told_at_once(day: Day) -> None:
    day.at("12:30")
    day.taps("fatou", "Past niet")
    told = day.after(seconds=61).brought("joost")
    assert "is het niet gelukt (past niet). De bal ligt weer bij jou." in told.text


def test_later_moves_the_promise_and_the_other_hears_so(day: Day) -> None:
    day.at("12:30")
    day.taps("fatou", "Later")
    assert "1 december" in day.says("fatou", "dinsdag 1 december").text
    day.taps("fatou", "Bevestigen")
    told = day.at("16:30").brought("joost")
    assert "XC-7D6: Fatou Diallo laat iets later van zich horen, uiterlijk dinsdag 1 december." in told.text


def test_a_nudge_goes_out_once_and_is_not_followed_by_a_reminder_in_the_same_bundle(day: Day) -> None:
    day.says("tomasz", "vraag Jeroen om een update over PJ-4M3")
    day.taps("tomasz", "Bevestigen")
    again = day.says("tomasz", "vraag Jeroen om een update over PJ-4M3")
    assert "Bevestigen" in again.buttons
    assert "kort geleden al om bericht gevraagd" in day.taps("tomasz", "Bevestigen").text
    asked = day.at("12:30").brought("jeroen")
    assert [message.text for message in asked.messages] == [
        "PJ-4M3: Tomasz Zielinski is benieuwd hoe het gaat. Eén tik is genoeg."
    ]


def test_who_holds_it_and_asks_how_it_is_can_tell_at_once(day: Day) -> None:
    answer = day.says("fatou", "stuur terugkoppeling XC-7D6")
    assert answer.text == "Hoe staat het met XC-7D6? Joost van der Kamp hoort het graag."
    assert "Gestart" in answer.buttons


def test_what_one_owes_and_what_one_awaits_are_apart_and_the_late_ones_say_so(day: Day) -> None:
    answer = day.says("joost", "wat staat er nog open")
    owed, _, awaited = answer.text.partition("Jij wacht op bericht")
    assert "XC-7D6: Nienke van 't Hof vraagt of je het oppakt" in owed
    assert "RG-9N3" in owed
    assert "te laat" in owed
    assert "Fatou Diallo" in awaited


def test_undone_feedback_was_never_given(day: Day) -> None:
    day.says("stefan", "QX-4T9 is afgerond")
    day.taps("stefan", "Bevestigen")
    day.says("stefan", "ongedaan maken")
    assert "Stefan Maduro (Schuldhulp Evenwicht) heeft het afgerond" not in day.at("12:30").brought("farida").text
    assert "gestart" in day.says("farida", "hoe staat het met mijn verwijzing van QX-4T9").text
