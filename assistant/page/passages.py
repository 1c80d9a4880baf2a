"""The article as the page shows it: lines in pieces, the cited ones marked, the opened one to be scrolled to."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from assistant.answer import Answer, Language
from assistant.page.state import Opened
from assistant.page.words import load_words
from assistant.source import Quote, Source


@dataclass(frozen=True)
class Mark:
    """A citation to click: `text` is what it shows, `label` what it says to a screen reader."""

    text: str
    label: str
    start: int
    end: int


@dataclass(frozen=True)
class Piece:
    """Text of a line that the same citations cite throughout. `opened`: it is in the passage shown."""

    text: str
    cited: tuple[int, ...] = ()
    opened: bool = False


@dataclass(frozen=True)
class ArticleLine:
    """`part` is the source's own: byline, heading, body or key_point."""

    number: int
    part: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True)
class Place:
    """Where the opened passage stands; `n` is its citation in the last answer, if it is one."""

    line: int
    heading: str
    n: int | None


def marks_of(quotes: Iterable[Quote], language: Language) -> tuple[Mark, ...]:
    """Marks of quotes that are not citations of an answer: they show their line."""
    words = load_words(language)
    return tuple(
        Mark(words("mark.line", line=q.line), words("mark.open_line", line=q.line), q.start, q.end)
        for q in quotes
    )


def marks_of_answer(answer: Answer) -> dict[int, Mark]:
    words = load_words(answer.language)
    return {
        one.n: Mark(str(one.n), words("mark.open", n=one.n, line=one.line), one.start, one.end)
        for one in answer.citations
    }


def article_lines(source: Source, answer: Answer | None, opened: Opened | None) -> tuple[ArticleLine, ...]:
    """Every line of the article; joined, the pieces of a line are the line."""
    spans = [(one.start, one.end, one.n) for one in answer.citations] if answer else []
    return tuple(_lines(source, spans, opened))


def place_of(source: Source, answer: Answer | None, opened: Opened) -> Place:
    sentence = source.sentence_at(opened.start)
    numbers = (
        [one.n for one in answer.citations if (one.start, one.end) == (opened.start, opened.end)]
        if answer
        else []
    )
    line = source.text.count("\n", 0, opened.start) + 1
    return Place(line, sentence.heading, numbers[0] if numbers else None)


def neighbours(answer: Answer | None, n: int | None) -> tuple[Mark | None, Mark | None]:
    """The citations before and after number `n` of the answer; None where there is none."""
    if answer is None or n is None:
        return None, None
    marks = marks_of_answer(answer)
    return marks.get(n - 1), marks.get(n + 1)


def _lines(source: Source, spans: list[tuple[int, int, int]], opened: Opened | None) -> Iterator[ArticleLine]:
    parts = {sentence.line: sentence.part for sentence in source.sentences}
    offset = 0
    for number, line in enumerate(source.text.splitlines(keepends=True), 1):
        text = line.rstrip("\r\n")
        yield ArticleLine(number, parts.get(number, "body"), tuple(_pieces(text, offset, spans, opened)))
        offset += len(line)


def _pieces(
    text: str, offset: int, spans: list[tuple[int, int, int]], opened: Opened | None
) -> Iterator[Piece]:
    """Cut `text`, at `offset` of the source, wherever a citation or the opened passage starts or ends."""
    begin, end = offset, offset + len(text)
    edges = {edge for start, stop, _ in spans for edge in (start, stop)}
    edges |= {opened.start, opened.end} if opened else set()
    cuts = [begin, *sorted(edge for edge in edges if begin < edge < end), end]
    for start, stop in pairwise(cuts):
        if start < stop:
            cited = tuple(n for first, last, n in spans if first <= start and stop <= last)
            shown = opened is not None and opened.start <= start and stop <= opened.end
            yield Piece(text[start - offset : stop - offset], cited, shown)
