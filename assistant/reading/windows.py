"""Long texts are read in windows that overlap, since the network sees a few hundred words at a time."""

from collections.abc import Iterator, Sequence

import numpy as np

from assistant.reading.clauses import Clause
from assistant.reading.language import is_chinese
from assistant.reading.network import Signals

WIDTH = 1000  # code points of English: about 250 tokens
OVERLAP = 250


def windows(text: str) -> list[Clause]:
    """The text itself, or overlapping pieces of it, cut at white space where there is some."""
    if len(text) <= WIDTH // 4:
        return [Clause(text, 0, len(text))]
    width = WIDTH // 4 if sum(map(is_chinese, text[:WIDTH])) > WIDTH // 10 else WIDTH
    if len(text) <= width:
        return [Clause(text, 0, len(text))]
    return list(_slide(text, width, min(OVERLAP, width // 4)))


def _slide(text: str, width: int, overlap: int) -> Iterator[Clause]:
    begin = 0
    while begin < len(text):
        end = min(len(text), begin + width)
        if end < len(text):
            cut = max(text.rfind(mark, begin + width // 2, end) for mark in "\n.。 ")
            end = cut + 1 if cut > 0 else end
        yield Clause(text[begin:end], begin, end)
        if end == len(text):
            return
        begin = max(begin + 1, end - overlap)


def joined(pieces: Sequence[Clause], signals: Sequence[Signals]) -> Signals:
    """The signals of the whole: a statement counts where any window makes it; the window that asks decides the ask.

    Where two windows overlap, a statement they share is looked for in the one that is surer of it.
    """
    if len(signals) == 1:
        return signals[0]
    states = np.stack([s.states for s in signals])
    best = states.argmax(0)
    offsets = tuple(
        (a + p.start, b + p.start) if b > a else (0, 0)
        for p, s in zip(pieces, signals, strict=True)
        for a, b in s.offsets
    )
    weights = np.zeros((states.shape[1], len(offsets)), dtype=np.float32)
    column = 0
    for number, signal in enumerate(signals):
        rows = np.flatnonzero(best == number)
        weights[rows, column : column + len(signal.offsets)] = signal.weights[rows]
        column += len(signal.offsets)
    asking = max(range(len(signals)), key=lambda i: (float(signals[i].kinds[0]), i))
    return Signals(
        states=states.max(0),
        focus=np.stack([s.focus for s in signals])[asking],
        kinds=signals[asking].kinds,
        sentences=signals[asking].sentences,
        weights=weights,
        offsets=offsets,
    )
