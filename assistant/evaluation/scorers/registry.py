"""What a scorer is, the registry of all of them, and what a scorer is shown."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final

from assistant.answer import Answer, Verdict
from assistant.evaluation.cases import Turn, VerdictEntry
from assistant.evaluation.passages import located
from assistant.evaluation.records import Score
from assistant.rulebook import Rulebook
from assistant.source import Source

if TYPE_CHECKING:
    from assistant.evaluation.judge import LlmJudge


@dataclass(frozen=True)
class Seen:
    """A question's labels, the answer, and what both are held against; `before`: the questions before it."""

    turn: Turn
    answer: Answer
    book: Rulebook
    source: Source
    retrieved: tuple[tuple[str, float], ...] | None = None
    before: tuple[str, ...] = ()
    judge: "LlmJudge | None" = None

    @cached_property
    def expected_verdicts(self) -> dict[str, VerdictEntry]:
        """The labelled verdicts, else what the rulebook makes of the labelled facts, over the focus."""
        if self.turn.verdicts is not None:
            return {
                licence: entry if isinstance(entry, VerdictEntry) else VerdictEntry(verdict=entry)
                for licence, entry in self.turn.verdicts.items()
            }
        made = self.book.evaluate(self.turn.facts or {}, open_facts=self.turn.conflict or ()).verdicts
        return {licence: _entry(made[licence]) for licence in self.turn.focus or () if licence in made}

    @cached_property
    def relevant(self) -> tuple[tuple[str, ...], ...]:
        """The sentences of each alternative of the evidence."""
        return tuple(
            tuple(dict.fromkeys(s.id for passage in alternative for s in located(passage, self.source)))
            for alternative in self.turn.evidence or ()
        )


def _entry(verdict: Verdict) -> VerdictEntry:
    return VerdictEntry(verdict=verdict.verdict, depends_on=verdict.depends_on, ambiguous=verdict.ambiguous)


Judge = Callable[[Seen], Score]


@dataclass(frozen=True)
class Scorer:
    """`decides`: it counts towards "passed". `most`: 1 is best, else 0 is. `whole`: values are 0 or 1.

    `judged`: its value is a language model's opinion.
    """

    name: str
    judge: Judge
    asks: Callable[[Turn], bool]
    decides: bool = True
    most: bool = True
    whole: bool = True
    judged: bool = False

    def good(self, value: float) -> bool:
        return value >= 1 if self.most else value <= 0


SCORERS: Final[dict[str, Scorer]] = {}


def scorer(
    name: str,
    *,
    asks: Callable[[Turn], bool],
    decides: bool = True,
    most: bool = True,
    whole: bool = True,
    judged: bool = False,
) -> Callable[[Judge], Judge]:
    """Register a scorer under `name`."""

    def register(judge: Judge) -> Judge:
        SCORERS[name] = Scorer(name, judge, asks, decides, most, whole, judged)
        return judge

    return register


def score(seen: Seen) -> dict[str, Score]:
    """Every scorer that the case asks for, in the order of the registry; judged ones where there is a judge."""
    chosen = SCORERS if seen.turn.scorers is None else {name: SCORERS[name] for name in seen.turn.scorers}
    return {
        name: each.judge(seen)
        for name, each in chosen.items()
        if each.asks(seen.turn) and (seen.judge is not None or not each.judged)
    }


def whole(right: bool, expected: object, got: object) -> Score:
    return Score(value=float(right), expected=shown(expected), got=shown(got))


def shown(value: object) -> str:
    if isinstance(value, Mapping):
        return ", ".join(f"{name}={shown(item)}" for name, item in value.items()) or "nothing"
    if isinstance(value, (tuple, list, frozenset, set)):
        return ", ".join(shown(item) for item in value) or "nothing"
    return str(value)
