"""The records that travel: what an answer carries, whoever asked and however it was asked.

Field names are public; `Answer.model_dump_json()` is the JSON of the contract.
"""

from typing import Literal

from pydantic import BaseModel, ConfigDict

from assistant.values import Kind, Language, Value, VerdictName

__all__ = [
    "Answer",
    "Citation",
    "Claim",
    "Conflict",
    "Excerpt",
    "FactSource",
    "Kind",
    "Language",
    "LawNote",
    "LlmUse",
    "Provenance",
    "Value",
    "Verdict",
    "VerdictName",
]


class Record(BaseModel):
    """A frozen record; unknown fields are errors, so that a misspelt one does not vanish."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)


class Citation(Record):
    """A quote: exactly `source[start:end]`, offsets in code points, `line` counted from 1."""

    n: int
    source: str
    start: int
    end: int
    line: int
    quote: str


class Excerpt(Record):
    """What a further document says: exactly `text[start:end]` of what was read from it, by page or by line (from 1).

    Beside the answer, never part of it: it reaches no claim and no verdict. `likeness`: its cosine with the question.
    """

    document: str
    title: str
    date: str
    origin: str
    page: int | None
    line: int | None
    start: int
    end: int
    quote: str
    likeness: float


class Claim(Record):
    """A sentence of the answer that claims something, with the numbers of its citations (never none)."""

    text: str
    citations: tuple[int, ...]


class Verdict(Record):
    """What the rulebook says of one licence.

    `depends_on` names the open facts that would change it, in the rulebook's order; `leads_to` what each value of
    each of them would make of it (which may be `depends` still).
    """

    verdict: VerdictName
    depends_on: tuple[str, ...] = ()
    ambiguous: bool = False
    leads_to: dict[str, dict[Value, VerdictName]] = {}


class FactSource(Record):
    """Where a fact was read: the turn, counted from 1 (0 = given beforehand), and the words."""

    turn: int
    words: str


class Conflict(Record):
    """Facts that were stated both ways, or that break an implication, with the words of each side."""

    facts: tuple[str, ...]
    words: tuple[str, ...]


class LawNote(Record):
    """What the law says more, or otherwise. Outside the article: its authorities are references, not quotes."""

    id: str
    licences: tuple[str, ...]
    status: Literal["agrees", "adds", "differs"]
    text: str
    authorities: tuple[str, ...]
    as_of: str
    checked: str


class Provenance(Record):
    """What the answer was made with; hashes are sha256 in hexadecimal."""

    rulebook: str
    corpus: str
    embedder: str
    reranker: str | None = None
    reader: str
    llm: str | None = None
    version: str


class LlmUse(Record):
    """The part that an LLM had in an answer: whose words `text` is in, whether it read, and what it took.

    `text` is "partly" where some of its sentences failed, and built-in ones stand in their place. `claims`: which of
    the answer's claims, counted from 0, are in words of its own. `note` says why something of it was not used, "" where
    nothing went wrong. `cached` replies were not asked for again. `cost` is in the currency of the prices that were
    set, None without them. `disputed` are the facts that it read otherwise than the built-in reader.
    """

    text: Literal["reworded", "partly", "built-in"]
    claims: tuple[int, ...] = ()
    read: bool
    disputed: tuple[str, ...] = ()
    note: str = ""
    calls: int = 0
    cached: int = 0
    input_tokens: int = 0
    output_tokens: int = 0
    cost: float | None = None


class Answer(Record):
    """One answer. See docs/answer.md for the meaning of each field."""

    question: str
    kind: Kind
    language: Language
    focus: tuple[str, ...] = ()
    facts: dict[str, Value] = {}
    facts_from: dict[str, FactSource] = {}
    assumed: dict[str, Value] = {}
    conflicts: tuple[Conflict, ...] = ()
    unsure: tuple[str, ...] = ()
    verdicts: dict[str, Verdict] = {}
    ask_next: str | None = None
    text: str
    claims: tuple[Claim, ...] = ()
    citations: tuple[Citation, ...] = ()
    law_notes: tuple[LawNote, ...] = ()
    age: str | None = None
    further: tuple[Excerpt, ...] = ()
    provenance: Provenance
    llm: LlmUse | None = None
