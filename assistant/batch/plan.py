"""What would be read of an input, before anything is answered."""

from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from assistant.assistant import Assistant
from assistant.batch.columns import CONVERSATION, FACTS, Columns, as_text, asked, columns_of, guessed
from assistant.batch.records import LISTED, Options, Preview, Row, Table
from assistant.batch.source import Source, opened
from assistant.batch.tables import open_table
from assistant.errors import AssistantError
from assistant.question import checked_question

__all__ = ["Plan", "look", "preview"]


@dataclass(frozen=True)
class Plan:
    """What would be read: the table, the roles of its columns, and how many rows, of which how many are faulty."""

    table: Table
    columns: Columns
    rows: int
    faults: tuple[tuple[int, str], ...]


def preview(given: Path | str | bytes, options: Options | None = None, *, rows: int = 20) -> Preview:
    """The columns and first rows of an input, and which column is guessed to hold the questions.

    Raises:
        BatchError: it cannot be read.
    """
    options = options or Options()
    with opened(given) as source:
        table = open_table(source, options)
        shown = list(islice(table.rows(), rows))
    facts = Assistant().rulebook.facts
    return Preview(
        form=table.form,
        columns=table.names,
        rows=tuple(tuple(map(as_text, row.cells)) for row in shown),
        encoding=table.encoding,
        delimiter=table.delimiter,
        sheet=table.sheet,
        sheets=table.sheets,
        question=options.column or guessed(table),
        conversation=options.conversation or (CONVERSATION if CONVERSATION in table.names else None),
        facts=tuple(name for name in table.names if name == FACTS or name in facts),
        faults={row.number: row.fault for row in shown if row.fault},
    )


def look(source: Source, options: Options, assistant: Assistant, *, thorough: bool = False) -> Plan:
    """Read every row once, answering none.

    Args:
        thorough: whether rows are looked at that can be read, and not asked.

    Raises:
        BatchError: the input cannot be read, or its question column is not there.
    """
    table = open_table(source, options)
    columns = columns_of(table, source.name, options, assistant.rulebook.facts)
    count = 0
    faults: list[tuple[int, str]] = []
    for row in islice(table.rows(), options.limit):
        count += 1
        fault = (_unasked(row, columns, assistant) if thorough else row.fault) if len(faults) < LISTED else ""
        if fault:
            faults.append((row.number, fault))
    return Plan(table, columns, count, tuple(faults))


def _unasked(row: Row, columns: Columns, assistant: Assistant) -> str:
    """Why a row cannot be asked, as its `error` will say; "" where it can."""
    found = asked(row, columns)
    try:
        checked_question(found.question)
        assistant.checked_facts(found.facts)
    except AssistantError as error:
        return found.fault or str(error)
    return found.fault
