"""Which of the sentences found an answer cites: the best one, and those that are about as good."""

import re
from collections.abc import Iterable, Sequence

from assistant.premises import Findings
from assistant.retrieval import Hit
from assistant.source import Sentence

LONGEST = 1_500  # code points of quotes in one answer
MOST = 3
ABOUT_AS_GOOD = 0.5
_ASKS_WHAT_IT_IS = re.compile(
    r"\bwhat(?:'s| is| are)\s+(?:an?\s+|the\s+)?[\w\s-]{2,40}\?*\s*$|\bwhat does [\w\s-]{2,40} (?:mean|stand for)|\bdefin(?:e|ition)\b"
    r"|是什么(?:意思)?[？?]?\s*$|什么是|什么意思|定义",
    re.I,
)
_DEFINES = re.compile(
    r"\bmeans that users\b|\bstands for\b|\bshort for\b|\bdefined\b|\bis a(?:n)? (?:\w+-?\w* )?(?:agency|organization)\b|\bTransfer agents are\b"
)
NEAR = 0.1  # a further sentence is cited where its score is at least this share of the best one's


def select(hits: Sequence[Hit], question: str = "") -> tuple[Sentence, ...]:
    """The few sentences that carry the answer, that which leads first; () where nothing was found.

    A heading or a key point leads only where no sentence of the body is about as good; where the question asks what
    something is, one that says so leads.
    """
    near = [hit for hit in hits[:MOST] if hit.score >= NEAR * hits[0].score]
    best = sorted(near, key=lambda hit: _in_short(hit, near[0]))
    if _ASKS_WHAT_IT_IS.search(question):
        best = sorted(best, key=lambda hit: not _DEFINES.search(hit.sentence.text))
    return _within([hit.sentence for hit in best])


def _in_short(hit: Hit, best: Hit) -> bool:
    """Whether it only sums up, or is far behind the best: these come after the others."""
    return hit.sentence.part != "body" or hit.score < ABOUT_AS_GOOD * best.score


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
