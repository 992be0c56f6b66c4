"""Tells what a message wants, by two readers with errors of their own: of its letters and words, and of its meaning."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize_scalar
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.model_selection import StratifiedKFold, cross_val_predict
from sklearn.svm import LinearSVC

_WORD = r"(?u)\b\w+\b|[?!]"
Scores = npt.NDArray[np.float64]


class LetterModel:
    """A linear classifier over letters and words of masked texts, with chances that can be taken at their word."""

    def __init__(self, *, regularisation: float = 0.5) -> None:
        self._letters = TfidfVectorizer(
            analyzer="char_wb", ngram_range=(1, 5), sublinear_tf=True, dtype=np.float32, lowercase=False
        )
        self._words = TfidfVectorizer(
            token_pattern=_WORD, ngram_range=(1, 2), sublinear_tf=True, dtype=np.float32, lowercase=False
        )
        self._scorer = LinearSVC(C=regularisation)
        self._sharpness = 1.0

    @property
    def intents(self) -> list[str]:
        """The intents it tells apart."""
        return [str(intent) for intent in self._scorer.classes_]

    def fit(self, texts: Sequence[str], intents: Sequence[str]) -> "LetterModel":
        """Learn from masked texts and what each wants."""
        features = self._features(texts, learn=True)
        scores = held_out_scores(self._scorer, features, intents)
        self._scorer.fit(features, intents)
        self._scorer.coef_ = self._scorer.coef_.astype(np.float32)
        self._sharpness = sharpness(scores, intents, self.intents)
        return self

    def chances(self, texts: Sequence[str]) -> Scores:
        """Return for each masked text the chance of each of `intents`."""
        scores = self._scorer.decision_function(self._features(texts))
        return softmax(self._sharpness * two_sided(scores))

    def _features(self, texts: Sequence[str], *, learn: bool = False) -> csr_matrix:
        parts = [part.fit_transform(texts) if learn else part.transform(texts) for part in (self._letters, self._words)]
        return hstack(parts, format="csr")


class VectorModel:
    """A linear classifier over the encoder's vectors, for intents that the encoder was not tuned on."""

    def __init__(self) -> None:
        self._scorer = LinearSVC(C=0.05)
        self._sharpness = 1.0

    def fit(self, vectors: Any, intents: Sequence[str]) -> "VectorModel":
        """Learn from vectors and what each message wants."""
        scores = held_out_scores(self._scorer, vectors, intents)
        self._scorer.fit(vectors, intents)
        self._sharpness = sharpness(scores, intents, [str(intent) for intent in self._scorer.classes_])
        return self

    def scores(self, vectors: Any) -> Scores:
        """Return for each vector a score for each intent, in order of their names."""
        return self._sharpness * two_sided(self._scorer.decision_function(vectors))


def combined(chances: Scores, scores: Any, letters: float, meaning: float) -> Scores:
    """Return the chances that follow from the letters' chances and the encoder's scores, each with its weight."""
    return softmax(letters * np.log(np.maximum(chances, 1e-9)) + meaning * np.asarray(scores, dtype=np.float64))


def softmax(scores: Scores) -> Scores:
    """Return scores as chances, row by row."""
    raised = np.exp(scores - scores.max(axis=1, keepdims=True))
    chances: Scores = raised / raised.sum(axis=1, keepdims=True)
    return chances


def two_sided(scores: Any) -> Scores:
    """Give two intents a column each: scikit-learn scores the second alone."""
    return np.column_stack([-scores, scores]) if scores.ndim == 1 else np.asarray(scores, dtype=np.float64)


def held_out_scores(scorer: LinearSVC, features: Any, intents: Sequence[str]) -> Scores | None:
    """Return the scores each text gets from a scorer that never saw it; None when there are too few texts for that."""
    fewest = min(np.unique(np.asarray(intents), return_counts=True)[1])
    if fewest < 3:
        return None
    folds = StratifiedKFold(3, shuffle=True, random_state=1)
    return two_sided(cross_val_predict(scorer, features, intents, cv=folds, method="decision_function"))


def sharpness(scores: Scores | None, intents: Sequence[str], names: list[str]) -> float:
    """Return the factor that makes the chances of held-out texts as often right as they say."""
    if scores is None:
        return 3.0
    right = np.array([names.index(intent) for intent in intents])

    def surprise(factor: float) -> float:
        chances = softmax(factor * scores)[np.arange(len(right)), right]
        return float(-np.log(np.maximum(chances, 1e-12)).mean())

    return float(minimize_scalar(surprise, bounds=(0.5, 30.0), method="bounded").x)
