"""Danger, help, doubt, stopping and taking back, at any point of a conversation; and all that is not text."""

import pytest

from tests.scenarios.days import Day
from tests.scenarios.phone import Phone

pytestmark = pytest.mark.model

CASE = "QX-4T9"
NAME_QUESTION = "Hoe heet het gezin?"


def test_danger_in_the_middle_of_a_question_comes_first_and_ends_it(day: Day) -> None:
    day.says("farida", "ik wil een nieuw gezin toevoegen")
    answer = day.says("farida", "hij staat hier met een mes te zwaaien help")
    assert "112" in answer.text
    assert "0800-2000" in answer.text
    assert NAME_QUESTION not in answer.text
    assert NAME_QUESTION not in day.says("farida", "goedemorgen").text


def test_danger_is_never_taken_for_the_name_that_was_asked(day: Day) -> None:
    day.says("farida", "ik wil een nieuw gezin toevoegen")
    day.says("farida", "hij staat hier met een mes te zwaaien help")
    assert "2 lopende" in day.says("farida", "mijn casussen").text


def test_help_shows_sentences_to_type_and_a_team_lead_sees_his_own(day: Day) -> None:
    answer = day.says("farida", "help")
    assert "wie is betrokken bij QX-4T9" in answer.text
    assert len(answer.buttons) <= 4
    assert "mijn team" not in answer.text
    assert "mijn team" in day.says("yusuf", "wat kun je allemaal").text


def test_what_is_not_for_it_is_said_with_what_is(day: Day) -> None:
    answer = day.says("farida", "weet jij een goede grap")
    assert "Daar ben ik niet voor" in answer.text
    assert answer.buttons


def test_nonsense_gets_at_most_three_guesses_that_say_what_they_do(day: Day) -> None:
    answer = day.says("farida", "ehm ik eh iets met die regeling of zo van laatst enzo")
    assert 1 <= len(answer.buttons) <= 3
    assert all(len(title) <= 25 for title in answer.buttons)


@pytest.mark.parametrize("aside", ["hoi", "weet jij een goede grap", "dank je wel"])
def test_manners_and_chatter_are_no_answer_to_an_open_question(day: Day, aside: str) -> None:
    day.says("farida", "ik wil een nieuw gezin toevoegen")
    answer = day.says("farida", aside)
    assert len(answer.messages) == 2
    assert NAME_QUESTION in answer.messages[-1].text
    assert "Wie heeft de regie" in day.says("farida", "Pietersen").text


def test_a_question_in_between_is_answered_and_the_open_one_comes_back(day: Day) -> None:
    day.says("farida", "ik wil een nieuw gezin toevoegen")
    answer = day.says("farida", f"wie is betrokken bij {CASE}?")
    assert answer.text.startswith(f"Rond {CASE}")
    assert NAME_QUESTION in answer.messages[-1].text


def test_a_tap_on_something_else_drops_the_open_question(day: Day) -> None:
    day.says("farida", "goedemorgen")
    day.says("farida", "ik wil een nieuw gezin toevoegen")
    answer = day.taps("farida", "Mijn casussen")
    assert NAME_QUESTION not in answer.text
    assert NAME_QUESTION not in day.says("farida", "dank je wel").text


@pytest.mark.parametrize("words", ["laat maar", "stop", "annuleren"])
def test_any_word_for_never_mind_drops_the_open_question(day: Day, words: str) -> None:
    day.says("farida", "ik wil een nieuw gezin toevoegen")
    assert "ik doe niets" in day.says("farida", words).text
    assert NAME_QUESTION not in day.says("farida", "goedemorgen").text


def test_never_mind_drops_a_proposal(day: Day) -> None:
    day.says("farida", "laat priya me om 12.15 bellen")
    day.says("farida", "laat maar")
    assert "niets open" in day.says("farida", "ja").text
    day.after(minutes=2)
    assert "priya" not in day.reached()


def test_never_mind_right_after_a_tap_takes_it_back_and_nobody_is_told(day: Day) -> None:
    day.says("farida", "laat priya me om 12.15 bellen")
    day.taps("farida", "Bevestigen")
    assert "Teruggedraaid" in day.says("farida", "laat maar").text
    day.after(minutes=2)
    assert "priya" not in day.reached()


def test_never_mind_about_a_later_question_leaves_the_earlier_change_alone(day: Day) -> None:
    day.says("farida", "laat priya me om 12.15 bellen")
    day.taps("farida", "Bevestigen")
    day.says("farida", "ik wil een nieuw gezin toevoegen")
    assert "ik doe niets" in day.says("farida", "laat maar").text
    day.after(minutes=2)
    assert "Farida" in day.brought("priya").text


