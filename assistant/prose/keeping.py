"""What comes and goes between a claim and its rewording.

No strange letter, no bent quote, no new word, no lost part; what is denied, joined and given as a reason stays so.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from itertools import pairwise

from assistant.prose.grounds import Ground
from assistant.prose.statements import OF_LICENCES, items
from assistant.prose.words import Token, is_clause_break, tokens, words

__all__ = [
    "causes",
    "characters",
    "joined",
    "kept",
    "negations",
    "quotations",
    "vanished",
    "vocabulary",
    "whole",
]

_FORBIDDEN = re.compile(
    r"[\[\]{}<>|\\`*_#~^=]|https?:|www\.|[\u0080-\u00a2\u00a4-\u00ff\u0100-\u2012\u2015-\u2017\u201a\u201b\u201e\u201f"
    r"\u2020-\u2025\u2027-\u20ab\u20ad-\u2fff\u3004-\u33ff\ue000-\uffff]|[\U00010000-\U0010ffff]"
)
_QUOTED = re.compile(r"“([^”]*)”|\"([^\"]*)\"|(?<!\w)[‘']([^’']{2,})[’'](?!\w)")
_CONCLUDES = re.compile(
    r"(?:therefore|thus|hence|for this reason|accordingly),? |the article (?:therefore|thus|hence) ", re.I
)
_BECAUSE = re.compile(r"\b(because|since)\b,?\s*")
_FROM_ARTICLE = re.compile(r"(?:according to|by|as) the article\b|the article\b", re.I)
_KINDS = ("licence", "register", "member")  # "the registration" is what the claim is about
_KEPT = 0.7  # share of a claim's content words that its rewording keeps
_LONG = 4  # words: of a part with so many more than half is kept
_STRICT = frozenset(
    ("condition", "whether", "law", "assumed", "all", "only", "leaveout")
)  # never from a quote alone
_BOUNDING = frozenset(("that", "which", "who", "whom"))  # after a word that counts: not "says that"
_IN_BRACKETS = re.compile(r"\([^()]*\)")
_CAUSES = re.compile(
    r"\b(because|since|therefore|thus|hence|(?<!even )(?<!do )(?<!does )so(?! as to\b)"
    r"|as a result|for th(?:is|at) reason|due to|accordingly|as nothing)\b"
    r"|,? as (?:its|it|no|they)\b|\b(?:but|and) as\b|, as (?!well as\b|the article (?:says|puts|notes|states)\b)",
    re.I,
)


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


def vocabulary(
    text: str, claims: Sequence[str], quotes: Sequence[str], held: Sequence[Ground]
) -> Iterator[str]:
    from_claims = _keys(claims) | {("licence", licence) for ground in held for licence in ground.about}
    if all(ground.about for ground in held):
        from_claims |= {("content", kind) for kind in _KINDS}
    known = from_claims | _keys(quotes)
    for token in tokens(text):
        if token.role in ("glue", "break", "negation"):
            continue
        strict = token.role == "licence" or token.key in _STRICT
        asks = token.key == "whether" and ("verdict", "unclear") in from_claims
        if not asks and (token.role, token.key) not in (from_claims if strict else known):
            yield f"“{token.word.strip('§«»')}” is said by none of its claims and quotes"


def _keys(texts: Sequence[str]) -> set[tuple[str, str]]:
    return {(token.role, token.key) for text in texts for token in tokens(text)}


def vanished(text: str, claims: Sequence[str]) -> Iterator[str]:
    own = _operators(text)
    lost = {key for claim in claims for key, count in _operators(claim).items() if own[key] < count}
    for key in sorted(lost - words().free):
        yield f"a word for “{_as_worded(key, claims)}” of its claim is missing"
    said = {name for kind, name in items(text) if kind == "verdict"}
    for name in sorted({name for claim in claims for kind, name in items(claim) if kind == "verdict"} - said):
        yield f"what its claim says is “{name.replace('_', ' ')}” is missing"
    for claim in claims:
        named = [name for kind, name in items(claim) if kind == "licence"]
        gone = set(named) - {name for kind, name in items(text) if kind == "licence"}
        if len(set(named)) > 1 and gone:
            yield f"{sorted(gone)[0]} of its claim is missing"


def _as_worded(key: str, claims: Sequence[str]) -> str:
    """An operator in the words of the claim that has it."""
    spoken = {"unsaid": "as nothing was said of it", "kind": "one kind of", "leaveout": "leaves out"}
    patterns = [pattern for pattern, name in words().operators if name == key]
    found = (match for claim in claims for pattern in patterns if (match := pattern.search(claim.lower())))
    match = next(found, None)
    return match.group() if match else spoken.get(key, key)


def _operators(text: str) -> Counter[str]:
    return Counter(
        token.key for token in tokens(text) if token.role == "operator" and token.key != "source"
    ) + (Counter({"source": 1}) if any(token.key == "source" for token in tokens(text)) else Counter())


def whole(text: str, claims: Sequence[str]) -> Iterator[str]:
    """No condition or bound is left out: half the words of each part are there, of one that bounds two thirds."""
    own = _said(text, claims)
    for claim in claims:
        for part, bounds in _parts(tokens(_IN_BRACKETS.sub(" ", claim))):
            said = len(part.keys() & own)
            if said < len(part) * (2 / 3 if bounds else 1 / 2) or _half_said(part, own):
                yield f"it leaves out “{' '.join(part.values())}” of its claim"


def _half_said(part: Collection[str], own: set[str]) -> bool:
    """Whether of a long part no more than half is said, the names of licences aside: "they" may stand for these."""
    counted = {key for key in part if key not in OF_LICENCES and "_" not in key}
    return len(counted) >= _LONG and len(counted & own) * 2 <= len(counted)


def _said(text: str, claims: Sequence[str]) -> set[str]:
    """The words of a text; an "it" where no licence is named stands for the only one that its claims name."""
    own = {token.key for token in tokens(text)}
    named = {token.key for claim in claims for token in tokens(claim) if token.role == "licence"}
    names_none = not any(token.role == "licence" for token in tokens(text))
    if len(named) == 1 and "it" in own and names_none and not text.startswith(("It ", "Its ")):
        own |= {*named, *OF_LICENCES}
    return own


def _parts(row: Sequence[Token]) -> Iterator[tuple[dict[str, str], bool]]:
    """The words that count of each clause, or of what a verdict parts, and whether it bounds the word before it.

    A single word counts only where an "and" adds it. Each word stands under what other wordings of it share.
    """
    part: dict[str, str] = {}
    added = bounds = False
    before: Token | None = None
    for token in row:
        if is_clause_break(token) or token.role == "verdict":
            if added or len(part) > 1:
                yield part, bounds
            part, added = {}, token.word == "and"
            bounds = token.word in _BOUNDING and before is not None and before.role == "content"
        elif token.role in ("content", "licence"):
            part[token.key] = token.word.strip("«»")
        before = token
    if added or len(part) > 1:
        yield part, bounds


def kept(text: str, claims: Sequence[str]) -> Iterator[str]:
    own = _said(text, claims)
    for claim in claims:
        shortened = _IN_BRACKETS.sub(" ", claim)  # a name's long form need not be said again
        theirs = {
            token.key: token.word.strip("«»")
            for token in tokens(shortened)
            if token.role in ("content", "licence")
        }
        lost = theirs.keys() - own
        if len(lost) > (1 - _KEPT) * len(theirs):
            left_out = [word for key, word in theirs.items() if key in lost]
            yield f"it leaves out too much of its claim: {', '.join(left_out[:6])}"


def negations(text: str, claims: Sequence[str], quotes: Sequence[str]) -> Iterator[str]:
    own = _negated([text])
    theirs, quoted = _negated(claims), _negated(quotes)
    for key in sorted(own - theirs - quoted):
        yield f"it denies {f'“{key}”' if key else 'something'}, which its claim does not"
    for key in sorted(theirs - own):
        yield f"it no longer denies {f'“{key}”' if key else 'something'}"
    if _denies_twice(text) and not any(map(_denies_twice, (*claims, *quotes))):
        yield "it denies what it denies"


def _denies_twice(text: str) -> bool:
    """ "Does not do without": two negations with nothing that counts between them."""
    roles = [token.role for token in tokens(text) if token.role != "glue"]
    return ("negation", "negation") in pairwise(roles)


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


def causes(text: str, held: Sequence[Ground], quotes: Sequence[str]) -> Iterator[str]:
    """A reason may be given only inside a claim, or between two that rest on the same words.

    What the article says may stand as the reason of the verdict that it is the reason of.
    """
    if not _CAUSES.search(text) or any(_CAUSES.search(ground.text) for ground in held):
        return
    if len(held) == 1 and _CONCLUDES.match(text) and any(quote.startswith("Therefore,") for quote in quotes):
        return
    if len(held) == 1 and not _reasoned(text, held[0]):
        yield "it gives a reason where its claim gives none"
    for one, other in pairwise(held):
        if not set(one.marks) & set(other.marks) or not set(one.about) & set(other.about):
            yield "it makes one claim the reason of another"


def _reasoned(text: str, ground: Ground) -> bool:
    """Whether a verdict alone stands before "because" and all that the article says of its licence after it."""
    verdict, _, reason = _BECAUSE.split(text, 1) if _BECAUSE.search(text) else ("", "", "")
    plain_verdict = items(verdict) and all(
        token.role in ("licence", "verdict", "negation", "glue", "break") or token.key in OF_LICENCES
        for token in tokens(verdict)
    )
    sourced = _FROM_ARTICLE.match(reason) and any(token.key == "source" for token in tokens(ground.text))
    return bool(plain_verdict and sourced and not _CAUSES.search(reason))


def joined(text: str, claims: Sequence[str]) -> Iterator[str]:
    """ "a or b" does not become "a and b", nor the other way round."""
    own, theirs = _joints(text), sum(map(_joints, claims), Counter())
    if all(_not_needed(sentence) for sentence in (text, *claims)):
        return  # "not a, b or c" is "neither a nor b nor c"
    for lost, gained in (("or", "and"), ("and", "or")):
        if own[lost] < theirs[lost] and own[gained] > theirs[gained]:
            yield f"it says “{gained}” where its claim says “{lost}”"
    if own["or"] < theirs["or"]:
        yield "an alternative of its claim is missing"


def _not_needed(text: str) -> bool:
    """Whether it says no more than that some licences are not required."""
    denied = {name for kind, name in items(text) if kind == "verdict"} == {"not_required"}
    bare = (token for token in tokens(text) if token.role in ("content", "operator"))
    return denied and all(token.key in OF_LICENCES for token in bare)


def _joints(text: str) -> Counter[str]:
    found = Counter(token.word for token in tokens(text))
    return Counter({"or": found["or"] + found["nor"], "and": found["and"]})
