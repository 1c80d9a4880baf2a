"""Which parts of a condition make no difference: the same comes out if they always, or never, hold."""

from collections.abc import Iterable, Iterator, Mapping

from assistant.answer import VerdictName
from assistant.rulebook.conditions import (
    AllOf,
    AnyOf,
    Condition,
    Not,
    Term,
    facts_of,
    holds,
    licences_of,
    parts_of,
)
from assistant.rulebook.records import Facts

__all__ = ["Case", "idle", "paths"]

Path = tuple[int, ...]
Case = tuple[Facts, Mapping[str, VerdictName]]


def idle(when: Condition, cases: Iterable[Case]) -> Iterator[Condition]:
    """The innermost parts of `when` (itself among them) that make no difference in any of `cases`."""
    distinct = _distinct(when, cases)
    found: dict[Path, Condition] = {}
    for path, part in sorted(paths(when), key=lambda item: -len(item[0])):
        inner = any(other[: len(path)] == path for other in found)
        if not inner and any(_same(when, path, value, distinct) for value in (True, False)):
            found[path] = part
    yield from found.values()


def paths(when: Condition, path: Path = ()) -> Iterator[tuple[Path, Condition]]:
    """Every part of `when` with its place in it: the positions to go down by."""
    yield path, when
    for position, part in enumerate(parts_of(when)):
        yield from paths(part, (*path, position))


def _distinct(when: Condition, cases: Iterable[Case]) -> list[Case]:
    """`cases` with what `when` does not look at left out, each once."""
    facts, licences = sorted(facts_of(when)), sorted(licences_of(when))
    seen: dict[tuple[str, ...], Case] = {}
    for known, verdicts in cases:
        key = (*(known[fact] for fact in facts), *(verdicts[licence] for licence in licences))
        seen.setdefault(key, (known, verdicts))
    return list(seen.values())


def _same(when: Condition, path: Path, value: bool, cases: list[Case]) -> bool:
    return all(_with(when, path, value, case) == holds(when, *case) for case in cases)


def _with(when: Condition, path: Path | None, value: bool, case: Case) -> bool:
    """Whether `when` holds if its part at `path` were `value`; a path of None leads elsewhere."""
    if path is None:
        return holds(when, *case)
    if not path:
        return value
    results = (
        _with(part, path[1:] if position == path[0] else None, value, case)
        for position, part in enumerate(parts_of(when))
    )
    match when:
        case AllOf():
            return all(results)
        case AnyOf():
            return any(results)
        case Not():
            return not next(results)
        case Term():
            return next(results)
    raise AssertionError(f"{when} has no parts")
