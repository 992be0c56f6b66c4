"""The network as TensorFlow trains it: twelve layers of attention, the mean over a message, a head over the intents."""

from typing import Any

import numpy as np
import tensorflow as tf

from nlu.encoder.base import Tensors

_HEADS = 12
_SMALL = 1e-12
_FIXED = ("emb.word", "emb.pos", "emb.type")
LENGTH = 8.0


class Network:
    """The encoder's weights and those of a new head for `intents` intents."""

    def __init__(self, tensors: Tensors, layers: int, intents: int) -> None:
        self._layers = layers
        self._width = tensors["emb.ln.w"].shape[0]
        self.weights = {name: tf.Variable(value, trainable=name not in _FIXED) for name, value in tensors.items()}
        self.head = tf.Variable(tf.random.normal((self._width, intents), stddev=0.02, seed=3))
        self.bias = tf.Variable(tf.zeros(intents))

    @property
    def body(self) -> list[Any]:
        """The weights that are tuned, but for the head."""
        return [weight for weight in self.weights.values() if weight.trainable]

    def scores(self, ids: Any, mask: Any, drop: float = 0.0) -> Any:
        """Return a score for each intent of each message of a batch."""
        vectors = LENGTH * tf.nn.l2_normalize(self.vectors(ids, mask, drop), -1)
        if drop:
            vectors = tf.nn.dropout(vectors, drop)
        return tf.matmul(vectors, self.head) + self.bias

    def vectors(self, ids: Any, mask: Any, drop: float = 0.0) -> Any:
        """Return the mean over the pieces of each message."""
        count, length = tf.shape(ids)[0], tf.shape(ids)[1]
        state = tf.gather(self.weights["emb.word"], ids) + self.weights["emb.pos"][:length] + self.weights["emb.type"]
        state = self._dropped(tf.reshape(self._even(state, "emb.ln"), (-1, self._width)), drop)
        hidden = (1 - mask)[:, None, None, :] * -1e4
        for layer in range(self._layers):
            attended = self._attention(state, f"l{layer}.", hidden, (count, length), drop)
            state = self._even(state + self._dropped(attended, drop), f"l{layer}.aln")
            widened = tf.nn.gelu(self._linear(state, f"l{layer}.fi"))
            fed = self._linear(widened, f"l{layer}.fo")
            state = self._even(state + self._dropped(fed, drop), f"l{layer}.oln")
        state = tf.reshape(state, (count, length, self._width)) * mask[:, :, None]
        return tf.reduce_sum(state, 1) / tf.reduce_sum(mask, 1, keepdims=True)

    def _attention(self, state: Any, layer: str, hidden: Any, shape: tuple[Any, Any], drop: float) -> Any:
        size = self._width // _HEADS
        asked, offered, told = (
            tf.transpose(tf.reshape(self._linear(state, layer + part), (*shape, _HEADS, size)), (0, 2, 1, 3))
            for part in "qkv"
        )
        weights = tf.nn.softmax(tf.matmul(asked, offered, transpose_b=True) / np.sqrt(size).astype(np.float32) + hidden)
        heard = tf.transpose(tf.matmul(self._dropped(weights, drop), told), (0, 2, 1, 3))
        return self._linear(tf.reshape(heard, (-1, self._width)), layer + "ao")

    def _linear(self, state: Any, name: str) -> Any:
        return tf.nn.bias_add(tf.matmul(state, self.weights[name + ".w"], transpose_b=True), self.weights[name + ".b"])

    def _even(self, state: Any, name: str) -> Any:
        centred = state - tf.reduce_mean(state, -1, keepdims=True)
        scale = tf.math.rsqrt(tf.reduce_mean(centred * centred, -1, keepdims=True) + _SMALL)
        return centred * scale * self.weights[name + ".w"] + self.weights[name + ".b"]

    @staticmethod
    def _dropped(state: Any, drop: float) -> Any:
        return tf.nn.dropout(state, drop) if drop else state
