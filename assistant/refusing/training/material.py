"""The questions that the model learns from, which of them the article does not answer, and their vectors."""

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from assistant.reading.training.material import BANK, FOLDER, Example, as_example, read_file
from assistant.reading.training.near import Near
from assistant.refusing import features
from assistant.refusing.chinese import in_english
from assistant.retrieval import Retriever

FOLDS = 10


class Material(NamedTuple):
    """Questions, which of them the article does not answer (1), their vectors in 8 bits, and each one's neighbours."""

    examples: list[Example]
    refused: NDArray[np.int64]
    vectors: NDArray[np.float64]
    folds: NDArray[np.int64]
    apart: NDArray[np.bool_]

    def at(self, chosen: NDArray[Any]) -> "Material":
        examples = [self.examples[number] for number in np.arange(len(self.examples))[chosen]]
        return Material(examples, *(column[chosen] for column in self[1:]))


def material(retriever: Retriever, unseen: Sequence[Path], near: Sequence[Near]) -> Material:
    """All single questions on the article, or near it; apart are those that the reader has not learnt from."""
    paths = [*sorted({*FOLDER.glob("asks*.jsonl"), *unseen}, key=lambda path: path.name), BANK]
    named = {path.name for path in unseen}
    found = {
        example.text: (example, example.held_out or path.name in named)
        for path in paths
        for example in read_file(path)
        if example.kind in ("passage", "abstained")
    }
    found.update({n.question: (as_example(n), n.part != "reader") for n in near if n.question not in found})
    return gathered(list(found.values()), retriever)


def gathered(examples: Sequence[tuple[Example, bool]], retriever: Retriever) -> Material:
    """Examples, each with whether it is kept apart, and their vectors."""
    vectors = retriever.vectors([in_english(example.text) for example, _ in examples])
    return Material(
        [example for example, _ in examples],
        np.array([example.kind == "abstained" for example, _ in examples], np.int64),
        np.round(np.asarray(vectors, np.float64) * features.STEPS) / features.STEPS,
        np.array([_fold(example.key) for example, _ in examples]),
        np.array([apart for _, apart in examples]),
    )


def _fold(key: str) -> int:
    return int(hashlib.sha256(key.encode()).hexdigest()[:8], 16) % FOLDS
