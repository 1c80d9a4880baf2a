"""Trained weights to what ships: `python -m assistant.reading.training.export FOLDER…` writes ONNX with 8-bit weights.

Each FOLDER is one run of `train`; several ship side by side, and the mean of what they give counts. They share the last
run's tokenizer.
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
from assistant.reading.training.network import Reader, Words
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


def load_trained(folder: Path, tokenizer: Path | None = None) -> Reader:
    """The network of a run, its added word vectors in the order of `tokenizer` (by default the run's own).

    A character that the run did not see gets the mean of those that it saw.
    """
    own = Tokenizer.from_file(str(folder / "tokenizer.json"))
    reader = Reader(weights_folder(), own.get_vocab_size(), len(load_source().sentences))
    reader.load_state_dict(torch.load(folder / "reader.pt", weights_only=True))
    shared = Tokenizer.from_file(str(tokenizer)) if tokenizer else own
    words: Words = reader.body.embeddings.word_embeddings
    names = [str(shared.id_to_token(number)) for number in range(len(words.known), shared.get_vocab_size())]
    rows = [own.token_to_id(name) for name in names]
    unseen = words.added.detach().mean(0)
    vectors = [unseen if row is None else words.added.detach()[row - len(words.known)] for row in rows]
    words.added = nn.Parameter(torch.stack(vectors))
    return reader.eval()


def export(folder: Path, target: Path, tokenizer: Path | None = None) -> None:
    """Write `target` (.onnx, 8-bit weights, one scale for each output channel)."""
    reader = Exported(load_trained(folder, tokenizer))
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
        export(folder, out / f"reader-{number}.onnx", folders[-1] / "tokenizer.json")
    shutil.copy(folders[-1] / "tokenizer.json", out / "tokenizer.json")
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
