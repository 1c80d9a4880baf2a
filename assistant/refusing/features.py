"""What speaks for and against an answer, as numbers: the same in training and in use."""

import itertools
import re
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from assistant.refusing.detail import elsewhere, leanings, wanting
from assistant.retrieval import Found
from assistant.retrieval.expansion import CHINESE

Floats = NDArray[np.float64]

NEAREST = 10  # neighbours looked at on each side
SHARP = 8.0  # how fast a neighbour's say falls with its distance
STEPS = 127  # a known question's vector is kept in 8 bits
FAINT = 1e-3  # what a side without neighbours weighs
BOUND = 6.0  # log odds beyond which the reader is not believed any more than that
FOUND = 3  # sentences that may hold what is asked for
_TERM = re.compile(f"[a-z0-9$%]+|[{CHINESE}]")
_NAME = re.compile(r"(?<![.?!:\"“'] )(?<!^)\b[A-Z][A-Za-z0-9&-]+", re.A)
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*", re.A)

# The second stage's columns, in order.
COLUMNS = (
    "asking",  # log odds by the question's words and its neighbours among known questions
    "reader",  # log odds of "not answered" against "answered" by the reader
    "votes",  # how far the known questions agree on one sentence
    "dense",  # best cosine with a sentence
    "prior",  # best probability that the reader gives a sentence
    "agree",  # 1 where reader and known questions want the same sentence
    "lacks",  # 1 where a kind of detail is asked for that the sentences lack
    "holds",  # 1 where a kind of detail is asked for that they hold
    "wants",  # 1 where a detail is asked for outright that they lack
    "elsewhere",  # 1 where foreign law is named that they do not speak of
    "names",  # unknown names, up to 3
    "numbers",  # unknown numbers, up to 3
    "chinese",  # 1 for a question in Chinese
)


class Evidence(NamedTuple):
    """Of one question: what reading and retrieval found. `sentences`: the texts found, best first.

    `kinds`: the reader's probabilities of licences, passage and abstained; the rest as in `retrieval.fusion.Signals`.
    """

    question: str
    sentences: Sequence[str]
    kinds: Sequence[float]
    votes: Floats
    dense: Floats
    prior: Floats | None

    @classmethod
    def of(cls, question: str, kinds: Sequence[float], found: Found) -> "Evidence":
        texts = [hit.sentence.text for hit in found.hits]
        signals = found.signals
        return cls(question, texts, kinds, signals.votes, signals.dense, signals.prior)


def terms(text: str) -> list[str]:
    """Words, Chinese characters, and pairs of them that stand side by side; every number is `0`."""
    single = _TERM.findall(re.sub(r"\d+", "0", text.casefold()))
    return [*single, *(f"{one} {two}" for one, two in itertools.pairwise(single))]


def words(text: str, columns: Mapping[str, int], rarity: Floats) -> Floats:
    """A unit vector (or zeros): the logarithm of each known term's count, times its rarity."""
    found = np.zeros(len(columns))
    for term in terms(text):
        if term in columns:
            found[columns[term]] += 1
    found = np.where(found > 0, 1 + np.log(np.maximum(found, 1)), 0) * rarity
    length = float(np.linalg.norm(found))
    return found / length if length else found


def neighbours(answered: NDArray[Any], refused: NDArray[Any]) -> Floats:
    """Cosines with known questions of either kind to 7 numbers: the best, the best 3, the best 10, and the balance."""
    sides = [_nearest(refused), _nearest(answered)]
    weights = [float(np.exp(SHARP * (cosines - 1)).sum()) + FAINT for cosines in (refused, answered)]
    return np.array([*sides[0], *sides[1], np.log(weights[0] / weights[1])])


def _nearest(cosines: NDArray[Any]) -> list[float]:
    best = np.sort(cosines)[::-1][:NEAREST]
    return [float(best[0]), float(best[:3].mean()), float(best.mean())] if best.size else [0.0, 0.0, 0.0]


def evidence(found: Evidence, asking: float, known: frozenset[str]) -> Floats:
    """The second stage's row. `known`: the names and numbers of the article and of questions on it, casefolded."""
    near = found.sentences[:FOUND]
    asked = leanings(found.question, near)
    prior = np.zeros_like(found.votes) if found.prior is None else found.prior
    agree = found.prior is not None and int(prior.argmax()) == int(found.votes.argmax())
    return np.array(
        [
            asking,
            float(np.clip(np.log((found.kinds[2] + 1e-6) / (found.kinds[1] + 1e-6)), -BOUND, BOUND)),
            float(found.votes.max()),
            float(found.dense.max()),
            float(prior.max()),
            float(agree),
            float(False in asked),
            float(True in asked),
            float(wanting(found.question, near)),
            float(elsewhere(found.question, near)),
            float(min(3, len(_unknown(_NAME, found.question, known)))),
            float(min(3, len(_unknown(_NUMBER, found.question, known)))),
            float(re.search(f"[{CHINESE}]", found.question) is not None),
        ]
    )


def names(text: str) -> set[str]:
    """The names and numbers of a text, casefolded."""
    return {found.casefold() for pattern in (_NAME, _NUMBER) for found in pattern.findall(text)}


def _unknown(pattern: re.Pattern[str], question: str, known: frozenset[str]) -> set[str]:
    return {match for match in pattern.findall(question) if match.casefold() not in known}
