"""Who says it, whom it obliges, what it turns on: no authority gets words or a duty that its claim does not give."""

import re
from collections.abc import Iterator, Sequence

from assistant.prose.words import plain

__all__ = ["agrees", "speaking", "turned"]

_AUTHORITY = r"(fincen|sec|cftc|nfa|finra|sipc|congress)"
_SAYS = re.compile(
    rf"\b{_AUTHORITY}\b(?: (?:do|does|did|not|also|itself|has|have|explicitly|outright|expressly))* "
    r"(?:says?|said|states?|stated|notes?|noted|mentions?|explains?|adds?|writes?|reports?|points?|calls?|means?)\b"
)
_BY = re.compile(
    rf"\b(?:according to|in the (?:words|view) of|says?|notes?|states?) (?:the |usa )*{_AUTHORITY}\b"
)
_OBLIGES = re.compile(
    rf"\b(?:requires?|needs?|obliges?|asks?|recommends?) (?:the |usa |«\w+» )*{_AUTHORITY} to\b"
)
_IF_PLATFORM = re.compile(r"\bif (?:a platform|you)\b")
_CONDITION = re.compile(r"\b(?:if|when|whenever|where|in case)\b(?P<rest>[^,;:.]*)")
_PLATFORM_FIRST = re.compile(r" (?:(?:a|the|your|any|this) )?(?:(?:compliant )?platforms?|you) (?P<what>.*)")
_VERDICT = re.compile(r"\b(?:requires?|required|needs?|must|has to|have to|should|recommends?)\b")
_NUMBER = re.compile(r"\b(?:(is|was|has|does)|(are|were|have|do))\b", re.I)
_PRONOUN = re.compile(r"(?:(it|its|this)|(they|their|these|those))\b", re.I)


def speaking(text: str, grounds: Sequence[str]) -> Iterator[str]:
    """What an authority says, and what is required of it, has to stand in a claim or a quote."""
    for pattern in (_SAYS, _BY, _OBLIGES):
        theirs = {name for ground in grounds for name in pattern.findall(plain(ground))}
        for name in pattern.findall(plain(text)):
            if name not in theirs:
                yield f"it lays words or a duty on {name}"


def turned(text: str, claims: Sequence[str]) -> Iterator[str]:
    """Of "a platform that does x needs y" the condition is x: "if a platform needs y, it does x" is another claim."""
    if not any(_IF_PLATFORM.search(plain(claim)) for claim in claims):
        return
    for match in _CONDITION.finditer(plain(text)):
        platform = _PLATFORM_FIRST.match(match["rest"])
        if platform is None or _VERDICT.match(platform["what"]):
            yield "it makes a condition of what its claim says follows"


def agrees(text: str, before: str) -> bool:
    """Whether an "it" or "they" at the head of a sentence can stand for what the one before is about."""
    pronoun, verb = _PRONOUN.match(text), _NUMBER.search(before)
    return pronoun is None or verb is None or bool(pronoun[1]) == bool(verb[1])
