"""A quote is found in the source exactly once, or it is an error: one that could mean two places proves nothing."""

from typing import NamedTuple

from assistant.errors import AnchorError


class Quote(NamedTuple):
    """`text == source[start:end]`, offsets in code points; `line` counts from 1."""

    text: str
    start: int
    end: int
    line: int


def anchor(text: str, quote: str, *, name: str = "the source") -> Quote:
    """Find `quote` in `text`.

    Raises:
        AnchorError: it is not there to the letter, or more than once.
    """
    start = text.find(quote)
    if not quote or start < 0:
        raise AnchorError(
            f"{name}: quote not found: {shorten(quote)!r}: copy it from the source to the letter"
        )
    if text.find(quote, start + 1) >= 0:
        raise AnchorError(
            f"{name}: quote found more than once: {shorten(quote)!r}: lengthen it until it is unique"
        )
    return Quote(quote, start, start + len(quote), text.count("\n", 0, start) + 1)


def shorten(text: str, limit: int = 80) -> str:
    return text if len(text) <= limit else text[: limit - 1] + "…"
