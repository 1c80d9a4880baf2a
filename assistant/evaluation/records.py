"""What a run keeps of each question: the answer, what it was scored, and what was seen beside it."""

from typing import Literal

from pydantic import BaseModel, ConfigDict

from assistant.answer import Answer, Kind, Value

__all__ = ["CaseResult", "Heard", "Result", "Score", "Tally", "TurnResult"]


class Result(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Score(Result):
    """What a scorer makes of an answer. `value` is None where it could not score: never a zero for that."""

    value: float | None
    expected: str = ""
    got: str = ""


class Tally(Result):
    """One thing expected of an answer, or got, or both: what precision and confusion are counted from."""

    of: Literal["fact", "verdict"]
    name: str
    expected: str | None
    got: str | None


class Heard(Result):
    """A statement that the reader heard, how sure it was (0 to 1), and whether the case's label says so."""

    fact: str
    value: Value
    sure: float
    true: bool


class TurnResult(Result):
    """One question of a case: `answer` or `error`, or `skipped` where an earlier turn of its case errored.

    `retrieved` are ids of sentences of the article, best first, and None where nothing was searched;
    `relevant` those of each alternative of the evidence.
    """

    question: str
    kind: Kind | None = None
    answer: Answer | None = None
    error: str | None = None
    skipped: bool = False
    seconds: float = 0.0
    scores: dict[str, Score] = {}
    tallies: tuple[Tally, ...] = ()
    heard: tuple[Heard, ...] = ()
    retrieved: tuple[tuple[str, float], ...] | None = None
    relevant: tuple[tuple[str, ...], ...] = ()


class CaseResult(Result):
    """One case as it was run, a line of `cases.jsonl`. `case`: sha256 of its text; `repeat` counts from 0."""

    suite: str
    id: str
    case: str
    line: int = 0
    repeat: int = 0
    tags: tuple[str, ...] = ()
    language: str = "en"
    turns: tuple[TurnResult, ...]

    @property
    def key(self) -> tuple[str, str, int]:
        return self.suite, self.id, self.repeat

    @property
    def errors(self) -> int:
        return sum(turn.error is not None for turn in self.turns)

    def name(self, turn: int) -> str:
        """`dev/P-C01#2`: the suite, the case and, in a conversation, the turn from 1."""
        return f"{self.suite}/{self.id}" + (f"#{turn + 1}" if len(self.turns) > 1 else "")
