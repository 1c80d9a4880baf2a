"""Keyword search: BM25 over each sentence, its heading and the known questions about it."""

import logging
import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assistant.retrieval.bank import Known
from assistant.retrieval.expansion import CHINESE, for_keywords
from assistant.source import Source

# Many known questions in one document repeat a word often, so its count must saturate late.
K1, B = 2.0, 0.75
OWN_WORDS = 3  # how often the sentence itself counts beside the questions about it
STOP_WORDS = frozenset(
    """
    a an and are as at be by did do does for from how i in is it its of on or s that the they this to was we
    were what when where which who why with you
    """.split()  # noqa: SIM905
)
_ENDINGS = ("ations", "ation", "ings", "ing", "ies", "ied", "es", "ed", "s", "ly", "e", "y")
_WORD = re.compile(r"[a-z0-9]+(?:[.,][0-9]+)*%?")
_CHINESE_RUN = re.compile(f"[{CHINESE}]+")


def tokens(text: str) -> list[str]:
    """English words without their endings, and pairs of Chinese characters."""
    folded = text.casefold().replace("licence", "license")
    words = [_stem(word) for word in _WORD.findall(folded) if word not in STOP_WORDS]
    return [*words, *(pair for run in _CHINESE_RUN.findall(folded) for pair in _pairs(run))]


def build(source: Source, bank: Sequence[Known], folder: Path) -> None:
    """Write the keyword index of the source's sentences, in their order, to `folder`."""
    import bm25s

    asked: dict[str, list[str]] = {}
    for known in bank:
        asked.setdefault(known.sentence, []).extend(tokens(for_keywords(known.question)))
    documents = [
        tokens(sentence.text) * OWN_WORDS + tokens(sentence.heading) + asked.get(sentence.text, [])
        for sentence in source.sentences
    ]
    logging.getLogger("bm25s").setLevel(logging.WARNING)  # it logs at DEBUG to standard error
    index = bm25s.BM25(k1=K1, b=B)
    index.index(documents, show_progress=False)
    index.save(folder)


def load(folder: Path) -> Any:
    import bm25s

    return bm25s.BM25.load(folder)


def scores(index: Any, questions: Iterable[str]) -> NDArray[np.float64]:
    """A row for each question, a column for each sentence; at least 0, without an upper bound."""
    return np.stack([_scores(index, tokens(for_keywords(question))) for question in questions])


def _scores(index: Any, words: list[str]) -> NDArray[np.float64]:
    if not any(word in index.vocab_dict for word in words):
        return np.zeros(index.scores["num_docs"])
    return np.asarray(index.get_scores(words), dtype=np.float64)


def _stem(word: str) -> str:
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word.removesuffix(ending)
    return word


def _pairs(run: str) -> list[str]:
    return [run[index : index + 2] for index in range(len(run) - 1)] or [run]
