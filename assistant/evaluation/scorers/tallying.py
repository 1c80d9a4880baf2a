"""What precision, recall and confusion are counted from."""

from assistant.answer import Answer
from assistant.evaluation.cases import Turn
from assistant.evaluation.records import Tally
from assistant.evaluation.scorers.registry import Seen


def has_verdicts(turn: Turn) -> bool:
    return turn.verdicts is not None or (
        turn.kind == "licences" and turn.facts is not None and bool(turn.focus)
    )


def verdict_of(answer: Answer, licence: str) -> str:
    given = answer.verdicts.get(licence)
    return given.verdict if given else "none"


def tallies(seen: Seen) -> tuple[Tally, ...]:
    """The facts on both sides, closed under the implications; each expected verdict with the one given."""
    found: list[Tally] = []
    if seen.turn.facts is not None:
        expected, got = seen.book.implications(seen.turn.facts), seen.book.implications(seen.answer.facts)
        names = dict.fromkeys([*expected, *got])
        found += [
            Tally(of="fact", name=name, expected=expected.get(name), got=got.get(name)) for name in names
        ]
    if has_verdicts(seen.turn):
        found += [
            Tally(of="verdict", name=licence, expected=entry.verdict, got=verdict_of(seen.answer, licence))
            for licence, entry in seen.expected_verdicts.items()
        ]
    return tuple(found)
