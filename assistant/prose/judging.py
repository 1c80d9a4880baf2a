"""One reworded sentence against the claims it may be a rewording of. Each law is a function, each fault a reason."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from assistant.prose.grounds import Ground
from assistant.prose.statements import items, statements
from assistant.prose.voice import agents, bounded, changed_voice, obliged, platform
from assistant.prose.words import Token, is_clause_break, tokens, words

_NEAR = 8  # content words between which an order is compared
_KEPT = 0.7  # share of a claim's content words that its rewording keeps
_NEUTRAL = frozenset(["of", "for", "in", "the", "a", "an", "with", "on"])
_OF = frozenset(["of", "for", "in", "with", "on"])
_TURNED = 5  # content words between which "x y" may become "y of x"
_STRICT = frozenset(
    ("condition", "whether", "law", "assumed", "all", "only", "leaveout")
)  # never from a quote alone
_FREE_ORDER = frozenset(("condition", "leaveout"))  # what stands before and after these may change places
_CAUSES = re.compile(
    r"\b(because|since|therefore|thus|hence|so|as a result|due to|accordingly|as nothing)\b"
    r"|,? as (?:its|it|no|they)\b|\b(?:but|and) as\b|, as (?!the article (?:says|puts|notes|states)\b)",
    re.I,
)
_FORBIDDEN = re.compile(
    r"[\[\]{}<>|\\`*_#~^=]|https?:|www\.|[\u0080-\u00a2\u00a4-\u00ff\u0100-\u2012\u2015-\u2017\u201a\u201b\u201e\u201f"
    r"\u2020-\u2025\u2027-\u20ab\u20ad-\u2fff\u3004-\u33ff\ue000-\uffff]|[\U00010000-\U0010ffff]"
)
_IN_BRACKETS = re.compile(r"\([^()]*\)")
_LEAD = re.compile(r"^(yes|no)\s*[:,.;–—]\s*", re.I)
_QUOTED = re.compile(r"“([^”]*)”|\"([^\"]*)\"|(?<!\w)[‘']([^’']{2,})[’'](?!\w)")


def judge(text: str, held: Sequence[Ground], quotes: Sequence[str], truth: Mapping[str, str]) -> list[str]:
    """Why `text` is no rewording of all the claims `held` together; [] where it is one.

    Args:
        quotes: what the marks of the sentence point to.
        truth: licence id to verdict.
    """
    if len(held) == 1 and text.strip() == held[0].text:
        return []
    if lead := _lead(text, held, truth):
        return [lead]
    text = _LEAD.sub("", text)
    claims = [_LEAD.sub("", ground.text) for ground in held]
    return [
        *_characters(text),
        *_quotations(text, claims, quotes),
        *_vocabulary(text, claims, quotes, held),
        *_vanished(text, claims),
        *_negations(text, claims, quotes),
        *_verdicts(text, held, truth),
        *_order(text, claims, quotes),
        *_steps(text, claims),
        *_causes(text, held),
        *_joined(text, claims),
        *_whole(text, claims),
        *platform(text, [*claims, *quotes]),
        *bounded(text, [*claims, *quotes]),
        *obliged(text, [*claims, *quotes]),
        *agents(text, [*claims, *quotes]),
        *_kept(text, claims),
    ]


def _lead(text: str, held: Sequence[Ground], truth: Mapping[str, str]) -> str:
    """A "Yes" or "No" at the head has to fit what is said of each licence of its claims."""
    match = _LEAD.match(text)
    if match is None:
        return ""
    fitting = ("required",) if match[1].lower() == "yes" else ("not_required",)
    about = {licence for ground in held for licence in ground.about}
    leads = {lead[1].lower() for ground in held if (lead := _LEAD.match(ground.text))}
    fits = leads == {match[1].lower()} or (about and all(truth.get(licence) in fitting for licence in about))
    return "" if fits else f"“{match[1]}” does not fit its claim"


def _characters(text: str) -> Iterator[str]:
    if match := _FORBIDDEN.search(text):
        yield f"the character {match.group()!r} may not be used"
    if text.count("“") != text.count("”") or text.count('"') % 2:
        yield "a quotation is not closed"


def _quotations(text: str, claims: Sequence[str], quotes: Sequence[str]) -> Iterator[str]:
    for match in _QUOTED.finditer(text):
        inner = next(group for group in match.groups() if group is not None).rstrip(".,;")
        cited = {part for claim in claims for found in _QUOTED.findall(claim) for part in found if part}
        if not any(_stands_in(inner, whole) for whole in (*quotes, *cited)):
            yield f"“{inner[:60]}” is no exact quote from the passages of its marks"


def _stands_in(inner: str, whole: str) -> bool:
    return bool(inner) and re.search(rf"(?<!\w){re.escape(inner)}(?!\w)", whole) is not None


def _vocabulary(
    text: str, claims: Sequence[str], quotes: Sequence[str], held: Sequence[Ground]
) -> Iterator[str]:
    from_claims = _keys(claims) | {("licence", licence) for ground in held for licence in ground.about}
    known = from_claims | _keys(quotes)
    for token in tokens(text):
        if token.role in ("glue", "break", "negation"):
            continue
        strict = token.role == "licence" or token.key in _STRICT
        if (token.role, token.key) not in (from_claims if strict else known):
            yield f"“{token.word.strip('§«»')}” stands in none of its claims and quotes"


def _keys(texts: Sequence[str]) -> set[tuple[str, str]]:
    return {(token.role, token.key) for text in texts for token in tokens(text)}


def _vanished(text: str, claims: Sequence[str]) -> Iterator[str]:
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


def _negations(text: str, claims: Sequence[str], quotes: Sequence[str]) -> Iterator[str]:
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


def _verdicts(text: str, held: Sequence[Ground], truth: Mapping[str, str]) -> Iterator[str]:
    about = tuple(dict.fromkeys(licence for ground in held for licence in ground.about))
    theirs = {pair for ground in held for way in statements(ground.text, ground.about) for pair in way}
    ways = statements(text, about)
    if not ways and not _same_items(text, held):
        yield "it does not say plainly which verdict goes to which licence"
    for way in ways:
        for licence, verdict in sorted(way):
            if truth.get(licence) != verdict and (licence, verdict) not in theirs:
                yield f"it says {verdict!r} of {licence}, and the rulebook {truth.get(licence, 'nothing')!r}"


def _same_items(text: str, held: Sequence[Ground]) -> bool:
    own = items(text)
    orders = (held, tuple(reversed(held)))
    return any(own == sum((items(ground.text) for ground in order), ()) for order in orders)


def _order(text: str, claims: Sequence[str], quotes: Sequence[str]) -> Iterator[str]:
    """Words that stand beside each other do so, in this order, in a claim or a quote."""
    rows = [tokens(whole) for whole in (*claims, *quotes)]
    for clause in _clauses(tokens(text)):
        content = [place for place, token in enumerate(clause) if token.role == "content"]
        for a, b in pairwise(content):
            between = [token.word for token in clause[a + 1 : b] if token.role != "licence"]
            if not (
                _needs(clause, a, b)
                or changed_voice(clause, a, b, rows)
                or any(_follows(clause[a].key, clause[b].key, between, row) for row in rows)
            ):
                yield f"“{clause[a].word} … {clause[b].word}” puts its words together in a new way"


def _steps(text: str, claims: Sequence[str]) -> Iterator[str]:
    """Where a claim gives an order in time, its names keep their order."""
    for claim in claims:
        if any(token.key in ("before", "after", "first") for token in tokens(claim)):
            theirs, own = _last_named(claim), _last_named(text)
            if [name for name in own if name in theirs] != theirs:
                yield "its steps stand in another order"


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


def _loose(between: Sequence[str], theirs: Sequence[Token]) -> bool:
    """Whether nothing but neutral words stands between two words that changed places, here and there."""
    words = {token.word for token in theirs if token.role not in ("licence", "content")}
    both = {*between, *words - {"and", "or"}}
    return both <= _NEUTRAL and bool(both & _OF)


def _causes(text: str, held: Sequence[Ground]) -> Iterator[str]:
    """A reason may be given only inside a claim, or between two that rest on the same words."""
    if not _CAUSES.search(text) or any(_CAUSES.search(ground.text) for ground in held):
        return
    if len(held) == 1:
        yield "it gives a reason where its claim gives none"
    for one, other in pairwise(held):
        if not set(one.marks) & set(other.marks) or not set(one.about) & set(other.about):
            yield "it makes one claim the reason of another"


def _joined(text: str, claims: Sequence[str]) -> Iterator[str]:
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


def _whole(text: str, claims: Sequence[str]) -> Iterator[str]:
    """No condition of a claim is left out: each part that an "and" adds is there by half of its words at least."""
    own = {token.key for token in tokens(text)}
    for claim in claims:
        for part in _added(tokens(claim)):
            if 2 * len(part & own) < len(part):
                yield f"it leaves out “{' '.join(sorted(part))}” of its claim"


def _added(row: Sequence[Token]) -> Iterator[set[str]]:
    part: set[str] | None = None
    for token in row:
        if is_clause_break(token) or token.role == "verdict":
            if part is not None:
                yield part
            part = set() if token.word == "and" else None
        elif part is not None and token.role in ("content", "licence"):
            part.add(token.key)
    if part is not None:
        yield part


def _kept(text: str, claims: Sequence[str]) -> Iterator[str]:
    own = {token.key for token in tokens(text)}
    for claim in claims:
        shortened = _IN_BRACKETS.sub(" ", claim)  # a name's long form need not be said again
        theirs = {token.key for token in tokens(shortened) if token.role in ("content", "licence")}
        lost = theirs - own
        if len(lost) > (1 - _KEPT) * len(theirs):
            yield f"it leaves out too much of its claim: {', '.join(sorted(lost)[:6])}"
