"""The sentence encoder: what a message means, as a row of numbers in which alike messages are near each other.

A small multilingual network (multilingual-e5-small, MIT), cut down to the pieces of words that Dutch needs, tuned on
the training data, with whole numbers for weights. Made by `python -m nlu.encoder.tune`; see README.md.
"""

import json
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

import numpy as np
import numpy.typing as npt
import onnxruntime

from nlu.encoder.pieces import Pieces

Vectors = npt.NDArray[np.float32]

FOLDER = Path(__file__).parent / "model"
#: Pieces read of a message; what follows is left to the other parts.
_AT_MOST = 64
#: What the network was brought up to expect before a short text.
OPENING = "query: "
#: Length to which the vectors are brought before the head scores them.
_LENGTH = 8.0


class Encoder:
    """The network with its head, which scores the intents it was tuned on. Threads may share one."""

    def __init__(self, folder: Path = FOLDER) -> None:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        network = str(folder / "network.onnx")
        self._session = onnxruntime.InferenceSession(network, options, providers=["CPUExecutionProvider"])
        self._pieces = Pieces(folder / "pieces.json")
        head = np.load(folder / "head.npz")
        self._weights, self._bias = head["weights"], head["bias"]
        #: The intents it was tuned on.
        self.intents: list[str] = json.loads(str(head["intents"]))

    def vectors(self, texts: Sequence[str]) -> Vectors:
        """Return a row for each text, all of one length."""
        rows = np.stack([self._vector(text) for text in texts])
        even: Vectors = _LENGTH * rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-6)
        return even

    def scores(self, vectors: Vectors) -> Vectors:
        """Return for each row of `vectors` a score for each of `intents`."""
        scored: Vectors = vectors @ self._weights + self._bias
        return scored

    def _vector(self, text: str) -> Vectors:
        ids = np.array([self._pieces.ids(OPENING + text, _AT_MOST)], dtype=np.int64)
        row: Vectors = self._session.run(None, {"ids": ids, "places": np.arange(ids.shape[1])})[0][0]
        return row


@lru_cache(maxsize=1)
def encoder() -> Encoder:
    """Return the one that the project ships, loaded once."""
    return Encoder()
