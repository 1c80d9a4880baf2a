"""The text of a document, and the few sentences at a time that are searched and cited."""

from collections.abc import Iterator, Sequence

from assistant.source.sentences import sentence_spans
from assistant.sources.records import Block, Page

LONG = 500  # code points of a block; a longer sentence is cut
BETWEEN = "\n\n"


def joined(pages: Sequence[Page]) -> str:
    """The document's text, which offsets count in."""
    return BETWEEN.join(page.text for page in pages)


def cut(pages: Sequence[Page]) -> list[Block]:
    """Blocks of whole sentences, none across a page or a paragraph."""
    found, offset = [], 0
    for page in pages:
        for start, end in _grouped(page.text):
            line = page.line if page.page else page.line + page.text.count("\n", 0, start)
            found.append(Block(offset + start, offset + end, page.page, line))
        offset += len(page.text) + len(BETWEEN)
    return found


def _grouped(text: str) -> Iterator[tuple[int, int]]:
    begin = finish = -1
    for start, end in _pieces(text):
        if begin >= 0 and end - begin > LONG:
            yield begin, finish
            begin = -1
        begin = start if begin < 0 else begin
        finish = end
    if begin >= 0:
        yield begin, finish


def _pieces(text: str) -> Iterator[tuple[int, int]]:
    for start, end in sentence_spans(text):
        for at in range(start, end, LONG):
            yield at, min(at + LONG, end)
