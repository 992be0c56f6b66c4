"""Names of households never go further than the door: they become a code or a placeholder."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlu.lexicon import Lexicon, Term
from nlu.names import UNKNOWN_HOUSEHOLD, mask_households

OWN = (
    ("Jansen", "QX-4T9"),
    ("de Vries", "AC-7K3"),
    ("4471", "ZZ-9A9"),
    ("Bos", "BB-3A3"),
    ("El Amrani", "EA-4M7"),
    ("van der Meulen", "VM-7X7"),
)


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("wie zit er bij gezin Jansen", "wie zit er bij QX-4T9"),
        ("wie zit er bij jansen", "wie zit er bij QX-4T9"),
        ("fam. de vries en mevr. El Amrani", "AC-7K3 en EA-4M7"),
        ("de vries is gestart", "AC-7K3 is gestart"),
        ("4471 gestart", "ZZ-9A9 gestart"),
        ("casus 4471 graag", "ZZ-9A9 graag"),
        ("dhr vd meulen komt", "VM-7X7 komt"),
        ("van der meuelen is er", "VM-7X7 is er"),
        ("Jansens moeder belde", "QX-4T9 moeder belde"),
        ("gestart bij Bos", "gestart bij BB-3A3"),
    ],
)
def test_an_own_household_becomes_its_code(text: str, masked: str) -> None:
    assert mask_households(text, OWN).text == masked


@pytest.mark.parametrize(
    "text",
    [
        "wie zit er bij gezin {}",
        "fam. {} is verhuisd",
        "kan mevr {} naar de dagopvang",
        "de heer {} belde",
        "Familie {} wil hulp",
    ],
)
@pytest.mark.parametrize("name", ["Petersen", "van 't Hof", "Özdemir", "Wójcik", "Bakker-de Wit", "abdi", "el idrissi"])
def test_another_household_becomes_a_placeholder(text: str, name: str) -> None:
    masked = mask_households(text.format(name), OWN).text
    assert UNKNOWN_HOUSEHOLD in masked
    assert name not in masked


@pytest.mark.parametrize(
    "text",
    [
        "mevrouw komt niet",
        "gezin heeft geen hulp",
        "de familie is boos",
        "qx4t9 graag",
        "vraag Samira even",
        "het is hier een bos",
        "",
        "🙂🙂",
    ],
)
def test_what_names_no_household_is_left(text: str) -> None:
    assert mask_households(text, OWN).text == text


def test_a_professional_is_no_household() -> None:
    town = Lexicon([Term("person", "p1", ("Fatma Karimi", "mevrouw Karimi", "Karimi"))])
    assert mask_households("vraag mevrouw Karimi om advies", OWN, town).text == "vraag mevrouw Karimi om advies"


def test_the_way_back_leads_to_the_words_as_typed() -> None:
    text = "wil fam. de Vries vrijdag zien, en gezin Petersen ook"
    masked = mask_households(text, OWN)
    at = masked.text.index("AC-7K3")
    first, last = masked.span(at, at + 6)
    assert text[first:last] == "fam. de Vries"
    day = masked.text.index("vrijdag")
    first, last = masked.span(day, day + 7)
    assert text[first:last] == "vrijdag"


@given(st.text(max_size=200))
def test_any_text_is_masked_without_trouble(text: str) -> None:
    masked = mask_households(text, OWN)
    assert masked.span(0, len(masked.text)) == (0, len(text))


@given(
    st.lists(
        st.sampled_from(["gezin Jansen", "fam. Petersen", "4471", "morgen", "bij", "de Vries", ",", "🙂"]), max_size=8
    )
)
def test_what_was_not_replaced_stands_where_the_way_back_says(words: list[str]) -> None:
    text = " ".join(words)
    masked = mask_households(text, OWN)
    changed = {at for start, end, *_ in masked.replaced for at in range(start, end)}
    for at, char in enumerate(masked.text):
        if at not in changed:
            first, last = masked.span(at, at + 1)
            assert text[first:last] == char
