"""Proves a rulebook over every state of its facts, by counting them out: `prove(book)`.

Nothing here uses the tables of `evaluation`: the same is computed in the plainest way, and compared. Each
licence is looked at over every state (yes, no, unknown) of the facts that its rules name and of those that
implications tie to them. No other fact can reach it, so together these stand for every state of all facts.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from assistant.answer import Value, VerdictName
from assistant.errors import RulebookError
from assistant.rulebook.book import Rulebook
from assistant.rulebook.conditions import Condition, FactIs, facts_of, holds, licences_of, walk
from assistant.rulebook.describe import condition_in_ids
from assistant.rulebook.examples import failing
from assistant.rulebook.expected import ExampleEntry, read_expected
from assistant.rulebook.explain import prerequisites
from assistant.rulebook.licence_check import LicenceCheck
from assistant.rulebook.matters import idle
from assistant.rulebook.records import Facts, Rule
from assistant.rulebook.space import Space
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
    checks = [LicenceCheck(book, space, licence) for licence in book.licences.values()]
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
            failures += failing(book, examples)
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
