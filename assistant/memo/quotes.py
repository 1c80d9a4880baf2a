"""The quotes of a memo, numbered through all of it in the order in which they are first used."""

from collections.abc import Iterable

from assistant.answer import Answer, Citation
from assistant.gate import MARK
from assistant.memo.records import MemoQuote
from assistant.source import Quote, Source

__all__ = ["Quotes"]


class Quotes:
    def __init__(self, source: Source) -> None:
        self._source = source
        self._held: dict[tuple[str, int, int], MemoQuote] = {}

    @property
    def all(self) -> tuple[MemoQuote, ...]:
        return tuple(self._held.values())

    def marks(self, quotes: Iterable[Quote]) -> tuple[int, ...]:
        """The numbers of these quotes of the article."""
        name = self._source.id
        return tuple(dict.fromkeys(self._number(name, q.text, q.start, q.end, q.line) for q in quotes))

    def text(self, answer: Answer) -> str:
        """An answer's text with its marks turned into the memo's."""
        cited = {one.n: one for one in answer.citations}
        return MARK.sub(lambda mark: f"[{self._cited(cited[int(mark[1])])}]", answer.text)

    def _cited(self, one: Citation) -> int:
        return self._number(one.source, one.quote, one.start, one.end, one.line)

    def _number(self, source: str, text: str, start: int, end: int, line: int) -> int:
        held = self._held.get((source, start, end))
        if held is None:
            n, heading = len(self._held) + 1, ""
            if source == self._source.id:
                heading = self._source.sentence_at(start).heading
            held = MemoQuote(n=n, source=source, line=line, heading=heading, quote=text, start=start, end=end)
            self._held[source, start, end] = held
        return held.n
