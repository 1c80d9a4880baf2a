"""Sentences of the source for a query, found as those of an answer are."""

from assistant.answer import Record
from assistant.assistant import Assistant
from assistant.question import checked_question

__all__ = ["Passage", "find"]


class Passage(Record):
    """A sentence: exactly `source[start:end]`, offsets in code points, `line` counted from 1.

    `score` is how likely it answers, 0 to 1; `rank` counts from 1; `heading` is that of its section, or "".
    """

    text: str
    source: str
    line: int
    start: int
    end: int
    heading: str
    score: float
    rank: int


def find(assistant: Assistant, query: str, k: int) -> list[Passage]:
    """The `k` best sentences, best first.

    Raises:
        QuestionError: the query is empty, too long, or no text.
    """
    text = checked_question(query)
    reading = assistant.reader.read(text)
    hits = assistant.retriever.search(text, k=k, prior=reading.sentences)
    return [
        Passage(
            text=hit.sentence.text,
            source=assistant.source.id,
            line=hit.sentence.line,
            start=hit.sentence.start,
            end=hit.sentence.end,
            heading=hit.sentence.heading,
            score=round(hit.score, 5),
            rank=hit.rank,
        )
        for hit in hits
    ]
