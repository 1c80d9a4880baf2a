"""Which of the sentences found an answer cites: the best one, and those that are about as good."""

from collections.abc import Sequence

from assistant.retrieval import Hit
from assistant.source import Sentence

LONGEST = 1_500  # code points of quotes in one answer
MOST = 3
NEAR = 0.1  # a further sentence is cited where its score is at least this share of the best one's


def select(hits: Sequence[Hit]) -> tuple[Sentence, ...]:
    """The few sentences that carry the answer, best first; () where nothing was found."""
    chosen: list[Sentence] = []
    room = LONGEST
    for hit in hits[:MOST]:
        near = not chosen or hit.score >= NEAR * hits[0].score
        if near and len(hit.sentence.text) <= room:
            chosen.append(hit.sentence)
            room -= len(hit.sentence.text)
    return tuple(chosen)
