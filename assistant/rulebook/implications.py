"""What follows from facts, and which facts cannot stand together.

Each implication ties one value of one fact to one value of another, so whatever follows from several facts
follows from one of them: a closure per fact and value says it all.
"""

from collections.abc import Collection, Iterable, Mapping
from itertools import combinations, product

from assistant.rulebook.records import Facts, Implication
from assistant.values import VALUES, Value, opposite

__all__ = ["Implications"]

Literal = tuple[str, Value]


class Implications:
    """The implications of a rulebook, taken both ways, over its facts in order."""

    def __init__(self, names: Iterable[str], implications: Iterable[Implication]) -> None:
        self.names = tuple(names)
        self._order = {name: place for place, name in enumerate(self.names)}
        self._steps: dict[Literal, set[Literal]] = {
            (name, value): set() for name in self.names for value in VALUES
        }
        for rule in implications:
            self._steps[rule.if_fact, rule.if_value].add((rule.then_fact, rule.then_value))
            self._steps[rule.then_fact, opposite(rule.then_value)].add(
                (rule.if_fact, opposite(rule.if_value))
            )
        self._reached = {start: self._reach(start) for start in self._steps}

    def _reach(self, start: Literal) -> frozenset[Literal]:
        reached, edge = {start}, [start]
        while edge:
            new = self._steps[edge.pop()] - reached
            reached |= new
            edge.extend(new)
        return frozenset(reached)

    def closure(self, facts: Facts) -> dict[str, Value]:
        """`facts` and what follows from them, in order; a fact that was given keeps its value."""
        known = dict(literal for item in facts.items() for literal in self._reached[item])
        known.update(facts)
        return {name: known[name] for name in sorted(known, key=self._order.__getitem__)}

    def follows(self, fact: str, value: Value) -> frozenset[Literal]:
        return self._reached[fact, value]

    def broken(self, facts: Facts) -> tuple[tuple[str, ...], ...]:
        """The smallest sets of `facts` that cannot stand together, each in order, the sets in order."""
        if self._stand(facts):
            return ()
        items = sorted(facts.items(), key=lambda item: self._order[item[0]])
        alone = [(name,) for name, value in items if (name, opposite(value)) in self.follows(name, value)]
        taken = {name for (name,) in alone}
        pairs = combinations([item for item in items if item[0] not in taken], 2)
        return (*alone, *((a, b) for (a, x), (b, y) in pairs if (b, opposite(y)) in self.follows(a, x)))

    def _stand(self, facts: Facts) -> bool:
        reached = (literal for item in facts.items() for literal in self._reached[item])
        return all(facts.get(other, value) == value for other, value in reached)

    def neighbours(self, names: Collection[str]) -> tuple[str, ...]:
        """`names` and every fact that an implication ties to one of them, near or far, in order."""
        tied, edge = set(names), list(names)
        while edge:
            name = edge.pop()
            near = {other for value in VALUES for other, _ in self._steps[name, value]} - tied
            tied |= near
            edge.extend(near)
        return tuple(sorted(tied, key=self._order.__getitem__))

    def fillings(self, names: Collection[str]) -> Iterable[Mapping[str, Value]]:
        """Every consistent way to give each of `names` a value."""
        for values in product(VALUES, repeat=len(names)):
            facts: dict[str, Value] = dict(zip(names, values, strict=True))
            if all(
                facts.get(other, value) == value
                for item in facts.items()
                for other, value in self._steps[item]
            ):
                yield facts
