"""Who does what to whom, and who says it: a rewording may change the voice of a sentence, never the parts in it."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from assistant.prose.words import AUTHORITIES, Token, plain, tokens

__all__ = [
    "acting",
    "agents",
    "agrees",
    "bounded",
    "changed_voice",
    "obliged",
    "platform",
    "speaking",
    "turned",
]

_DETERMINERS = frozenset(["the", "a", "an", "this", "that", "such", "its", "your", "their", "these", "those"])
_OPENING = frozenset(["that", "because", "since"])
_CLOSE = frozenset(["most", "general", "almost"])
_LOOSE = frozenset(["chiefly", "essence"])
_WILLED = frozenset(["required", "recommended"])  # what an authority may want: "because the SEC requires"
_OBJECTS = frozenset(["it", "them", "you", "platform", "platforms"])  # of "the SEC requires it to"
_PLATFORMS = frozenset(["platform", "platforms", "company", "firm", "operator"])
_AUTHORITY = f"({'|'.join(sorted(AUTHORITIES))})"
_SAYS = re.compile(
    rf"\b{_AUTHORITY}\b(?: (?:do|does|did|not|also|itself|has|have|explicitly|outright|expressly))* "
    r"(?:says?|said|states?|stated|notes?|noted|mentions?|explains?|adds?|writes?|reports?|points?|calls?|means?)\b"
)
_BY = re.compile(
    r"(?:^by|\baccording to|in the (?:words|view) of|(?<!article )(?:says?|notes?|states?)) "
    rf"(?:the |usa )*{_AUTHORITY}\b"
)
_OBLIGES = re.compile(
    rf"\b(?:requires?|needs?|obliges?|asks?|recommends?) (?:the |usa |«\w+» )*{_AUTHORITY} to\b"
)
_IF_PLATFORM = re.compile(r"\bif (?:a platform|you)\b")
_CONDITION = re.compile(r"\b(?:if|when|whenever|where|in case)\b(?P<rest>[^,;:.]*)")
_PLATFORM_FIRST = re.compile(r" (?:(?:a|the|your|any|this) )?(?:(?:compliant )?platforms?|you) (?P<what>.*)")
_VERDICT = re.compile(r"\b(?:requires?|required|needs?|must|has to|have to|should|recommends?)\b")
_NUMBER = re.compile(r"\b(?:(is|was|has|does)|(are|were|have|do))\b", re.I)
_PRONOUN = re.compile(
    r"(?!it (?:depends|turns on|is unclear whether)\b)(?:(it|its|this)|(they|their|these|those))\b", re.I
)


def speaking(text: str, claims: Sequence[str], quotes: Sequence[str]) -> Iterator[str]:
    """What an authority says, and what is required of it, has to stand in a claim or a quote, and stays its word."""
    grounds = [*claims, *quotes]
    for name in {name for claim in claims for name in _found((_SAYS, _BY), claim)}:
        if not re.search(rf"\b{name}\b", plain(text)):
            yield f"it does not say that {name} says so"
    for patterns in ((_SAYS, _BY), (_OBLIGES,)):
        theirs = {name for ground in grounds for name in _found(patterns, ground)}
        for name in _found(patterns, text):
            if name not in theirs:
                yield f"it lays words or a duty on {name}"


def _found(patterns: Sequence[re.Pattern[str]], text: str) -> Iterator[str]:
    return (name for pattern in patterns for name in pattern.findall(plain(text)))


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


def agents(text: str, grounds: Sequence[str]) -> Iterator[str]:
    """Who does a thing does it still: "done by x" becomes neither "does x" nor "x is done by"."""
    rows = [tokens(ground) for ground in grounds]
    own, theirs = set(_by(tokens(text))), {pair for row in rows for pair in _by(row)}
    ahead = {pair for row in rows for pair in _beside(row)}
    for verb, agent in sorted(theirs - own):
        if (verb, agent) in set(_beside(tokens(text))) - ahead:
            yield f"“{verb} {agent}” turns round who does it"
        if (agent, verb) in set(_beside(tokens(text))) - ahead and _goes_on(tokens(text), verb):
            yield f"“{agent} {verb}” also does what follows"
    for verb, agent in sorted(own - theirs):
        if verb in {done for done, _ in theirs}:
            yield f"“{verb} by {agent}” is another who does it"
        elif (verb, agent) in ahead and not any(_precedes(agent, verb, row) for row in rows):
            yield f"“{verb} by {agent}” turns round who does it"


def _by(row: Sequence[Token]) -> Iterator[tuple[str, str]]:
    """("done", "x") for "done by x"."""
    bare = [token for token in row if token.word not in _DETERMINERS and token.role != "licence"]
    for verb, by, agent in zip(bare, bare[1:], bare[2:], strict=False):
        if by.word == "by" and verb.role == agent.role == "content":
            yield verb.key, _named(bare, agent)


def _named(bare: Sequence[Token], agent: Token) -> str:
    """Past the country of an authority: "by the US SEC" is by the SEC."""
    after = bare[bare.index(agent) + 1 :]
    return after[0].key if agent.key == "usa" and after and after[0].role == "content" else agent.key


def _beside(row: Sequence[Token], roles: Sequence[str] = ("content",)) -> Iterator[tuple[str, str]]:
    bare = [
        token
        for token in row
        if token.word not in _DETERMINERS and token.role != "licence" and token.key != "usa"
    ]
    for one, other in pairwise(bare):
        if one.role in roles and other.role in roles:
            yield one.key, other.key


def _goes_on(row: Sequence[Token], verb: str) -> bool:
    """Whether more is said of whoever does it: only "which" or "who" passes on to what it is done to."""
    start = next(place for place, token in enumerate(row) if token.key == verb)
    rest = [token.word for token in row[start:] if token.word not in ("(", ")")]
    joint = next((place for place, word in enumerate(rest) if word in (",", ";", ":", "and", "but")), None)
    return joint is not None and not {"which", "who"} & set(rest[joint : joint + 2])


def _precedes(first: str, second: str, row: Sequence[Token]) -> bool:
    keys = [token.key for token in row]
    return first in keys and second in keys and keys.index(first) < keys.index(second)


def changed_voice(clause: Sequence[Token], a: int, b: int, rows: Sequence[Sequence[Token]]) -> bool:
    """Whether two words changed places with the voice: "done by x" as "x does", "x does y" as "y is done by x"."""
    first, second = clause[a].key, clause[b].key
    if any((second, first) in set(_by(row)) for row in rows):
        return True
    before = [token.key for token in clause[:a] if token.role == "content"][-1:]
    if before and any((first, before[0]) in set(_by(row)) and _precedes(second, first, row) for row in rows):
        return True  # "x does y", where a claim says "y is done by x"
    if any(token.word == "by" for token in clause[a + 1 : b]) and any(
        _does(second, first, row) for row in rows
    ):
        return True
    passive = any(token.word == "by" for token in clause[b + 1 : b + 2])
    return passive and any(_precedes(second, first, row) for row in rows)


def _does(subject: str, verb: str, row: Sequence[Token]) -> bool:
    """Whether a sentence begins with whoever does it, however far off the verb is."""
    content = [token.key for token in row if token.role == "content"]
    return content[:1] == [subject] and verb in content


def bounded(text: str, grounds: Sequence[str]) -> Iterator[str]:
    """ "In most cases" and "almost" bound what they bounded: the word that counts after them.

    "Primarily" and "essentially" may stand after it too.
    """
    theirs = {pair for ground in grounds for pair in _bounds(ground)}
    heads = {pair for ground in grounds if (pair := _head(ground))}
    for bound, word in _bounds(text):
        if bound in _CLOSE and (bound, word) not in theirs and (bound, _subject(text)) not in heads:
            yield f"“{bound} … {word}” bounds another thing than its claim does"
    both = {*_bounds(text), *_bounds(text, -1)}
    for bound in sorted({bound for bound, _ in both} - _CLOSE):
        if not both & {pair for pair in theirs if pair[0] == bound}:
            yield f"“{bound}” bounds another thing than in its claim"


def _head(text: str) -> tuple[str, str] | None:
    """ "Generally" at the head of a sentence bounds all of it: with its subject."""
    row = [token for token in tokens(text) if token.role not in ("glue", "break", "licence")]
    if len(row) > 1 and row[0].key == "general" and row[1].role == "content":
        return row[0].key, row[1].key
    return None


def _subject(text: str) -> str:
    """The first word that counts, where nothing but its own company stands between it and a "generally"."""
    row = tokens(text)
    at = next((place for place, token in enumerate(row) if token.key == "general"), 0)
    before = row[:at]
    if not before or any(token.role in ("break", "verdict", "negation", "operator") for token in before):
        return ""
    return next((token.key for token in before if token.role == "content"), "")


def _bounds(text: str, way: int = 1) -> Iterator[tuple[str, str]]:
    """Each bounding word with the word that counts after it, or (-1) before it."""
    row = tokens(text)[::way]
    for place, token in enumerate(row):
        if token.key in _CLOSE | _LOOSE:
            yield from ((token.key, other.key) for other in _counting(row[place + 1 :])[:1])


def _counting(row: Sequence[Token]) -> list[Token]:
    return [token for token in row if token.role == "content"]


def obliged(text: str, grounds: Sequence[str]) -> Iterator[str]:
    """An authority is not what has to do something: "FinCEN is required to"."""
    theirs = {authority for ground in grounds for authority in _obliged(ground)}
    for authority in _obliged(text):
        if authority not in theirs:
            yield f"it says that {authority} has to do something"


def _obliged(text: str) -> Iterator[str]:
    row = [
        token
        for token in tokens(text)
        if token.role not in ("glue", "negation") or token.word in ("to", *_OBJECTS)
    ]
    for one, verdict, to in zip(row, row[1:], row[2:], strict=False):
        if one.word in AUTHORITIES and verdict.role == "verdict" and to.word == "to":
            yield one.word


def acting(text: str, grounds: Sequence[str]) -> Iterator[str]:
    """What an authority does: "that the SEC operates …" has to stand in a claim or a quote, in either voice."""
    rows = [tokens(ground) for ground in grounds]
    theirs = {pair for row in rows for pair in _beside(row, ("content", "verdict"))}
    theirs |= {(agent, verb) for row in rows for verb, agent in _by(row)}
    for authority, verb in _acts(text):
        if (authority, verb) not in theirs:
            yield f"it says that {authority} does something: “{verb}”"


def _acts(text: str) -> Iterator[tuple[str, str]]:
    row = [token for token in tokens(text) if token.word not in _DETERMINERS or token.word == "that"]
    row = [token for token in row if token.role != "licence"]
    for one, two, three in zip(row, row[1:], row[2:], strict=False):
        opens = one.word in _OPENING or one.key in ("condition", "whether")
        does = three.role == "content" or three.key in _WILLED
        if opens and two.word in AUTHORITIES and does and three.word not in AUTHORITIES:
            yield two.key, three.key


def platform(text: str, grounds: Sequence[str]) -> Iterator[str]:
    """What is done to the platform: "register the platform" has to stand in a claim or a quote."""
    theirs = {verb for ground in grounds for verb in _done_to_it(ground)}
    for verb in _done_to_it(text):
        if verb not in theirs:
            yield f"“{verb} … platform” puts its words together in a new way"


def _done_to_it(text: str) -> Iterator[str]:
    """Each word that counts right before "the platform" and the like."""
    row = [token for token in tokens(text) if token.word not in _DETERMINERS]
    for one, other in pairwise(row):
        if other.word in _PLATFORMS and one.role == "content":
            yield one.key
