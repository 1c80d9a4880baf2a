"""Which verdict a sentence states of which licence."""

from collections.abc import Iterator, Sequence
from functools import cache

from assistant.prose.words import Token, tokens

Statement = tuple[str, str]  # licence id, verdict

_STOPS = frozenset(
    [
        "but",
        "that",
        "which",
        "who",
        "because",
        "since",
        "although",
        "though",
        "while",
        "whereas",
        ";",
        ":",
        ".",
    ]
)

_SOFT = frozenset(("recommended", "optional"))
_FIRM = _SOFT | {"required"}
# Words of licences' names, which may stand between a negation and the verdict that it denies.
OF_LICENCES = frozenset(
    [
        "licence",
        "register",
        "member",
        "rule",
        "ats",
        "sec",
        "finra",
        "sipc",
        "cftc",
        "fcm",
        "rfed",
        "ib",
        "nfa",
        "fincen",
        "msb",
        "broker",
        "dealer",
        "transfer",
        "agent",
        "one",
    ]
)


@cache
def items(text: str) -> tuple[tuple[str, str], ...]:
    """("licence", id) and ("verdict", name) in the order in which the text has them."""
    return tuple(_compounds(list(_items(tokens(text)))))


def _items(found: Sequence[Token]) -> Iterator[tuple[str, str]]:
    leaves_open = any(token.key in ("unclear", "depends") for token in found)
    for place, token in enumerate(found):
        if leaves_open and token.key in _FIRM and _is_asked(found, place) and not _negated(found, place):
            continue
        if token.role == "licence":
            yield "licence", token.key
        elif token.role == "verdict":
            sign = "not_" if _negated(found, place) else ""
            yield "verdict", sign + token.key


def _negated(found: Sequence[Token], place: int) -> bool:
    if any(token.role == "negation" for token in found[place + 1 : place + 2]):
        return True
    count = 0
    for token in reversed(found[:place]):
        if token.word in _STOPS or token.role == "verdict" or _is_other_matter(token):
            break
        count += token.role == "negation" and token.word != "nor"
    return count % 2 == 1


def _is_other_matter(token: Token) -> bool:
    """A word past which a negation is no longer the verdict's: "does not serve US users" denies no need."""
    return token.role == "content" and token.key not in OF_LICENCES


def _is_asked(found: Sequence[Token], place: int) -> bool:
    """Whether a verdict's word only asks: "whether it is required"."""
    for token in reversed(found[:place]):
        if token.key == "whether":
            return True
        if token.role == "break" or token.word in _STOPS:
            return False
    return False


def _compounds(raw: Sequence[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """ "recommended, not required" is one verdict; so is a verdict said twice."""
    previous = ("", "")
    for item in raw:
        softer = previous[1] in _SOFT and item[1] == "not_required"
        if previous[0] == item[0] == "verdict" and (softer or previous == item):
            continue
        if item == previous:
            continue
        yield item
        previous = item


def statements(text: str, about: Sequence[str] = ()) -> list[frozenset[Statement]]:
    """Every way to read which verdict goes to which licence; [] where there is none.

    Args:
        about: the licences that a sentence without a name of its own is about.
    """
    halves = text.split(";")
    if len(halves) == 2 and all(_is_whole(items(half)) for half in halves):
        first, second = (statements(half) for half in halves)
        return [one | other for one in first for other in second]
    sequence = items(text)
    verdicts = {name for kind, name in sequence if kind == "verdict"}
    named = {name for kind, name in sequence if kind == "licence"} or set(about)
    if len(verdicts) <= 1:
        return [frozenset((licence, verdict) for licence in named for verdict in verdicts)]
    return [frozenset(way) for way in _ways(sequence)]


def _is_whole(sequence: Sequence[tuple[str, str]]) -> bool:
    """Whether there is a licence and just one verdict: nothing is left to be completed from elsewhere."""
    kinds = [kind for kind, _ in sequence]
    return kinds.count("verdict") == 1 and "licence" in kinds


def _ways(sequence: Sequence[tuple[str, str]]) -> Iterator[tuple[Statement, ...]]:
    """Cuts into groups of licences with one verdict before or after them."""
    if not sequence:
        yield ()
        return
    for end in range(2, len(sequence) + 1):
        group = sequence[:end]
        if (verdict := _one_verdict(group)) is not None:
            own = tuple((name, verdict) for kind, name in group if kind == "licence")
            for rest in _ways(sequence[end:]):
                yield own + rest


def _one_verdict(group: Sequence[tuple[str, str]]) -> str | None:
    """The verdict of a group of the form V L…, L… V or V L… V with one V, or "should, though not required"."""
    if group[0][1] in _SOFT and group[-1] == ("verdict", "not_required") and len(group) > 2:
        group = group[:-1]
    verdicts = {name for kind, name in group if kind == "verdict"}
    inner = [kind for kind, _ in group[1:-1]]
    ends = {group[0][0], group[-1][0]}
    if len(verdicts) != 1 or "verdict" in inner or "verdict" not in ends:
        return None
    if group[0][0] == group[-1][0] == "verdict" and not inner:
        return None
    return next(iter(verdicts))
