"""The trained network, run with onnxruntime: texts in, probabilities out."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from assistant.errors import ModelError
from assistant.reading.labels import FOCUS, KINDS, STATEMENTS
from assistant.reading.tokens import Encoded, encode, load_tokenizer

if TYPE_CHECKING:
    from onnxruntime import InferenceSession

FOLDER = Path(__file__).parent / "model"
BATCH = 32
Floats = NDArray[np.float32]


@dataclass(frozen=True)
class Said:
    """A text as the network is shown it: the text, the turn before, and the fact that was asked about."""

    text: str
    before: str = ""
    asked: str | None = None


@dataclass(frozen=True)
class Signals:
    """What the network makes of one text. All probabilities.

    `states`: one for each of STATEMENTS, the least that any of the networks gives; `focus`: one for each of FOCUS;
    `kinds`: one for each of KINDS, summing to 1; `sentences`: one for each sentence of the article, summing to 1;
    `weights`: `(statements, tokens)`, where each statement was looked for; `offsets`: code points of each token.
    """

    states: Floats
    focus: Floats
    kinds: Floats
    sentences: Floats
    weights: Floats
    offsets: tuple[tuple[int, int], ...]


class Network:
    """Loaded once and shared: onnxruntime sessions may be called from several threads, the tokenizer is locked."""

    def __init__(self, folder: Path = FOLDER) -> None:
        self._folder = folder
        self._lock = Lock()
        self.paths = tuple(sorted(folder.glob("reader-*.onnx")))
        if not self.paths:
            raise ModelError(f"{folder}: the reader's weights are missing: install the package again")

    @cached_property
    def sha256(self) -> str:
        digest = hashlib.sha256()
        for path in (*self.paths, self._folder / "tokenizer.json"):
            digest.update(path.read_bytes())
        return digest.hexdigest()

    @cached_property
    def _sessions(self) -> "list[InferenceSession]":
        return [open_session(path) for path in self.paths]

    @cached_property
    def _tokenizer(self) -> Any:
        try:
            return load_tokenizer(self._folder / "tokenizer.json")
        except Exception as error:  # the tokenizers package raises nothing narrower
            raise ModelError(
                f"{self._folder / 'tokenizer.json'}: {error}: install the package again"
            ) from error

    def tokens(self, said: Said, limit: int) -> Encoded:
        with self._lock:
            return encode(self._tokenizer, said.text, said.before, said.asked, limit)

    def run(self, texts: Sequence[Said], limit: int = 320) -> list[Signals]:
        """Signals for each text, in order. Texts of like length share a batch."""
        encoded = [self.tokens(said, limit) for said in texts]
        order = sorted(range(len(texts)), key=lambda index: len(encoded[index].ids))
        found: dict[int, Signals] = {}
        for begin in range(0, len(order), BATCH):
            chosen = order[begin : begin + BATCH]
            found.update(zip(chosen, self._batch([encoded[index] for index in chosen]), strict=True))
        return [found[index] for index in range(len(texts))]

    def _batch(self, rows: Sequence[Encoded]) -> list[Signals]:
        width = max(len(row.ids) for row in rows)
        feed = {
            "ids": _padded([row.ids for row in rows], width),
            "mask": _padded([[1] * len(row.ids) for row in rows], width),
            "types": _padded([row.types for row in rows], width),
            "own": _padded([row.own for row in rows], width),
        }
        results = [session.run(None, feed) for session in self._sessions]
        logits = np.stack([result[0] for result in results])
        weights = np.mean([result[1] for result in results], axis=0)
        return [_signals(logits[:, i], weights[i], row) for i, row in enumerate(rows)]


def open_session(path: Path) -> "InferenceSession":
    """Raises ModelError where the file is not a usable network."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.log_severity_level = 3
    options.intra_op_num_threads = 1
    try:
        return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
    except Exception as error:  # onnxruntime's errors share no base
        raise ModelError(
            f"{path}: cannot be loaded ({type(error).__name__}): install the package again"
        ) from error


def _signals(logits: Floats, weights: Floats, row: Encoded) -> Signals:
    a, b, c = len(STATEMENTS), len(STATEMENTS) + len(FOCUS), len(STATEMENTS) + len(FOCUS) + len(KINDS)
    mean = logits.mean(0)
    return Signals(
        states=_sigmoid(logits[:, :a]).mean(0),
        focus=_sigmoid(mean[a:b]),
        kinds=_softmax(mean[b:c]),
        sentences=_softmax(mean[c:]),
        weights=weights[:, : len(row.ids)],
        offsets=tuple(row.offsets),
    )


def _padded(rows: Sequence[Sequence[int]], width: int) -> NDArray[np.int64]:
    return np.array([[*row, *([0] * (width - len(row)))] for row in rows], dtype=np.int64)


def _sigmoid(x: Floats) -> Floats:
    return (1 / (1 + np.exp(-x))).astype(np.float32)


def _softmax(x: Floats) -> Floats:
    powers: Floats = np.exp(x - x.max())
    return np.asarray(powers / powers.sum(), np.float32)
