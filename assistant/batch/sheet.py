"""Rows of an Excel sheet, streamed; numbers and dates keep their type, formulas give the value last computed."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from assistant.batch.records import Options, Row, Table
from assistant.batch.source import Source
from assistant.errors import BatchError

__all__ = ["sheet"]


def sheet(source: Source, options: Options) -> Table:
    """Raises BatchError where it is no spreadsheet, is empty, or leaves open which sheet is meant."""
    headers = _headers(source)
    name = _chosen(source.name, headers, options)
    names = headers[name]
    return Table(
        form="xlsx",
        names=names,
        rows=lambda: _rows(source, name, len(names)),
        sheet=name,
        sheets=tuple(headers),
    )


def _headers(source: Source) -> dict[str, tuple[str, ...]]:
    with _book(source) as book:
        return {
            name: _header(source, book[name]) for name in book.sheetnames if hasattr(book[name], "iter_rows")
        }


def _header(source: Source, page: Any) -> tuple[str, ...]:
    first = next(_read(source, page.iter_rows(max_row=1, values_only=True)), ())
    names = ["" if cell is None else str(cell) for cell in first]
    while names and not names[-1].strip():
        names.pop()
    return tuple(names)


def _chosen(name: str, headers: dict[str, tuple[str, ...]], options: Options) -> str:
    if options.sheet is not None:
        if options.sheet not in headers:
            raise BatchError(f"{name}: there is no sheet {options.sheet!r}: it has {', '.join(headers)}")
        wanted = [options.sheet]
    else:
        wanted = [title for title, header in headers.items() if header]
    if not wanted or not headers[wanted[0]]:
        raise BatchError(f"{name}: is empty: the first row of its sheet has to name the columns")
    column = options.column or "question"
    fitting = [title for title in wanted if column in headers[title]]
    if len(wanted) > 1 and len(fitting) != 1:
        raise BatchError(f"{name}: has several sheets ({', '.join(wanted)}): choose one with --sheet")
    return fitting[0] if len(wanted) > 1 else wanted[0]


def _rows(source: Source, name: str, width: int) -> Iterator[Row]:
    """A row without any value is no row; cells beyond the header that hold something are a fault."""
    number = 0
    with _book(source) as book:
        found = _read(source, book[name].iter_rows(min_row=2, values_only=True))
        for place, cells in enumerate(found, 2):
            if all(cell is None for cell in cells):
                continue
            number += 1
            beyond = [cell for cell in cells[width:] if cell is not None]
            fault = f"row {place} of the sheet: cells beyond the header: {beyond!r}"[:240] if beyond else ""
            yield Row(
                number, f"row {place} of the sheet", (*cells[:width], *[None] * (width - len(cells))), fault
            )


def _read(source: Source, rows: Iterator[tuple[Any, ...]]) -> Iterator[tuple[Any, ...]]:
    """The parts of a book are unpacked and parsed only while they are read."""
    while True:
        try:
            cells = next(rows, None)
        except Exception as error:
            raise _damaged(source, error) from error
        if cells is None:
            return
        yield cells


def _damaged(source: Source, error: Exception) -> BatchError:
    reason = " ".join(str(error).split())[:120]
    return BatchError(f"{source.name}: no spreadsheet that can be read ({reason}): save it as .xlsx again")


@contextmanager
def _book(source: Source) -> Iterator[Any]:
    import openpyxl

    with source.open() as file:
        try:
            book = openpyxl.load_workbook(file, read_only=True, data_only=True)
        except Exception as error:  # a broken part of a book provokes whatever it meets
            raise _damaged(source, error) from error
        try:
            yield book
        finally:
            book.close()
