"""What the store gives back: frozen records, times in UTC, ids of 32 hexadecimal digits."""

from collections.abc import Mapping
from datetime import datetime
from typing import Literal

from pydantic import Field

from assistant.answer import Answer, Record, Value

__all__ = ["Change", "Conversation", "Facts", "Feedback", "Found", "Heading", "Profile", "Thumb", "Turn"]

Facts = Mapping[str, Value]
Change = Mapping[str, Value | None]
Thumb = Literal["up", "down"]


class Heading(Record):
    """A conversation as a list shows it. `turns` is how many it has."""

    id: str
    title: str
    turns: int
    made_at: datetime
    changed_at: datetime


class Found(Record):
    """A conversation that a search found, and the question that has the words ("" where the title has them)."""

    heading: Heading
    question: str


class Turn(Record):
    """One question and its answer. `position` counts from 1.

    `answer` is the answer as it stands; `changes` are the facts that a person set by hand after it was given, in
    the order in which they were set (None = made unknown): `Assistant.ask`, then `with_facts` for each of them.
    """

    id: str
    position: int
    answer: Answer
    changes: tuple[dict[str, Value | None], ...] = ()
    asked_at: datetime


class Conversation(Record):
    """A conversation with its turns, oldest first.

    `given` are facts set by hand before the first question, `skipped` facts that the asker does not know, `held`
    the facts before the last change by hand (None: there is nothing to mark), `variant` what a what-if has otherwise
    (None = unknown).
    """

    id: str
    title: str
    given: dict[str, Value] = Field(default_factory=dict)
    skipped: tuple[str, ...] = ()
    held: dict[str, Value] | None = None
    variant: dict[str, Value | None] = Field(default_factory=dict)
    turns: tuple[Turn, ...] = ()
    made_at: datetime
    changed_at: datetime

    @property
    def answers(self) -> tuple[Answer, ...]:
        """What `Assistant.ask(…, before=…)` takes."""
        return tuple(turn.answer for turn in self.turns)


class Profile(Record):
    """A named platform: the facts stated of it, no defaults."""

    id: str
    name: str
    facts: dict[str, Value]
    remark: str = ""
    made_at: datetime
    changed_at: datetime


class Feedback(Record):
    """What a person thought of an answer, kept with all that is needed to ask it again.

    `answer` is the answer as it was judged, `questions` those asked before it in its conversation, `before` the
    facts that held before it. `corrected` are the facts that hold after a person set some by hand, None where
    nobody did; `plain` says whether the questions alone, with `given`, lead to it (no earlier turn was corrected).
    `turn` is None once the question was edited.
    """

    id: str
    conversation: str
    turn: str | None
    thumb: Thumb
    remark: str = ""
    answer: Answer
    questions: tuple[str, ...] = ()
    given: dict[str, Value] = Field(default_factory=dict)
    before: dict[str, Value] = Field(default_factory=dict)
    plain: bool = True
    corrected: dict[str, Value] | None = None
    changed_at: datetime
