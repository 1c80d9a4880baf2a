"""Where the passages of a case's evidence stand in the article; spaces and line ends count as the same."""

import re
from collections.abc import Iterator

from assistant.source import Sentence, Source

__all__ = ["located", "places"]


def places(passage: str, text: str) -> Iterator[tuple[int, int]]:
    """Start and end, in code points, of every place of the passage."""
    pattern = r"\s+".join(re.escape(word) for word in passage.split())
    return (found.span() for found in re.finditer(pattern, text))


def located(passage: str, source: Source) -> tuple[Sentence, ...]:
    """The sentences in which the passage stands, at its first place; () where it is not in the article."""
    place = next(places(passage, source.text), None)
    return tuple(s for s in source.sentences if place and s.start < place[1] and place[0] < s.end)
