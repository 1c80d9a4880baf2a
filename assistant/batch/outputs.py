"""Writers of rows with what came of them: one a format, each in constant memory, with the same bytes every time."""

import csv
import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import Any

from assistant.batch.columns import as_text
from assistant.batch.formulas import neutral
from assistant.batch.records import ABSENT, Cell, Form, Outcome, Row, Table
from assistant.errors import BatchError

__all__ = ["MOST_ROWS", "Write", "columns_added", "writer"]

Write = Callable[[Row, Outcome], None]
MOST_ROWS = 1_048_575  # of an Excel sheet, below its header
LONGEST = 32_767  # code points of an Excel cell
_GROUP = 2000  # rows of a Parquet row group
_AT_ALL = datetime(2000, 1, 1)  # a spreadsheet says when it was made: always the same


def columns_added(names: Sequence[str], licences: Sequence[str]) -> tuple[str, ...]:
    """The columns after the input's; one whose name the input has already is called `answer.NAME`."""
    own = ("kind", "answer", *licences, "facts", "ask_next", "citations", "error")
    return tuple(f"answer.{name}" if name in names else name for name in own)


def writer(path: Path, form: Form, table: Table, licences: Sequence[str]) -> AbstractContextManager[Write]:
    """Opens the writer of a format: call what it gives with each row."""
    added = columns_added(table.names, licences)
    if form == "jsonl":
        return _jsonl(path, table)
    if form == "xlsx":
        return _xlsx(path, table, added)
    return _parquet(path, table, added) if form == "parquet" else _csv(path, table, added, form)


def _added(outcome: Outcome, width: int) -> list[str]:
    return [*json.loads(outcome.result), ""] if outcome.result else [*[""] * (width - 1), outcome.error]


@contextmanager
def _jsonl(path: Path, table: Table) -> Iterator[Write]:
    names = _distinct(table.names)
    with path.open("w", encoding="utf-8", errors="replace", newline="\n") as file:

        def write(row: Row, outcome: Outcome) -> None:
            cells = {name: cell for name, cell in zip(names, row.cells, strict=True) if cell is not ABSENT}
            given = row.raw or json.dumps(cells, ensure_ascii=False, default=as_text)
            rest = (
                outcome.result[1:]
                if outcome.result
                else f'"error":{json.dumps(outcome.error, ensure_ascii=False)}}}'
            )
            file.write(f'{{"row":{row.number},"input":{given},{rest}\n')

        yield write


@contextmanager
def _csv(path: Path, table: Table, added: Sequence[str], form: Form) -> Iterator[Write]:
    encoding = "utf-8-sig" if table.bom else "utf-8"
    with path.open("w", encoding=encoding, errors="replace", newline="") as file:
        lines = csv.writer(file, delimiter="\t" if form == "tsv" else ",", lineterminator="\r\n")
        lines.writerow([*map(neutral, table.names), *added])

        def write(row: Row, outcome: Outcome) -> None:
            given = [neutral(as_text(cell)) for cell in row.cells]
            lines.writerow([*given, *map(neutral, _added(outcome, len(added)))])

        yield write


@contextmanager
def _xlsx(path: Path, table: Table, added: Sequence[str]) -> Iterator[Write]:
    """Text is written as text, marked so that it stays text when the cell is edited."""
    import xlsxwriter

    book = xlsxwriter.Workbook(
        str(path),
        {"constant_memory": True, "tmpdir": str(path.parent), "default_date_format": "yyyy-mm-dd hh:mm:ss"},
    )
    book.set_properties({"created": _AT_ALL})
    page = book.add_worksheet("answers")
    text, formula = book.add_format(), book.add_format({"quote_prefix": True})
    place = 0

    def put(cells: Sequence[Cell]) -> None:
        nonlocal place
        for column, cell in enumerate(cells):
            _put(page, place, column, cell, text, formula)
        place += 1

    put([*table.names, *added])
    yield lambda row, outcome: put([*row.cells, *_added(outcome, len(added))])
    try:
        book.close()
    except xlsxwriter.exceptions.FileCreateError as error:
        raise OSError(str(error)) from error


def _put(page: Any, row: int, column: int, cell: Cell, text: Any, formula: Any) -> None:
    if cell is None or cell is ABSENT or cell == "":
        return
    if isinstance(cell, bool):
        page.write_boolean(row, column, cell)
    elif isinstance(cell, (int, float)) and abs(cell) < 1e15:
        page.write_number(row, column, cell)
    elif isinstance(cell, date) and getattr(cell, "tzinfo", None) is None:
        page.write_datetime(row, column, cell)
    else:
        whole = _fitting(as_text(cell))
        page.write_string(row, column, whole, formula if neutral(whole) != whole else text)


def _fitting(text: str) -> str:
    """Excel counts in UTF-16, refuses longer cells, and would call the whole file damaged."""
    if len(text.encode("utf-16-le", "surrogatepass")) // 2 <= LONGEST:
        return text
    mark = f" … [cut: {len(text):,} characters, and a cell holds {LONGEST:,}]"
    kept = text.encode("utf-16-le", "surrogatepass")[: 2 * (LONGEST - len(mark))]
    return kept.decode("utf-16-le", "ignore") + mark


@contextmanager
def _parquet(path: Path, table: Table, added: Sequence[str]) -> Iterator[Write]:
    import pyarrow as pa
    import pyarrow.parquet as pq

    names = _distinct(table.names)
    own = (
        [table.types.field(n) for n in range(len(names))]
        if table.types
        else [pa.field(n, pa.string()) for n in names]
    )
    schema = pa.schema([*own, *(pa.field(name, pa.string()) for name in added)])
    rows: list[list[Cell]] = []
    with pq.ParquetWriter(path, schema) as file:

        def flush() -> None:
            columns = list(zip(*rows, strict=True)) or [()] * len(schema)
            arrays = [pa.array(column, kind) for column, kind in zip(columns, schema.types, strict=True)]
            file.write_table(pa.Table.from_arrays(arrays, schema=schema))
            rows.clear()

        def write(row: Row, outcome: Outcome) -> None:
            given = row.cells if table.types else [_or_null(cell) for cell in row.cells]
            rows.append([*given, *_added(outcome, len(added))])
            if len(rows) == _GROUP:
                flush()

        yield write
        flush()


def _or_null(cell: Cell) -> str | None:
    text = None if cell is None or cell is ABSENT else as_text(cell)
    return text if text is None else text.encode("utf-8", "replace").decode()


def _distinct(names: Sequence[str]) -> list[str]:
    """A column without a name gets its number."""
    return [name if name.strip() else f"column {number}" for number, name in enumerate(names, 1)]


def fits(form: Form, rows: int, output: str) -> None:
    """Raises BatchError where the format cannot hold so many rows."""
    if form == "xlsx" and rows > MOST_ROWS:
        raise BatchError(
            f"{output}: a sheet holds {MOST_ROWS:,} rows, and there are {rows:,}: choose .csv or .parquet"
        )
