"""What speaks for and against an answer, as numbers: the same in training and in use."""

import itertools
import math
import re
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from assistant.refusing.chinese import in_english
from assistant.refusing.detail import elsewhere, leanings, wanting
from assistant.retrieval import Found
from assistant.retrieval.expansion import CHINESE, has_chinese

Floats = NDArray[np.float64]

SHARP = 2.0  # how fast a known question's say falls with its distance
STEPS = 127  # a known question's vector is kept in 8 bits
BOUND = 6.0  # log odds beyond which the reader is not believed any more than that
FOUND = 3  # sentences that may hold what is asked for
_TERM = re.compile(f"[a-z0-9$%]+|[{CHINESE}]")
_NAME = re.compile(r"(?<![.?!:\"“'] )(?<!^)\b[A-Z][A-Za-z0-9&-]+", re.A)
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*", re.A)

# The second stage's columns, in order.
COLUMNS = (
    "asking",  # how far known questions that are like it, or share its words, are not answered: about -1 to 1
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


def asked(question: str) -> list[str]:
    """The terms of a question; of a Chinese one also those of its words in English."""
    return [*terms(question), *(terms(in_english(question)) if has_chinese(question) else ())]


def terms(text: str) -> list[str]:
    """Words, Chinese characters, and pairs of them that stand side by side; every number is `0`."""
    single = _TERM.findall(re.sub(r"\d+", "0", text.casefold()))
    return [*single, *(f"{one} {two}" for one, two in itertools.pairwise(single))]


def words(found: Sequence[str], columns: Mapping[str, int], rarity: Floats) -> dict[int, float]:
    """A sparse unit vector (or nothing): the logarithm of each known term's count, times its rarity."""
    counts: dict[int, int] = {}
    for term in found:
        if term in columns:
            counts[columns[term]] = counts.get(columns[term], 0) + 1
    weights = {column: (1 + math.log(count)) * float(rarity[column]) for column, count in counts.items()}
    length = math.sqrt(sum(weight * weight for weight in weights.values()))
    return {column: weight / length for column, weight in weights.items()}


def likeness(cosines: NDArray[Any]) -> NDArray[Any]:
    """What each known question has to say, 0 to 1, by the cosine of its vector."""
    return np.asarray(np.exp(SHARP * (cosines - 1)))


def evidence(found: Evidence, asking: float, known: frozenset[str]) -> Floats:
    """The second stage's row. `known`: the names and numbers of the article and of questions on it, casefolded."""
    near = found.sentences[:FOUND]
    wanted = leanings(found.question, near)
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
            float(False in wanted),
            float(True in wanted),
            float(wanting(found.question, near)),
            float(elsewhere(found.question, near)),
            float(min(3, len(_unknown(_NAME, found.question, known)))),
            float(min(3, len(_unknown(_NUMBER, found.question, known)))),
            float(has_chinese(found.question)),
        ]
    )


def names(text: str) -> set[str]:
    """The names and numbers of a text, casefolded."""
    return {found.casefold() for pattern in (_NAME, _NUMBER) for found in pattern.findall(text)}


def _unknown(pattern: re.Pattern[str], question: str, known: frozenset[str]) -> set[str]:
    return {match for match in pattern.findall(question) if match.casefold() not in known}
