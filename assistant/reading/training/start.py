"""The weights that ship, as a place to go on training from: 8-bit ONNX back to a network of torch.

What 8 bits lost stays lost (at most a hundredth of the largest weight beside), but an added example takes one round
instead of five.
"""

from collections.abc import Iterator
from pathlib import Path

import onnx
import torch
from onnx import ModelProto, numpy_helper
from tokenizers import Tokenizer
from torch import Tensor, nn

from assistant.minilm import SCALE
from assistant.reading.training.network import Reader, Words
from assistant.source import load_source
from assistant.weights import weights_folder


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
