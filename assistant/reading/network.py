"""The trained network, run with onnxruntime: texts in, probabilities out."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from assistant.errors import ModelError
from assistant.reading.labels import FACTS, FOCUS, KINDS, STATEMENTS
from assistant.reading.tokens import Encoded, encode, load_tokenizer
from assistant.sessions import batches, open_session, run

if TYPE_CHECKING:
    from onnxruntime import InferenceSession

FOLDER = Path(__file__).parent / "model"
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

    `states`: one for each of STATEMENTS, the mean of what the networks give; `focus`: one for each of FOCUS;
    `both_ways`: one for each of FACTS, that the text contradicts itself about it; `kinds`: one for each of KINDS,
    summing to 1; `sentences`: one for each sentence of the article, summing to 1; `weights`: `(statements, tokens)`,
    where each statement was looked for; `offsets`: code points of each token.
    """

    states: Floats
    focus: Floats
    both_ways: Floats
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
        return [open_session(str(path), str(path)) for path in self.paths]

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
        """Signals for each text, in order.

        Texts of as many tokens as each other go through together, where the networks give each the numbers that it has
        alone: answers have to repeat. Of other networks (8 bits scaled by the whole batch) each text goes alone.
        """
        rows = [self.tokens(said, limit) for said in texts]
        found: list[Signals | None] = [None] * len(rows)
        for places in batches(self._sessions, [row.ids for row in rows]):
            for place, signals in zip(places, self._signals([rows[place] for place in places]), strict=True):
                found[place] = signals
        return [signals for signals in found if signals is not None]

    def _signals(self, rows: Sequence[Encoded]) -> list[Signals]:
        """Of texts of one length."""
        feed = {
            "ids": np.array([row.ids for row in rows], np.int64),
            "types": np.array([row.types for row in rows], np.int64),
            "own": np.array([row.own for row in rows], np.int64),
        }
        feed["mask"] = np.ones_like(feed["ids"])
        results = [run(session, feed) for session in self._sessions]
        logits = np.stack([result[0] for result in results])
        weights = np.stack([result[1] for result in results])
        return [_decoded(logits[:, place], weights[:, place].mean(0), row) for place, row in enumerate(rows)]


def _decoded(logits: Floats, weights: Floats, row: Encoded) -> Signals:
    a, b, c, d = accumulate((len(STATEMENTS), len(FOCUS), len(FACTS), len(KINDS)))
    mean = logits.mean(0)
    return Signals(
        states=_sigmoid(logits[:, :a]).mean(0),
        focus=_sigmoid(mean[a:b]),
        both_ways=_sigmoid(mean[b:c]),
        kinds=_softmax(mean[c:d]),
        sentences=_softmax(mean[d:]),
        weights=weights,
        offsets=tuple(row.offsets),
    )


def _sigmoid(x: Floats) -> Floats:
    return (1 / (1 + np.exp(-x))).astype(np.float32)


def _softmax(x: Floats) -> Floats:
    powers: Floats = np.exp(x - x.max())
    return np.asarray(powers / powers.sum(), np.float32)
