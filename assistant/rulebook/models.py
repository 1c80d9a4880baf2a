"""The rulebook's files as they are written: `rulebook.yaml` and `law_notes.yaml`.

Strict: a misspelt key, a number for a word or an empty text is an error. What the entries mean, and how they
are joined to the article, is in `loading`.
"""

from typing import Annotated, Any, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Discriminator, Field, Strict, StringConstraints, Tag, with_config
from typing_extensions import TypeAliasType, TypedDict

from assistant.values import Value

__all__ = [
    "CautionEntry",
    "ConditionEntry",
    "FactEntry",
    "LawNoteEntry",
    "LicenceEntry",
    "RuleEntry",
    "RulebookFile",
    "Wording",
]

DecidedVerdict = Literal["required", "recommended", "optional", "not_required", "unclear"]
# Under a name, a type is worked out once for all the fields that have it.
Text = TypeAliasType("Text", Annotated[str, StringConstraints(min_length=1)])
Identifier = TypeAliasType("Identifier", Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_-]*$")])

T = TypeVar("T")
# YAML knows lists only, and a strict tuple takes none; the items stay strict.
Several = Annotated[tuple[T, ...], Strict(False), Field(min_length=1)]


@with_config(ConfigDict(extra="forbid", strict=True))
class Wording(TypedDict):
    """A text in each language of an answer."""

    en: Text
    zh: Text


class Entry(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, defer_build=True)


class FactCondition(Entry):
    """`{fact: matches_orders, is: yes}`, with the words it rests on where it has any of its own."""

    fact: Identifier
    value: Value = Field(alias="is")
    quotes: Annotated[tuple[Text, ...], Strict(False)] = ()


class VerdictCondition(Entry):
    """`{licence: sipc, verdict: recommended}`; in cautions only."""

    licence: Identifier
    verdict: DecidedVerdict


class TermCondition(Entry):
    term: Identifier


class AllCondition(Entry):
    parts: "Several[ConditionEntry]" = Field(alias="all")


class AnyCondition(Entry):
    parts: "Several[ConditionEntry]" = Field(alias="any")


class NotCondition(Entry):
    part: "ConditionEntry" = Field(alias="not")


_KINDS = ("fact", "licence", "term", "all", "any", "not")


def _kind(entry: Any) -> str | None:
    """The kind of a condition by the key that it has, so that a misspelt one gives one error and not six."""
    return next((kind for kind in _KINDS if isinstance(entry, dict) and kind in entry), None)


ConditionEntry = Annotated[
    Annotated[FactCondition, Tag("fact")]
    | Annotated[VerdictCondition, Tag("licence")]
    | Annotated[TermCondition, Tag("term")]
    | Annotated[AllCondition, Tag("all")]
    | Annotated[AnyCondition, Tag("any")]
    | Annotated[NotCondition, Tag("not")],
    Discriminator(
        _kind,
        custom_error_type="condition",
        custom_error_message="a condition has one of the keys fact, licence, term, all, any, not",
    ),
]


class DefaultEntry(Entry):
    """What is taken where nobody has stated the fact, in words, with the quotes that allow it."""

    value: Value
    text: Wording
    quotes: Several[Text]


class FactEntry(Entry):
    """`yes` and `no` say the fact as a clause: "it matches the orders of several parties"."""

    question: Wording
    label: Wording
    yes: Wording
    no: Wording
    default: DefaultEntry | None = None
    quotes: Several[Text]


class ImplicationEntry(Entry):
    condition: FactCondition = Field(alias="if")
    then: FactCondition
    quotes: Several[Text]


class TermEntry(Entry):
    label: Wording
    when: ConditionEntry


class RuleEntry(Entry):
    verdict: DecidedVerdict
    when: ConditionEntry
    reason: Wording
    quotes: Several[Text]
    ambiguous: Annotated[tuple[Text, ...], Strict(False)] = ()


class LicenceEntry(Entry):
    """`short` is the name in a list; `subject` the one before a verb, where that is another."""

    name: Wording
    short: Wording
    subject: Wording | None = None
    rules: dict[Identifier, RuleEntry] = Field(min_length=1)


class PrerequisiteEntry(Entry):
    first: Identifier
    then: Identifier
    quotes: Several[Text]


class CautionEntry(Entry):
    licences: Annotated[tuple[Identifier, ...], Strict(False)] = ()
    when: ConditionEntry | None = None
    text: Wording
    quotes: Several[Text]


class RulebookFile(Entry):
    facts: dict[Identifier, FactEntry] = Field(min_length=1)
    implications: dict[Identifier, ImplicationEntry]
    terms: dict[Identifier, TermEntry]
    licences: dict[Identifier, LicenceEntry] = Field(min_length=1)
    prerequisites: Annotated[tuple[PrerequisiteEntry, ...], Strict(False)]
    cautions: dict[Identifier, CautionEntry]


class AuthorityEntry(Entry):
    cite: Text
    link: Annotated[str, StringConstraints(pattern=r"^https://")] | None = None


class LawNoteEntry(Entry):
    """`licences: all` is short for every licence. `bears_on`: words of the article that the note is about."""

    licences: Several[Identifier] | Literal["all"]
    status: Literal["agrees", "adds", "differs"]
    text: Wording
    authorities: Several[AuthorityEntry]
    bears_on: Annotated[tuple[Text, ...], Strict(False)] = ()
    as_of: Annotated[str, StringConstraints(pattern=r"^\d{4}-\d{2}$")]
    checked: Text


class LawNotesFile(Entry):
    notes: dict[Identifier, LawNoteEntry]
