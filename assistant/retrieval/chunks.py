"""What is embedded: each sentence, each sentence among its neighbours, and each known question."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from assistant.retrieval.bank import Known
from assistant.source import Sentence, Source

if TYPE_CHECKING:
    from langchain_core.documents import Document

Kind = Literal["sentence", "passage", "question"]


@dataclass(frozen=True)
class Chunk:
    """One entry of the vector store. `answers` is the number of the sentence that it leads to, from 0.

    `id` is made from the content's place or text, so that indexing twice changes nothing.
    """

    id: str
    kind: Kind
    text: str
    answers: int
    sentence: Sentence


def chunks(source: Source, bank: Sequence[Known]) -> list[Chunk]:
    """All entries: the sentences, the passages in the same order, then the questions; each in its order."""
    numbers = {sentence.text: number for number, sentence in enumerate(source.sentences)}
    found = [Chunk(f"s-{s.id}", "sentence", s.text, n, s) for n, s in enumerate(source.sentences)]
    found += [Chunk(f"p-{s.id}", "passage", passage(source, n), n, s) for n, s in enumerate(source.sentences)]
    for known in bank:
        number = numbers[known.sentence]
        found.append(Chunk(_question_id(known), "question", known.question, number, source.sentences[number]))
    return found


def passage(source: Source, number: int) -> str:
    """The sentence under its heading, between its neighbours in the same paragraph."""
    sentence = source.sentences[number]
    near = [other.text for other in _near(source, number) if other.line == sentence.line]
    return " ".join(part for part in (sentence.heading, *near) if part)


def as_document(chunk: Chunk) -> "Document":
    from langchain_core.documents import Document

    sentence = chunk.sentence
    place = {"start": sentence.start, "end": sentence.end, "line": sentence.line, "heading": sentence.heading}
    metadata = {"kind": chunk.kind, "sentence": sentence.id, **place}
    return Document(id=chunk.id, page_content=chunk.text, metadata=metadata)


def _near(source: Source, number: int) -> Iterator[Sentence]:
    yield from source.sentences[max(0, number - 1) : number + 2]


def _question_id(known: Known) -> str:
    return f"q-{hashlib.sha256(known.question.encode()).hexdigest()[:16]}"
