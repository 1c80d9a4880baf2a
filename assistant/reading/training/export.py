"""Trained weights to what ships: `python -m assistant.reading.training.export FOLDER…` writes ONNX with 8-bit weights.

Each FOLDER is one run of `train`; several are kept side by side and have to agree (see `assistant/reading/network.py`).
"""

import argparse
import json
import shutil
from pathlib import Path

import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from tokenizers import Tokenizer
from torch import Tensor, nn

from assistant.reading.labels import STATEMENTS
from assistant.reading.training.network import Reader
from assistant.source import load_source
from assistant.weights import weights_folder

MODEL = Path(__file__).parents[1] / "model"


class Exported(nn.Module):
    """The network as it is used: all logits in one row, and how much each token bears each statement."""

    def __init__(self, reader: Reader) -> None:
        super().__init__()
        self.reader = reader

    def forward(self, ids: Tensor, mask: Tensor, types: Tensor, own: Tensor) -> tuple[Tensor, Tensor]:
        states, focus, kind, sentences, weights = self.reader(ids, mask, types, own)
        return torch.cat([states, focus, kind, sentences], -1), weights


def load_trained(folder: Path) -> Reader:
    sentences = len(load_source().sentences)
    vocabulary = Tokenizer.from_file(str(folder / "tokenizer.json")).get_vocab_size()
    reader = Reader(weights_folder(), vocabulary, sentences)
    reader.load_state_dict(torch.load(folder / "reader.pt", weights_only=True))
    return reader.eval()


def export(folder: Path, target: Path) -> None:
    """Write `target` (.onnx, 8-bit weights, one scale for each output channel)."""
    reader = Exported(load_trained(folder))
    reader.reader.body.config._attn_implementation = "eager"
    embeddings = reader.reader.body.embeddings
    embeddings.word_embeddings = embeddings.word_embeddings.joined()
    ids = torch.tensor([[101, 2057, 102, 2057, 102], [101, 2057, 102, 2057, 102]])
    own = torch.tensor([[0, 0, 0, 1, 0]] * 2)
    plain = target.with_suffix(".fp32.onnx")
    axes = {name: {0: "batch", 1: "tokens"} for name in ("ids", "mask", "types", "own")}
    torch.onnx.export(
        reader,
        (ids, torch.ones_like(ids), own, own),
        str(plain),
        dynamo=False,
        opset_version=17,
        input_names=["ids", "mask", "types", "own"],
        output_names=["logits", "weights"],
        dynamic_axes=axes | {"logits": {0: "batch"}, "weights": {0: "batch", 2: "tokens"}},
    )
    quantize_dynamic(plain, target, per_channel=True, weight_type=QuantType.QInt8)
    plain.unlink()


def main(folders: list[Path], out: Path) -> None:
    out.mkdir(parents=True, exist_ok=True)
    for number, folder in enumerate(folders, 1):
        export(folder, out / f"reader-{number}.onnx")
    shutil.copy(folders[0] / "tokenizer.json", out / "tokenizer.json")
    trained = [json.loads((folder / "training.json").read_text()) for folder in folders]
    (out / "training.json").write_text(
        json.dumps({"statements": len(STATEMENTS), "runs": trained}, indent=1) + "\n"
    )


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folders", type=Path, nargs="+")
    parser.add_argument("--out", type=Path, default=MODEL)
    arguments = parser.parse_args()
    main(arguments.folders, arguments.out)
