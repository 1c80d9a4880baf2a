"""The two stages as they are trained, and what they say of questions that they have not seen."""

from collections import Counter
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from assistant.reading.network import Network, Said
from assistant.refusing import features
from assistant.refusing.features import Evidence
from assistant.refusing.training.material import FOLDS, Material
from assistant.retrieval import Retriever

RIDGE = 0.1  # of the first stage; less fits closer
WORDS = 0.5  # what shared words say beside likeness
RARE = 2  # a term stands in as many questions, or is left out
DIGITS = 4
Floats = NDArray[np.float64]


class Stage(NamedTuple):
    """The first stage as trained: `words` has a weight for each term, `pulls` one for each known question."""

    terms: dict[str, int]
    rarity: Floats
    words: Floats
    pulls: Floats
    known: Material

    def asking(self, asked: Material) -> Floats:
        said = word_rows(asked, self.terms, self.rarity)
        near = features.likeness(asked.vectors @ self.known.vectors.T)
        return np.asarray(near @ self.pulls + said @ self.words, np.float64)


def train(known: Material) -> tuple[Stage, Floats]:
    """The first stage, and what it says of each known question when neither that nor the lines beside it are learnt.

    That is exact, and comes from one inverse matrix: a group's own part of it gives back what its targets did.
    """
    return fitted(known, *vocabulary(known), float(known.refused.mean()))


def fitted(known: Material, terms: dict[str, int], rarity: Floats, share: float) -> tuple[Stage, Floats]:
    """`share`: of the known questions are not answered; both kinds count the same in all."""
    said = word_rows(known, terms, rarity)
    kernel = features.likeness(known.vectors @ known.vectors.T) + WORDS * (said @ said.T).toarray()
    weights = np.where(known.refused == 1, 0.5 / share, 0.5 / (1 - share))
    inverse = np.linalg.inv(kernel + np.diag(RIDGE / weights))
    targets = np.where(known.refused == 1, 1.0, -1.0)
    pulls = inverse @ targets
    held_out = targets.copy()
    for own in _groups(known):
        held_out[own] -= np.linalg.solve(inverse[np.ix_(own, own)], pulls[own])
    stage = Stage(terms, rarity, np.round(WORDS * (said.T @ pulls), DIGITS), np.round(pulls, DIGITS), known)
    return stage, held_out


def vocabulary(known: Material) -> tuple[dict[str, int], Floats]:
    """Each term's column, and how rare it is."""
    counts = Counter(term for e in known.examples for term in set(features.asked(e.text)))
    kept = sorted(term for term, count in counts.items() if count >= RARE)
    rarity = np.array([np.log((1 + len(known.examples)) / (1 + counts[term])) + 1 for term in kept])
    return {term: number for number, term in enumerate(kept)}, np.round(rarity, DIGITS)


def word_rows(asked: Material, terms: dict[str, int], rarity: Floats) -> Any:
    """A sparse matrix, a question's `features.words` a row."""
    found = [features.words(features.asked(e.text), terms, rarity) for e in asked.examples]
    values = [value for row in found for value in row.values()]
    rows = [number for number, row in enumerate(found) for _ in row]
    columns = [column for row in found for column in row]
    return csr_matrix((values, (rows, columns)), shape=(len(found), len(terms)))


def evidence(asked: Material, asking: Floats, retriever: Retriever, known: frozenset[str]) -> Floats:
    """The second stage's rows."""
    questions = [example.text for example in asked.examples]
    read = Network().run([Said(question) for question in questions])
    found = retriever.find_many(questions, 5, [signals.sentences.tolist() for signals in read])
    return np.array(
        [
            features.evidence(Evidence.of(question, signals.kinds.tolist(), one), float(own), known)
            for question, signals, one, own in zip(questions, read, found, asking, strict=True)
        ]
    )


def second(rows: Floats, refused: NDArray[np.int64]) -> tuple[Floats, float]:
    """Weights and intercept for raw rows; learnt on columns of like size."""
    mean, size = rows.mean(0), np.maximum(rows.std(0), 0.05)
    model = LogisticRegression(C=0.3, max_iter=3000).fit((rows - mean) / size, refused)
    weights = np.round(model.coef_[0] / size, DIGITS)
    return weights, round(float(model.intercept_[0] - (model.coef_[0] / size) @ mean), DIGITS)


def held_out_chances(rows: Floats, asked: Material) -> Floats:
    chances = np.zeros(len(rows))
    for fold in range(FOLDS):
        own = asked.folds == fold
        weights, intercept = second(rows[~own], asked.refused[~own])
        chances[own] = chance(rows[own], weights, intercept)
    return chances


def chance(rows: Floats, weights: Floats, intercept: float) -> Floats:
    return np.asarray(1 / (1 + np.exp(-(rows @ weights + intercept))), np.float64)


def figures(chances: Floats, asked: Material, level: float) -> dict[str, Any]:
    wrong, right = chances[asked.refused == 0] > level, chances[asked.refused == 1] > level
    return {
        "answered": len(wrong),
        "answered_but_refused": round(float(wrong.mean()), 4),
        "not_answered": len(right),
        "refused": round(float(right.mean()), 4),
    }


def _groups(known: Material) -> list[NDArray[np.int64]]:
    groups: dict[str, list[int]] = {}
    for number, example in enumerate(known.examples):
        groups.setdefault(example.key, []).append(number)
    return [np.array(numbers) for numbers in groups.values()]
