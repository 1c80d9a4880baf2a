"""A question to the sentences of the source that answer it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from threading import Lock
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assistant.retrieval import fusion, lexical, votes
from assistant.retrieval.bank import Known
from assistant.retrieval.embedder import Embedder, identify
from assistant.retrieval.expansion import in_english
from assistant.retrieval.exports import open_embedder
from assistant.retrieval.fusion import Signals
from assistant.retrieval.index import Index, State, build, open_index, opened_server, state
from assistant.retrieval.plan import Plan, plan
from assistant.retrieval.reranker import CANDIDATES as LOOKED_AT
from assistant.retrieval.reranker import Reranker
from assistant.settings import Settings
from assistant.source import Sentence, Source
from assistant.traces import stage

Floats = NDArray[np.float64]
Vectors = NDArray[np.float32]
CANDIDATES = 400  # known questions that a server is asked for
BATCH = 64  # questions in one request
DIGITS = 5  # sums of floats differ after these, with the size of a batch and between builds


@dataclass(frozen=True)
class Hit:
    """A sentence, and why it was found. `rank` counts from 1.

    `score`: how likely it answers the question, 0 to 1, never higher than that of the hit before.
    `dense`: its cosine with the question. `bank`: the best cosine of a known question about it.
    `bm25`: at least 0, without an upper bound. `prior`: as given, or 0.
    """

    sentence: Sentence
    score: float
    dense: float
    bank: float
    bm25: float
    prior: float
    rank: int


@dataclass(frozen=True)
class Found:
    """The sentences that a search found, what it says of every sentence, and the question's vector."""

    hits: tuple[Hit, ...]
    signals: Signals
    vector: NDArray[np.float32]


