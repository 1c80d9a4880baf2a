"""Verdicts from facts: exact over every consistent way to fill what is unknown.

A licence turns on few facts. Its table holds what comes out for each consistent filling of those and of the
facts tied to them by implications; for a state with an unknown fact, that of its two halves is joined.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations
from typing import Generic, TypeVar

from assistant.answer import Value, Verdict, VerdictName
from assistant.errors import RulebookError
from assistant.rulebook.conditions import Condition, FactIs, facts_of, holds, licences_of, walk
from assistant.rulebook.implications import Implications
from assistant.rulebook.models import Wording
from assistant.rulebook.records import Caution, Facts, Licence, Rule
from assistant.source import Quote
from assistant.values import VALUES

__all__ = ["Evaluation", "Outcomes", "Reason", "Verdicts"]

T = TypeVar("T")
State = tuple[Value | None, ...]


@dataclass(frozen=True)
class Reason:
    """Why a licence has its verdict.

    `rule` is the rule that holds, None where several still may; `rules` are all that may. `facts_used` are
    the fewest known facts that leave no other rule possible (assumed ones only where stated ones do not do).
    `quotes` are those of `rules` and of the conditions in them that count. `text` is empty where the verdict
    depends.
    """

    rule: str | None
    rules: tuple[str, ...]
    facts_used: dict[str, Value]
    quotes: tuple[Quote, ...]
    text: Wording


@dataclass(frozen=True)
class Evaluation:
    """What the rulebook says of a platform.

    `facts` are those given, `implied` what follows from them, `assumed` the defaults taken for the rest.
    `verdicts` and `reasons` have every licence; `cautions` are those that apply.
    """

    facts: dict[str, Value]
    implied: dict[str, Value]
    assumed: dict[str, Value]
    verdicts: dict[str, Verdict]
    reasons: dict[str, Reason]
    cautions: tuple[Caution, ...]

    @property
    def known(self) -> dict[str, Value]:
        return {**self.facts, **self.implied, **self.assumed}


class Outcomes(Generic[T]):
    """What may come out of a state of some facts: the table of one licence or of one caution.

    `names` are the facts that the outcome is computed from, `tied` those and the ones that implications tie
    to them. A state is the value of each of `tied`, None where it is unknown.
    """

    def __init__(
        self, names: Iterable[str], implications: Implications, outcome: Callable[[Facts], T]
    ) -> None:
        self.names = tuple(names)
        self.tied = implications.neighbours(self.names)
        self._filled = {tuple(facts.values()): outcome(facts) for facts in implications.fillings(self.tied)}
        self._possible: dict[State, frozenset[T]] = {}

    def state(self, facts: Facts) -> State:
        return tuple(map(facts.get, self.tied))

    def possible(self, state: State) -> frozenset[T]:
        """Every outcome of a consistent filling of `state`; none where it has no such filling."""
        found = self._possible.get(state)
        if found is None:
            found = self._possible[state] = self._joined(state)
        return found

    def _joined(self, state: State) -> frozenset[T]:
        if None not in state:
            return frozenset({self._filled[state]} if state in self._filled else ())  # type: ignore[index]
        gap = state.index(None)
        return frozenset().union(
            *(self.possible((*state[:gap], value, *state[gap + 1 :])) for value in VALUES)
        )

    def turning(self, state: State, verdict: Callable[[T], object]) -> tuple[str, ...]:
        """The unknown facts whose change alone changes the verdict in some consistent filling of `state`."""
        return tuple(
            name
            for place, name in enumerate(self.tied)
            if state[place] is None and any(_fits(turn, state) for turn in self._turns(place, verdict))
        )

    def _turns(self, place: int, verdict: Callable[[T], object]) -> tuple[State, ...]:
        """The fillings, without the fact at `place`, in which its change alone changes the verdict."""
        if place not in self._turning:
            pairs = ((f, (*f[:place], "no", *f[place + 1 :])) for f in self._filled if f[place] == "yes")
            self._turning[place] = tuple(
                (*yes[:place], None, *yes[place + 1 :])
                for yes, no in pairs
                if no in self._filled and verdict(self._filled[yes]) != verdict(self._filled[no])
            )
        return self._turning[place]

    @cached_property
    def _turning(self) -> dict[int, tuple[State, ...]]:
        return {}


def _fits(filling: State, state: State) -> bool:
    return all(known is None or known == value for known, value in zip(state, filling, strict=True))


class Verdicts:
    """The verdicts of one licence: what its rules make of each state of the facts that they turn on."""

    def __init__(self, licence: Licence, implications: Implications) -> None:
        self.licence = licence
        self._implications = implications
        self._verdicts: dict[State, Verdict] = {}
        self._reasons: dict[tuple[State, tuple[str, ...]], Reason] = {}

    @cached_property
    def _table(self) -> Outcomes[Rule]:
        return Outcomes(self.licence.facts, self._implications, self.rule_that_holds)

    def rule_that_holds(self, facts: Facts) -> Rule:
        """The one rule that holds where every fact that the licence turns on is known.

        Raises:
            RulebookError: none holds, or several.
        """
        rules = [rule for rule in self.licence.rules if holds(rule.when, facts, {})]
        if len(rules) != 1:
            which = "several rules hold" if rules else "no rule holds"
            raise RulebookError(
                f"licence {self.licence.id}: {which} for some platforms: run `assistant rules check`"
            )
        return rules[0]

    def verdict(self, known: Facts) -> Verdict:
        """The verdict from `known`, which is closed under the implications and consistent."""
        state = self._table.state(known)
        if state not in self._verdicts:
            self._verdicts[state] = self._verdict(known, state)
        return self._verdicts[state]

    def _verdict(self, known: Facts, state: State) -> Verdict:
        rules = self._table.possible(state)
        names = {rule.verdict for rule in rules}
        if len(names) == 1:
            return Verdict(verdict=names.pop(), ambiguous=any(rule.ambiguous for rule in rules))
        turning = self._table.turning(state, lambda rule: rule.verdict)
        leads_to: dict[str, dict[Value, VerdictName]] = {
            fact: {value: self._after(known, fact, value) for value in VALUES} for fact in turning
        }
        return Verdict(verdict="depends", depends_on=turning, leads_to=leads_to)

    def _after(self, known: Facts, fact: str, value: Value) -> VerdictName:
        return self.verdict(self._implications.closure({**known, fact: value})).verdict

    def reason(self, known: Facts, assumed: Facts) -> Reason:
        key = (self._table.state(known), tuple(fact for fact in self.licence.facts if fact in assumed))
        if key not in self._reasons:
            self._reasons[key] = self._reason(known, assumed)
        return self._reasons[key]

    def _reason(self, known: Facts, assumed: Facts) -> Reason:
        rules = self._possible(known)
        used = self._used(known, assumed)
        decided = len({rule.verdict for rule in rules}) == 1
        quotes = [quote for rule in rules for quote in (*rule.quotes, *_counting(rule, known, used, decided))]
        quotes += [quote for rule in rules if decided for quote in rule.ambiguous]
        return Reason(
            rule=rules[0].id if len(rules) == 1 else None,
            rules=tuple(rule.id for rule in rules),
            facts_used=used,
            quotes=tuple(dict.fromkeys(quotes)),
            text=_joined(rules) if decided else Wording(en="", zh=""),
        )

    def _possible(self, known: Facts) -> tuple[Rule, ...]:
        possible = self._table.possible(self._table.state(known))
        return tuple(rule for rule in self.licence.rules if rule in possible)

    def _used(self, known: Facts, assumed: Facts) -> dict[str, Value]:
        rules = self._possible(known)
        return self._fewest(known, assumed, lambda used: self._possible(used) == rules)

    def facts_of(self, rule: Rule) -> tuple[str, ...]:
        """The facts that `rule` names, in order."""
        named = facts_of(rule.when)
        return tuple(fact for fact in self.licence.facts if fact in named)

    def ruled_out_by(self, rule: Rule, known: Facts, assumed: Facts) -> dict[str, Value]:
        """The fewest known facts that keep `rule` from holding; none where it may hold."""
        if rule in self._possible(known):
            return {}
        return self._fewest(known, assumed, lambda used: rule not in self._possible(used))

    def _fewest(self, known: Facts, assumed: Facts, enough: Callable[[Facts], bool]) -> dict[str, Value]:
        """The fewest known facts that are `enough`, as few of them assumed as can be; ties by order."""
        names = [fact for fact in self.licence.facts if fact in known]
        subsets = [subset for size in range(len(names) + 1) for subset in combinations(names, size)]
        subsets.sort(key=lambda subset: sum(fact in assumed for fact in subset))
        choices = ({fact: known[fact] for fact in subset} for subset in subsets)
        return next(used for used in choices if enough(self._implications.closure(used)))


def _counting(rule: Rule, known: Facts, used: Facts, decided: bool) -> Iterable[Quote]:
    """The quotes of single conditions: those that hold and are used, or that may hold while undecided."""
    for part in walk(rule.when):
        if isinstance(part, FactIs):
            holds_here = used.get(part.fact) == part.value
            if holds_here or (not decided and part.fact not in known):
                yield from part.quotes


def _joined(rules: tuple[Rule, ...]) -> Wording:
    return Wording(
        en=" ".join(rule.reason["en"] for rule in rules), zh="".join(rule.reason["zh"] for rule in rules)
    )


class Applies:
    """Whether a caution applies: only where it does in every consistent filling."""

    def __init__(
        self, caution: Caution, licences: Mapping[str, Verdicts], implications: Implications
    ) -> None:
        self.caution = caution
        self._licences = {name: licences[name] for name in _licences(caution.when)}
        self._implications = implications

    @cached_property
    def _table(self) -> Outcomes[bool]:
        return Outcomes(self._facts(self.caution.when), self._implications, self._holds)

    def _facts(self, when: Condition | None) -> frozenset[str]:
        own = facts_of(when) if when else frozenset()
        return own.union(*(verdicts.licence.facts for verdicts in self._licences.values()))

    def _holds(self, facts: Facts) -> bool:
        verdicts = {name: table.rule_that_holds(facts).verdict for name, table in self._licences.items()}
        return self.caution.when is None or holds(self.caution.when, facts, verdicts)

    def applies(self, known: Facts) -> bool:
        return self._table.possible(self._table.state(known)) == {True}


def _licences(when: Condition | None) -> Iterable[str]:
    return sorted(licences_of(when)) if when else ()
