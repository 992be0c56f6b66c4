"""Consent: per member and recipient, never a verdict, and a no works at once."""

import pytest

from tests.scenarios.days import Day

AGREED = "Besproken, akkoord, terugkoppeling mag"


def test_the_answer_says_what_is_recorded_missing_and_possible_and_never_that_it_is_allowed(day: Day) -> None:
    answer = day.says("farida", "mag ik QX-4T9 delen met de wijkverpleging")
    assert answer.text.startswith("QX-4T9 en Thuiszorg Rondom, dit is vastgelegd:")
    assert "• moeder: nog niets bekend" in answer.text
    assert "overleggen zonder naam" in answer.text
    assert not [verdict for verdict in ("Ja", "Nee", "toegestaan", "mag wel", "mag niet") if verdict in answer.text]
    assert answer.buttons == ["Besproken, akkoord", "Besproken, nog geen ja", "Niet besproken", "Zwitsers zakmes"]


def test_a_word_like_school_means_the_one_around_the_case(day: Day) -> None:
    assert day.says("farida", "mag ik QX-4T9 delen met school").text.startswith("QX-4T9 en Basisschool De Kiekendief")


def test_a_recipient_nobody_knows_is_asked_for_and_another_request_is_not_taken_for_one(day: Day) -> None:
    assert day.says("farida", "mag ik QX-4T9 delen").text.startswith("Met wie wil je het delen?")
    aside = day.says("farida", "wie wint de eredivisie")
    assert aside.text.startswith("Daar ben ik niet voor.")
    assert day.says("farida", "de wijkverpleging").text.startswith("QX-4T9 en Thuiszorg Rondom")


def test_a_yes_is_recorded_for_the_member_and_the_recipient_that_were_named(day: Day) -> None:
    proposal = day.says("farida", "moeder geeft toestemming voor overleg met de Kiekendief over QX-4T9")
    assert "moeder vindt delen met Basisschool De Kiekendief goed" in proposal.text
    day.taps("farida", "Bevestigen")
    answer = day.says("farida", "mag ik QX-4T9 delen met de Kiekendief")
    assert "• moeder: akkoord (mondeling, terugkoppeling afgesproken)" in answer.text
    assert "• vader: nog niets bekend" in answer.text
    other = day.says("farida", "mag ik QX-4T9 delen met de wijkverpleging")
    assert "• moeder: nog niets bekend" in other.text


@pytest.mark.parametrize("member", ["moeder", "vader"])
def test_a_no_of_one_stops_the_referral_at_once_and_both_sides_hear_that_not_why(day: Day, member: str) -> None:
    day.says("farida", f"{member} trekt de toestemming voor Schuldhulp Evenwicht in bij QX-4T9")
    day.taps("farida", "Bevestigen")
    told = day.after(seconds=61).brought("stefan")
    assert "De verwijzing van QX-4T9 naar Schuldhulp Evenwicht staat stil" in told.text
    assert member not in told.text
    line = day.says("farida", "hoe staat het met mijn verwijzing van QX-4T9")
    assert "Het staat nu stil" in line.text
    assert "Por" not in line.buttons


def test_while_it_stands_still_there_are_no_reminders_and_nothing_of_the_content_flows(day: Day) -> None:
    day.says("farida", "moeder trekt de toestemming voor Schuldhulp Evenwicht in bij QX-4T9")
    day.taps("farida", "Bevestigen")
    day.at("12:30")
    assert "hoe het loopt" not in day.brought("stefan").text
    day.says("stefan", "QX-4T9 is afgerond")
    day.taps("stefan", "Bevestigen")
    assert "QX-4T9: afgehandeld. Bel Stefan Maduro" in day.at("16:30").brought("farida").text


def test_a_no_can_be_taken_back_within_the_minute(day: Day) -> None:
    day.says("farida", "moeder trekt de toestemming voor Schuldhulp Evenwicht in bij QX-4T9")
    day.taps("farida", "Bevestigen")
    day.taps("farida", "Ongedaan maken")
    assert "staat stil" not in day.after(seconds=61).brought("stefan").text


def test_weighing_is_three_questions_and_the_outcome_is_the_professionals(day: Day) -> None:
    day.says("farida", "mag ik QX-4T9 delen met de wijkverpleging")
    assert day.taps("farida", "Zwitsers zakmes").text.startswith("1 van 3")
    assert day.says("farida", "Minder kan niet, want zonder adres komen ze niet langs.").text.startswith("2 van 3")
    assert day.says("farida", "Het weegt op tegen de zorgen die er nu zijn.").text.startswith("3 van 3")
    outcome = day.says("farida", "Zo krijgt het gezin deze week nog hulp aan huis.")
    assert outcome.buttons[:3] == ["Delen", "Minder delen", "Niet delen"]
    assert "Vastgelegd bij QX-4T9" in day.taps("farida", "Minder delen").text
    summary = day.says("farida", "verwijs QX-4T9 naar Corrie Lageveen")
    assert "Zonder toestemming, op jouw eigen afweging van maandag 23 november." in summary.text
    assert "Bevestigen" in summary.buttons


def test_nothing_is_recorded_about_a_case_that_was_closed(day: Day) -> None:
    day.says("farida", "sluit TH-9C4")
    day.taps("farida", "Bevestigen")
    day.says("farida", "moeder geeft toestemming voor overleg met de Kiekendief over TH-9C4")
    day.taps("farida", "Het hele gezin")
    assert "gesloten" in day.taps("farida", "Bevestigen").text
