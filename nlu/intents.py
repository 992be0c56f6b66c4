"""Tells what a message wants: features of its words and letters, linear scores, calibrated chances."""

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


class IntentModel:
    """A linear classifier over letters and words of masked texts, with chances that can be taken at their word."""

    def __init__(self, *, regularisation: float = 0.3) -> None:
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

    def fit(self, texts: Sequence[str], intents: Sequence[str]) -> "IntentModel":
        """Learn from masked texts and what each wants."""
        features = self._features(texts, learn=True)
        scores = _held_out_scores(self._scorer, features, intents)
        self._scorer.fit(features, intents)
        self._sharpness = _sharpness(scores, intents, self.intents)
        return self

    def chances(self, texts: Sequence[str]) -> Scores:
        """Return for each masked text the chance of each of `intents`."""
        scores = self._scorer.decision_function(self._features(texts))
        return softmax(self._sharpness * _two_sided(scores))

    def _features(self, texts: Sequence[str], *, learn: bool = False) -> csr_matrix:
        parts = [part.fit_transform(texts) if learn else part.transform(texts) for part in (self._letters, self._words)]
        return hstack(parts, format="csr")


def softmax(scores: Scores) -> Scores:
    """Return scores as chances, row by row."""
    raised = np.exp(scores - scores.max(axis=1, keepdims=True))
    chances: Scores = raised / raised.sum(axis=1, keepdims=True)
    return chances


def _two_sided(scores: Any) -> Scores:
    """Give two intents a column each: scikit-learn scores the second alone."""
    return np.column_stack([-scores, scores]) if scores.ndim == 1 else np.asarray(scores, dtype=np.float64)


def _held_out_scores(scorer: LinearSVC, features: csr_matrix, intents: Sequence[str]) -> Scores | None:
    """Return the scores each text gets from a scorer that never saw it; None when there are too few texts for that."""
    fewest = min(np.unique(np.asarray(intents), return_counts=True)[1])
    if fewest < 3:
        return None
    folds = StratifiedKFold(3, shuffle=True, random_state=1)
    return _two_sided(cross_val_predict(scorer, features, intents, cv=folds, method="decision_function"))


def _sharpness(scores: Scores | None, intents: Sequence[str], names: list[str]) -> float:
    """Return the factor that makes the chances of held-out texts as often right as they say."""
    if scores is None:
        return 3.0
    right = np.array([names.index(intent) for intent in intents])

    def surprise(factor: float) -> float:
        chances = softmax(factor * scores)[np.arange(len(right)), right]
        return float(-np.log(np.maximum(chances, 1e-12)).mean())

    return float(minimize_scalar(surprise, bounds=(0.5, 30.0), method="bounded").x)
