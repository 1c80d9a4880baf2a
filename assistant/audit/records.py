"""What the log holds, and what is found in it."""

from collections.abc import Sequence
from typing import Any, Literal

from pydantic import Field

from assistant.answer import Answer, FactSource, Kind, Provenance, Record, Value

__all__ = [
    "BatchEntry",
    "BatchRun",
    "Before",
    "Difference",
    "Entry",
    "Fault",
    "Head",
    "Replay",
    "Verification",
]

_NOTHING = Provenance(rulebook="", corpus="", embedder="", reader="", version="")


class Before(Record):
    """All that an answer takes from the turns before it: of the last one, and the focus of the last on licences.

    `turns` is how many there were.
    """

    turns: int
    question: str
    kind: Kind
    focus: tuple[str, ...] = ()
    facts: dict[str, Value] = Field(default_factory=dict)
    facts_from: dict[str, FactSource] = Field(default_factory=dict)
    ask_next: str | None = None

    @classmethod
    def of(cls, answers: Sequence[Answer]) -> "Before | None":
        if not answers:
            return None
        last = answers[-1]
        return cls(
            turns=len(answers),
            question=last.question,
            kind=last.kind,
            focus=next((one.focus for one in reversed(answers) if one.kind == "licences"), ()),
            facts=last.facts,
            facts_from=last.facts_from,
            ask_next=last.ask_next,
        )

    def answers(self) -> tuple[Answer, ...]:
        """Answers that lead to the same next one as those that this was made of."""
        asked = Answer(
            question=self.question, kind="licences", language="en", focus=self.focus, text="",
            provenance=_NOTHING,
        )  # fmt: skip
        last = asked.model_copy(
            update={
                "kind": self.kind, "facts": self.facts, "facts_from": self.facts_from, "ask_next": self.ask_next,
            }
        )  # fmt: skip
        return (*(asked,) * (self.turns - 1), last)


class Entry(Record):
    """One answer that was given. `n` counts every entry of the log from 1; `at` is the machine's time, ISO 8601.

    `given` are facts set before the first question, `changes` those set by hand after the question, in the order in
    which they were set (None = made unknown): `Assistant.ask`, then `with_facts` for each. `previous` is the sha256
    of the entry before.
    """

    n: int
    at: str
    owner: str = ""
    conversation: str = ""
    given: dict[str, Value] = Field(default_factory=dict)
    before: Before | None = None
    changes: tuple[dict[str, Value | None], ...] = ()
    answer: Answer
    previous: str
    sha256: str


class BatchRun(Record):
    """A questionnaire that was answered: names as they were given, sha256 of the bytes, rows counted.

    `made_with`: all that the bytes of the output rest on besides the input, such as the rulebook's sha256.
    """

    input: str
    input_sha256: str
    output: str
    output_sha256: str
    rows: int
    errors: int
    made_with: dict[str, Any] = Field(default_factory=dict)


class BatchEntry(Record):
    """One run of a batch, in the place of an entry for each of its answers, which are in its output."""

    n: int
    at: str
    owner: str = ""
    batch: BatchRun
    previous: str
    sha256: str


class Head(Record):
    """The end of the log, kept beside it: how many entries, how many bytes, the sha256 of the last entry."""

    format: Literal["stock-token-licence-assistant/audit"] = "stock-token-licence-assistant/audit"
    version: Literal[1] = 1
    entries: int
    bytes: int
    sha256: str


class Fault(Record):
    """Something that is not as it was written. `line` counts from 1; 0 where it is in no line."""

    line: int
    what: str


class Verification(Record):
    """What the whole log says of itself. `notes` are no faults: writes that were cut short."""

    entries: int
    sha256: str
    faults: tuple[Fault, ...] = ()
    notes: tuple[Fault, ...] = ()


class Difference(Record):
    """A part of an answer (`verdicts.ats`, `text`), as JSON; None where it was not, or is not, there."""

    part: str
    then: str | None
    now: str | None


class Replay(Record):
    """An entry answered again: what comes out differently, and what it was and is made with, where that differs.

    `answer` is None, and `error` says why, where it can no longer be answered at all.
    """

    entry: Entry
    answer: Answer | None
    error: str = ""
    differences: tuple[Difference, ...] = ()
    made_with: tuple[Difference, ...] = ()

    @property
    def same(self) -> bool:
        return self.answer is not None and not self.differences
