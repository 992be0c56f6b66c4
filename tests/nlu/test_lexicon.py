"""What the town knows is found in a message, however it is written."""

import time

import pytest

from nlu.lexicon import Lexicon, Situation, Term, known, situation

TOWN = Lexicon(
    [
        Term("partner", "jeugdpunt", ("Jeugd-Punt", "JP")),
        Term("partner", "mee", ("MEE",)),
        Term("partner", "wijkteam", ("wijkteam", "sociaal wijkteam")),
        Term("partner", "noorderlicht", ("GGZ Noorderlicht", "Noorderlicht")),
        Term("person", "samira", ("Samira Aydin", "Samira")),
        Term("person", "samira2", ("Samira Bakker", "Samira")),
        Term("area", "Blokweer", ("Blokweer",)),
    ]
)


@pytest.mark.parametrize("written", ["Jeugd-Punt", "jeugdpunt", "Jeugd punt", "jeugpunt", "JEUGDPUNT", "jeudgpunt"])
def test_one_partner_is_found_in_every_spelling(written: str) -> None:
    text = f"kan ik bij {written} terecht"
    (found,) = TOWN.find(text)
    assert (found.entity, found.ids, text[found.start : found.end]) == ("partner", ("jeugdpunt",), written)


def test_a_common_noun_keeps_its_article_and_a_name_does_not() -> None:
    text = "zit het wijkteam erbij of de GGZ Noorderlicht"
    assert [text[found.start : found.end] for found in TOWN.find(text)] == ["het wijkteam", "GGZ Noorderlicht"]


def test_the_longest_name_counts() -> None:
    text = "bel ggz noorderlicht"
    assert [text[found.start : found.end] for found in TOWN.find(text)] == ["ggz noorderlicht"]


def test_two_people_of_one_name_are_both_meant() -> None:
    (found,) = TOWN.find("vraag Samira even")
    assert found.ids == ("samira", "samira2")


def test_an_everyday_word_is_a_partner_for_sure_only_with_a_capital() -> None:
    assert [found.sure for found in TOWN.find("zit MEE erbij")] == [True]
    assert [found.sure for found in TOWN.find("ga je mee")] == [False]


def test_a_partner_added_a_minute_ago_is_known_at_once() -> None:
    assert not situation.get().lexicon.find("naar Huize Zonnestraal")
    with known(Situation(Lexicon([Term("partner", "zon", ("Huize Zonnestraal",))]))):
        assert situation.get().lexicon.find("naar huize zonnestraal")
    assert not situation.get().lexicon.find("naar Huize Zonnestraal")


def test_a_big_town_is_searched_within_a_few_milliseconds() -> None:
    big = Lexicon([Term("partner", str(n), (f"Stichting Zorgpunt {n:04d}", f"Zorgpunt{n:04d}x")) for n in range(1500)])
    text = "wil je gezin Jansen aanmelden bij stichting zorgpnt 0815 en laten weten hoe lang de wachtlijst daar nu is"
    big.find(text)
    began = time.perf_counter()
    for _ in range(20):
        big.find(text)
    assert (time.perf_counter() - began) / 20 < 0.02
