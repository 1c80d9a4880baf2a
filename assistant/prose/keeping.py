"""What comes and goes between a claim and its rewording: no new word, no lost operator, no lost part."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from assistant.prose.grounds import Ground
from assistant.prose.statements import items
from assistant.prose.words import Token, is_clause_break, tokens, words

__all__ = ["kept", "vanished", "vocabulary", "whole"]

_KEPT = 0.7  # share of a claim's content words that its rewording keeps
_STRICT = frozenset(
    ("condition", "whether", "law", "assumed", "all", "only", "leaveout")
)  # never from a quote alone
_BOUNDING = frozenset(("that", "which", "who", "whom"))  # after a word that counts: not "says that"
_IN_BRACKETS = re.compile(r"\([^()]*\)")


def vocabulary(
    text: str, claims: Sequence[str], quotes: Sequence[str], held: Sequence[Ground]
) -> Iterator[str]:
    from_claims = _keys(claims) | {("licence", licence) for ground in held for licence in ground.about}
    known = from_claims | _keys(quotes)
    for token in tokens(text):
        if token.role in ("glue", "break", "negation"):
            continue
        strict = token.role == "licence" or token.key in _STRICT
        asks = token.key == "whether" and ("verdict", "unclear") in from_claims
        if not asks and (token.role, token.key) not in (from_claims if strict else known):
            yield f"“{token.word.strip('§«»')}” stands in none of its claims and quotes"


def _keys(texts: Sequence[str]) -> set[tuple[str, str]]:
    return {(token.role, token.key) for text in texts for token in tokens(text)}


def vanished(text: str, claims: Sequence[str]) -> Iterator[str]:
    own = _operators(text)
    lost = {key for claim in claims for key, count in _operators(claim).items() if own[key] < count}
    for key in sorted(lost - words().free):
        yield f"a word for “{key}” of its claim is missing"
    said = {name for kind, name in items(text) if kind == "verdict"}
    for name in sorted({name for claim in claims for kind, name in items(claim) if kind == "verdict"} - said):
        yield f"what its claim says is “{name}” is missing"
    for claim in claims:
        named = [name for kind, name in items(claim) if kind == "licence"]
        gone = set(named) - {name for kind, name in items(text) if kind == "licence"}
        if len(set(named)) > 1 and gone:
            yield f"{sorted(gone)[0]} of its claim is missing"


def _operators(text: str) -> Counter[str]:
    return Counter(
        token.key for token in tokens(text) if token.role == "operator" and token.key != "source"
    ) + (Counter({"source": 1}) if any(token.key == "source" for token in tokens(text)) else Counter())


def whole(text: str, claims: Sequence[str]) -> Iterator[str]:
    """No condition or bound is left out: half the words of each part are there, of one that bounds two thirds."""
    own = {token.key for token in tokens(text)}
    for claim in claims:
        for part, bounds in _parts(tokens(_IN_BRACKETS.sub(" ", claim))):
            if len(part & own) < len(part) * (2 / 3 if bounds else 1 / 2):
                yield f"it leaves out “{' '.join(sorted(part))}” of its claim"


def _parts(row: Sequence[Token]) -> Iterator[tuple[set[str], bool]]:
    """The words that count of each clause, or of what a verdict parts, and whether it bounds the word before it.

    A single word counts only where an "and" adds it.
    """
    part: set[str] = set()
    added = bounds = False
    before: Token | None = None
    for token in row:
        if is_clause_break(token) or token.role == "verdict":
            if added or len(part) > 1:
                yield part, bounds
            part, added = set(), token.word == "and"
            bounds = token.word in _BOUNDING and before is not None and before.role == "content"
        elif token.role in ("content", "licence"):
            part.add(token.key)
        before = token
    if added or len(part) > 1:
        yield part, bounds


def kept(text: str, claims: Sequence[str]) -> Iterator[str]:
    own = {token.key for token in tokens(text)}
    for claim in claims:
        shortened = _IN_BRACKETS.sub(" ", claim)  # a name's long form need not be said again
        theirs = {token.key for token in tokens(shortened) if token.role in ("content", "licence")}
        lost = theirs - own
        if len(lost) > (1 - _KEPT) * len(theirs):
            yield f"it leaves out too much of its claim: {', '.join(sorted(lost)[:6])}"
