"""Word classes come from the pipeline that was chosen, and follow our own words."""

import pytest

from nlu.grammar import VARIABLE, grammar
from nlu.pipeline import OWN


@pytest.fixture(autouse=True)
def nothing_chosen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(VARIABLE, raising=False)


def test_every_word_has_a_class_of_its_own() -> None:
    words = ["bel", "poh-ggz", "Samira", "morgen", "!"]
    classes = grammar(OWN).classes(words)
    assert len(classes) == len(words)
    assert (classes[0], classes[4]) == ("VERB", "PUNCT")


def test_many_messages_at_once_are_read_as_one_by_one() -> None:
    told = [["wie", "helpt", "met", "schulden"], [], ["gezin", "Bos", "is", "gestart"]]
    assert list(grammar(OWN).of_many(told)) == [grammar(OWN).classes(words) for words in told]


def test_the_environment_goes_before_the_configuration(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, OWN)
    assert grammar("no_such_pipeline") is grammar(OWN)


def test_an_empty_choice_is_no_choice(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, "")
    assert grammar() is grammar(None)


@pytest.mark.parametrize("name", ["nl_core_news_lg", "../model"])
def test_a_pipeline_that_is_not_known_is_refused_by_name(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setenv(VARIABLE, name)
    with pytest.raises(ValueError, match="unknown Dutch pipeline"):
        grammar()
