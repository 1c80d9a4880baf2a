"""What the known questions say of a new one: kernel ridge regression from a question to its sentence.

The nearest known question alone is right less often than all near ones together, weighted so that they
predict each other's sentences; see `benchmarks/retrieval.py`.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assistant.retrieval.bank import Known

SHARPNESS = 2.0
RIDGE = 0.5
ALSO = 0.5  # what a sentence is worth that may stand in for the labelled one
Floats = NDArray[np.float32]


def fit(questions: Floats, bank: Sequence[Known], sentences: Sequence[str]) -> Floats:
    """Weights of shape (questions, sentences) for `votes`. `questions`: a unit vector for each of `bank`."""
    if not bank:
        return np.zeros((0, len(sentences)), np.float32)
    kernel = _kernel((questions @ questions.T).astype(np.float64))
    weights = np.linalg.solve(kernel + RIDGE * np.eye(len(bank)), _targets(bank, sentences))
    return weights.astype(np.float32)


def votes(cosines: Floats, weights: Floats) -> Floats:
    """About 1 for a sentence that the known questions agree on, about 0 for others."""
    return _kernel(cosines) @ weights


def nearest(cosines: Floats, answers: NDArray[np.int64], sentences: int) -> Floats:
    """The best cosine with a known question of each sentence; 0 where a sentence has none."""
    best = np.zeros((len(cosines), sentences), np.float32)
    for row, values in zip(best, cosines, strict=True):
        np.maximum.at(row, answers, values)
    return best


def _kernel(cosines: NDArray[Any]) -> NDArray[Any]:
    return np.asarray(np.exp(SHARPNESS * (cosines - 1)))


def _targets(bank: Sequence[Known], sentences: Sequence[str]) -> NDArray[np.float64]:
    columns = {text: column for column, text in enumerate(sentences)}
    targets = np.zeros((len(bank), len(sentences)))
    for row, known in zip(targets, bank, strict=True):
        for text in known.also:
            if text in columns:
                row[columns[text]] = ALSO
        row[columns[known.sentence]] = 1
    return targets
