"""Somebody gets to know the assistant on a telephone: the code, the house rules, another phone, and goodbye."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from knowledge.clock import SetClock
from knowledge.entities import Professional
from knowledge.services.knowledge import Knowledge
from knowledge.store import tables
from tests.scenarios.conftest import MONDAY
from tests.scenarios.phone import Phone

pytestmark = pytest.mark.model


@pytest.fixture
def newcomer(knowledge: Knowledge) -> str:
    """Farida, who never accepted the house rules."""
    with knowledge.store.work() as work:
        work.need(Professional, "farida").house_rules_accepted_at = None
    return "farida"


def code_for(knowledge: Knowledge, person: str) -> str:
    """Return the code in somebody's invitation."""
    return knowledge.people.invite(person).code


def linked(phone: Phone, knowledge: Knowledge, person: str) -> Phone:
    """Return the telephone, linked to somebody who accepted the house rules before."""
    phone.starts(code_for(knowledge, person))
    return phone


def test_with_the_link_from_the_mail_and_two_taps_one_is_in(phone: Phone, knowledge: Knowledge, newcomer: str) -> None:
    hello = phone.starts(code_for(knowledge, newcomer))
    assert "Welkom Farida el Idrissi" in hello.text
    assert len([line for line in hello.text.splitlines() if line[:1].isdigit()]) == 5
    assert phone.wiped
    every = phone.taps("Lees alle tien")
    assert len([line for line in every.text.splitlines() if line.split(".")[0].isdigit()]) == 10
    welcome = phone.taps("Ik ga akkoord")
    assert "Wie heeft nu dienst?" in welcome.buttons
    assert "Mijn casussen" in phone.sends("goedemorgen").buttons


def test_before_the_house_rules_are_accepted_nothing_else_is_answered(
    phone: Phone, knowledge: Knowledge, newcomer: str
) -> None:
    phone.starts(code_for(knowledge, newcomer))
    answer = phone.sends("wie is betrokken bij QX-4T9?")
    assert "Ik ga akkoord" in answer.buttons
    assert "Hendrik" not in answer.text


def test_a_code_may_be_typed_in_small_letters_and_in_groups(phone: Phone, knowledge: Knowledge) -> None:
    code = code_for(knowledge, "dirk").lower()
    answer = phone.sends(f"{code[:4]}-{code[4:8]}-{code[8:]}")
    assert "Dirk Postema" in answer.text
    assert phone.wiped


def test_a_wrong_code_says_what_to_do_and_five_of_them_end_it_for_the_day(phone: Phone, knowledge: Knowledge) -> None:
    for _ in range(5):
        assert "klopt niet" in phone.starts("AAAABBBB2222").text
    refused = phone.starts(code_for(knowledge, "dirk"))
    assert "morgen" in refused.text
    assert knowledge.people.at("telegram", phone.address) is None
    with knowledge.store.reading() as session:
        logged = session.execute(select(tables.audit.c.reason).where(tables.audit.c.object == "link code")).scalars()
        assert list(logged).count("code_wrong") == 5
    knowledge.store.clock = SetClock(MONDAY + timedelta(hours=25))
    assert "Dirk Postema" in phone.starts(code_for(knowledge, "dirk")).text


def test_a_code_works_once_and_for_fourteen_days(phone: Phone, other_phone: Phone, knowledge: Knowledge) -> None:
    code = code_for(knowledge, "dirk")
    phone.starts(code)
    assert "al gebruikt" in other_phone.starts(code).text
    late = code_for(knowledge, "soraya")
    knowledge.store.clock = SetClock(MONDAY + timedelta(days=15))
    assert "verlopen" in other_phone.starts(late).text


def test_a_word_of_twelve_letters_is_no_wrong_code(phone: Phone) -> None:
    answer = phone.sends("ik werk voor de gemeenteraad")
    assert "code" in answer.text
    assert "klopt niet" not in answer.text
    assert not phone.wiped


def test_a_new_telephone_ends_the_old_one(phone: Phone, other_phone: Phone, knowledge: Knowledge) -> None:
    linked(phone, knowledge, "dirk")
    again = other_phone.starts(code_for(knowledge, "dirk"))
    assert "Welkom terug Dirk Postema" in again.text
    assert "Ik ken je nog niet" in phone.sends("mijn casussen").text
    assert "QX-4T9" in other_phone.sends("mijn casussen").text


def test_a_lost_telephone_is_unlinked_with_two_words_and_a_tap(phone: Phone, knowledge: Knowledge) -> None:
    linked(phone, knowledge, "dirk")
    asked = phone.sends("telefoon kwijt")
    assert asked.buttons[0] == "Nu losmaken"
    assert "losgemaakt" in phone.taps("Nu losmaken").text
    assert "Ik ken je nog niet" in phone.sends("hallo").text


def test_the_administrator_unlinks_at_once(phone: Phone, knowledge: Knowledge) -> None:
    linked(phone, knowledge, "dirk")
    knowledge.people.unlink("dirk")
    assert "Ik ken je nog niet" in phone.sends("wie is betrokken bij QX-4T9?").text


def test_who_says_stop_is_asked_once_and_then_let_go(phone: Phone, knowledge: Knowledge) -> None:
    linked(phone, knowledge, "dirk")
    assert "losmaken" in phone.sends("/stop").text
    assert "losgemaakt" in phone.taps("Ja, maak los").text
    assert "Ik ken je nog niet" in phone.sends("hallo").text


def test_who_stops_and_thinks_better_of_it_stays(phone: Phone, knowledge: Knowledge) -> None:
    linked(phone, knowledge, "dirk")
    phone.sends("/stop")
    phone.taps("Annuleren")
    assert "QX-4T9" in phone.sends("mijn casussen").text


def test_a_stranger_in_danger_gets_the_numbers(phone: Phone) -> None:
    answer = phone.sends("help hij staat hier met een mes")
    assert "112" in answer.text
    assert "beheerder" not in answer.text


def test_who_has_yet_to_accept_the_house_rules_gets_them_too(phone: Phone, knowledge: Knowledge, newcomer: str) -> None:
    phone.starts(code_for(knowledge, newcomer))
    assert "112" in phone.sends("help hij staat hier met een mes").text


def test_a_stranger_learns_what_this_is_and_how_to_get_in(phone: Phone) -> None:
    answer = phone.sends("wie is betrokken bij QX-4T9?")
    assert "Vraag de beheerder" in answer.text
    assert "QX-4T9" not in answer.text
