"""The worked examples of `expected.yaml`, as `assistant rules check` reads them; no other command needs them."""

from pathlib import Path
from typing import Annotated, Any

from pydantic import Discriminator, Field, Strict, Tag

from assistant.rulebook.files import File
from assistant.rulebook.models import DecidedVerdict, Entry, Identifier, Several, Text
from assistant.values import Value

__all__ = ["DependsEntry", "ExampleEntry", "ExpectedFile", "read_expected"]

EXPECTED = "expected.yaml"


class DependsEntry(Entry):
    depends: Several[Identifier]


def _decided(entry: Any) -> str:
    return "word" if isinstance(entry, str) else "depends"


ExpectedVerdict = Annotated[
    Annotated[DecidedVerdict, Tag("word")] | Annotated[DependsEntry, Tag("depends")], Discriminator(_decided)
]


class ExampleEntry(Entry):
    """A worked example: a platform in words, its facts, and what the rulebook has to say of it."""

    platform: Text
    facts: dict[Identifier, Value]
    open: Annotated[tuple[Identifier, ...], Strict(False)] = ()
    verdicts: dict[Identifier, ExpectedVerdict] = Field(min_length=1)


class ExpectedFile(Entry):
    examples: dict[Identifier, ExampleEntry] = Field(min_length=1)


def read_expected(folder: Path) -> ExpectedFile:
    """The worked examples beside the rulebook in `folder`.

    Raises:
        RulebookError: the file is missing or not as `ExpectedFile` has it.
    """
    return File(folder / EXPECTED).parsed(ExpectedFile)