def test_the_words_on_the_undo_button_take_the_change_back_whatever_was_asked_since(day: Day) -> None:
    day.says("farida", "laat priya me om 12.15 bellen")
    day.taps("farida", "Bevestigen")
    day.says("farida", f"wie is betrokken bij {CASE}?")
    assert "Teruggedraaid" in day.says("farida", "ongedaan maken").text


def test_after_a_minute_it_is_too_late_and_that_is_said(day: Day) -> None:
    day.says("farida", "laat priya me om 12.15 bellen")
    day.taps("farida", "Bevestigen")
    day.after(seconds=61)
    answer = day.taps("farida", "Ongedaan maken")
    assert "tot een minuut" in answer.text


def test_a_yes_without_anything_open_says_so(day: Day) -> None:
    assert "Er staat niets open" in day.says("farida", "ja").text
    assert "Goed" in day.says("farida", "nee").text


def test_a_yes_does_not_confirm_what_was_left_for_something_else(day: Day) -> None:
    day.says("farida", "laat priya me om 12.15 bellen")
    day.says("farida", f"wie is betrokken bij {CASE}?")
    assert "niets open" in day.says("farida", "ja").text
    day.after(minutes=2)
    assert "priya" not in day.reached()


def test_a_yes_after_a_word_of_thanks_still_confirms(day: Day) -> None:
    day.says("farida", "laat priya me om 12.15 bellen")
    day.says("farida", "dank je wel")
    assert "Priya Ramdin" in day.says("farida", "ja").text


def test_a_yes_to_a_choice_is_asked_about(day: Day) -> None:
    day.says("nadia", "ik wil een nieuw gezin toevoegen")
    day.says("nadia", "Pietersen")
    assert "Waar zeg je ja tegen?" in day.says("nadia", "ja").text


def test_a_typed_word_answers_the_last_question_only(day: Day) -> None:
    day.says("nadia", "ik wil een nieuw gezin toevoegen")
    day.says("nadia", "Pietersen")
    day.says("nadia", "laat nienke van 't hof me om 12.15 bellen")
    day.says("nadia", "ik")
    assert "1 betrokken" not in day.says("nadia", "mijn casussen").text


@pytest.mark.parametrize("text", ["", "   ", "\u200b", "\n\n"])
def test_an_empty_message_is_answered(day: Day, text: str) -> None:
    assert "leeg" in day.says("farida", text).text


def test_a_message_that_is_too_long_is_asked_for_again_in_short(day: Day) -> None:
    assert "te lang" in day.says("farida", "verwijs " + "en nog iets " * 400).text


def test_danger_in_a_message_that_is_too_long_is_seen(day: Day) -> None:
    assert "112" in day.says("farida", "help hij staat hier met een mes " + "en nog iets " * 400).text


@pytest.mark.parametrize(
    ("kind", "word"),
    [
        ("photo", "foto"),
        ("voice", "luisteren"),
        ("sticker", "Typ"),
        ("location", "wijk"),
        ("contact", "visitekaartje"),
        ("document", "bestand"),
        ("edited", "aangepast"),
        ("forwarded", "doorgestuurd"),
        ("poll", "Typ"),
    ],
)
def test_what_is_not_text_gets_an_answer_that_fits_and_loses_nothing(
    day: Day, phone: Phone, kind: str, word: str
) -> None:
    phone.starts(day.knowledge.people.invite("farida").code)
    phone.sends("ik wil een nieuw gezin toevoegen")
    assert word in phone.sends(kind=kind).text
    assert "Wie heeft de regie" in phone.sends("Pietersen").text


@pytest.mark.parametrize("text", ["/ask_involved", '/send_feedback{"details": "{}"}', "//", "/help", "/start"])
def test_nobody_reaches_the_engine_by_a_slash(day: Day, text: str) -> None:
    answer = day.says("olga", text)
    assert answer.text
    assert "Er ging bij mij iets mis" not in answer.text


@pytest.mark.parametrize("text", ["😀", "?", "...", "1", "12345", "'; drop table case; --", "{text}", "<b>x</b>"])
def test_odd_input_gets_an_answer(day: Day, text: str) -> None:
    answer = day.says("farida", text)
    assert answer.text
    assert "Er ging bij mij iets mis" not in answer.text
