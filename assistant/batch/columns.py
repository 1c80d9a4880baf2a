"""Which column is what, and what a row asks."""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from assistant.batch.records import ABSENT, Asked, Cell, Options, Row, Table
from assistant.errors import BatchError, FactError

__all__ = ["Columns", "as_text", "asked", "columns_of", "guessed"]

_SHOWN = 60
QUESTION, CONVERSATION, FACTS, ID = "question", "conversation", "facts", "id"


@dataclass(frozen=True)
class Columns:
    """Places of the columns that have a role; `by_fact`: fact id to place."""

    question: int
    conversation: int | None
    facts: int | None
    id: int | None
    by_fact: Mapping[str, int]


def columns_of(table: Table, name: str, options: Options, known: Collection[str]) -> Columns:
    """The roles, by the names given or by their own.

    Args:
        name: of the input, for the message.
        known: the rulebook's fact ids.

    Raises:
        BatchError: a column that is named, or the question's, is not there.
    """
    return Columns(
        question=_place(table, name, options.column or QUESTION, "--column"),
        conversation=_optional(table, name, options.conversation, CONVERSATION, "--conversation"),
        facts=_optional(table, name, options.facts, FACTS, "--facts"),
        id=table.names.index(ID) if ID in table.names else None,
        by_fact={fact: table.names.index(fact) for fact in known if fact in table.names},
    )


def _place(table: Table, name: str, column: str, option: str) -> int:
    if column in table.names:
        return table.names.index(column)
    folded = [number for number, own in enumerate(table.names) if own.strip().casefold() == column.casefold()]
    if len(folded) == 1:
        return folded[0]
    has = ", ".join(repr(own[:_SHOWN]) for own in table.names[:20])
    raise BatchError(f"{name}: there is no column {column!r}: it has {has}; name one with {option}")


def _optional(table: Table, name: str, given: str | None, usual: str, option: str) -> int | None:
    if given is not None:
        return _place(table, name, given, option)
    return table.names.index(usual) if usual in table.names else None


def guessed(table: Table) -> str | None:
    """The name of the column that most likely holds the questions; None where nothing speaks for one."""
    folded = {name.strip().casefold(): name for name in table.names}
    for usual in (QUESTION, "questions", "query", "prompt", "问题", "提问"):
        if usual in folded:
            return folded[usual]
    holding = [name for name in table.names if QUESTION in name.casefold()]
    return holding[0] if len(holding) == 1 else table.names[0] if len(table.names) == 1 else None


def asked(row: Row, columns: Columns) -> Asked:
    """What a row asks; with a fault where the row has one, or its facts cannot be read."""
    conversation = _text(row, columns.conversation).strip() or None
    question = _text(row, columns.question)
    if row.fault:
        return Asked(row.number, question, {}, None, row.fault)
    try:
        facts = {**_listed(_text(row, columns.facts)), **_own(row, columns)}
    except FactError as error:
        return Asked(row.number, question, {}, conversation, str(error))
    return Asked(row.number, question, facts, conversation)


def _own(row: Row, columns: Columns) -> dict[str, str]:
    found = {fact: _value(row.cells[place]) for fact, place in columns.by_fact.items()}
    return {fact: value for fact, value in found.items() if value}


def _value(cell: Cell) -> str:
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    text = as_text(cell).strip()
    return text.lower() if text.lower() in ("yes", "no") else text


def _listed(text: str) -> dict[str, str]:
    """`a=yes; b=no`, parted by semicolons, commas or line ends, or a JSON object.

    Raises:
        FactError: it is neither.
    """
    if text.lstrip().startswith("{"):
        return _object(text)
    facts: dict[str, str] = {}
    for item in filter(None, (part.strip() for part in text.replace(",", ";").replace("\n", ";").split(";"))):
        name, separator, value = item.partition("=")
        if not separator:
            raise FactError(f"facts: {item!r}: write them as ID=yes; ID=no")
        facts[name.strip()] = _value(value)
    return facts


def _object(text: str) -> dict[str, str]:
    try:
        found = json.loads(text)
    except ValueError as error:
        raise FactError(f"facts: no JSON object ({error})") from error
    return {name: _value(value) for name, value in found.items() if value is not None}


def _text(row: Row, place: int | None) -> str:
    return "" if place is None else as_text(row.cells[place])


def as_text(cell: Any) -> str:
    """A cell as a CSV file would have it."""
    if cell is None or cell is ABSENT:
        return ""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, (dict, list)):
        return json.dumps(cell, ensure_ascii=False, default=str)
    return str(cell)
