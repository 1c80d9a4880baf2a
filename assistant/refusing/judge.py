"""How likely it is that a question, found to be about the article, is not answered by it: a small model, two stages.

First the question alone: kernel ridge regression on questions that the article answers and questions that it does
not, by likeness of vectors and by shared words. Then that, beside what reading and retrieval found, in a logistic
regression. Trained by `training/`.
"""

import json
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assistant.errors import ModelError
from assistant.refusing import features
from assistant.refusing.features import Evidence

FOLDER = Path(__file__).parent / "model"
SURE = 0.97  # from here on the reader's own refusal stands, and is not judged again
Floats = NDArray[np.float64]


class Judge:
    """The trained model, read at the first question. Deterministic; may be shared between threads.

    Raises ModelError where its files cannot be read.
    """

    def __init__(self, folder: Path = FOLDER) -> None:
        self._folder = folder

    def fits(self, embedder: str) -> bool:
        """Whether it was trained with the vectors of this embedder (the sha256 of its weights)."""
        return bool(self._weights["embedder"] == embedder)

    def refuses(self, found: Evidence, vector: NDArray[Any]) -> bool:
        """Whether the article does not answer. `vector`: of `chinese.in_english(question)`."""
        return self.chance(found, vector) > float(self._weights["threshold"])

    def chance(self, found: Evidence, vector: NDArray[Any]) -> float:
        """The probability, 0 to 1, that the article does not answer."""
        row = features.evidence(found, self.asking(found.question, vector), self._known)
        model = self._weights["evidence"]
        odds = float(np.dot(row, np.asarray(model["weights"])) + model["intercept"])
        return round(float(1 / (1 + np.exp(-odds))), 4)

    def asking(self, question: str, vector: NDArray[Any]) -> float:
        """By the question alone: about -1 where questions like it are answered, about 1 where they are not."""
        near = features.likeness(self._questions @ np.asarray(vector, np.float32)).astype(np.float64)
        said = features.words(features.asked(question), self._columns, self._rarity)
        own = sum(weight * float(self._words[column]) for column, weight in said.items())
        return float(np.round(np.dot(near, self._pulls) + own, 4))

    @cached_property
    def _weights(self) -> dict[str, Any]:
        path = self._folder / "model.json"
        try:
            return dict(json.loads(path.read_text("utf-8")))
        except (OSError, ValueError) as error:
            raise ModelError(f"{path}: cannot be read ({error}): install the package again") from error

    @cached_property
    def _questions(self) -> NDArray[np.float32]:
        path = self._folder / "questions.npy"
        try:
            return np.asarray(np.load(path, allow_pickle=False), np.float32) / np.float32(features.STEPS)
        except (OSError, ValueError) as error:
            raise ModelError(f"{path}: cannot be read ({error}): install the package again") from error

    @cached_property
    def _columns(self) -> dict[str, int]:
        return {term: column for column, term in enumerate(self._weights["terms"])}

    @cached_property
    def _rarity(self) -> Floats:
        return np.asarray(self._weights["rarity"], np.float64)

    @cached_property
    def _words(self) -> Floats:
        return np.asarray(self._weights["words"], np.float64)

    @cached_property
    def _pulls(self) -> Floats:
        return np.asarray(self._weights["pulls"], np.float64)

    @cached_property
    def _known(self) -> frozenset[str]:
        return frozenset(self._weights["known"])
