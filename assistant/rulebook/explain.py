"""About a verdict: why not another, what if, what would change it, what to ask next, in which order."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import combinations, product
from typing import TYPE_CHECKING

from assistant.answer import Value, Verdict, VerdictName
from assistant.errors import FactError
from assistant.rulebook.evaluation import Evaluation
from assistant.rulebook.records import Facts, Rule
from assistant.values import VALUES

if TYPE_CHECKING:
    from assistant.rulebook.book import Rulebook

__all__ = ["Blocked", "Change", "VerdictChange", "WhatIf", "WhyNot"]


@dataclass(frozen=True)
class Blocked:
    """A rule that does not hold.

    `by` are the fewest known facts that rule it out, none where it still may hold; `missing` are the unknown
    facts that it names.
    """

    rule: Rule
    by: dict[str, Value]
    missing: tuple[str, ...]


@dataclass(frozen=True)
class WhyNot:
    """Why `licence` has not the verdict `asked`: each rule that gives it, with what keeps it from holding.

    `rules` is empty where it has that verdict (`actual.verdict == asked`), or where no rule gives it.
    """

    licence: str
    asked: VerdictName
    actual: Verdict
    rules: tuple[Blocked, ...]


@dataclass(frozen=True)
class VerdictChange:
    licence: str
    before: Verdict
    after: Verdict


@dataclass(frozen=True)
class WhatIf:
    """Two evaluations and what differs: facts from value to value, None = unknown, assumptions included."""

    before: Evaluation
    after: Evaluation
    facts: dict[str, tuple[Value | None, Value | None]]
    changes: tuple[VerdictChange, ...]

    @property
    def unchanged(self) -> tuple[str, ...]:
        changed = {change.licence for change in self.changes}
        return tuple(licence for licence in self.before.verdicts if licence not in changed)


@dataclass(frozen=True)
class Change:
    """Were the platform's `facts` these, the verdict would be `verdict`."""

    facts: dict[str, Value]
    verdict: VerdictName


def why_not(
    book: "Rulebook", licence: str, asked: VerdictName, facts: Facts, open_facts: Collection[str]
) -> WhyNot:
    actual = book.verdict(licence, facts, open_facts=open_facts)
    evaluation = book.evaluate(facts, open_facts=open_facts)
    table = book.table(licence)
    rules = tuple(
        Blocked(
            rule,
            table.ruled_out_by(rule, evaluation.known, evaluation.assumed),
            tuple(fact for fact in table.facts_of(rule) if fact not in evaluation.known),
        )
        for rule in book.licences[licence].rules
        if rule.verdict == asked and actual.verdict != asked
    )
    return WhyNot(licence, asked, actual, rules)


def what_if(
    book: "Rulebook",
    before: Facts,
    after: Facts,
    open_before: Collection[str],
    open_after: Collection[str],
) -> WhatIf:
    old = book.evaluate(before, open_facts=open_before)
    new = book.evaluate(after, open_facts=open_after)
    changes = tuple(
        VerdictChange(licence, verdict, new.verdicts[licence])
        for licence, verdict in old.verdicts.items()
        if verdict != new.verdicts[licence]
    )
    facts = {
        fact: (old.known.get(fact), new.known.get(fact))
        for fact in book.facts
        if old.known.get(fact) != new.known.get(fact)
    }
    return WhatIf(old, new, facts, changes)


def what_would_change(
    book: "Rulebook", licence: str, facts: Facts, open_facts: Collection[str]
) -> tuple[Change, ...]:
    evaluation = book.evaluate(facts, open_facts=open_facts)
    now = book.verdict(licence, facts, open_facts=open_facts).verdict
    found: list[Change] = []
    for later in _alternatives(book.licences[licence].facts, evaluation.known):
        if any(change.facts.items() <= later.items() for change in found) or book.broken(later):
            continue
        still_open = [fact for fact in open_facts if fact not in later]
        then = book.verdict(licence, book.revise(facts, later), open_facts=still_open).verdict
        if then not in (now, "depends"):
            found.append(Change(later, then))
    return tuple(found)


def _alternatives(names: tuple[str, ...], known: Facts) -> Iterator[dict[str, Value]]:
    """Every set of values other than the known ones, smallest first, equals in the order of the facts."""
    for size in range(1, len(names) + 1):
        for chosen in combinations(names, size):
            choices = [[value for value in VALUES if known.get(name) != value] for name in chosen]
            for values in product(*choices):
                yield dict(zip(chosen, values, strict=True))


def ask_next(
    book: "Rulebook",
    facts: Facts,
    focus: Collection[str],
    open_facts: Collection[str],
    skip: Collection[str] = (),
) -> str | None:
    tables, now = [book.table(licence) for licence in focus], book.known(facts, open_facts=open_facts)
    verdicts = [table.verdict(now) for table in tables]
    candidates = {fact for verdict in verdicts for fact in verdict.depends_on if fact not in skip}

    def still_open(fact: str) -> int:
        """How many verdicts of `focus` would depend still, after yes and after no together.

        By evaluation and not by `leads_to` alone: an answer may settle a verdict through what it implies.
        """
        others = [name for name in open_facts if name != fact]
        answers: list[dict[str, Value]] = [{**facts, fact: value} for value in VALUES]
        known = [book.known(answered, open_facts=others) for answered in answers]
        return sum(table.verdict(then).verdict == "depends" for table in tables for then in known)

    return min((fact for fact in book.facts if fact in candidates), key=still_open, default=None)


def order(book: "Rulebook", licences: Collection[str]) -> tuple[str, ...]:
    for licence in licences:
        if licence not in book.licences:
            raise FactError(f"there is no licence {licence!r}: it is one of {', '.join(book.licences)}")
    before = {licence: prerequisites(book, licence) for licence in book.licences}
    waiting = [licence for licence in book.licences if licence in licences]
    placed: list[str] = []
    while waiting:
        ready = next((one for one in waiting if not before[one] & set(waiting)), waiting[0])
        waiting.remove(ready)
        placed.append(ready)
    return tuple(placed)


def prerequisites(book: "Rulebook", licence: str) -> frozenset[str]:
    """Every licence that has to be there before this one, directly or not."""
    found: set[str] = set()
    edge = [licence]
    while edge:
        last = edge.pop()
        new = {p.first for p in book.prerequisites if p.then == last} - found
        found |= new
        edge.extend(new)
    return frozenset(found)
