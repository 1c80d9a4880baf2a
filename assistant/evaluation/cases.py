"""What a suite holds, as it is written: cases, the turns of a conversation, and the card.

Field names are public: they are the keys of a suite file. docs/evals.md says what each one asks for.
"""

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, field_validator, model_validator

from assistant.answer import Kind, Language, Value, VerdictName

__all__ = ["Card", "Case", "Suite", "SuiteFile", "Turn", "VerdictEntry"]

Text = Annotated[str, StringConstraints(min_length=1, strict=True)]
Identifier = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.:@-]*$", strict=True)]


class Entry(BaseModel):
    """A frozen part of a suite; a misspelt key is an error, not a silent absence."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class VerdictEntry(Entry):
    """A verdict with what it rests on: `{verdict: depends, depends_on: [matches_orders]}`."""

    verdict: VerdictName
    depends_on: tuple[str, ...] | None = None
    ambiguous: bool | None = None


class Turn(Entry):
    """One question, and what its answer must show. What is not named is not asked of it."""

    question: Annotated[str, Field(description="What is asked, to the letter.")]
    kind: Annotated[Kind | None, Field(description="The kind of answer.")] = None
    facts: Annotated[
        dict[str, Value] | None,
        Field(
            description="What this question and earlier ones state or imply of the platform; nothing else."
        ),
    ] = None
    focus: Annotated[
        tuple[str, ...] | Literal["all"] | None,
        Field(description="The licences asked about; `all` for the eleven."),
    ] = None
    verdicts: Annotated[
        dict[str, VerdictName | VerdictEntry] | None,
        Field(description="Verdicts by licence. Without them, the rulebook's for `facts`, over `focus`."),
    ] = None
    conflict: Annotated[tuple[str, ...] | None, Field(description="Facts stated both ways; [] for none.")] = (
        None
    )
    evidence: Annotated[
        tuple[tuple[Text, ...], ...] | None,
        Field(description="Alternatives; each a list of passages of the article that must be cited."),
    ] = None
    answer_has: Annotated[
        tuple[tuple[Text, ...], ...] | None,
        Field(description="Words the text must have: of each inner list, one. Letter case does not matter."),
    ] = None
    answer_lacks: Annotated[tuple[Text, ...] | None, Field(description="What may not be said.")] = None
    cautions: Annotated[
        tuple[str, ...] | None, Field(description="Cautions of the rulebook the text must give.")
    ] = None
    ask_next: Annotated[
        str | None, Field(description="The fact to ask for next; `nothing` where none is.")
    ] = None
    language: Annotated[Language | None, Field(description="The language of the answer.")] = None
    max_characters: Annotated[int | None, Field(gt=0, description="The longest text allowed.")] = None
    reference: Annotated[
        Text | None, Field(description="An answer to compare words with; decides nothing.")
    ] = None
    error: Annotated[
        Text | None, Field(description="The error that must be raised instead of an answer.")
    ] = None
    scorers: Annotated[
        tuple[str, ...] | None, Field(description="Only these scorers; else all that apply.")
    ] = None
    why: Annotated[str | None, Field(description="Why this is the label, for people.")] = None

    @field_validator("answer_has", "evidence", mode="before")
    @classmethod
    def _groups(cls, value: Any) -> Any:
        """A bare string stands for the list of itself."""
        if isinstance(value, str):
            return ((value,),)
        return (
            tuple((item,) if isinstance(item, str) else item for item in value)
            if isinstance(value, list)
            else value
        )


class Case(Turn):
    """A question or a conversation. Expectations stand with the question, or with each of the turns."""

    id: Identifier
    question: Annotated[str, Field(description="What is asked, to the letter.")] = ""
    turns: Annotated[tuple[Turn, ...], Field(description="A conversation, in place of a question.")] = ()
    given: Annotated[dict[str, Value], Field(description="Facts known before the first question.")] = {}
    tags: tuple[Identifier, ...] = ()
    category: Annotated[Identifier | None, Field(description="One more tag.")] = None

    @model_validator(mode="after")
    def _one_form(self) -> Self:
        own = [name for name in Turn.model_fields if name != "why" and name in self.model_fields_set]
        if self.turns and own:
            raise ValueError(f"a case with turns has its expectations in them: move {own[0]} into a turn")
        if not self.turns and "question" not in self.model_fields_set:
            raise ValueError("a case has a question or turns: add one")
        return self

    @property
    def asked(self) -> tuple[Turn, ...]:
        """The turns; of a single question, itself."""
        return self.turns or (self,)

    @property
    def labels(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys([*([self.category] if self.category else []), *self.tags]))

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.model_dump_json(exclude_defaults=True).encode()).hexdigest()


class Card(Entry):
    """Who wrote a suite, for what, and what it does not cover."""

    author: Text
    written: Text
    purpose: Text
    covers: Text
    leaves_out: Text
    use: Text = "to measure with"


class SuiteFile(Entry):
    """A suite as a YAML file, and the first line of a JSONL one (without `cases`)."""

    suite: Identifier | None = None
    card: Card | None = None
    language: Annotated[
        Language | None, Field(description="The language of every answer, unless a case says else.")
    ] = None
    tags: Annotated[tuple[Identifier, ...], Field(description="Tags of every case.")] = ()
    cases: tuple[Case, ...] = ()


class Suite(Entry):
    """A suite as loaded. `lines` has the line of each case in `path`."""

    name: str
    path: Path
    sha256: str
    card: Card | None
    cases: tuple[Case, ...]
    lines: Mapping[str, int]
