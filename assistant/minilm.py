"""all-MiniLM-L6-v2 as an ONNX graph, written out by hand, in which no text changes the numbers of another.

Heavy: imports onnx. Used where networks are exported, never where questions are answered.

Each product of 8 bits has a scale of its own for each row of tokens and for each output channel, and the sums are whole
numbers: a row comes out the same, to the last bit, alone and in company. Everything else works row by row as well, as
long as all texts of a batch have as many tokens as each other; there is no padding, and so no mask.

Weights take 7 bits of their 8: two products of an unsigned byte with a signed byte of 7 bits fit in 16 bits, so
that the fast instruction of processors without a dot product of bytes sums them exactly.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from onnx import ModelProto, TensorProto, helper, numpy_helper

from assistant.sessions import ROWS_ALONE

LAYERS, HEADS, WIDTH = 6, 12, 384
EPSILON = 1e-12  # of the layer norms, config.json
OPSET = 21
SCALE = ".scale"  # ends the name of the scales of a weight in 8 bits
FUSED = "com.microsoft"  # onnxruntime's own operators
MOST = 63  # of 7 bits
MIDDLE = 128  # the unsigned byte that means 0
# GELU never falls below -0.17, so most of an unsigned byte is left for what is positive.
LOW, BELOW = 15, 0.17

Arrays = Mapping[str, NDArray[Any]]


class Graph:
    """Operators and constants as they are written down. Every method gives the name of a tensor.

    Args:
        weights: by their names in torch; matrices as torch holds them, (out, in).
        eight_bit: word vectors and products in 8 bits; else all in single precision.
    """

    def __init__(self, weights: Arrays, *, eight_bit: bool) -> None:
        self.weights = weights
        self.eight_bit = eight_bit
        self._nodes: list[Any] = []
        self._constants: dict[str, Any] = {}
        self._zeros: dict[int, str] = {}

    def op(self, kind: str, *inputs: str, name: str = "", domain: str = "", **attributes: Any) -> str:
        name = name or f"{kind}_{len(self._nodes)}"
        self._nodes.append(helper.make_node(kind, inputs, [name], name=name, domain=domain, **attributes))
        return name

    def constant(self, name: str, values: Any) -> str:
        if name not in self._constants:
            self._constants[name] = numpy_helper.from_array(np.ascontiguousarray(values), name)
        return name

    def numbers(self, *values: int) -> str:
        return self.constant("numbers " + " ".join(map(str, values)), np.array(values, np.int64))

    def number(self, value: float) -> str:
        return self.constant(f"number {value}", np.array(value, np.float32))

    def weight(self, name: str) -> str:
        """A weight in single precision, as it is."""
        return self.constant(name, np.asarray(self.weights[name], np.float32))

    def slice(self, tensor: str, begin: int, end: int, axis: int) -> str:
        return self.op("Slice", tensor, self.numbers(begin), self.numbers(end), self.numbers(axis))

    def rows_of(self, name: str, ids: str) -> str:
        """The rows of a table, in 8 bits with a scale for each row where the graph has 8 bits."""
        if not self.eight_bit:
            return self.op("Gather", self.weight(name), ids)
        whole, scales = _in_steps(self.weights[name], 127)
        found = self.op("Gather", self.constant(name, whole), ids)
        scale = self.op("Gather", self.constant(name + SCALE, scales), ids)
        floats = self.op("Cast", found, to=TensorProto.FLOAT)
        return self.op("Mul", floats, self.op("Unsqueeze", scale, self.numbers(-1)))

    def products(self, rows: str, names: Sequence[str], *, positive: bool = False) -> list[str]:
        """`rows` (tokens, in) times each of the named weights, without their bias.

        Args:
            positive: `rows` came out of GELU.
        """
        if not self.eight_bit:
            return [
                self.op("MatMul", rows, self.op("Transpose", self.weight(name), perm=[1, 0]))
                for name in names
            ]
        steps = self._steps_of_gelu(rows) if positive else self._steps(rows)
        zero = LOW if positive else MIDDLE
        flat = self.op("Reshape", steps, self.numbers(-1))
        if zero not in self._zeros:  # for all products: they have as many rows
            self._zeros[zero] = self.op("ConstantOfShape", self.op("Shape", flat), value=_byte(zero))
        whole = self.op("QuantizeLinear", rows, flat, self._zeros[zero], axis=0)
        return [self.op("Mul", self._sums(whole, name, zero), steps) for name in names]

    def _sums(self, whole: str, name: str, zero: int) -> str:
        weights, scales = _in_steps(self.weights[name], MOST)
        return self.op(
            "MatMulIntegerToFloat",
            whole,
            self.constant(name, weights.T),
            self.number(1.0),
            self.constant(name + SCALE, scales),
            self.constant(f"byte {zero}", np.uint8(zero)),
            domain=FUSED,
        )

    def _steps(self, rows: str) -> str:
        """How much one step of a byte is worth, (tokens, 1): the largest of a row is MIDDLE - 1 steps."""
        largest = self.op("ReduceMax", self.op("Abs", rows), self.numbers(1), keepdims=1)
        return self.op("Mul", largest, self.number(1 / (MIDDLE - 1)))

    def _steps_of_gelu(self, rows: str) -> str:
        largest = self.op("ReduceMax", rows, self.numbers(1), keepdims=1)
        fitting = self.op("Mul", largest, self.number(1 / (255 - LOW)))
        return self.op("Max", fitting, self.number(BELOW / LOW))

    def layer_norm(self, rows: str, name: str) -> str:
        scale, bias = self.weight(name + ".weight"), self.weight(name + ".bias")
        return self.op("LayerNormalization", rows, scale, bias, axis=-1, epsilon=EPSILON)

    def model(self, inputs: Sequence[str], outputs: Mapping[str, Sequence[str | int]]) -> ModelProto:
        """The whole. `inputs`: names of (texts, tokens) of int64; `outputs`: shapes of floats."""
        graph = helper.make_graph(
            self._nodes,
            "all-MiniLM-L6-v2",
            [_value(name, TensorProto.INT64, ("texts", "tokens")) for name in inputs],
            [_value(name, TensorProto.FLOAT, shape) for name, shape in outputs.items()],
            list(self._constants.values()),
        )
        versions = [helper.make_opsetid("", OPSET), helper.make_opsetid(FUSED, 1)]
        model = helper.make_model(graph, opset_imports=versions, ir_version=10)
        helper.set_model_props(model, {ROWS_ALONE: str(self.eight_bit).lower()})
        return model


def body(graph: Graph, prefix: str, ids: str, types: str | None) -> tuple[str, str]:
    """The transformer: the vector of each token, flat (texts x tokens, WIDTH), and the shape (texts, tokens, WIDTH).

    Args:
        prefix: of the names of its weights.
        types: the tensor of segment types, None where all are 0.
    """
    shape = graph.op("Concat", graph.op("Shape", ids), graph.numbers(WIDTH), axis=0)
    rows = graph.op("Reshape", _embedded(graph, prefix + "embeddings.", ids, types), graph.numbers(-1, WIDTH))
    for layer in range(LAYERS):
        name = f"{prefix}encoder.layer.{layer}."
        heard = _attention(graph, name + "attention.self.", rows, shape)
        rows = _added(graph, name + "attention.output.", heard, rows)
        (inner,) = graph.products(rows, [name + "intermediate.dense.weight"])
        bias = graph.weight(name + "intermediate.dense.bias")
        rows = _added(
            graph, name + "output.", graph.op("BiasGelu", inner, bias, domain=FUSED), rows, positive=True
        )
    return rows, shape


def _embedded(graph: Graph, prefix: str, ids: str, types: str | None) -> str:
    places = graph.weight(prefix + "position_embeddings.weight")
    until = graph.op("Slice", graph.op("Shape", ids), graph.numbers(1), graph.numbers(2))
    places = graph.op("Slice", places, graph.numbers(0), until, graph.numbers(0))
    name = prefix + "token_type_embeddings.weight"
    kinds = (
        graph.slice(graph.weight(name), 0, 1, 0)
        if types is None
        else graph.op("Gather", graph.weight(name), types)
    )
    words = graph.rows_of(prefix + "word_embeddings.weight", ids)
    whole = graph.op("Add", graph.op("Add", words, places), kinds)
    return graph.layer_norm(whole, prefix + "LayerNorm")


def _attention(graph: Graph, prefix: str, rows: str, shape: str) -> str:
    parts = ("query", "key", "value")
    three = graph.products(rows, [f"{prefix}{part}.weight" for part in parts])
    biases = graph.op("Concat", *(graph.weight(f"{prefix}{part}.bias") for part in parts), axis=0)
    by_text = [graph.op("Reshape", one, shape) for one in three]
    heard = graph.op("MultiHeadAttention", *by_text, biases, domain=FUSED, num_heads=HEADS)
    return graph.op("Reshape", heard, graph.numbers(-1, WIDTH))


def _added(graph: Graph, prefix: str, rows: str, to: str, *, positive: bool = False) -> str:
    (found,) = graph.products(rows, [prefix + "dense.weight"], positive=positive)
    found = graph.op("Add", graph.op("Add", found, graph.weight(prefix + "dense.bias")), to)
    return graph.layer_norm(found, prefix + "LayerNorm")


def _in_steps(weights: NDArray[Any], most: int) -> tuple[NDArray[np.int8], NDArray[np.float32]]:
    """Each row in whole steps, -`most` to `most`, and how much a step of each row is worth."""
    scales = np.maximum(np.abs(weights).max(1) / most, 1e-12).astype(np.float32)
    return np.round(weights / scales[:, None]).astype(np.int8), scales


def _byte(value: int) -> Any:
    return helper.make_tensor("value", TensorProto.UINT8, [1], [value])


def _value(name: str, kind: int, shape: Sequence[str | int]) -> Any:
    return helper.make_tensor_value_info(name, kind, list(shape))
