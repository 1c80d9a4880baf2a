"""What suites leave out: rules, verdicts, cautions, facts and sections of the article without a case."""

from collections.abc import Iterable, Iterator

from assistant.evaluation.cases import Suite, Turn
from assistant.evaluation.passages import located
from assistant.rulebook import Rulebook
from assistant.source import Source

__all__ = ["uncovered"]


def uncovered(suites: Iterable[Suite], book: Rulebook, source: Source) -> tuple[str, ...]:
    """Names such as "rule ats.required_matching", in the rulebook's order; () where all have a case.

    A rule counts where a case's labelled facts reach it for a licence in focus, a verdict likewise; a caution and a
    fact count where a case names them; a section where a passage of it has to be cited.
    """
    turns = [turn for suite in suites for case in suite.cases for turn in case.asked]
    covered = {name for turn in turns for name in _covers(turn, book, source)}
    return tuple(name for name in _wanted(book, source) if name not in covered)


def _wanted(book: Rulebook, source: Source) -> Iterator[str]:
    for licence in book.licences.values():
        yield from (f"rule {licence.id}.{rule.id}" for rule in licence.rules)
        verdicts = dict.fromkeys([*(rule.verdict for rule in licence.rules), "depends"])
        yield from (f"verdict {licence.id}={verdict}" for verdict in verdicts)
    yield from (f"caution {caution.id}" for caution in book.cautions)
    yield from (f"fact {fact}={value}" for fact in book.facts for value in ("yes", "no"))
    sections = dict.fromkeys(sentence.heading for sentence in source.sentences if sentence.part == "body")
    yield from (f"section {heading or 'introduction'}" for heading in sections)


def _covers(turn: Turn, book: Rulebook, source: Source) -> Iterator[str]:
    yield from (f"caution {name}" for name in turn.cautions or ())
    yield from (f"fact {fact}={value}" for fact, value in (turn.facts or {}).items())
    if turn.facts is not None and turn.kind == "licences":
        made = book.evaluate(turn.facts, open_facts=turn.conflict or ())
        for licence in turn.focus or ():
            yield f"verdict {licence}={made.verdicts[licence].verdict}"
            yield from [f"rule {licence}.{rule}"] if (rule := made.reasons[licence].rule) else ()
    for passage in (passage for alternative in turn.evidence or () for passage in alternative):
        sentences = located(passage, source)
        yield from (f"section {one.heading or 'introduction'}" for one in sentences if one.part == "body")
