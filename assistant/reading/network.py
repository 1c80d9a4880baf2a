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
from assistant.reading.language import language_of
from assistant.reading.tokens import Encoded, encode, load_tokenizer
from assistant.sessions import batches, open_session, run
from assistant.values import Language

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
    """Loaded once and shared: onnxruntime sessions may be called from several threads, the tokenizer is locked.

    A language is read by the networks that bear its name (`reader-zh-1.onnx`), where there are some; else by those that
    bear none (`reader-1.onnx`). Of several the mean counts.
    """

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
    def _sessions_en(self) -> "list[InferenceSession]":
        return self._opened("en")

    @cached_property
    def _sessions_zh(self) -> "list[InferenceSession]":
        return self._opened("zh")

    def _opened(self, language: Language) -> "list[InferenceSession]":
        own = [path for path in self.paths if path.name.startswith(f"reader-{language}-")]
        common = [path for path in self.paths if path.stem.removeprefix("reader-").isdigit()]
        return [open_session(str(path), str(path)) for path in own or common]

    def _sessions(self, language: Language) -> "list[InferenceSession]":
        """Opened when a text of that language first comes."""
        return self._sessions_zh if language == "zh" else self._sessions_en

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
        found: dict[int, Signals] = {}
        languages = [language_of(said.text) for said in texts]
        for language in sorted({*languages}):
            mine = [place for place in range(len(rows)) if languages[place] == language]
            sessions = self._sessions(language)
            for batch in batches(sessions, [rows[place].ids for place in mine]):
                places = [mine[at] for at in batch]
                signals = _signals(sessions, [rows[place] for place in places])
                found.update(zip(places, signals, strict=True))
        return [found[place] for place in range(len(rows))]


def _signals(sessions: "Sequence[InferenceSession]", rows: Sequence[Encoded]) -> list[Signals]:
    """What networks make, in the mean, of texts of one length."""
    feed = {
        "ids": np.array([row.ids for row in rows], np.int64),
        "types": np.array([row.types for row in rows], np.int64),
        "own": np.array([row.own for row in rows], np.int64),
    }
    feed["mask"] = np.ones_like(feed["ids"])
    results = [run(session, feed) for session in sessions]
    logits = np.stack([result[0] for result in results])
    weights = np.stack([result[1] for result in results])
    return [_decoded(logits[:, place], weights[:, place].mean(0), row) for place, row in enumerate(rows)]


def _decoded(logits: Floats, weights: Floats, row: Encoded) -> Signals:
    # From b to c: whether the text contradicts itself about each fact, which is learnt beside the rest and not used.
    a, b, c, d = accumulate((len(STATEMENTS), len(FOCUS), len(FACTS), len(KINDS)))
    mean = logits.mean(0)
    return Signals(
        states=_sigmoid(logits[:, :a]).mean(0),
        focus=_sigmoid(mean[a:b]),
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
