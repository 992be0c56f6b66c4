"""A slip of the thumb does not change what is understood."""

import pytest

from nlu.spelling import Speller, vocabulary_of

SPELLER = Speller(vocabulary_of(["zet __case__ op de agenda, terugkoppeling casusregisseur"] * 3))


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("terugkopeling graag", "terugkoppeling graag"),
        ("zet op de agnda", "zet op de agenda"),
        ("wie is casusregiseur", "wie is casusregisseur"),
    ],
)
def test_a_typing_error_is_mended(typed: str, meant: str) -> None:
    assert SPELLER.mend(typed) == meant


@pytest.mark.parametrize("text", ["zet __case__ op de lijst", "QX-4T9", "mevrouw Dijkstra", "ff tk", "", "🙂"])
def test_what_is_right_a_name_or_a_mask_is_left(text: str) -> None:
    assert SPELLER.mend(text) == text
