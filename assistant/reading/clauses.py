"""Cuts a text into the pieces that a reader would point at: sentences, items of a form, clauses."""

import re
from collections.abc import Iterator
from typing import NamedTuple

_BREAK = re.compile(r"[.!?;]+(?=\s|$)|[。！？；，]+|,\s+|\n+|\s[-–—]+\s|:\s+")
_SHORT = 12  # code points: less than this says nothing alone, and is left with what follows


_WORD = re.compile(r"[^\W\d_]{2}")


class Clause(NamedTuple):
    """`text == whole[start:end]`, offsets in code points."""

    text: str
    start: int
    end: int

    @property
    def says_something(self) -> bool:
        """Whether it has words: a long row of single letters and figures has none ("y" alone may be a reply)."""
        return len(self.text) < _SHORT or _WORD.search(self.text) is not None


def clauses(text: str) -> tuple[Clause, ...]:
    """All clauses in order; together they hold every word of the text."""
    return tuple(_cut(text))


def _cut(text: str) -> Iterator[Clause]:
    begin = 0
    for match in _BREAK.finditer(text):
        if len(text[begin : match.end()].strip()) < _SHORT and match.group().strip() in {
            ",",
            ":",
            "，",
            "-",
            "–",
            "—",
        }:
            continue
        yield from _clause(text, begin, match.end())
        begin = match.end()
    yield from _clause(text, begin, len(text))


def _clause(text: str, begin: int, end: int) -> Iterator[Clause]:
    piece = text[begin:end]
    if re.search(r"\w", piece):
        start = begin + len(piece) - len(piece.lstrip())
        stop = begin + len(piece.rstrip())
        yield Clause(text[start:stop], start, stop)
