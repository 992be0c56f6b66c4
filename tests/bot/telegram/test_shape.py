"""Cutting texts, laying out buttons, numbers that can be dialled."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.telegram.shape import international, keyboard, length, parts

LONGEST = 40
texts = st.text(alphabet=st.sampled_from("ab .\n😀é"), max_size=300)


@given(texts)
def test_every_part_fits_and_none_is_empty(text: str) -> None:
    cut = list(parts(text, LONGEST))
    assert all(part.strip() and length(part) <= LONGEST for part in cut)


@given(texts)
def test_no_word_is_lost(text: str) -> None:
    joined = "".join("".join(parts(text, LONGEST)).split())
    assert joined == "".join(text.split())


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("een eerste alinea\n\nen een tweede.\nDie is te lang, dat is hij", "een eerste alinea"),
        ("een eerste regel\nen een tweede die te lang is", "een eerste regel"),
        ("Eerst een zin. En een tweede die te lang is", "Eerst een zin."),
        ("alleen maar woorden die samen te lang zijn", "alleen maar woorden die samen te lang"),
        ("kop\n\nen dan een alinea die te lang is voor de rest", "kop\n\nen dan een alinea die te lang is"),
        ("x" * 50, "x" * 40),
    ],
)
def test_a_text_is_cut_where_it_hurts_least(text: str, first: str) -> None:
    assert next(parts(text, LONGEST)) == first


@given(st.lists(st.text(min_size=1, max_size=64), max_size=12))
def test_every_button_is_there_in_its_order(titles: list[str]) -> None:
    markup = keyboard([(title, "p") for title in titles])
    rows = markup.inline_keyboard if markup else ()
    assert [button.text for row in rows for button in row] == titles
    assert all(1 <= len(row) <= 3 for row in rows)


@pytest.mark.parametrize(
    ("noted", "dialled"),
    [
        ("085-0202021", "+31850202021"),
        ("06 12 34 56 78", "+31612345678"),
        ("+31 6 12345678", "+31612345678"),
        ("0031612345678", "+31612345678"),
        ("0800-2000", "08002000"),
        ("112", "112"),
    ],
)
def test_a_number_can_be_dialled_everywhere(noted: str, dialled: str) -> None:
    assert international(noted) == dialled
