"""The Dutch pipeline reads what professionals type, and says which pipeline it is."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import spacy
from spacy.language import Language
from spacy.tokens import Doc, DocBin

from nlu import pipeline
from nlu.pipeline.measure import TABLE_END, TABLE_START, TESTS, Evaluation
from nlu.pipeline.train import rebuild

PACKAGE = Path(pipeline.__file__).parent


@pytest.fixture(scope="module")
def nlp() -> Language:
    return pipeline.load(pipeline.OWN)


@pytest.fixture
def without_package(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pipeline, "is_package", lambda _name: False)


@pytest.fixture
def install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], None]]:
    """Install a stand-in for `nl_core_news_sm` of a given version."""

    def of_version(version: str) -> None:
        package = tmp_path / "nl_core_news_sm"
        shutil.copytree(pipeline.own_folder(), package / f"nl_core_news_sm-{version}")
        meta = (pipeline.own_folder() / "meta.json").read_text(encoding="utf-8")
        meta = meta.replace('"kortelijn_sm"', '"core_news_sm"').replace('"version":"1.0.0"', f'"version":"{version}"')
        for folder in (package, package / f"nl_core_news_sm-{version}"):
            (folder / "meta.json").write_text(meta, encoding="utf-8")
        (package / "__init__.py").write_text(
            "from spacy.util import load_model_from_init_py\n\n\n"
            "def load(**overrides):\n    return load_model_from_init_py(__file__, **overrides)\n",
            encoding="utf-8",
        )
        about = tmp_path / f"nl_core_news_sm-{version}.dist-info"
        about.mkdir()
        (about / "METADATA").write_text(f"Metadata-Version: 2.1\nName: nl_core_news_sm\nVersion: {version}\n")
        monkeypatch.syspath_prepend(tmp_path)

    kept = sys.modules.pop("nl_core_news_sm", None)
    yield of_version
    sys.modules.pop("nl_core_news_sm", None)
    if kept is not None:
        sys.modules["nl_core_news_sm"] = kept


@pytest.mark.parametrize(
    ("typed", "lemmas"),
    [
        ("ik wil even weten wie er betrokken zijn", "ik willen even weten wie er betrekken zijn"),
        ("kun je een verwijzing maken", "kunnen je een verwijzing maken"),
        ("de moeder heeft toestemming gegeven", "de moeder hebben toestemming geven"),
        ("stuur de wijkagenten een bericht", "sturen de wijkagent een bericht"),
        ("welke organisaties doen iets met eenzaamheid", "welk organisatie doen iets met eenzaamheid"),
        ("Ze hebben nog niet teruggebeld", "ze hebben nog niet terugbellen"),
        ("wil je me over twee weken herinneren", "willen je me over twee week herinneren"),
    ],
)
def test_words_typed_in_a_chat_get_their_dictionary_form(nlp: Language, typed: str, lemmas: str) -> None:
    assert " ".join(token.lemma_ for token in nlp(typed)) == lemmas


@pytest.mark.parametrize(
    ("typed", "tags"),
    [
        ("ik ga morgen even langs", "PRON VERB ADV ADV ADP"),
        ("de moeder heeft toestemming gegeven", "DET NOUN AUX NOUN VERB"),
        ("mogen we haar gegevens opvragen bij de huisarts", "AUX PRON PRON NOUN VERB ADP DET NOUN"),
        ("Kan ik de GGD bellen?", "AUX PRON DET PROPN VERB PUNCT"),
    ],
)
def test_words_typed_in_a_chat_get_their_tag(nlp: Language, typed: str, tags: str) -> None:
    assert " ".join(token.pos_ for token in nlp(typed)) == tags


def test_morphology_tells_the_plural_and_the_past(nlp: Language) -> None:
    doc = nlp("de vrijwilligers kwamen gisteren")
    assert doc[1].morph.get("Number") == ["Plur"]
    assert doc[2].morph.get("Tense") == ["Past"]


def test_two_sentences_are_two_sentences(nlp: Language) -> None:
    assert len(list(nlp("Ik heb de huisarts gebeld. Hij belt morgen terug.").sents)) == 2


@pytest.mark.parametrize(
    "text", ["", " \n ", "😀😀", "a\0b", "שלום עולם", '{"a": [1]}', "'; DROP TABLE--", "x" * 10_000]
)
def test_text_that_is_no_dutch_is_read_without_an_error(nlp: Language, text: str) -> None:
    assert nlp(text).text == text


@pytest.mark.usefixtures("without_package")
@pytest.mark.parametrize("name", [None, pipeline.PREFERRED, pipeline.OWN])
def test_a_machine_without_the_package_uses_our_own(name: str | None) -> None:
    assert pipeline.installed_name(name) == "nl_kortelijn_sm"
    assert pipeline.load(name).meta["name"] == "kortelijn_sm"


@pytest.mark.usefixtures("without_package")
def test_asking_for_the_package_where_it_is_missing_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    pipeline.load(pipeline.PREFERRED)
    assert "nl_core_news_sm is not installed" in caplog.text


def test_a_machine_with_the_package_uses_the_package_unless_told_otherwise(install: Callable[[str], None]) -> None:
    install("3.4.0")
    assert pipeline.installed_name() == "nl_core_news_sm"
    assert pipeline.load().meta["name"] == "core_news_sm"
    assert pipeline.load("nl_kortelijn_sm").meta["name"] == "kortelijn_sm"


def test_a_package_made_for_another_spacy_is_left_alone(install: Callable[[str], None]) -> None:
    install("3.8.0")
    assert pipeline.installed_name("nl_core_news_sm") == "nl_kortelijn_sm"


@pytest.mark.parametrize("name", ["", "en_core_web_sm", "nl_kortelijn"])
def test_a_wrong_name_is_refused_with_the_names_that_are_right(name: str) -> None:
    with pytest.raises(ValueError, match="choose nl_core_news_sm or nl_kortelijn_sm"):
        pipeline.load(name)


def test_rasa_reads_the_folder_as_a_spacy_model() -> None:
    from rasa.nlu.utils.spacy_utils import SpacyNLP

    provided = SpacyNLP.load_model(str(pipeline.own_folder()))
    assert [token.lemma_ for token in provided.model("de gezinnen")] == ["de", "gezin"]


def test_the_card_shows_the_figures_of_the_evaluation() -> None:
    evaluation = Evaluation.read(PACKAGE / "evaluation.json")
    card = (PACKAGE / "README.md").read_text(encoding="utf-8")
    shown = card.split(TABLE_START)[1].split(TABLE_END)[0]
    assert shown.strip() == evaluation.table()
    for scores in evaluation.tests.values():
        assert f"| {scores.upos} | {scores.morphology} | {scores.lemma} | {scores.sentence_f} |" in shown


def test_the_evaluation_is_that_of_the_pipeline_shipped(nlp: Language) -> None:
    evaluation = Evaluation.read(PACKAGE / "evaluation.json")
    size = sum(file.stat().st_size for file in pipeline.own_folder().rglob("*") if file.is_file())
    assert (evaluation.pipeline, evaluation.version) == ("nl_kortelijn_sm", nlp.meta["version"])
    assert evaluation.megabytes == round(size / 1e6, 1)
    assert evaluation.tests["test"].upos > 93
    assert evaluation.tests["test"].lemma > 94


def test_the_pipeline_names_its_licence_and_its_sources(nlp: Language) -> None:
    notice = (PACKAGE.parents[1] / "NOTICE").read_text(encoding="utf-8")
    sources = [source["name"] for source in nlp.meta["sources"]]
    assert nlp.meta["license"] == "CC BY-SA 4.0"
    assert [name for name in sources if name.split(" task")[0] not in notice] == []
    assert len(sources) == 4


def test_training_again_writes_a_pipeline_and_its_evaluation(tmp_path: Path) -> None:
    annotated = _annotated()
    for name in ("train", "devsmall", *TESTS):
        DocBin(docs=[annotated] * 10).to_disk(tmp_path / f"{name}.spacy")
    shutil.copy(PACKAGE / "README.md", tmp_path / "README.md")

    evaluation = rebuild(tmp_path, tmp_path, epochs=1)

    assert evaluation == Evaluation.read(tmp_path / "evaluation.json")
    assert evaluation.table() in (tmp_path / "README.md").read_text(encoding="utf-8")
    assert evaluation.tests["test"].tokens == 60
    assert spacy.load(tmp_path / "model").pipe_names == ["tok2vec", "morphologizer", "lemmatizer", "senter"]
    assert str(tmp_path) not in (tmp_path / "model" / "config.cfg").read_text(encoding="utf-8")


def _annotated() -> Doc:
    return Doc(
        spacy.blank("nl").vocab,
        words=["De", "buren", "belden", "de", "wijkagenten", "."],
        spaces=[True, True, True, True, False, False],
        pos=["DET", "NOUN", "VERB", "DET", "NOUN", "PUNCT"],
        morphs=["Definite=Def", "Number=Plur", "Tense=Past", "Definite=Def", "Number=Plur", ""],
        lemmas=["de", "buur", "bellen", "de", "wijkagent", "."],
        sent_starts=[True, False, False, False, False, False],
    )
