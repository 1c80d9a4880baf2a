"""Proves a rulebook over every state of its facts, by counting them out: `prove(book)`.

Nothing here uses the tables of `evaluation`: the same is computed in the plainest way, and compared. Each
licence is looked at over every state (yes, no, unknown) of the facts that its rules name and of those that
implications tie to them. No other fact can reach it, so together these stand for every state of all facts.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from assistant.answer import Value, Verdict, VerdictName
from assistant.errors import FactError, RulebookError
from assistant.rulebook.book import Rulebook
from assistant.rulebook.conditions import Condition, FactIs, facts_of, holds, licences_of, walk
from assistant.rulebook.describe import condition_in_ids, facts_in_ids
from assistant.rulebook.explain import prerequisites
from assistant.rulebook.loading import EXPECTED, read_expected
from assistant.rulebook.matters import idle
from assistant.rulebook.models import DependsEntry, ExampleEntry
from assistant.rulebook.records import Facts, Licence, Rule
from assistant.rulebook.space import VALUES, Space, State
from assistant.source import Quote

__all__ = ["Proof", "prove"]


@dataclass(frozen=True)
class Proof:
    """What was gone through, and what failed: nothing, or the rulebook does not hold.

    `states` are all states of all the facts, `possible` those of them that break no implication; `evaluated`
    are the states of single licences whose verdicts were counted out.
    """

    facts: int
    states: int
    possible: int
    evaluated: int
    licences: int
    rules: int
    conditions: int
    cautions: int
    quotes: int
    examples: int
    failures: tuple[str, ...]

    @property
    def holds(self) -> bool:
        return not self.failures

    @property
    def lines(self) -> tuple[str, ...]:
        """What to print: how much was gone through, then what was proved or what failed."""
        return (*self.summary, *(self.failures or self.proved))

    @property
    def summary(self) -> tuple[str, ...]:
        return (
            f"{self.states:,} states of {self.facts} facts, {self.possible:,} of which break no implication",
            f"{self.licences} licences, {self.rules} rules, {self.conditions} conditions, "
            f"{self.cautions} cautions, {self.quotes} quotes, {self.examples} worked examples",
        )

    @property
    def proved(self) -> tuple[str, ...]:
        """What holds where nothing failed."""
        return (
            "exactly one rule of each licence holds for every platform",
            f"verdicts and what they depend on are right in {self.evaluated:,} states of single licences",
            "learning a fact never flips a decided verdict",
            "every rule, condition, caution and implication matters somewhere",
            "every quote is in the article, to the letter, exactly once",
            "every worked example comes out as expected, and every rule has one",
        )


def prove(book: Rulebook) -> Proof:
    """Goes through all of `book`; what fails is named in the result, and nothing is raised for it."""
    space = Space(book.facts, book.implication_rules)
    checks = [_LicenceCheck(book, space, licence) for licence in book.licences.values()]
    failures = [
        *space.failures(),
        *_cycles(book),
        *(failure for check in checks for failure in check.failures()),
    ]
    examples: Mapping[str, ExampleEntry] = {}
    if all(check.sound for check in checks):
        # Where rules overlap or leave a gap there is no verdict to compare.
        failures += _idle_cautions(book, space)
        try:
            examples = read_expected(book.folder).examples
            failures += _examples(book, examples)
        except RulebookError as error:
            failures.append(str(error))
    return Proof(
        facts=len(book.facts),
        states=3 ** len(book.facts),
        possible=space.possible(),
        evaluated=sum(check.evaluated for check in checks),
        licences=len(checks),
        rules=sum(len(licence.rules) for licence in book.licences.values()),
        conditions=sum(isinstance(part, FactIs) for rule in _rules(book) for part in walk(rule.when)),
        cautions=len(book.cautions),
        quotes=len(set(_quotes(book))),
        examples=len(examples),
        failures=tuple(failures),
    )


class _LicenceCheck:
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


def _idle_cautions(book: Rulebook, space: Space) -> Iterator[str]:
    for caution in book.cautions:
        if caution.when is None:
            continue
        cases = [
            (facts, _verdicts(book, caution.when, facts)) for facts in _fillings(book, space, caution.when)
        ]
        if not any(holds(caution.when, *case) for case in cases):
            yield f"cautions.{caution.id}: never applies: remove it, or mend its condition"
            continue
        for part in idle(caution.when, cases):
            part_in_ids = condition_in_ids(part)
            yield f"cautions.{caution.id}: the condition {part_in_ids} makes no difference: remove it"


def _fillings(book: Rulebook, space: Space, when: Condition) -> Iterator[dict[str, Value]]:
    facts = facts_of(when).union(*(book.licences[licence].facts for licence in licences_of(when)))
    return space.fillings(space.tied(facts))


def _verdicts(book: Rulebook, when: Condition, facts: Facts) -> dict[str, VerdictName]:
    rules = {licence: book.licences[licence].rules for licence in licences_of(when)}
    return {
        licence: next(rule.verdict for rule in of_licence if holds(rule.when, facts, {}))
        for licence, of_licence in rules.items()
    }


def _cycles(book: Rulebook) -> Iterator[str]:
    for licence in book.licences:
        if licence in prerequisites(book, licence):
            yield f"prerequisites: {licence} comes before itself: remove one of the steps"


def _examples(book: Rulebook, examples: Mapping[str, ExampleEntry]) -> Iterator[str]:
    shown: set[tuple[str, str | None]] = set()
    for name, example in examples.items():
        try:
            evaluation = book.evaluate(example.facts, open_facts=example.open)
        except FactError as error:
            yield f"{EXPECTED}: {name}: {error}"
            continue
        for licence, expected in example.verdicts.items():
            if licence not in book.licences:
                yield f"{EXPECTED}: {name}: there is no licence {licence!r}"
                continue
            wanted, actual = _expected_words(expected), _words(evaluation.verdicts[licence])
            holding = evaluation.reasons[licence].rule
            shown.add((licence, holding))
            if wanted != actual:
                by = f" by the rule {holding}" if holding else ""
                yield f"{EXPECTED}: {name}: {licence} is to be {wanted}, and comes out as {actual}{by}"
    for rule in _rules(book):
        if (rule.licence, rule.id) not in shown:
            yield f"licences.{rule.licence}.rules.{rule.id}: no example in {EXPECTED} rests on it: add one"


def _expected_words(expected: VerdictName | DependsEntry) -> str:
    return f"depends on {', '.join(expected.depends)}" if isinstance(expected, DependsEntry) else expected


def _words(verdict: Verdict) -> str:
    return f"depends on {', '.join(verdict.depends_on)}" if verdict.verdict == "depends" else verdict.verdict


def _rules(book: Rulebook) -> Iterator[Rule]:
    for licence in book.licences.values():
        yield from licence.rules


def _quotes(book: Rulebook) -> Iterator[Quote]:
    """Every quote of the book, one that is used twice given twice."""
    for fact in book.facts.values():
        yield from (*fact.quotes, *fact.default_quotes)
    for rule in _rules(book):
        yield from (*rule.quotes, *rule.ambiguous)
        yield from _quotes_in(rule.when)
    for implication in book.implication_rules:
        yield from implication.quotes
    for prerequisite in book.prerequisites:
        yield from prerequisite.quotes
    for caution in book.cautions:
        yield from (*caution.quotes, *_quotes_in(caution.when))


def _quotes_in(when: Condition | None) -> Iterator[Quote]:
    for part in walk(when) if when else ():
        if isinstance(part, FactIs):
            yield from part.quotes
