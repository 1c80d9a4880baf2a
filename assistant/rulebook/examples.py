"""The worked examples of a rulebook, held against what it says."""

from collections.abc import Iterator, Mapping

from assistant.answer import Verdict, VerdictName
from assistant.errors import FactError
from assistant.rulebook.book import Rulebook
from assistant.rulebook.expected import EXPECTED, DependsEntry, ExampleEntry

__all__ = ["failing"]


def failing(book: Rulebook, examples: Mapping[str, ExampleEntry]) -> Iterator[str]:
    """The examples that come out otherwise, and the rules that none of them rests on."""
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
    for rule in (rule for licence in book.licences.values() for rule in licence.rules):
        if (rule.licence, rule.id) not in shown:
            yield f"licences.{rule.licence}.rules.{rule.id}: no example in {EXPECTED} rests on it: add one"


def _expected_words(expected: VerdictName | DependsEntry) -> str:
    return f"depends on {', '.join(expected.depends)}" if isinstance(expected, DependsEntry) else expected


def _words(verdict: Verdict) -> str:
    return f"depends on {', '.join(verdict.depends_on)}" if verdict.verdict == "depends" else verdict.verdict
