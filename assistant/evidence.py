"""Which of the sentences found an answer cites: the best one, and those that are about as good."""

from collections.abc import Iterable, Sequence

from assistant.premises import Findings
from assistant.retrieval import Hit
from assistant.source import Sentence

LONGEST = 1_500  # code points of quotes in one answer
MOST = 3
NEAR = 0.1  # a further sentence is cited where its score is at least this share of the best one's


def select(hits: Sequence[Hit]) -> tuple[Sentence, ...]:
    """The few sentences that carry the answer, best first; () where nothing was found."""
    best = hits[:MOST]
    return _within([hit.sentence for hit in best if hit.score >= NEAR * best[0].score])


def cited(chosen: Sequence[Sentence], premises: Findings, *, refused: bool) -> tuple[Sentence, ...]:
    """What an answer cites, first for the premises that it corrects or confirms; () where there is nothing to answer.

    Where the article does not answer (`refused`), it still does where the question was about such words themselves; and
    then hardly anything stands beside them.
    """
    if refused:
        return _within(premises.sentences(asked=True))
    first = premises.sentences()
    beside = chosen[:1] if premises.sentences(asked=True) else chosen
    return _within(dict.fromkeys([*first, *beside]))


def _within(sentences: Iterable[Sentence]) -> tuple[Sentence, ...]:
    kept: list[Sentence] = []
    room = LONGEST
    for sentence in sentences:
        if len(kept) < MOST and len(sentence.text) <= room:
            kept.append(sentence)
            room -= len(sentence.text)
    return tuple(kept)
