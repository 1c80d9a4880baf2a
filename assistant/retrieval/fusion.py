"""Several rankings into one, by reciprocal rank; and one number that can be compared between questions.

The constants were chosen on the calibration half of the held-out questions; `benchmarks/retrieval.py` chooses
them and measures on the other half.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[Any]

DAMPING = 3.0  # the k of 1 / (k + rank)
LEAST = 0.05  # the say of votes, or of a prior, that expect nothing
WEIGHTS: Mapping[str, float] = {"dense": 0.1, "bm25": 0.3, "votes": 1.0, "prior": 1.0}
INTERCEPT, OF_VOTES, OF_DENSE = -3.6, 11.7, 0.7  # logistic regression: is this sentence a right one?
PASSAGE = 0.5  # what a sentence's surroundings count beside the sentence itself, in the dense ranking


@dataclass(frozen=True)
class Signals:
    """Of one question, a number for each sentence of the source."""

    dense: Floats
    passage: Floats
    bm25: Floats
    votes: Floats
    bank: Floats
    prior: Floats | None = None

    def rankings(self) -> dict[str, Floats]:
        found = {"dense": self.dense + PASSAGE * self.passage, "bm25": self.bm25, "votes": self.votes}
        return found if self.prior is None else {**found, "prior": self.prior}


def order(signals: Signals, weights: Mapping[str, float] = WEIGHTS, damping: float = DAMPING) -> list[int]:
    """The sentences' numbers, best first. Ties go to the sentence that stands first."""
    fused = sum(
        weights[name] * _certainty(name, scores) / (damping + ranks(scores))
        for name, scores in signals.rankings().items()
    )
    return [int(number) for number in np.argsort(-np.round(fused, 9), kind="stable")]


def _certainty(name: str, scores: Floats) -> float:
    """Of the rankings by probability: that of the best. Who expects nothing has no say in the order."""
    return float(np.clip(scores.max(), LEAST, 1)) if name in ("votes", "prior") else 1.0


def ranks(scores: Floats) -> Floats:
    """1 for the best, equal ranks for equal scores: where nothing is known (all 0) no order is made up."""
    return 1.0 + np.array([np.count_nonzero(scores > value) for value in scores], dtype=np.float64)


def confidence(signals: Signals) -> Floats:
    """How likely each sentence answers the question, from the values and not from the ranks; 0 to 1."""
    own = 1 / (1 + np.exp(-(INTERCEPT + OF_VOTES * signals.votes + OF_DENSE * signals.dense)))
    return own if signals.prior is None else (own + signals.prior) / 2