class Retriever:
    """Cheap to make; the index is opened, or built, at the first search. May be shared between threads.

    Raises, at first use:
        VectorIndexError: the index cannot be built or opened, or the Chroma server does not answer.
        ModelError: the embedder is not on this machine, or its weights are not the expected ones.
    """

    def __init__(self, source: Source, settings: Settings, bank: Sequence[Known] | None = None) -> None:
        self._source = source
        self._settings = settings
        self._bank = bank
        self._lock = Lock()

    def search(self, question: str, k: int = 5, prior: Sequence[float] = ()) -> list[Hit]:
        """The `k` best sentences, best first. `prior`: a probability for each sentence, in order."""
        return self.search_many([question], k, [prior])[0]

    def search_many(
        self, questions: Sequence[str], k: int = 5, priors: Sequence[Sequence[float]] = ()
    ) -> list[list[Hit]]:
        """`search` for each question. `priors`: none, or one (which may be empty) for each question."""
        return [list(found.hits) for found in self.find_many(questions, k, priors)]

    @stage(
        "retrieval",
        found=lambda found: {
            "hits": sum(len(one.hits) for one in found),
            "best_scores": [one.hits[0].score for one in found if one.hits],
        },
        content=lambda found: {"sentences": [hit.sentence.id for one in found for hit in one.hits]},
    )
    def find_many(
        self, questions: Sequence[str], k: int = 5, priors: Sequence[Sequence[float]] = ()
    ) -> list[Found]:
        """`search_many` with all that each search knows."""
        given = priors or [()] * len(questions)
        found = []
        for begin in range(0, len(questions), BATCH):
            part = slice(begin, begin + BATCH)
            vectors = self.vectors(questions[part])
            signals = self._signals(questions[part], vectors, given[part])
            found += [
                Found(tuple(self._hits(question, one, k)), one, vector)
                for question, one, vector in zip(questions[part], signals, vectors, strict=True)
            ]
        return found

    def vectors(self, questions: Sequence[str]) -> Vectors:
        """A unit vector for each question, Chinese put in English."""
        return self._embedder.embed([in_english(question) for question in questions])

    def signals(self, questions: Sequence[str], priors: Sequence[Sequence[float]]) -> list[Signals]:
        """What each search says of every sentence, before fusion."""
        return self._signals(questions, self.vectors(questions), priors)

    def _signals(
        self, questions: Sequence[str], vectors: Vectors, priors: Sequence[Sequence[float]]
    ) -> list[Signals]:
        index = self._index
        dense, near = _cosines(vectors, index.sentences), _cosines(vectors, index.questions)
        if self._settings.chroma_url:
            dense, near = self._found_by_server(vectors, dense, near)
        columns: dict[str, NDArray[Any]] = {
            "dense": dense,
            "passage": _cosines(vectors, index.passages),
            "bm25": lexical.scores(index.bm25, questions),
            "votes": np.stack([votes.votes(row, index.weights) for row in near]),
            "bank": votes.nearest(near, index.answers, len(index.sentences)),
        }
        rounded = {name: np.round(column, DIGITS) for name, column in columns.items()}
        return [
            Signals(prior=self._prior(prior), **{name: column[row] for name, column in rounded.items()})
            for row, prior in enumerate(priors)
        ]

    @property
    def embedder_name(self) -> str:
        """Model, weights and what runs it, for the provenance of an answer. Opens no index."""
        return identify(self._settings.embedder).run_by(self._settings.precision)

    @property
    def embedder_sha256(self) -> str:
        return identify(self._settings.embedder).sha256

    @property
    def reranker_name(self) -> str | None:
        """None where none is switched on. Loads nothing."""
        return self._reranker.name if self._reranker else None

    @cached_property
    def _reranker(self) -> Reranker | None:
        return Reranker(self._settings.reranker) if self._settings.reranker else None

    def ready(self) -> bool:
        """Whether a search would find its index as it should be. Builds nothing."""
        return self.state().status == "ready"

    def state(self) -> State:
        return state(self._plan)

    @cached_property
    def _plan(self) -> Plan:
        return plan(self._source, self._settings, self._bank)

    @property
    def _index(self) -> Index:
        with self._lock:
            return self._opened[0]

    @property
    def _embedder(self) -> Embedder:
        with self._lock:
            return self._opened[1]

    @cached_property
    def _opened(self) -> tuple[Index, Embedder]:
        return open_index(self._plan), open_embedder(self._plan)

    def _found_by_server(self, vectors: Vectors, dense: Vectors, near: Vectors) -> tuple[Vectors, Vectors]:
        """The exact cosines of what the server finds; what it does not find counts as unlike."""
        index, count = self._index, len(self._source.sentences)
        with opened_server(self._plan) as store:
            sentences = store.query(vectors, "sentence", count)
            questions = store.query(vectors, "question", min(CANDIDATES, near.shape[1])) if near.size else []
        return _only(dense, sentences, index.numbers, 0), _only(near, questions, index.numbers, 2 * count)

    def _prior(self, prior: Sequence[float]) -> Floats | None:
        if not len(prior):
            return None
        if len(prior) != len(self._source.sentences):
            raise ValueError(f"prior: {len(prior)} numbers for {len(self._source.sentences)} sentences")
        return np.asarray(prior, np.float64)

    def _hits(self, question: str, signals: Signals, k: int) -> list[Hit]:
        return [
            Hit(
                sentence=self._source.sentences[number],
                score=score,
                dense=float(signals.dense[number]),
                bank=float(signals.bank[number]),
                bm25=float(signals.bm25[number]),
                prior=0.0 if signals.prior is None else float(signals.prior[number]),
                rank=rank,
            )
            for rank, (number, score) in enumerate(self._ordered(question, signals, k), 1)
        ]

    def _ordered(self, question: str, signals: Signals, k: int) -> list[tuple[int, float]]:
        """The numbers of the best `k` sentences with their scores."""
        found = fusion.order(signals)
        if self._reranker is None:
            chosen = found[:k]
            scores = np.minimum.accumulate(fusion.confidence(signals)[chosen])
            return list(zip(chosen, scores.tolist(), strict=True))
        first, rest = found[:LOOKED_AT], found[LOOKED_AT:k]
        texts = [self._source.sentences[number].text for number in first]
        judged = self._reranker.rank(in_english(question), texts)
        return [(first[place], score) for place, score in judged][:k] + [(number, 0.0) for number in rest]


def _cosines(vectors: Vectors, others: Vectors) -> Vectors:
    """One row at a time: a product of several rows at once may differ in its last digits."""
    return np.stack([others @ vector for vector in vectors])


def _only(
    cosines: Vectors, found: Sequence[Sequence[str]], numbers: Mapping[str, int], first: int
) -> Vectors:
    kept = np.zeros_like(cosines)
    for row, ids in enumerate(found):
        chosen = [numbers[id_] - first for id_ in ids]
        kept[row, chosen] = cosines[row, chosen]
    return kept


def build_index(source: Source, settings: Settings, force: bool = False) -> bool:
    """Build what is missing or out of date; `force`: everything. False: there was nothing to do.

    Raises:
        VectorIndexError, ModelError: it cannot be built.
    """
    return build(plan(source, settings), force=force)
