"""What a reading carries."""

from typing import NamedTuple

from pydantic import Field

from assistant.answer import Conflict, Kind, Language, Record, Value
from assistant.reading.clauses import Clause


class Context(Record):
    """What came before a text in its conversation: the last question, its focus, and the fact then asked for."""

    before: str = ""
    focus: tuple[str, ...] = ()
    asked: str | None = None


class Heard(NamedTuple):
    """A statement that may have been made: how sure (0 to 1), and the clause that bears it, in code points.

    A plain tuple: a text has one for each statement, most of which nobody made.
    """

    fact: str
    value: Value
    sure: float
    words: str
    start: int
    end: int


class FactRead(Record):
    """A fact as read: `words == text[start:end]`."""

    value: Value
    words: str
    start: int
    end: int
    sure: float


class Reading(Record):
    """What a text says and asks. Facts are the text's own: nothing of earlier turns, no defaults, nothing implied.

    `unsure` are facts that may have been stated, not surely enough to go by, and `perhaps` the values heard of them;
    `retracted` ones are taken back;
    `disputed` ones were read differently by two readers, and count as unknown;
    `kinds` is how likely each kind is, in the order of `labels.KINDS`;
    `sentences` is, for a question about the article, how likely each of its sentences answers it.
    """

    language: Language
    kind: Kind
    focus: tuple[str, ...]
    facts: dict[str, FactRead]
    conflicts: tuple[Conflict, ...] = ()
    retracted: tuple[str, ...] = ()
    unsure: tuple[str, ...] = ()
    perhaps: tuple[tuple[str, Value], ...] = Field((), exclude=True)
    disputed: tuple[str, ...] = ()
    heard: tuple[Heard, ...] = Field((), exclude=True)
    clauses: tuple[Clause, ...] = Field((), exclude=True)
    kinds: tuple[float, ...] = Field((), exclude=True)
    sentences: tuple[float, ...] = Field((), exclude=True)
