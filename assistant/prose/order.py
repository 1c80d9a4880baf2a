"""The order of words and of steps: words that stand beside each other did so in a claim or a quote."""

import re
from collections.abc import Iterator, Sequence
from itertools import combinations, pairwise, takewhile

from assistant.prose.statements import OF_LICENCES, items
from assistant.prose.voice import changed_voice
from assistant.prose.words import ARTICLES, AUTHORITIES, Token, is_clause_break, tokens

__all__ = ["exchanged", "governed", "in_order", "order", "steps"]

_NEAR = 8  # content words between which an order is compared
_NEUTRAL = frozenset(["of", "for", "in", "the", "a", "an", "with", "on"])
_OF = frozenset(["of", "for", "in", "with", "on"])
_BE = frozenset(["is", "are", "was", "were", "be", "been", "has", "have", "had"])
_WHO = AUTHORITIES | {"usa", "user", "client", "investor", "agent", "broker"}
_GOVERNING = (
    (frozenset(["because", "since"]), frozenset(["because", "since", "as", "given"])),
    (frozenset(["through"]), frozenset(["through"])),
)
_TURNED = 5  # content words between which "x y" may become "y of x"
_BEFORE = re.compile(r"^((?:according to|by) the article, )?before ([^,]*), (.*?)[.]?$", re.I)
_FREE_ORDER = frozenset(("condition", "leaveout"))  # what stands before and after these may change places


def order(text: str, claims: Sequence[str], quotes: Sequence[str]) -> Iterator[str]:
    """Words that stand beside each other do so, in this order, in a claim or a quote."""
    rows = [tokens(whole) for whole in (*claims, *quotes)]
    for clause in _clauses(tokens(text)):
        content = [place for place, token in enumerate(clause) if token.role == "content"]
        for a, b in pairwise(content):
            between = [token.word for token in clause[a + 1 : b] if token.role != "licence"]
            if not (
                _needs(clause, a, b)
                or _of_one_name(clause, a, b)
                or _to_have(clause, a, b)
                or _subject(clause, a, b, rows)
                or _doing(clause, a, b, rows)
                or _is_done(clause, a, b, rows)
                or changed_voice(clause, a, b, rows)
                or any(_follows(clause[a].key, clause[b].key, between, row) for row in rows)
            ):
                yield f"“{clause[a].word} … {clause[b].word}” puts its words together in a new way"


def exchanged(text: str, claims: Sequence[str], quotes: Sequence[str]) -> Iterator[str]:
    """Two words do not change their partners: "access to x … targeting y" never becomes "access to y … targeting x"."""
    theirs = {pair for whole in (*claims, *quotes) for pair in _partners(whole)}
    own = sorted(_partners(text) - theirs)
    for (a, b), (c, d) in combinations(own, 2):
        if (a, d) in theirs and (c, b) in theirs:
            yield f"“{a} … {b}” and “{c} … {d}” have changed their partners"


def governed(text: str, claims: Sequence[str], quotes: Sequence[str]) -> Iterator[str]:
    """What is given as a reason or a means is one in a claim or a quote: what follows "because" or "through"."""
    for own, theirs in _GOVERNING:
        known = {key for whole in (*claims, *quotes) for keys in _governed(whole, theirs) for key in keys}
        for keys in _governed(text, own):
            if known and keys and sum(key in known for key in keys) < len(keys) / 2:
                yield f"“{keys[0]}” is no such reason or means in its claim"


def _governed(text: str, words: frozenset[str]) -> Iterator[list[str]]:
    """The words that count after each of `words`, up to the next break; none where the article is what follows."""
    row = tokens(text)
    for place, token in enumerate(row):
        if token.word in words:
            rest = list(
                takewhile(lambda other: other.role != "break" and other.word != "to", row[place + 1 :])
            )
            if not any(other.key == "source" for other in rest[:3]):
                yield [other.key for other in rest if other.role == "content"]


def _partners(text: str) -> set[tuple[str, str]]:
    """Words that count and stand beside each other."""
    return {
        (one.key, other.key)
        for clause in _clauses(tokens(text))
        for one, other in pairwise([token for token in clause if token.role == "content"])
    }


def in_order(text: str) -> list[str]:
    """The words that count and those that turn or bound them, from the first to the last."""
    return [
        token.key
        for token in tokens(text)
        if token.role in ("content", "negation", "verdict")
        or (token.role == "operator" and token.key not in ("source", "unsaid"))
    ]


def steps(text: str, claims: Sequence[str]) -> Iterator[str]:
    """Where a claim gives an order in time, its names keep their order; a prerequisite stays that of the same."""
    text = _BEFORE.sub(r"\3 before \2", text)
    for claim in claims:
        if later := _later(claim):
            if _later(text) != later:
                yield "it names a prerequisite of something else"
        elif any(token.key in ("before", "after", "first") for token in tokens(claim)):
            theirs, own = _last_named(claim), _last_named(text)
            if [name for name in own if name in theirs] != theirs:
                yield "its steps stand in another order"


