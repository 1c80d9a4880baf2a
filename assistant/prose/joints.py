"""The small words on which a sentence turns: what is denied, what is joined, and what is the reason of what."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from assistant.prose.grounds import Ground
from assistant.prose.statements import items
from assistant.prose.words import Token, tokens

__all__ = ["causes", "joined", "negations"]

_CAUSES = re.compile(
    r"\b(because|since|therefore|thus|hence|(?<!even )(?<!do )(?<!does )so|as a result|due to|accordingly|as nothing)\b"
    r"|,? as (?:its|it|no|they)\b|\b(?:but|and) as\b|, as (?!the article (?:says|puts|notes|states)\b)",
    re.I,
)


def negations(text: str, claims: Sequence[str], quotes: Sequence[str]) -> Iterator[str]:
    own = _negated([text])
    theirs, quoted = _negated(claims), _negated(quotes)
    for key in sorted(own - theirs - quoted):
        yield f"it denies “{key}”, which its claim does not"
    for key in sorted(theirs - own):
        yield f"it no longer denies “{key}”"


def _negated(texts: Sequence[str]) -> set[str]:
    """What is denied: the next word that counts after each negation; verdicts are looked at on their own."""
    found: set[str] = set()
    for text in texts:
        row = tokens(text)
        denies = any(kind == "verdict" and name.startswith("not_") for kind, name in items(text))
        for place, token in enumerate(row):
            if token.role == "negation":
                target = _target(row[place + 1 :])
                if target is None:
                    found.add("")
                elif not (target.role == "verdict" or (target.role == "licence" and denies)):
                    found.add(target.key)
    return found


def _target(rest: Sequence[Token]) -> Token | None:
    for token in rest:
        if token.role == "break":
            return None
        if token.role in ("content", "operator", "verdict", "licence"):
            return token
    return None


def causes(text: str, held: Sequence[Ground]) -> Iterator[str]:
    """A reason may be given only inside a claim, or between two that rest on the same words."""
    if not _CAUSES.search(text) or any(_CAUSES.search(ground.text) for ground in held):
        return
    if len(held) == 1:
        yield "it gives a reason where its claim gives none"
    for one, other in pairwise(held):
        if not set(one.marks) & set(other.marks) or not set(one.about) & set(other.about):
            yield "it makes one claim the reason of another"


def joined(text: str, claims: Sequence[str]) -> Iterator[str]:
    """ "a or b" does not become "a and b", nor the other way round."""
    own, theirs = _joints(text), sum(map(_joints, claims), Counter())
    for lost, gained in (("or", "and"), ("and", "or")):
        if own[lost] < theirs[lost] and own[gained] > theirs[gained]:
            yield f"it says “{gained}” where its claim says “{lost}”"
    if own["or"] < theirs["or"]:
        yield "an alternative of its claim is missing"


def _joints(text: str) -> Counter[str]:
    found = Counter(token.word for token in tokens(text))
    return Counter({"or": found["or"] + found["nor"], "and": found["and"]})
