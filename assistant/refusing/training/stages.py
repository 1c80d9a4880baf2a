"""The two stages as they are trained, and what they say of questions that they have not seen."""

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, hstack
from sklearn.linear_model import LogisticRegression

from assistant.reading.network import Network, Said
from assistant.refusing import features
from assistant.refusing.features import Evidence
from assistant.refusing.training.material import FOLDS, Material
from assistant.retrieval import Retriever

STRENGTH = 2.0  # of the first stage; more fits closer
RARE = 3  # a term stands in as many questions, or is left out
DIGITS = 4
Floats = NDArray[np.float64]


class Stage(NamedTuple):
    """The first stage as trained, and the questions that it compares with."""

    terms: dict[str, int]
    rarity: Floats
    weights: Floats
    intercept: float
    known: Material

    def odds(self, asked: Material) -> Floats:
        return np.asarray(_rows(asked, self) @ self.weights + self.intercept, np.float64)


def train(known: Material) -> Stage:
    counts: dict[str, int] = {}
    for example in known.examples:
        for term in set(features.terms(example.text)):
            counts[term] = counts.get(term, 0) + 1
    kept = sorted(term for term, count in counts.items() if count >= RARE)
    rarity = np.array([np.log((1 + len(known.examples)) / (1 + counts[term])) + 1 for term in kept])
    columns = {term: number for number, term in enumerate(kept)}
    stage = Stage(columns, np.round(rarity, DIGITS), np.zeros(0), 0.0, known)
    model = LogisticRegression(C=STRENGTH, max_iter=3000, class_weight="balanced")
    model.fit(_rows(known, stage), known.refused)
    return stage._replace(
        weights=np.round(model.coef_[0], DIGITS), intercept=round(float(model.intercept_[0]), DIGITS)
    )


def held_out_odds(asked: Material) -> Floats:
    """What the first stage says of each question, when neither it nor its neighbours in the file were learnt."""
    odds = np.zeros(len(asked.examples))
    for fold in range(FOLDS):
        stage = train(asked.at(asked.folds != fold))
        odds[asked.folds == fold] = stage.odds(asked.at(asked.folds == fold))
    return odds


def evidence(asked: Material, odds: Floats, retriever: Retriever, known: frozenset[str]) -> Floats:
    """The second stage's rows."""
    questions = [example.text for example in asked.examples]
    read = Network().run([Said(question) for question in questions])
    found = retriever.find_many(questions, 5, [signals.sentences.tolist() for signals in read])
    return np.array(
        [
            features.evidence(Evidence.of(question, signals.kinds.tolist(), one), float(own), known)
            for question, signals, one, own in zip(questions, read, found, odds, strict=True)
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
        chances[own] = 1 / (1 + np.exp(-(rows[own] @ weights + intercept)))
    return chances


def figures(chances: Floats, asked: Material, level: float) -> dict[str, Any]:
    wrong, right = chances[asked.refused == 0] > level, chances[asked.refused == 1] > level
    return {
        "answered": len(wrong),
        "answered_but_refused": round(float(wrong.mean()), 4),
        "not_answered": len(right),
        "refused": round(float(right.mean()), 4),
    }


def _rows(asked: Material, stage: Stage) -> Any:
    said = csr_matrix(
        np.array([features.words(e.text, stage.terms, stage.rarity) for e in asked.examples], np.float32)
    )
    return hstack([said, csr_matrix(asked.vectors), csr_matrix(_neighbours(asked, stage.known))]).tocsr()


def _neighbours(asked: Material, known: Material) -> Floats:
    """A question's own lines of the file are no neighbours of it."""
    cosines = asked.vectors @ known.vectors.T
    rows = []
    mine, theirs = (np.array([e.key for e in one.examples]) for one in (asked, known))
    for key, row in zip(mine, cosines, strict=True):
        other = theirs != key
        rows.append(features.neighbours(row[other & (known.refused == 0)], row[other & (known.refused == 1)]))
    return np.array(rows)
