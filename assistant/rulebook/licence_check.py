"""Proves one licence, by counting out every state of the facts that can reach it: `LicenceCheck(…).failures()`."""

from collections.abc import Iterator, Mapping
from functools import cached_property

from assistant.answer import Value, Verdict, VerdictName
from assistant.rulebook.book import Rulebook
from assistant.rulebook.conditions import holds
from assistant.rulebook.describe import condition_in_ids, facts_in_ids
from assistant.rulebook.matters import idle
from assistant.rulebook.records import Facts, Licence, Rule
from assistant.rulebook.space import Space, State
from assistant.values import VALUES

__all__ = ["LicenceCheck"]


class LicenceCheck:
    """One licence over every state of the facts that can reach it."""

    def __init__(self, book: Rulebook, space: Space, licence: Licence) -> None:
        self.book, self.space, self.licence = book, space, licence
        self.names = space.tied(licence.facts)
        self.fillings = list(space.fillings(self.names))
        self.holding = [self._that_hold(filling) for filling in self.fillings]
        self.sound = all(len(rules) == 1 for rules in self.holding)
        self.evaluated = 0

    def _that_hold(self, filling: Facts) -> list[Rule]:
        return [rule for rule in self.licence.rules if holds(rule.when, filling, {})]

    def failures(self) -> Iterator[str]:
        yield from self._gaps_and_overlaps()
        yield from self._idle()
        if self.sound:
            yield from self._states()

    def _gaps_and_overlaps(self) -> Iterator[str]:
        said: set[tuple[str, ...]] = set()
        for filling, rules in zip(self.fillings, self.holding, strict=True):
            names = tuple(rule.id for rule in rules)
            if len(names) == 1 or names in said:
                continue
            said.add(names)
            where = facts_in_ids({fact: filling[fact] for fact in self.licence.facts})
            place = f"licences.{self.licence.id}"
            if names:
                yield f"{place}: the rules {' and '.join(names)} overlap where {where}: narrow one"
            else:
                yield f"{place}: no rule holds where {where}: add one, or widen one"

    def _idle(self) -> Iterator[str]:
        for rule in self.licence.rules:
            place = f"licences.{self.licence.id}.rules.{rule.id}"
            if not any(rule in rules for rules in self.holding):
                yield f"{place}: never holds: remove it, or mend its condition"
                continue
            for part in idle(rule.when, [(filling, {}) for filling in self.fillings]):
                if part is not rule.when:
                    yield f"{place}: the condition {condition_in_ids(part)} makes no difference: remove it"

    def _states(self) -> Iterator[str]:
        """Compares every state, and reports the first that fails in each way."""
        said: set[str] = set()
        for state in self.space.states(self.names):
            for what in self._wrong_in(state):
                if what not in said:
                    said.add(what)
                    yield f"licences.{self.licence.id}: {what} where {facts_in_ids(self._facts(state))}"

    def _wrong_in(self, state: State) -> Iterator[str]:
        facts, expected = self._facts(state), self._expected(state)
        if bool(self.book.broken(facts)) == (expected is not None):
            yield "implications and their closure disagree"
        elif expected is not None:
            self.evaluated += 1
            yield from self._wrong_against(expected, state)

    def _wrong_against(self, expected: Verdict, state: State) -> Iterator[str]:
        actual = self._actual(state)
        for name in Verdict.model_fields:
            if getattr(actual, name) != getattr(expected, name):
                yield f"{name} is {getattr(actual, name)} in place of {getattr(expected, name)}"
        if actual.verdict != "depends" and any(self._flips(state, actual.verdict)):
            yield f"learning a fact flips the verdict {actual.verdict}"
        if self._default_differs(state):
            yield "a default does not count as the value it stands for"

    def _facts(self, state: State) -> dict[str, Value]:
        return {name: value for name, value in zip(self.names, state, strict=True) if value is not None}

    def _actual(self, state: State) -> Verdict:
        if state not in self._evaluated:
            facts = self._facts(state)
            unknown = [name for name in self.book.facts if name not in facts]
            self._evaluated[state] = self.book.verdict(self.licence.id, facts, open_facts=unknown)
        return self._evaluated[state]

    @cached_property
    def _evaluated(self) -> dict[State, Verdict]:
        return {}

    def _flips(self, state: State, verdict: VerdictName) -> Iterator[bool]:
        for learned in self._learned(state):
            if self._expected(learned) is not None:
                yield self._actual(learned).verdict != verdict

    def _learned(self, state: State) -> Iterator[State]:
        """`state` with one more fact known, in each way."""
        for place, value in enumerate(state):
            if value is None:
                yield from ((*state[:place], answer, *state[place + 1 :]) for answer in VALUES)

    def _default_differs(self, state: State) -> bool:
        defaults = {name: fact.default for name, fact in self.book.facts.items() if fact.default}
        taken = tuple(value or defaults.get(name) for name, value in zip(self.names, state, strict=True))
        return taken != state and self.book.verdict(self.licence.id, self._facts(state)) != self._actual(
            taken
        )

    def _expected(self, state: State) -> Verdict | None:
        """What the definition of the verdicts makes of `state`; None where no platform can be like that."""
        if state not in self._counted:
            self._counted[state] = self._count(state)
        return self._counted[state]

    @cached_property
    def _counted(self) -> dict[State, Verdict | None]:
        return {}

    @cached_property
    def _rule_of(self) -> dict[int, Rule]:
        """The rule that holds in each filling; a filling is a number with a bit for each fact, 1 = yes."""
        return {
            self._bits(tuple(filling.values()), "yes"): rules[0]
            for filling, rules in zip(self.fillings, self.holding, strict=True)
        }

    def _bits(self, state: State, value: Value | None) -> int:
        return sum(1 << place for place, known in enumerate(state) if known == value)

    def _count(self, state: State) -> Verdict | None:
        known, yes = ~self._bits(state, None), self._bits(state, "yes")
        fillings = {filling: rule for filling, rule in self._rule_of.items() if filling & known == yes}
        verdicts = {rule.verdict for rule in fillings.values()}
        if not verdicts:
            return None
        if len(verdicts) == 1:
            return Verdict(
                verdict=verdicts.pop(), ambiguous=any(rule.ambiguous for rule in fillings.values())
            )
        turning = [
            place for place in range(len(state)) if state[place] is None and _turns(fillings, 1 << place)
        ]
        leads_to = {self.names[place]: self._leads_to(state, place) for place in turning}
        return Verdict(verdict="depends", depends_on=tuple(leads_to), leads_to=leads_to)

    def _leads_to(self, state: State, place: int) -> dict[Value, VerdictName]:
        after = {value: self._expected((*state[:place], value, *state[place + 1 :])) for value in VALUES}
        return {value: verdict.verdict for value, verdict in after.items() if verdict}


def _turns(fillings: Mapping[int, Rule], bit: int) -> bool:
    """Whether changing the fact of `bit` alone takes some filling to another one with another verdict."""
    return any(
        fillings[filling ^ bit].verdict != rule.verdict
        for filling, rule in fillings.items()
        if filling & bit and filling ^ bit in fillings
    )
