"""Rows of JSONL: an object a line. Its text is kept as it stands, so that it goes out as it came in."""

import io
import json
from collections.abc import Iterator
from typing import NamedTuple, NoReturn

from assistant.batch.records import ABSENT, Options, Row, Table
from assistant.batch.source import Source
from assistant.batch.text import Encoding, encoding_of
from assistant.errors import BatchError

__all__ = ["lines"]

MOST_COLUMNS = 1000
_SHOWN = 120


class _Line(NamedTuple):
    """A line of the file: the object's members, or why it is none; its text as it stands, or ""."""

    number: int
    cells: dict[str, object]
    fault: str
    text: str


def lines(source: Source, options: Options) -> Table:
    """Raises BatchError where no line is an object, or all together have very many keys."""
    encoding = encoding_of(source, options.encoding)
    names: dict[str, None] = {}
    fault = ""
    for line in _objects(source, encoding):
        names.update(dict.fromkeys(line.cells))
        fault = fault or (f"line {line.number}: {line.fault}" if line.fault else "")
        if len(names) > MOST_COLUMNS:
            raise BatchError(
                f"{source.name}: more than {MOST_COLUMNS:,} different keys: is it JSONL of rows?"
            )
    if not names:
        what = f"has no row ({fault})" if fault else "is empty"
        raise BatchError(f"{source.name}: {what}: a JSON object on each line is expected")
    columns = tuple(names)
    return Table(
        form="jsonl",
        names=columns,
        rows=lambda: _rows(source, encoding, columns),
        encoding=encoding.name,
        bom=encoding.bom,
    )


def _rows(source: Source, encoding: Encoding, names: tuple[str, ...]) -> Iterator[Row]:
    for number, line in enumerate(_objects(source, encoding), 1):
        cells = tuple(line.cells.get(name, ABSENT) for name in names)
        place = f"line {line.number}"
        yield Row(number, place, cells, f"{place}: {line.fault}" if line.fault else "", line.text)


def _objects(source: Source, encoding: Encoding) -> Iterator[_Line]:
    """Every line that is not blank."""
    with io.TextIOWrapper(source.open(), encoding=encoding.name, newline="\n") as text:
        for number, line in enumerate(text, 1):
            stripped = line.strip()
            if stripped:
                yield _line(number, stripped)


def _line(number: int, text: str) -> _Line:
    try:
        found = json.loads(text, parse_constant=_no_constant)
    except (ValueError, RecursionError) as error:
        return _Line(number, {}, f"not JSON ({error}): {text[:_SHOWN]!r}", "")
    if not isinstance(found, dict):
        return _Line(number, {}, f"not a JSON object: {text[:_SHOWN]!r}", "")
    return _Line(number, found, "", text)


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON")
