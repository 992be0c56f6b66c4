"""What lists and rules recognise in a message, with what it stands for, as the actions expect it."""

from datetime import datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.rules import text as dutch
from knowledge.rules.calendar import AMSTERDAM
from nlu.known import known_spans
from nlu.lexicon import Lexicon, Situation, Term
from nlu.masking import exemplified, masked
from nlu.meanings import find_status, meaning_of, status
from nlu.names import UNKNOWN_HOUSEHOLD
from nlu.spans import NOTHING, Span

TOWN = Situation(
    Lexicon([Term("partner", "jp", ("Jeugd-Punt",)), Term("person", "p1", ("Samira Aydin", "Samira"))]),
    datetime(2026, 11, 20, 10, tzinfo=AMSTERDAM),
)


def _meanings(text: str) -> dict[str, Any]:
    return {span.entity: span.meaning for span in known_spans(text, TOWN) if span.meaning is not NOTHING}


def test_everything_in_one_sentence_gets_its_meaning() -> None:
    assert _meanings("meld qx4t9 aan bij jeugdpunt voor 1 dec, vraag Samira") == {
        "case": "QX-4T9",
        "partner": {"ids": ["jp"], "text": "jeugdpunt"},
        "time": {"text": "voor 1 dec", "first": "2026-12-01", "last": "2026-12-01", "clock": None},
        "person": {"ids": ["p1"], "text": "Samira"},
    }


def test_a_time_of_day_comes_with_its_day() -> None:
    assert _meanings("bel me morgen om 10 uur")["time"]["clock"] == "10:00"


@pytest.mark.parametrize("text", ["dit gezin", "deze casus", "dat gezin van net"])
def test_a_case_that_is_pointed_at_is_left_to_the_conversation(text: str) -> None:
    assert _meanings(text) == {"case": None}


@pytest.mark.parametrize("text", [f"wie zit er bij {UNKNOWN_HOUSEHOLD}", "wie zit er bij fam. Petersen", "casus 9912"])
def test_a_household_that_is_none_of_the_own_is_unknown(text: str) -> None:
    assert _meanings(text) == {"case": "unknown"}


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("gestart", "started"),
        ("op de wachtlijst", "waiting"),
        ("afgerond", "completed"),
        ("niet verschenen", "no_show"),
        ("loopt goed", "busy"),
        ("geen contact", "failed"),
        ("on hold", "paused"),
    ],
)
def test_a_reported_state_comes_down_to_a_code(words: str, code: str) -> None:
    assert status(words) == {"code": code, "text": words}
    assert find_status(f"mevrouw is {words} sinds gisteren") is not None


def test_urgency_knows_haste_and_leisure() -> None:
    assert meaning_of("urgency", "spoed")["code"] == "urgent"
    assert meaning_of("urgency", "geen haast")["code"] == "low"
    assert meaning_of("urgency", "kan niet wachten")["code"] == "urgent"


def test_a_time_that_cannot_be_read_is_none() -> None:
    assert meaning_of("time", "ooit") is None


def test_names_are_out_of_the_way_for_the_classifier() -> None:
    text = "zet fam. Bakker ff op de agenda van vrijdag"
    spans = [Span(4, 15, "case"), Span(36, 43, "time")]
    assert masked(text, spans) == "zet __case__ even op de agenda van __time__"
    assert exemplified(text, spans) == "zet gezin Jansen ff op de agenda van vrijdag"


def test_abbreviations_are_written_out() -> None:
    assert dutch.normalise("kwil ff tk aub!") == "ik wil even terugkoppeling alsjeblieft !"
    assert dutch.normalise("jaaaaaa") == "jaa"


_HOSTILE = [
    "",
    " ",
    "a" * 10_000,
    "gezin " * 2_000,
    "de " * 3_000 + "Vries",
    "🙂🙂🙂",
    "\u202eabc\u202c مرحبا",
    "nul\x00byte\x00",
    "https://www.example.nl/?q=1&r=2#x",
    '{"a": [1, 2, {"b": null}]}',
    "'; DROP TABLE messages; --",
    "[gezin Jansen](case)",
    "1" * 500,
    "ǅ ﬁ ß İ",
]


@pytest.mark.parametrize("text", _HOSTILE, ids=range(len(_HOSTILE)))
def test_whatever_is_sent_gets_an_answer(text: str) -> None:
    spans = known_spans(text, TOWN)
    assert all(0 <= span.start < span.end <= len(text) for span in spans)
    masked(text, spans)
    exemplified(text, spans)


@given(st.text(max_size=120))
def test_spans_never_overlap_and_lie_within_the_text(text: str) -> None:
    spans = known_spans(text, TOWN)
    assert all(0 <= span.start < span.end <= len(text) for span in spans)
    assert all(not one.overlaps(other) for at, one in enumerate(spans) for other in spans[at + 1 :])


@given(st.text(max_size=200))
def test_folding_keeps_every_character_in_its_place(text: str) -> None:
    assert len(dutch.fold(text)) == len(text)
    assert len(dutch.clean(text)) == len(text)
