"""Rows of an Excel sheet, streamed; numbers and dates keep their type, formulas give the value last computed."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, BinaryIO

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
    with source.open() as file, _book(source, file) as book:
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
    """A row without any value or formula is no row."""
    number = 0
    for place, (cells, open_) in enumerate(_computed(source, name), 2):
        if not open_ and all(cell is None for cell in cells):
            continue
        number += 1
        where = f"row {place} of the sheet"
        fault = _fault(cells[width:], open_[:1])
        whole = (*cells[:width], *[None] * (width - len(cells)))
        yield Row(number, where, whole, f"{where}: {fault}"[:240] if fault else "")


def _fault(beyond: Sequence[Any], uncomputed: Sequence[str]) -> str:
    """Cells beyond the header that hold something; a formula without a value."""
    if uncomputed:
        return (
            f"{uncomputed[0]} holds a formula that was never computed: "
            "open the book in a spreadsheet program and save it"
        )
    held = [cell for cell in beyond if cell is not None]
    return f"cells beyond the header: {held!r}" if held else ""


def _computed(source: Source, name: str) -> Iterator[tuple[tuple[Any, ...], list[str]]]:
    """Below the header, the values of each row, and the places of formulas that have none.

    The library gives either values or formulas, so the sheet is read twice, side by side. A formula whose value is
    the empty text has the type of a text.
    """
    with source.open() as file, _book(source, file) as values, _book(source, file, formulas=True) as formulas:
        both = zip(
            _read(source, values[name].iter_rows(min_row=2)),
            _read(source, formulas[name].iter_rows(min_row=2)),
            strict=True,
        )
        for cells, as_written in both:
            uncomputed = [
                written.coordinate
                for cell, written in zip(cells, as_written, strict=True)
                if cell.value is None and written.data_type == "f" and cell.data_type == "n"
            ]
            yield tuple(cell.value for cell in cells), uncomputed


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
def _book(source: Source, file: BinaryIO, *, formulas: bool = False) -> Iterator[Any]:
    """With values, or with formulas in their place. Several may read one file, each taken up where it was."""
    import openpyxl

    try:
        book = openpyxl.load_workbook(file, read_only=True, data_only=not formulas)
    except Exception as error:  # a broken part of a book provokes whatever it meets
        raise _damaged(source, error) from error
    try:
        yield book
    finally:
        book.close()
