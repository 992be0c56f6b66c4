"""Writes the tuned network as the encoder reads it: an ONNX graph with weights of eight bits, pieces and head."""

import json
from collections.abc import Iterable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np

from nlu.encoder.base import Base, Tensors
from nlu.encoder.pieces import Pieces

_HEADS = 12


def write_pieces(base: Base, kept: list[int], path: Path) -> None:
    """Write the pieces numbered `kept` as a vocabulary of its own; their order is the new numbering."""
    numbers = {piece: at for at, piece in enumerate(kept)}
    letters = {char for at in kept for char in base.pieces[at]}
    otherwise = {
        char: written for char, written in base.written_otherwise.items() if ord(char) < ord("℀") or char in letters
    }
    content = {
        "pieces": [base.pieces[at] for at in kept],
        "scores": [round(base.likelihoods[at], 4) for at in kept],
        "norm": otherwise,
        "unk_score": round(min(base.likelihoods) - 10, 4),
        **{mark: numbers[at] for mark, at in base.marks.items()},
    }
    path.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")


def needed_pieces(base: Base, texts: Iterable[str]) -> list[int]:
    """Return the numbers of the pieces that `texts` are cut into, with all single letters of the scripts around us."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "pieces.json"
        write_pieces(base, list(range(len(base.pieces))), path)
        pieces = Pieces(path)
    needed = set(base.marks.values())
    for text in texts:
        needed.update(pieces.ids(text, len(text) + 16))
    needed.update(at for at, piece in enumerate(base.pieces) if len(piece.strip("▁")) <= 1 and _familiar(piece))
    return sorted(needed)


def _familiar(piece: str) -> bool:
    return all(ord(char) < ord("ɐ") or "Ͱ" <= char <= "ۿ" or char == "▁" for char in piece)


def write_head(weights: Any, bias: Any, intents: list[str], path: Path) -> None:
    """Write the head with the names of the intents it scores."""
    np.savez(path, weights=np.float32(weights), bias=np.float32(bias), intents=np.array(json.dumps(intents)))


def write_network(tensors: Tensors, layers: int, path: Path) -> None:
    """Write the network with its large matrices in whole numbers of eight bits."""
    import onnx
    from onnxruntime.quantization import QuantType, quantize_dynamic

    with TemporaryDirectory() as folder:
        plain = Path(folder) / "network.onnx"
        onnx.save(_Graph(tensors).model(layers), plain)
        quantize_dynamic(
            plain, path, weight_type=QuantType.QInt8, per_channel=True, op_types_to_quantize=["MatMul", "Gather"]
        )


class _Graph:
    """Builds the graph node by node; each step returns the name of its result."""

    def __init__(self, tensors: Tensors) -> None:
        self._tensors = tensors
        self._nodes: list[Any] = []
        self._constants: list[Any] = []

    def model(self, layers: int) -> Any:
        from onnx import TensorProto, helper

        state = self._embedded()
        for layer in range(layers):
            state = self._layer(state, f"l{layer}.")
        self._nodes.append(helper.make_node("ReduceMean", [state], ["vector"], axes=[1], keepdims=0))
        width = int(self._tensors["emb.ln.w"].shape[0])
        graph = helper.make_graph(
            self._nodes,
            "encoder",
            [
                helper.make_tensor_value_info("ids", TensorProto.INT64, ["messages", "pieces"]),
                helper.make_tensor_value_info("places", TensorProto.INT64, ["pieces"]),
            ],
            [helper.make_tensor_value_info("vector", TensorProto.FLOAT, ["messages", width])],
            self._constants,
        )
        model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)])
        model.ir_version = 8
        return model

    def _embedded(self) -> str:
        places = self._constant(self._tensors["emb.pos"] + self._tensors["emb.type"])
        words = self._do("Gather", self._constant(self._tensors["emb.word"]), "ids", axis=0)
        return self._even(self._do("Add", words, self._do("Gather", places, "places", axis=0)), "emb.ln")

    def _layer(self, state: str, layer: str) -> str:
        state = self._even(self._do("Add", state, self._attention(state, layer)), layer + "aln")
        wide = self._linear(state, layer + "fi")
        inner = self._do("Erf", self._do("Mul", wide, self._constant(np.float32(1 / np.sqrt(2)))))
        gelu = self._do("Mul", self._half(wide), self._do("Add", inner, self._constant(np.float32(1))))
        return self._even(self._do("Add", state, self._linear(gelu, layer + "fo")), layer + "oln")

    def _half(self, state: str) -> str:
        return self._do("Mul", state, self._constant(np.float32(0.5)))

    def _attention(self, state: str, layer: str) -> str:
        width = self._tensors["emb.ln.w"].shape[0]
        split = self._constant(np.array([0, 0, _HEADS, width // _HEADS]))
        asked, offered, told = (self._do("Reshape", self._linear(state, layer + part), split) for part in "qkv")
        asked = self._do("Transpose", asked, perm=[0, 2, 1, 3])
        offered = self._do("Transpose", offered, perm=[0, 2, 3, 1])
        told = self._do("Transpose", told, perm=[0, 2, 1, 3])
        scale = self._constant(np.float32(1 / np.sqrt(width // _HEADS)))
        weights = self._do("Softmax", self._do("Mul", self._do("MatMul", asked, offered), scale), axis=-1)
        heard = self._do("Transpose", self._do("MatMul", weights, told), perm=[0, 2, 1, 3])
        return self._linear(self._do("Reshape", heard, self._constant(np.array([0, 0, width]))), layer + "ao")

    def _linear(self, state: str, name: str) -> str:
        weights = self._constant(self._tensors[name + ".w"].T)
        return self._do("Add", self._do("MatMul", state, weights), self._constant(self._tensors[name + ".b"]))

    def _even(self, state: str, name: str) -> str:
        scale, shift = (self._constant(self._tensors[f"{name}.{part}"]) for part in "wb")
        return self._do("LayerNormalization", state, scale, shift, axis=-1, epsilon=1e-12)

    def _constant(self, value: Any) -> str:
        from onnx import numpy_helper

        name = f"c{len(self._constants)}"
        self._constants.append(numpy_helper.from_array(np.ascontiguousarray(value), name))
        return name

    def _do(self, kind: str, *given: str, **settings: Any) -> str:
        from onnx import helper

        result = f"n{len(self._nodes)}"
        self._nodes.append(helper.make_node(kind, list(given), [result], name=kind + result, **settings))
        return result
