"""Which sentences of the article an answer cites, and whether the article answers the question at all."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from assistant.evidence import cited, select
from assistant.premises import Findings
from assistant.reading import Reading
from assistant.refusing import SURE, Evidence, Judge, in_english, lacking
from assistant.retrieval import Found, Retriever
from assistant.source import Sentence

if TYPE_CHECKING:
    from assistant.retrieval.retriever import Vectors


class Basis(NamedTuple):
    """`sentences`: to cite, () where the article does not answer; `vector`: the question's, where it was made."""

    sentences: Sequence[Sentence]
    vector: "Vectors | None"


def basis(question: str, reading: Reading, premises: Findings, retriever: Retriever, judge: Judge) -> Basis:
    """What an answer rests on. Nothing is searched where the reader is sure that the article does not answer."""
    question = premises.without_made_up(question)
    if reading.kind != "passage" and not (_unsure(reading) and _can_judge(retriever, judge)):
        return Basis(cited((), premises, refused=True), None)
    found = retriever.find_many([question], 5, [reading.sentences])[0]
    chosen = select(found.hits, question)
    refused = lacking(question, [sentence.text for sentence in chosen]) or _refused(
        question, reading, found, retriever, judge
    )
    return Basis(cited(chosen, premises, refused=refused), found.vector)


def _unsure(reading: Reading) -> bool:
    """Whether the reader refuses, but not so surely that the judge would not have the last word."""
    return (
        reading.kind == "abstained" and bool(reading.kinds) and max(reading.kinds) == reading.kinds[2] < SURE
    )


def _can_judge(retriever: Retriever, judge: Judge) -> bool:
    """Its weights are for the vectors of one embedder."""
    return judge.fits(retriever.embedder_sha256)


def _refused(question: str, reading: Reading, found: Found, retriever: Retriever, judge: Judge) -> bool:
    """Whether the article does not answer, whatever was found."""
    if not reading.kinds or not _can_judge(retriever, judge):
        return False
    english = in_english(question)
    vector = found.vector if english == question else retriever.vectors([english])[0]
    return judge.refuses(Evidence.of(question, reading.kinds, found), vector)
