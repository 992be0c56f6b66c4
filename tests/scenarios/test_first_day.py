"""Useful before the first case: the right number, who has room, who is on duty, and "laat me bellen" both ways."""

import pytest

from bot.messages import Message
from tests.scenarios.days import Day

pytestmark = pytest.mark.model


def requests(day: Day) -> list[Message]:
    """Return what was just brought to Nienke on Jayden's behalf."""
    return [message for message in day.brought("nienke").messages if "Jayden" in message.text]


def test_the_number_of_a_named_colleague(day: Day) -> None:
    answer = day.says("jayden", "wat is het nummer van hendrik van loenersloot")
    assert "099-555 2013" in answer.text
    assert answer.cards == ["Hendrik van Loenersloot"]


def test_the_number_of_a_function_names_each_with_his_neighbourhood(day: Day) -> None:
    answer = day.says("jayden", "wat is het nummer vd wijkagent")
    assert "Dirk Postema, wijkagent in Vlierhorst" in answer.text
    assert "Soraya Haddad, wijkagent in Bovenweer" in answer.text


def test_what_a_partner_does_and_how_to_refer_to_it(day: Day) -> None:
    answer = day.says("jayden", "wat doet schuldhulp evenwicht")
    assert "Verwijzen:" in answer.text
    assert "Doorverwijzen" in answer.buttons


def test_whether_a_partner_has_room_and_since_when_that_is_known(day: Day) -> None:
    answer = day.says("jayden", "heeft evenwicht plek?")
    assert "wachtlijst van ongeveer 3 weken" in answer.text
    assert "gemeld op" in answer.text


def test_who_is_on_duty_now_is_one_tap_away(day: Day) -> None:
    day.says("jayden", "goedemorgen")
    answer = day.taps("jayden", "Wie heeft nu dienst?")
    assert "Farida el Idrissi, casusregisseur (Gemeente Zwanerloo), tot 17.00 uur" in answer.text
    assert "Farida el Idrissi" in answer.cards
    assert len(answer.buttons) <= 4


def test_the_list_of_who_is_on_duty_can_be_read_to_its_end(day: Day) -> None:
    day.says("jayden", "goedemorgen")
    names = set(day.taps("jayden", "Wie heeft nu dienst?").cards)
    while "Meer" in dict(day.seen["jayden"][-1].buttons):
        names |= set(day.taps("jayden", "Meer").cards)
    assert "Hendrik van Loenersloot" in names


def test_somebody_is_asked_to_call_and_the_asker_hears_it(day: Day) -> None:
    asked = day.says("jayden", "laat de wijkconsulent me om 12.15 bellen")
    assert "Nienke van 't Hof" in asked.text
    assert "12.15" in asked.text
    day.taps("jayden", "Bevestigen")
    assert day.reached() == set()
    day.after(seconds=61)
    (request,) = requests(day)
    assert [title for title, _ in request.buttons] == ["Bel nu", "Hoe laat?", "Niet ik"]
    answer = day.taps("nienke", "Bel nu")
    assert "099-555" in answer.text
    assert "Nienke van 't Hof belt je zo" in day.brought("jayden").text


def test_who_cannot_call_then_asks_what_time_suits(day: Day) -> None:
    day.says("jayden", "laat nienke van 't hof me om 12.15 bellen")
    day.taps("jayden", "Bevestigen")
    day.after(seconds=61)
    day.taps("nienke", "Hoe laat?")
    question = day.brought("jayden")
    assert "Nienke van 't Hof wil je bellen. Hoe laat komt het uit?" in question.text
    day.taps("jayden", question.buttons[0])
    (request,) = requests(day)
    assert "zo snel mogelijk" in request.text


def test_who_is_the_wrong_one_passes_and_the_asker_can_go_on(day: Day) -> None:
    day.says("jayden", "laat nienke van 't hof me om 12.15 bellen")
    day.taps("jayden", "Bevestigen")
    day.after(seconds=61)
    day.taps("nienke", "Niet ik")
    day.after(seconds=61)
    news = day.brought("jayden")
    assert "Nienke van 't Hof" in news.text
    assert news.buttons or "099-555" in news.text


def test_a_call_is_asked_for_once_however_often_it_is_confirmed(day: Day) -> None:
    day.says("jayden", "laat nienke van 't hof me om 12.15 bellen")
    day.taps("jayden", "Bevestigen")
    assert "niets open" in day.says("jayden", "ja").text
    day.after(seconds=61)
    assert len(requests(day)) == 1


def test_a_yes_confirms_it_and_uses_the_button_up(day: Day) -> None:
    day.says("jayden", "laat nienke van 't hof me om 12.15 bellen")
    day.says("jayden", "ja")
    assert "al gebruikt" in day.taps("jayden", "Bevestigen").text
    day.after(seconds=61)
    assert len(requests(day)) == 1
