"""The states of the facts and the fillings of their gaps, counted out in the plainest way, for the proof."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import product

from assistant.answer import Value
from assistant.rulebook.records import Implication
from assistant.values import VALUES

__all__ = ["Space", "State"]

State = tuple[Value | None, ...]


class Space:
    """All states of `facts` (yes, no, unknown) and which of them break an implication."""

    def __init__(self, facts: Collection[str], implications: Sequence[Implication]) -> None:
        self.facts = tuple(facts)
        self.implications = tuple(implications)

    def groups(self) -> tuple[tuple[str, ...], ...]:
        """The facts in groups that no implication joins."""
        group = {fact: {fact} for fact in self.facts}
        for one in self.implications:
            joined = group[one.if_fact] | group[one.then_fact]
            group.update(dict.fromkeys(joined, joined))
        ordered = (tuple(other for other in self.facts if other in group[fact]) for fact in self.facts)
        return tuple(dict.fromkeys(ordered))

    def tied(self, facts: Collection[str]) -> tuple[str, ...]:
        """`facts` and the rest of their groups, in order."""
        wanted = {fact for group in self.groups() if set(group) & set(facts) for fact in group}
        return tuple(fact for fact in self.facts if fact in wanted)

    def fillings(self, facts: Sequence[str]) -> Iterator[dict[str, Value]]:
        """Every way to give each of `facts` a value that breaks no implication among them."""
        for values in product(VALUES, repeat=len(facts)):
            filling: dict[str, Value] = dict(zip(facts, values, strict=True))
            if not any(_breaks(filling, one) for one in self.implications):
                yield filling

    def possible(self) -> int:
        """How many states of all the facts break no implication."""
        total = 1
        for group in self.groups():
            fillings = [tuple(filling.values()) for filling in self.fillings(group)]
            total *= sum(any(_fits(filling, state) for filling in fillings) for state in self.states(group))
        return total

    def states(self, facts: Sequence[str]) -> Iterator[State]:
        return product((*VALUES, None), repeat=len(facts))

    def failures(self) -> Iterator[str]:
        """Implications that rule a value out altogether, and ones that say nothing new."""
        for fact in self.facts:
            taken = {filling[fact] for filling in self.fillings(self.tied([fact]))}
            for value in (value for value in VALUES if value not in taken):
                yield f"implications: {fact} can never be {value}: one of those that name it is wrong"
        for one in self.implications:
            group = self.tied([one.if_fact])
            others = Space(self.facts, [other for other in self.implications if other is not one])
            if len(list(others.fillings(group))) == len(list(self.fillings(group))):
                yield f"implications.{one.id}: follows from the others: remove it"


def _breaks(filling: Mapping[str, Value], one: Implication) -> bool:
    then = filling.get(one.then_fact, one.then_value)
    return filling.get(one.if_fact) == one.if_value and then != one.then_value


def _fits(filling: State, state: State) -> bool:
    return all(known is None or known == value for known, value in zip(state, filling, strict=True))
