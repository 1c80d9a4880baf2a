"""The weights that ship, as a place to go on training from: 8-bit ONNX back to a network of torch.

What 8 bits lost stays lost (at most a hundredth of the largest weight beside), but an added example takes one round
instead of five.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import onnx
import torch
from numpy.typing import NDArray
from onnx import ModelProto, numpy_helper
from tokenizers import Tokenizer
from torch import Tensor, nn

from assistant.minilm import SCALE
from assistant.reading.training.network import Reader, Words
from assistant.source import load_source
from assistant.weights import weights_folder

PREFIX = "reader."


def going_on(path: Path, tokenizer: Path, vocabulary: int) -> Reader:
    """The network of `path` (.onnx, as `export` writes it) with room for `vocabulary` tokens.

    Args:
        tokenizer: the one it was exported with; tokens that it lacks start from the mean of its added ones.
    """
    old = Tokenizer.from_file(str(tokenizer)).get_vocab_size()
    reader = Reader(weights_folder(), vocabulary, len(load_source().sentences))
    weights = dict(_weights(onnx.load(str(path))))
    words: Words = reader.body.embeddings.word_embeddings
    added = weights.pop("body.embeddings.word_embeddings.weight")[len(words.known) : old]
    fresh = added.mean(0).expand(vocabulary - old, -1)
    words.added = nn.Parameter(torch.cat([added, fresh]))
    missing, unexpected = reader.load_state_dict(weights, strict=False)
    left = [name for name in missing if "word_embeddings" not in name]
    if left or unexpected:
        raise ValueError(f"{path}: {[*left, *unexpected]}: not the weights of this network")
    return reader


def _weights(model: ModelProto) -> Iterator[tuple[str, Tensor]]:
    """(name in the network, values) of every weight; 8-bit ones times their scale, matrices turned back."""
    held = {item.name: numpy_helper.to_array(item) for item in model.graph.initializer}
    if not any(name.endswith(SCALE) for name in held):
        yield from _traced_weights(model, held)
        return
    matrices = {node.input[1] for node in model.graph.node if node.op_type == "MatMulIntegerToFloat"}
    for name, values in held.items():
        if name in matrices:
            yield name, torch.tensor(values * held[name + SCALE]).float().T.contiguous()
        elif name + SCALE in held:
            yield name, torch.tensor(values * held[name + SCALE][:, None]).float()
        elif _is_weight(name):
            yield name, torch.tensor(values)


def _is_weight(name: str) -> bool:
    """Whether a constant is one of the network's own: not a scale, nor what the graph needs besides."""
    return not name.endswith(SCALE) and not name.startswith(("number ", "numbers ", "byte "))


def _traced_weights(model: ModelProto, held: Mapping[str, NDArray[Any]]) -> Iterator[tuple[str, Tensor]]:
    """The same of a network that torch traced and onnxruntime quantised, as they were exported formerly."""
    modules = {
        node.input[1]: node.name.removesuffix("_quant").rpartition("/")[0].strip("/").replace("/", ".")
        for node in model.graph.node
        if node.op_type == "MatMulInteger" and node.input[1] in held
    }
    for name, values in held.items():
        if name in modules:
            scale = held[name.replace("_quantized", "_scale")]
            yield (
                modules[name].removeprefix(PREFIX) + ".weight",
                torch.tensor(values * scale).float().T.contiguous(),
            )
        elif name.endswith(".weight_quantized"):
            plain = name.removesuffix("_quantized")
            zero = held[plain + "_zero_point"].astype("int32")
            yield plain.removeprefix(PREFIX), torch.tensor((values - zero) * held[plain + "_scale"]).float()
        elif name.startswith(PREFIX) and values.dtype == "float32" and not name.endswith("_scale"):
            yield name.removeprefix(PREFIX), torch.tensor(values)
