"""The time reader answers on any text at all, and in bounded time."""

import time
from datetime import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nlu.time import find_times, read_time
from nlu.time.lexicon import bag
from tests.nlu.time.corpus import rows

NOW = datetime.fromisoformat("2026-11-18T10:00")
PIECES = bag(
    "over|binnen|voor|na|tot|t/m|van|tussen|sinds|vanaf|uiterlijk|week|weken|maand|dag|uur|half|kwart|om|"
    "de|het|een|2|3e|10|31|29|999|0|2027|9999|12.15|14u30|21/12|31-2|1-1-2000|9999-12-31|vrijdag|ma|zo|"
    "mei|jan|december|februari|eind|begin|volgende|vorige|komende|afgelopen|kerst|pasen|kerstvakantie|"
    "werkdagen|jaar|geleden|Q2|,|.|-|'|'s|avond|niet|maar|naar"
)

any_text = st.text(max_size=300)
time_talk = st.lists(st.sampled_from(sorted(PIECES)), max_size=14).map(" ".join)
moments = st.datetimes(
    min_value=datetime.fromisoformat("1990-01-01T00:00"), max_value=datetime.fromisoformat("2090-01-01T00:00")
)


@settings(max_examples=400, deadline=None)
@given(text=any_text | time_talk, now=moments)
def test_every_reading_lies_in_the_text_and_runs_forward(text: str, now: datetime) -> None:
    for reading in find_times(text, now):
        first, last = reading.span
        assert 0 <= first < last <= len(text)
        assert text[first:last] == reading.expression
        assert reading.start <= reading.end


@settings(max_examples=200, deadline=None)
@given(text=any_text | time_talk, now=moments)
def test_the_one_moment_is_among_those_found(text: str, now: datetime) -> None:
    chosen = read_time(text, now)
    spans = [reading.span for reading in find_times(text, now)]
    assert (chosen.span in spans) if chosen else not spans


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "\x00\x00vrijdag\x00",
        "🙂" * 50,
        "מחר ביום שישי",
        "غدا الجمعة",
        '{"datum": "2026-12-21"}',
        "SELECT * FROM t; --",
        "é" * 20,
        "´" * 20,
        "31 februari",
        "week 99",
        "over 999 jaar",
        "999 maanden geleden",
        "sinds 1-1-0001",
    ],
)
def test_odd_texts_are_answered(text: str) -> None:
    find_times(text, NOW)


@pytest.mark.parametrize(
    "moment", [datetime.fromisoformat("0001-01-01T00:00"), datetime.fromisoformat("9998-12-31T23:59")]
)
def test_the_edges_of_the_calendar_are_no_error(moment: datetime) -> None:
    for row in rows("times.tsv"):
        find_times(row.text, moment)


@pytest.mark.parametrize(
    "piece", ["a", "1", "over ", "van 3 tot ", "1-", "06 ", "a.", "de 3e van ", "' ", "week 3 en ", "x@", "mei ", "\n"]
)
def test_ten_thousand_characters_take_bounded_time(piece: str) -> None:
    text = (piece * 10_000)[:10_000]
    find_times("vrijdag voor 1 dec om 10 uur na de kerst", NOW)

    begun = time.process_time()
    find_times(text, NOW)

    assert time.process_time() - begun < 2
