"""Quotes as records that leave the house."""

from collections.abc import Iterable

from assistant.answer import Record
from assistant.source import Quote

__all__ = ["Quoted", "quoted"]


class Quoted(Record):
    """Exactly `source[start:end]`, offsets in code points, `line` counted from 1."""

    source: str
    line: int
    start: int
    end: int
    quote: str


def quoted(quotes: Iterable[Quote], source: str) -> tuple[Quoted, ...]:
    """Each once, in their order."""
    return tuple(
        Quoted(source=source, line=quote.line, start=quote.start, end=quote.end, quote=quote.text)
        for quote in dict.fromkeys(quotes)
    )