def _later(text: str) -> str:
    """The licence of which something is said to be a prerequisite; "" where nothing is."""
    row = tokens(text)
    for place, token in enumerate(row):
        if (
            token.word == "§first§"
            and row[place + 1 : place + 2]
            and row[place + 1].word in ("of", "for", "to")
        ):
            rest = (other for other in row[place + 2 :] if other.role in ("licence", "break", "verdict"))
            named = next(rest, None)
            return named.key if named is not None and named.role == "licence" else "nothing"
    return ""


def _last_named(text: str) -> list[str]:
    """The licences by where they are named last."""
    named = [name for kind, name in reversed(items(text)) if kind == "licence"]
    return list(dict.fromkeys(named))[::-1]


def _clauses(row: Sequence[Token]) -> Iterator[list[Token]]:
    clause: list[Token] = []
    for token in row:
        if is_clause_break(token) or token.key in _FREE_ORDER:
            yield clause
            clause = []
        else:
            clause.append(token)
    yield clause


def _follows(first: str, second: str, between: Sequence[str], row: Sequence[Token]) -> bool:
    if first == second:
        return True
    content = [place for place, token in enumerate(row) if token.role == "content"]
    at = [(n, row[place].key) for n, place in enumerate(content)]
    for m, key in at:
        if key != first:
            continue
        for n, other in at:
            if other == second and 0 < n - m <= _NEAR:
                return True
            if (
                other == second
                and n < m
                and _turned(first + second, m - n, between, row[content[n] + 1 : content[m]])
            ):
                return True
    return False


def _turned(keys: str, far: int, between: Sequence[str], theirs: Sequence[Token]) -> bool:
    """Whether two words may stand the other way round: in the passive, or "x y" as "y of x"."""
    numbers = any(letter.isdigit() for letter in keys)
    loose = not numbers and far <= _TURNED and _loose(between, theirs)
    return loose or (far <= _NEAR and _passive(between, theirs))


def _passive(between: Sequence[str], theirs: Sequence[Token]) -> bool:
    """Whether two words changed places round a "by" that their claim does not have: "x does it", "it is done by x"."""
    return "by" in between and not any(token.word == "by" for token in theirs)


def _needs(clause: Sequence[Token], a: int, b: int) -> bool:
    """Whether "a requires licence b" puts these two together: the law of verdicts looks at that."""
    return clause[b - 1].role == "licence" and any(token.role == "verdict" for token in clause[a + 1 : b])


def _of_one_name(clause: Sequence[Token], a: int, b: int) -> bool:
    """Whether two words stand in the name of one licence: "«ats» ats licence"."""
    start = next((place for place in range(a, -1, -1) if clause[place].role == "licence"), None)
    return start is not None and all(token.key in OF_LICENCES for token in clause[start + 1 : b + 1])


def _to_have(clause: Sequence[Token], a: int, b: int) -> bool:
    """Whether "… to have licence b" puts these two together: the law of verdicts looks at that."""
    words = [token.word for token in clause[a + 1 : b] if token.word not in ARTICLES]
    return words[:2] == ["to", "have"] and clause[b - 1].role == "licence"


def _is_done(clause: Sequence[Token], a: int, b: int, rows: Sequence[Sequence[Token]]) -> bool:
    """Whether "x has been done", where a claim says "do x": the voice is another, and who does it is not said."""
    between = [token.word for token in clause[a + 1 : b]]
    if not between or not set(between) <= _BE or not clause[b].word.endswith("ed"):
        return False
    bare = ([token for token in row if token.word not in ARTICLES] for row in rows)
    beside = ((one.key, other.key) for row in bare for one, other in pairwise(row))
    return (clause[b].key, clause[a].key) in beside


def _subject(clause: Sequence[Token], a: int, b: int, rows: Sequence[Sequence[Token]]) -> bool:
    """Whether "x did z and does y" may say y first: x is what both begin with, and y follows the "and"."""
    if any(token.role == "content" for token in clause[:a]):
        return False
    for row in rows:
        bare = [token for token in row if token.role not in ("licence", "glue") or token.word == "and"]
        content = [token.key for token in row if token.role == "content"]
        joined = (one.word == "and" and other.key == clause[b].key for one, other in pairwise(bare))
        if content[:1] == [clause[a].key] and any(joined):
            return True
    return False


def _doing(clause: Sequence[Token], a: int, b: int, rows: Sequence[Sequence[Token]]) -> bool:
    """Whether "doing the x" stands for "x doing" or "x y doing", x being a thing: no one's role is another."""
    doing, thing = clause[a], clause[b]
    if not doing.word.endswith("ing") or thing.key in _WHO or b - a > 2:
        return False
    return any(
        one.key == thing.key and doing.key in [token.key for token in row[place + 1 : place + 3]]
        for row in rows
        for place, one in enumerate(row)
        if all(token.role == "content" for token in row[place : place + 2])
    )


def _loose(between: Sequence[str], theirs: Sequence[Token]) -> bool:
    """Whether nothing but neutral words stands between two words that changed places, here and there."""
    words = {token.word for token in theirs if token.role not in ("licence", "content")}
    both = {*between, *words - {"and", "or"}}
    return both <= _NEUTRAL and bool(both & _OF)
