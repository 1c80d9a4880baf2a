"""Trained weights to what ships: `python -m assistant.reading.training.export FOLDER…` writes ONNX with 8-bit weights.

Each FOLDER is one run of `train`; several ship side by side, and the mean of what they give counts. They share the last
run's tokenizer.
"""

import argparse
import json
import shutil
from pathlib import Path
from typing import Any, get_args

import onnx
import torch
from onnx import ModelProto
from tokenizers import Tokenizer
from torch import nn

from assistant.minilm import WIDTH, Arrays, Graph, body
from assistant.reading.labels import KINDS, STATEMENTS
from assistant.reading.training.network import SINGLE, Reader, Words
from assistant.source import load_source
from assistant.values import Language
from assistant.weights import weights_folder

MODEL = Path(__file__).parents[1] / "model"
HIDDEN = 1e4  # how far below the others a token's score is that no head attends to


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
    """Write `target` (.onnx, 8-bit weights)."""
    onnx.save(as_onnx(load_trained(folder, tokenizer)), target)


def as_onnx(reader: Reader, *, eight_bit: bool = True) -> ModelProto:
    """The network as it is used: all logits in one row, and how much each token bears each statement."""
    embeddings = reader.body.embeddings
    embeddings.word_embeddings = embeddings.word_embeddings.joined()
    weights = {name: values.detach().float().numpy() for name, values in reader.state_dict().items()}
    return drawn(weights, eight_bit=eight_bit)


def drawn(weights: Arrays, *, eight_bit: bool = True) -> ModelProto:
    """`Reader.forward` as a graph; the heads in single precision, as they cost nothing beside the body."""
    graph = Graph(weights, eight_bit=eight_bit)
    rows, shape = body(graph, "body.", "ids", "types")
    attention = _attention(graph, rows)
    pooled = graph.op("MatMul", attention, graph.op("Reshape", rows, shape))
    borne = graph.op("Mul", graph.slice(pooled, 0, SINGLE, 1), graph.weight("single"))
    single = graph.op(
        "Add", graph.op("ReduceSum", borne, graph.numbers(-1), keepdims=0), graph.weight("bias")
    )
    heads = [_linear(graph, pooled, SINGLE, "kind"), _linear(graph, pooled, SINGLE + 1, "sentence")]
    graph.op("Concat", single, *heads, axis=1, name="logits")
    ends = graph.numbers(0), graph.numbers(len(STATEMENTS)), graph.numbers(1)
    graph.op("Slice", attention, *ends, name="weights")
    logits = SINGLE + len(KINDS) + len(weights["sentence.bias"])
    outputs = {"logits": ("texts", logits), "weights": ("texts", len(STATEMENTS), "tokens")}
    return graph.model(["ids", "types", "own"], outputs)


def _attention(graph: Graph, rows: str) -> str:
    """How much each head draws from each token of the text itself: (texts, heads, tokens)."""
    heads = graph.op("Transpose", graph.weight("attentions.weight"), perm=[1, 0])
    scores = graph.op("Add", graph.op("MatMul", rows, heads), graph.weight("attentions.bias"))
    shape = graph.op("Concat", graph.op("Shape", "ids"), graph.numbers(SINGLE + 2), axis=0)
    by_head = graph.op("Transpose", graph.op("Reshape", scores, shape), perm=[0, 2, 1])
    others = graph.op("Sub", graph.op("Cast", "own", to=onnx.TensorProto.FLOAT), graph.number(1.0))
    hidden = graph.op("Unsqueeze", graph.op("Mul", others, graph.number(HIDDEN)), graph.numbers(1))
    return graph.op("Softmax", graph.op("Add", by_head, hidden), axis=-1)


def _linear(graph: Graph, pooled: str, head: int, name: str) -> str:
    """A head's vector times a matrix. Matrix first: the vectors of a batch side by side would be one product."""
    vector = graph.op("Reshape", graph.slice(pooled, head, head + 1, 1), graph.numbers(-1, WIDTH, 1))
    found = graph.op("Squeeze", graph.op("MatMul", graph.weight(name + ".weight"), vector), graph.numbers(-1))
    return graph.op("Add", found, graph.weight(name + ".bias"))


def main(folders: list[Path], out: Path, language: Language | None = None) -> None:
    """Write to `out` the networks of `folders`, for every language, or beside those for one language alone."""
    out.mkdir(parents=True, exist_ok=True)
    tokenizer = (out if language else folders[-1]) / "tokenizer.json"  # one for all
    name, runs = ("reader-", "runs") if language is None else (f"reader-{language}-", f"runs_{language}")
    for path in out.glob(f"{name}*.onnx"):  # of runs before none may stay
        path.unlink()
    for number, folder in enumerate(folders, 1):
        export(folder, out / f"{name}{number}.onnx", tokenizer)
    card: dict[str, Any] = {"statements": len(STATEMENTS)}
    if language:
        card = json.loads((out / "training.json").read_text())
    else:
        shutil.copy(tokenizer, out / "tokenizer.json")
    card |= {runs: [json.loads((folder / "training.json").read_text()) for folder in folders]}
    (out / "training.json").write_text(json.dumps(card, indent=1) + "\n")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folders", type=Path, nargs="+")
    parser.add_argument("--out", type=Path, default=MODEL)
    parser.add_argument("--language", choices=get_args(Language), help="Beside the others, for it alone.")
    arguments = parser.parse_args()
    main(arguments.folders, arguments.out, arguments.language)
