"""Acute danger is heard in any language, and a harmless mention is not taken for it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlu.safety import is_emergency


@pytest.mark.parametrize(
    "text",
    [
        "hij slaat haar nu",
        "help!! hij heeft een mes",
        "bel 112",
        "ze ademt niet meer",
        "zij heeft een overdosis genomen",
        "er is brand in de flat",
        "ze wil er vanavond een eind aan maken",
        "he is beating her right now",
        "au secours il me frappe",
        "imdat yardım edin",
        "он меня убьет помогите",
        "النجدة",
        "meneer ligt bewusteloos op de grond",
        "er wordt hier iemand gestoken, wat moet ik doen",
        "er wordt iemand gestoken",
        "iemand is gestoken",
        "er wordt hier iemand in elkaar geslagen",
        "hij staat hier met een mes help",
        "er staat een man voor de deur met een mes, wat nu",
        "er wordt een kind geslagen",
        "mijn cliënt wordt gewurgd",
        "er wordt iemand met een mes bedreigd",
        "er is iemand aangereden",
        "er is iemand van de trap geduwd",
        "opa reageert niet meer, wat nu",
        "iemand ademt niet",
    ],
)
def test_danger_is_heard(text: str) -> None:
    assert is_emergency(text)


@pytest.mark.parametrize(
    "text",
    [
        "vorig jaar een suïcidepoging",
        "hoe herken ik huiselijk geweld",
        "help",
        "wat kan je voor me doen",
        "vraag de ambulancedienst om terugkoppeling",
        "cursus omgaan met messen op school",
        "mijn batterij is bijna dood",
        "hij is vroeger geslagen door zijn vader",
        "wie helpt bij brandwonden",
        "hij werd vorig jaar gestoken",
        "hij is vorig jaar neergestoken",
        "mevrouw is in 2019 aangereden",
        "iemand is door een wesp gestoken",
        "er wordt veel energie in gestoken",
        "er wordt een brug geslagen tussen zorg en welzijn",
        "hij wordt soms geslagen door zijn broer",
        "het gezin wordt bedreigd met uitzetting",
        "het wijkteam reageert niet meer",
        "hij reageert niet meer op mijn mails",
        "gezin Jansen is gestart",
        "ik zoek een partner voor huurders met psychische problemen",
        "",
    ],
)
def test_a_harmless_mention_is_not_taken_for_danger(text: str) -> None:
    assert not is_emergency(text)


@given(st.text(max_size=300))
def test_any_text_gets_an_answer(text: str) -> None:
    assert is_emergency(text) in {True, False}
