"""The embedder as ONNX, made on this machine from its checked weights. Heavy: imports torch.

`fp32.onnx` computes what sentence-transformers computes; `int8.onnx` has 8-bit weights, one scale for each
output channel (one scale a tensor costs too much: a mean cosine of 0.96 to the original).
"""

import logging
import shutil
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

OPSET = 17


def export(model: Any, weights: Path, target: Path) -> None:
    """Write the network of a loaded SentenceTransformer, with pooling and normalising, and its tokenizer."""
    from onnxruntime.quantization import QuantType, quantize_dynamic

    plain = target / "fp32.onnx"
    with _quietly():
        _trace(model, plain)
        quantize_dynamic(plain, target / "int8.onnx", per_channel=True, weight_type=QuantType.QInt8)
    shutil.copy(weights / "tokenizer.json", target / "tokenizer.json")


def _trace(model: Any, target: Path) -> None:
    import torch
    from torch import Tensor, nn

    class Embedding(nn.Module):
        """Token ids to unit vectors: the mean over the real tokens, as 1_Pooling and 2_Normalize have it."""

        def __init__(self, body: nn.Module) -> None:
            super().__init__()
            self.body = body

        def forward(self, ids: Tensor, mask: Tensor) -> Tensor:
            states = self.body(input_ids=ids, attention_mask=mask)[0]
            real = mask.unsqueeze(-1).to(states.dtype)
            return nn.functional.normalize((states * real).sum(1) / real.sum(1).clamp(min=1e-9), dim=-1)

    ids = torch.tensor([[101, 2057, 102, 0], [101, 2057, 2057, 102]])
    mask = torch.tensor([[1, 1, 1, 0], [1, 1, 1, 1]])
    axes = {0: "batch", 1: "tokens"}
    torch.onnx.export(
        Embedding(model[0].auto_model).eval(), (ids, mask), str(target), dynamo=False, opset_version=OPSET,
        input_names=["ids", "mask"], output_names=["vectors"],
        dynamic_axes={"ids": axes, "mask": axes, "vectors": {0: "batch"}},
    )  # fmt: skip


@contextmanager
def _quietly() -> Iterator[None]:
    """The tracer warns of its own retirement, the quantiser of a step that this network does not need."""
    disabled = logging.root.manager.disable
    logging.disable(logging.WARNING)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        logging.disable(disabled)
