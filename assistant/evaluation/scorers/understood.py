"""Kind, language, facts, focus and conflicts: whether the question was understood."""

from collections.abc import Mapping

from assistant.answer import Value
from assistant.evaluation.records import Score
from assistant.evaluation.scorers.registry import Seen, scorer, whole


@scorer("kind", asks=lambda turn: turn.kind is not None)
def kind(seen: Seen) -> Score:
    return whole(seen.answer.kind == seen.turn.kind, seen.turn.kind, seen.answer.kind)


@scorer("language", asks=lambda turn: turn.language is not None)
def language(seen: Seen) -> Score:
    return whole(seen.answer.language == seen.turn.language, seen.turn.language, seen.answer.language)


@scorer("facts", asks=lambda turn: turn.facts is not None)
def facts(seen: Seen) -> Score:
    """Both sides closed under the implications: what follows from a stated fact is right, named or not."""
    expected, got = seen.book.implications(seen.turn.facts or {}), seen.book.implications(seen.answer.facts)
    return whole(expected == got, *_difference(expected, got))


@scorer("facts_strict", asks=lambda turn: turn.facts is not None, decides=False)
def facts_strict(seen: Seen) -> Score:
    """The facts as labelled, to the letter."""
    expected, got = dict(seen.turn.facts or {}), dict(seen.answer.facts)
    return whole(expected == got, *_difference(expected, got))


def _difference(expected: Mapping[str, Value], got: Mapping[str, Value]) -> tuple[object, object]:
    """Only what differs, where anything does."""
    if expected == got:
        return expected, got
    names = dict.fromkeys([*expected, *got])
    odd = [name for name in names if expected.get(name) != got.get(name)]
    return {n: expected.get(n, "unknown") for n in odd}, {n: got.get(n, "unknown") for n in odd}


@scorer("focus", asks=lambda turn: turn.focus is not None)
def focus(seen: Seen) -> Score:
    expected, got = seen.turn.focus or (), seen.answer.focus
    return whole(set(expected) == set(got), expected, got)


@scorer("conflicts", asks=lambda turn: turn.conflict is not None)
def conflicts(seen: Seen) -> Score:
    expected = set(seen.turn.conflict or ())
    got = {fact for conflict in seen.answer.conflicts for fact in conflict.facts}
    return whole(expected == got, sorted(expected), sorted(got))
