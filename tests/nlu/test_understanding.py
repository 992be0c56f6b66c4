"""What was understood is told with the places in the message, and without the names for the dialogue."""

from nlu.evaluation.data import Example, folds, parse
from nlu.evaluation.measures import Answer, report
from nlu.names import UNKNOWN_HOUSEHOLD
from nlu.spans import Span
from nlu.tagger import Tagger
from nlu.understanding import as_line, best_guess, without_names

PARSED = {
    "text": "wie zit er bij Lammers en bij QX-4T9",
    "intent": {"name": "nlu_fallback", "confidence": 0.35},
    "intent_ranking": [
        {"name": "nlu_fallback", "confidence": 0.35},
        {"name": "ask_involved", "confidence": 0.31},
    ],
    "entities": [
        {"entity": "case", "value": "Lammers", "start": 15, "end": 22, "is": "unknown", "extractor": "x"},
        {"entity": "case", "value": "QX-4T9", "start": 30, "end": 36, "is": "QX-4T9", "extractor": "x"},
    ],
}


def test_doubt_hides_behind_no_name_of_its_own() -> None:
    assert best_guess(PARSED) == ("ask_involved", 0.31)
    assert best_guess({"text": ""}) == (None, 0.0)


def test_a_line_tells_just_what_others_build_on() -> None:
    line = as_line(PARSED)
    assert line["entities"][0] == {"entity": "case", "value": "Lammers", "start": 15, "end": 22}
    assert (line["intent"], line["confidence"]) == ("ask_involved", 0.31)


def test_a_family_name_that_only_the_tagger_saw_goes_no_further() -> None:
    told = without_names(PARSED)
    assert told["text"] == f"wie zit er bij {UNKNOWN_HOUSEHOLD} en bij QX-4T9"
    assert "Lammers" not in str(told)
    assert [told["text"][each["start"] : each["end"]] for each in told["entities"]] == [UNKNOWN_HOUSEHOLD, "QX-4T9"]


def test_an_annotated_line_is_read_with_its_places() -> None:
    text, spans = parse("bel [Samira](person) [morgen](time)")
    assert text == "bel Samira morgen"
    assert [(text[span.start : span.end], span.entity) for span in spans] == [("Samira", "person"), ("morgen", "time")]


def test_sentences_alike_but_for_names_share_a_fold() -> None:
    told = [
        Example(*_line("wie zit er bij [fam. Bos](case)"), block="a"),
        Example(*_line("wie zit er bij [gezin Kaya](case)?"), block="b"),
    ]
    assert len(set(folds(told, 50))) == 1


def _line(line: str) -> tuple[str, str, tuple[Span, ...]]:
    text, spans = parse(line)
    return text, "ask_involved", spans


def test_the_figures_tell_a_question_from_a_mistake() -> None:
    right = ["ask_involved", "close_case", "out_of_scope", "out_of_scope"]
    answers = [
        Answer("ask_involved", 0.9, asks=False),
        Answer("leave_case", 0.8, asks=False),
        Answer("close_case", 0.3, asks=True),
        Answer("close_case", 0.9, asks=False),
    ]
    judged = report(right, [()] * 4, answers)
    assert (judged.accuracy, judged.wrong_action, judged.led_astray) == (0.25, 0.5, 0.5)


def test_the_tagger_learns_a_name_by_the_words_around_it() -> None:
    lines = [parse(f"wil je [{name}](partner) vragen") for name in ("Anker", "Brug", "Veer", "Kade", "Spil", "Boei")]
    texts = [text for text, _ in lines]
    tagger = Tagger.train(texts, [[]] * len(texts), [list(spans) for _, spans in lines], 30)
    (found,) = tagger.tag("wil je Zonnehof vragen", [])
    assert (found.entity, found.start, found.end) == ("partner", 7, 15)
    assert Tagger(tagger.model).tag("", []) == []
