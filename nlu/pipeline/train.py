"""Trains the project's own Dutch pipeline again: `python -m nlu.pipeline.train --corpus FOLDER`.

Takes about a quarter of an hour on one core; writes the model, its evaluation and the card's figures.
"""

from __future__ import annotations

import argparse
import logging
import shutil
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

import spacy
from spacy.cli.train import train as spacy_train
from spacy.language import Language
from spacy.strings import StringStore

from nlu.pipeline.measure import Evaluation, evaluate, show_on_card

HERE: Final = Path(__file__).parent
CONFIGURATION: Final = HERE / "pipeline.cfg"
VERSION: Final = "1.0.0"
LICENCE: Final = "CC BY-SA 4.0"
SOURCES: Final = (
    ("UD_Dutch-LassySmall", "https://github.com/UniversalDependencies/UD_Dutch-LassySmall", "CC BY-SA 4.0"),
    ("UD_Dutch-Alpino", "https://github.com/UniversalDependencies/UD_Dutch-Alpino", "CC BY-SA 4.0"),
    ("Alpino treebank", "https://github.com/rug-compling/Alpino", "LGPL-2.1"),
    ("SIGMORPHON 2019 task 2", "https://github.com/sigmorphon/2019", "CC BY-SA 4.0"),
)

logger = logging.getLogger(__name__)


def train(corpus: Path, run: Path, epochs: int | None = None) -> Path:
    """Train in the folder `run` and return the folder of the model that did best on the development set.

    Args:
        corpus: folder with `train.spacy` and `devsmall.spacy`.
        run: scratch folder, made if it is not there.
        epochs: rounds through the data, if not the configuration's number.
    """
    overrides: dict[str, Any] = {
        "paths.train": str(corpus / "train.spacy"),
        "paths.dev": str(corpus / "devsmall.spacy"),
    }
    if epochs is not None:
        overrides["training.max_epochs"] = epochs
    spacy_train(CONFIGURATION, run, overrides=overrides)
    return run / "model-best"


def publish(trained: Path, model: Path) -> None:
    """Write the pipeline in `trained` to the folder `model`: named, licensed, and without what only training needs."""
    nlp = spacy.load(trained)
    _name(nlp)
    nlp.config["paths"] = spacy.util.load_config(CONFIGURATION)["paths"]  # not those of the machine that trained
    shutil.rmtree(model, ignore_errors=True)
    nlp.to_disk(model)
    _lemma_strings(nlp).to_disk(model / "vocab" / "strings.json")


def rebuild(corpus: Path, into: Path, epochs: int | None = None) -> Evaluation:
    """Train, then write `model/`, `evaluation.json` and the figures of an existing `README.md` in `into`."""
    with TemporaryDirectory() as run:
        publish(train(corpus, Path(run), epochs), into / "model")
    return report(corpus, into)


def report(corpus: Path, into: Path) -> Evaluation:
    """Measure `model/` in `into` and write `evaluation.json` and the figures of an existing `README.md` there."""
    evaluation = evaluate(into / "model", corpus)
    evaluation.write(into / "evaluation.json")
    card = into / "README.md"
    if card.exists():
        show_on_card(evaluation, card)
    return evaluation


def main(arguments: Sequence[str] | None = None) -> None:
    """Command line; see the module's text."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpus", type=Path, required=True, help="folder with the .spacy files")
    parser.add_argument("--into", type=Path, default=HERE, help="folder to write to")
    parser.add_argument("--epochs", type=int, help="rounds through the data; fewer for a trial")
    chosen = parser.parse_args(arguments)
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    logger.info("%s", rebuild(chosen.corpus, chosen.into, chosen.epochs).table())


def _name(nlp: Language) -> None:
    nlp.meta.update(
        name="kortelijn_sm",
        version=VERSION,
        description="Small Dutch pipeline for chat: tags, morphology, lemmas, sentences",
        author="Kortelijn",
        license=LICENCE,
        sources=[{"name": name, "url": url, "license": licence} for name, url, licence in SOURCES],
    )
    nlp.meta.pop("performance", None)  # spaCy writes those of the development set; evaluation.json has the test's


def _lemma_strings(nlp: Language) -> StringStore:
    # Training leaves every word of the corpus in the store; only the endings that lemmas are made with are looked up.
    trees = nlp.get_pipe("lemmatizer").label_data["trees"]
    return StringStore(sorted({tree[part] for tree in trees for part in ("orig", "subst") if part in tree}))


if __name__ == "__main__":
    main()
