"""The embedder as ONNX, made on this machine from its checked weights. Heavy: imports onnx.

`fp32.onnx` computes what sentence-transformers computes; `int8.onnx` has products of 8 bits (`assistant.minilm`).
"""

import shutil
from pathlib import Path
from typing import Any

import onnx
from onnx import ModelProto

from assistant.minilm import WIDTH, Arrays, Graph, body


def export(model: Any, weights: Path, target: Path) -> None:
    """Write the network of a loaded SentenceTransformer, with pooling and normalising, and its tokenizer."""
    state = {name: values.float().numpy() for name, values in model[0].auto_model.state_dict().items()}
    onnx.save(drawn(state, eight_bit=False), target / "fp32.onnx")
    onnx.save(drawn(state, eight_bit=True), target / "int8.onnx")
    shutil.copy(weights / "tokenizer.json", target / "tokenizer.json")


def drawn(weights: Arrays, *, eight_bit: bool) -> ModelProto:
    """Token ids to unit vectors: the mean over the tokens, as 1_Pooling and 2_Normalize have it.

    The mean is a sum here, as its length is set afterwards; and the sum a product with ones, as onnxruntime adds up the
    texts of a batch in another order than one text.
    """
    graph = Graph(weights, eight_bit=eight_bit)
    rows, shape = body(graph, "", "ids", None)
    ones = graph.op("Expand", graph.number(1.0), graph.op("Shape", "ids"))
    sums = graph.op("MatMul", graph.op("Unsqueeze", ones, graph.numbers(1)), graph.op("Reshape", rows, shape))
    flat = graph.op("Squeeze", sums, graph.numbers(1))
    length = graph.op(
        "Sqrt", graph.op("ReduceSum", graph.op("Mul", flat, flat), graph.numbers(-1), keepdims=1)
    )
    graph.op("Div", flat, length, name="vectors")
    return graph.model(["ids"], {"vectors": ("texts", WIDTH)})
