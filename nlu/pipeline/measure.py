"""Measures a Dutch pipeline on sentences it never saw, and writes the figures down.

Figures are for raw text: the pipeline finds words and sentences by itself, nothing is given.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

import spacy
from spacy.about import __version__ as spacy_version
from spacy.language import Language
from spacy.tokens import Doc
from spacy.training.corpus import Corpus

TESTS: Final = ("test", "atest_lower", "ltest_lower")
TABLE_START: Final = "<!-- figures: written by nlu.pipeline.train -->"
TABLE_END: Final = "<!-- end of figures -->"


@dataclass(frozen=True)
class Scores:
    """One test set: its size, and percentages of tokens right (sentences: F1)."""

    sentences: int
    tokens: int
    upos: float
    morphology: float
    lemma: float
    sentence_f: float


@dataclass(frozen=True)
class Evaluation:
    """All figures of one pipeline; times are seconds of one core, size is in 1,000,000 bytes."""

    pipeline: str
    version: str
    spacy: str
    tests: Mapping[str, Scores]
    words_per_second: int
    load_seconds: float
    megabytes: float

    @classmethod
    def read(cls, path: Path) -> Evaluation:
        """Read what `write` wrote."""
        fields = json.loads(path.read_text(encoding="utf-8"))
        fields["tests"] = {name: Scores(**scores) for name, scores in fields["tests"].items()}
        return cls(**fields)

    def write(self, path: Path) -> None:
        """Write as JSON, for `read`."""
        path.write_text(json.dumps(asdict(self), indent=2) + "\n", encoding="utf-8")

    def table(self) -> str:
        """Markdown of the figures, as the card shows them."""
        rows = [
            f"| `{name}` | {s.sentences:,} | {s.tokens:,} | {s.upos} | {s.morphology} | {s.lemma} | {s.sentence_f} |"
            for name, s in self.tests.items()
        ]
        head = ["| test | sentences | tokens | UPOS | morphology | lemma | sentence F |", "| --- " * 7 + "|"]
        rest = (
            f"{self.words_per_second:,} words a second, one sentence at a time, on one core; "
            f"{self.load_seconds} s to load; {self.megabytes} MB on disk. "
            f"Version {self.version}, spaCy {self.spacy}."
        )
        return "\n".join([*head, *rows, "", rest])


def evaluate(model: Path, corpus: Path) -> Evaluation:
    """Measure the pipeline in the folder `model` on the tests in the folder `corpus`."""
    started = time.process_time()
    nlp = spacy.load(model)
    load_seconds = time.process_time() - started
    gold = {name: Corpus(corpus / f"{name}.spacy") for name in TESTS}
    return Evaluation(
        pipeline=f"{nlp.lang}_{nlp.meta['name']}",
        version=str(nlp.meta["version"]),
        spacy=spacy_version,
        tests={name: _scores(nlp, reader) for name, reader in gold.items()},
        words_per_second=_speed(nlp, (example.reference for example in gold["test"](nlp))),
        load_seconds=round(load_seconds, 1),
        megabytes=round(sum(file.stat().st_size for file in model.rglob("*") if file.is_file()) / 1e6, 1),
    )


def show_on_card(evaluation: Evaluation, card: Path) -> None:
    """Replace the card's table of figures, between its two marks, by those of this evaluation."""
    before, rest = card.read_text(encoding="utf-8").split(TABLE_START)
    after = rest.split(TABLE_END)[1]
    table = f"{TABLE_START}\n\n{evaluation.table()}\n\n{TABLE_END}"
    card.write_text(before + table + after, encoding="utf-8")


def _scores(nlp: Language, reader: Corpus) -> Scores:
    examples = list(reader(nlp))
    found = nlp.evaluate(examples)
    return Scores(
        sentences=sum(len(list(example.reference.sents)) for example in examples),
        tokens=sum(len(example.reference) for example in examples),
        upos=_percent(found["pos_acc"]),
        morphology=_percent(found["morph_acc"]),
        lemma=_percent(found["lemma_acc"]),
        sentence_f=_percent(found["sents_f"]),
    )


def _speed(nlp: Language, docs: Iterable[Doc]) -> int:
    # Processor time: on a machine that others use too, the clock on the wall measures them.
    sentences = [sentence.text for doc in docs for sentence in doc.sents]
    started = time.process_time()
    words = sum(len(nlp(sentence)) for sentence in sentences)
    return int(words / (time.process_time() - started))


def _percent(share: float) -> float:
    return round(100 * share, 1)
