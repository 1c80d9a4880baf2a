"""Conditions on facts: the tree that a rule tests, and whether it holds."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from assistant.rulebook.models import Wording
from assistant.source import Quote
from assistant.values import Value, VerdictName

__all__ = ["AllOf", "AnyOf", "Condition", "FactIs", "Not", "Term", "VerdictIs", "facts_of", "holds", "walk"]


@dataclass(frozen=True)
class FactIs:
    """Holds where `fact` has `value`. `quotes` are cited where a verdict rests on this very condition."""

    fact: str
    value: Value
    quotes: tuple[Quote, ...] = ()


@dataclass(frozen=True)
class VerdictIs:
    """Holds where `licence` has `verdict`; in cautions only."""

    licence: str
    verdict: VerdictName


@dataclass(frozen=True)
class AllOf:
    """Holds where every part does."""

    parts: tuple["Condition", ...]


@dataclass(frozen=True)
class AnyOf:
    """Holds where one part does, or several."""

    parts: tuple["Condition", ...]


@dataclass(frozen=True)
class Not:
    """Holds where its part does not."""

    part: "Condition"


@dataclass(frozen=True, eq=False)
class Term:
    """A condition under a name, as several rules share it."""

    name: str
    label: Wording
    when: "Condition"


Condition = FactIs | VerdictIs | AllOf | AnyOf | Not | Term


def holds(condition: Condition, facts: Mapping[str, Value], verdicts: Mapping[str, VerdictName]) -> bool:
    """Whether `condition` holds where every fact it names is known, and every verdict."""
    match condition:
        case FactIs(fact, value):
            return facts[fact] == value
        case VerdictIs(licence, verdict):
            return verdicts[licence] == verdict
        case AllOf(parts):
            return all(holds(part, facts, verdicts) for part in parts)
        case AnyOf(parts):
            return any(holds(part, facts, verdicts) for part in parts)
        case Not(part):
            return not holds(part, facts, verdicts)
        case Term(when=part):
            return holds(part, facts, verdicts)


def parts_of(condition: Condition) -> tuple[Condition, ...]:
    match condition:
        case AllOf(parts) | AnyOf(parts):
            return parts
        case Not(part) | Term(when=part):
            return (part,)
    return ()


def walk(condition: Condition) -> Iterator[Condition]:
    """`condition` and every condition inside it, outermost first."""
    yield condition
    for part in parts_of(condition):
        yield from walk(part)


def facts_of(condition: Condition) -> frozenset[str]:
    return frozenset(part.fact for part in walk(condition) if isinstance(part, FactIs))


def licences_of(condition: Condition) -> frozenset[str]:
    return frozenset(part.licence for part in walk(condition) if isinstance(part, VerdictIs))
