"""The article's own terms of art: who says of a platform that it follows the order flow model has said how it trades.

Only what is closed and said outright of the platform itself; everything else is the network's to read.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from assistant.answer import Value

_OURS = r"(?:we|i|it|ours?|(?:our|my|the|this) (?:\w+ )?(?:platform|company|venue|site|app|client|operator|firm|start-?up|shop|business))"
_FOLLOWS = r"(?:am|is|are|'re|'s|run|runs|operate|operates|use|uses|employ|employs|follow|follows|have|has)"
_TERMS: tuple[tuple[str, Value, re.Pattern[str]], ...] = (
    # "they employ an order flow model, trading one-on-one with users", line 14
    (
        "matches_orders",
        "no",
        re.compile(
            rf"\b{_OURS}\s*{_FOLLOWS}\s+(?:on\s+)?(?:an?\s+|the\s+)?(?:\w+\s+)?order[- ]flow\b"
            r"|(?:我们|本平台|平台|公司)(?:是|用|采用|走)的?(?:是)?订单流",
            re.I,
        ),
    ),
)


class Term(NamedTuple):
    """A statement made by a term, at `text[start:end]`."""

    fact: str
    value: Value
    start: int
    end: int


def terms(text: str) -> Iterator[Term]:
    """What a text says by terms of art."""
    for fact, value, pattern in _TERMS:
        for match in pattern.finditer(text):
            yield Term(fact, value, match.start(), match.end())
