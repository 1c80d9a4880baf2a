"""What a sentence is written with: plain letters, and quotations that stand in its passages to the letter."""

import re
from collections.abc import Iterator, Sequence

__all__ = ["characters", "quotations"]

_FORBIDDEN = re.compile(
    r"[\[\]{}<>|\\`*_#~^=]|https?:|www\.|[\u0080-\u00a2\u00a4-\u00ff\u0100-\u2012\u2015-\u2017\u201a\u201b\u201e\u201f"
    r"\u2020-\u2025\u2027-\u20ab\u20ad-\u2fff\u3004-\u33ff\ue000-\uffff]|[\U00010000-\U0010ffff]"
)
_QUOTED = re.compile(r"“([^”]*)”|\"([^\"]*)\"|(?<!\w)[‘']([^’']{2,})[’'](?!\w)")


def characters(text: str) -> Iterator[str]:
    if match := _FORBIDDEN.search(text):
        yield f"the character {match.group()!r} may not be used"
    if text.count("“") != text.count("”") or text.count('"') % 2:
        yield "a quotation is not closed"


def quotations(text: str, claims: Sequence[str], quotes: Sequence[str]) -> Iterator[str]:
    for match in _QUOTED.finditer(text):
        inner = next(group for group in match.groups() if group is not None).rstrip(".,;")
        cited = {part for claim in claims for found in _QUOTED.findall(claim) for part in found if part}
        if not any(_stands_in(inner, whole) for whole in (*quotes, *cited)):
            yield f"“{inner[:60]}” is no exact quote from the passages of its marks"


def _stands_in(inner: str, whole: str) -> bool:
    return bool(inner) and re.search(rf"(?<!\w){re.escape(inner)}(?!\w)", whole) is not None
