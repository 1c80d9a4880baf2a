"""Rows of CSV and TSV, strictly: a record whose quotes or width are wrong is a faulty row."""

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass

from assistant.batch.records import ABSENT, Options, Row, Table
from assistant.batch.source import Source
from assistant.batch.text import SAMPLE, Encoding, delimiter_of, encoding_of
from assistant.errors import BatchError

__all__ = ["delimited"]

CELL_LIMIT = 1 << 24  # code points: a quote that is never closed must not swallow the memory
_SHOWN = 200
# A first line that Excel writes, and hides.
_SEP = re.compile(r"sep=([^\r\n\"])\r?\n", re.I)
_WORDS = {
    "unexpected end of data": "a quote is opened and never closed",
    "expected after": "text follows a closing quote",
    "field larger": f"a cell has more than {CELL_LIMIT:,} characters: is a quote not closed?",
}


@dataclass(frozen=True)
class _Layout:
    """How the file is written. `skipped`: lines above the header, which say the delimiter and are no row."""

    encoding: Encoding
    delimiter: str
    skipped: int


def delimited(source: Source, options: Options) -> Table:
    """Raises BatchError where the file is empty, or its first row is no header."""
    encoding = encoding_of(source, options.encoding)
    with _text(source, encoding) as text:
        sample = text.read(SAMPLE)
    said = _SEP.match(sample)
    delimiter = _given(options.delimiter) or (said[1] if said else delimiter_of(sample, source.suffix))
    layout = _Layout(encoding, delimiter, int(bool(said)))
    names = _header(source, layout)
    return Table(
        form="tsv" if delimiter == "\t" else "csv",
        names=names,
        rows=lambda: _rows(source, layout, len(names)),
        encoding=encoding.name,
        delimiter=delimiter,
        bom=encoding.bom,
    )


def _given(delimiter: str | None) -> str | None:
    mark = {"tab": "\t", "\\t": "\t", "comma": ",", "semicolon": ";", "pipe": "|"}.get(
        delimiter or "", delimiter
    )
    if mark is not None and (len(mark) != 1 or mark in '"\r\n'):
        raise BatchError(f"--delimiter {delimiter!r}: one character, or tab")
    return mark


def _text(source: Source, encoding: Encoding, skipped: int = 0) -> io.TextIOWrapper:
    csv.field_size_limit(CELL_LIMIT)
    text = io.TextIOWrapper(source.open(), encoding=encoding.name, newline="")
    for _ in range(skipped):
        text.readline()
    return text


def _header(source: Source, layout: _Layout) -> tuple[str, ...]:
    with _text(source, layout.encoding, layout.skipped) as text:
        try:
            records = csv.reader(text, delimiter=layout.delimiter, strict=True)
            names = next((record for record in records if record), [])
        except csv.Error as error:
            raise BatchError(f"{source.name}:1: the header cannot be read: {_in_words(error)}") from error
    if not any(name.strip() for name in names):
        raise BatchError(f"{source.name}: is empty: its first row has to name the columns")
    return tuple(names)


def _rows(source: Source, layout: _Layout, width: int) -> Iterator[Row]:
    with _text(source, layout.encoding, layout.skipped) as text:
        records = _records(text, layout, width)
        next(records)  # the header
        for number, (line, record, fault) in enumerate(records, 1):
            yield _row(number, line, record, fault, width)


def _records(text: io.TextIOWrapper, layout: _Layout, width: int) -> Iterator[tuple[int, list[str], str]]:
    """Line, cells and fault of each record. An empty line is one only where there is one column and more follow."""
    reader = csv.reader(text, delimiter=layout.delimiter, strict=True)
    line = layout.skipped + 1
    blank: list[int] = []
    while True:
        try:
            record = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield line, [], _in_words(error)
        else:
            if record:
                yield from ((place, [""], "") for place in blank if width == 1)
                blank = []
                yield line, record, ""
            else:
                blank.append(line)
        line = layout.skipped + reader.line_num + 1


def _row(number: int, line: int, record: list[str], fault: str, width: int) -> Row:
    cells = tuple(record[:width]) + (ABSENT,) * (width - len(record))
    if not fault and len(record) != width:
        beyond = (
            f"; beyond it: {', '.join(map(repr, record[width:]))[:_SHOWN]}" if len(record) > width else ""
        )
        fault = f"{len(record)} cells, and the header has {width}{beyond}"
    return Row(number, f"line {line}", cells, f"line {line}: {fault}" if fault else "")


def _in_words(error: csv.Error) -> str:
    return next((words for sign, words in _WORDS.items() if sign in str(error)), str(error))
