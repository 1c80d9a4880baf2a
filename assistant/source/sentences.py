"""Cuts a line of text into sentences, keeping each one's place."""

import re
from collections.abc import Iterator

ABBREVIATIONS = frozenset(
    {"u.s", "e.g", "i.e", "mr", "mrs", "ms", "dr", "inc", "ltd", "corp", "vs", "st", "approx"}
)
_END = re.compile(r"""[.!?]+["'”’)\]]*(?=\s)|[。！？]+["”’」）)]*""")


def sentence_spans(text: str) -> Iterator[tuple[int, int]]:
    """Yield `(start, end)` of each sentence of `text`, outer white space left out, nothing else lost.

    A full stop after an abbreviation or a single letter ends no sentence, nor does one inside brackets that
    close later.
    """
    begin = 0
    for end in _ends(text):
        yield from _trimmed(text, begin, end)
        begin = end
    yield from _trimmed(text, begin, len(text))


def _ends(text: str) -> Iterator[int]:
    for match in _END.finditer(text):
        if match.group().startswith(".") and _abbreviated(text, match.start()):
            continue
        before = text[: match.end()]
        if before.count("(") > before.count(")"):
            continue
        yield match.end()


def _abbreviated(text: str, stop: int) -> bool:
    word = re.search(r"[\w.]*$", text[:stop])
    token = word.group().lower() if word else ""
    return token in ABBREVIATIONS or (len(token) == 1 and token.isalpha())


def _trimmed(text: str, begin: int, end: int) -> Iterator[tuple[int, int]]:
    piece = text[begin:end]
    if piece.strip():
        yield begin + len(piece) - len(piece.lstrip()), end - len(piece) + len(piece.rstrip())
