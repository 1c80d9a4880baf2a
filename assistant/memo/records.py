"""A memo as data: what is shown, before any format."""

from typing import Literal

from pydantic import Field

from assistant.answer import Answer, Language, Provenance, Record, Value, VerdictName

__all__ = [
    "Cited", "Memo", "MemoAnswer", "MemoArticle", "MemoFact", "MemoNote", "MemoOpen", "MemoQuote", "MemoVerdict",
    "Origin",
]  # fmt: skip

Origin = Literal["said", "given", "implied", "assumed", "conflict", "disputed", "unsure", "not_said"]


class MemoFact(Record):
    """A fact of the platform; `source` is where it comes from in words, `words` what it was read from."""

    id: str
    label: str
    value: Literal["yes", "no", "unknown"]
    origin: Origin
    source: str
    words: str = ""
    turn: int | None = None


class MemoVerdict(Record):
    """A licence; `marks` are numbers of the memo's quotes."""

    id: str
    name: str
    verdict: VerdictName
    word: str
    reason: str
    marks: tuple[int, ...] = ()
    ambiguous: bool = False
    depends_on: tuple[str, ...] = ()


class Cited(Record):
    """A sentence that rests on quotes: an assumption, a caution."""

    text: str
    marks: tuple[int, ...]


class MemoOpen(Record):
    """A fact not known yet, and what each value of it would lead to, in words."""

    fact: str
    question: str
    leads: dict[Value, str] = Field(default_factory=dict)


class MemoAnswer(Record):
    """A question and its answer, the marks in `text` those of the memo's quotes."""

    n: int
    question: str
    text: str


class MemoQuote(Record):
    """A quote of the article (or of the source named): `line` from 1, `heading` the one it stands under, or ""."""

    n: int
    source: str
    line: int
    heading: str
    quote: str
    start: int
    end: int


class MemoNote(Record):
    """What the law says, outside the article."""

    id: str
    status: Literal["agrees", "adds", "differs"]
    text: str
    authorities: tuple[str, ...]
    as_of: str
    licences: tuple[str, ...]


class MemoArticle(Record):
    id: str
    title: str
    author: str
    publisher: str
    dated: str
    disclaimer: str
    sha256: str


class Memo(Record):
    """All that a memo shows. `day` is ISO 8601; `name` the platform's, where it has one.

    `older` are the turns that another version answered, with what of it differs.
    """

    language: Language
    day: str
    name: str = ""
    brief: tuple[str, ...] = ()
    facts: tuple[MemoFact, ...] = ()
    verdicts: tuple[MemoVerdict, ...] = ()
    order: tuple[str, ...] = ()
    assumptions: tuple[Cited, ...] = ()
    conflicts: tuple[tuple[str, ...], ...] = ()
    open: tuple[MemoOpen, ...] = ()
    cautions: tuple[Cited, ...] = ()
    turns: tuple[MemoAnswer, ...] = ()
    quotes: tuple[MemoQuote, ...] = ()
    notes: tuple[MemoNote, ...] = ()
    article: MemoArticle
    provenance: Provenance
    older: dict[int, str] = Field(default_factory=dict)
    answers: tuple[Answer, ...] = ()
