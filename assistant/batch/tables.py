"""One reader of rows for every format and both engines."""

from collections import Counter
from collections.abc import Callable
from pathlib import Path

from assistant.batch.delimited import delimited
from assistant.batch.lines import lines
from assistant.batch.parquet import parquet
from assistant.batch.records import Form, Options, Table
from assistant.batch.sheet import sheet
from assistant.batch.source import Source
from assistant.errors import BatchError

__all__ = ["form_of", "open_table"]

_READERS: dict[Form, Callable[[Source, Options], Table]] = {
    "csv": delimited,
    "tsv": delimited,
    "jsonl": lines,
    "xlsx": sheet,
    "parquet": parquet,
}
_ENDINGS: dict[str, Form] = {
    ".csv": "csv",
    ".txt": "csv",
    ".tsv": "tsv",
    ".tab": "tsv",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".xlsx": "xlsx",
    ".xlsm": "xlsx",
    ".parquet": "parquet",
}


def open_table(source: Source, options: Options) -> Table:
    """The table of an input, by the format given, the ending, or how it begins.

    Raises:
        BatchError: it cannot be read as that, is empty, or two of its columns have one name.
    """
    _no_other(source)
    form = options.input_format or _ENDINGS.get(source.suffix) or _sniffed(source)
    table = _READERS[form](source, options)
    twice = [name for name, count in Counter(table.names).items() if count > 1 and name.strip()]
    if twice:
        raise BatchError(
            f"{source.name}:1: {Counter(table.names)[twice[0]]} columns are named {twice[0]!r}: rename them"
        )
    return table


def form_of(path: str, given: Form | None, default: Form | None = None) -> Form:
    """The format of an output, as given or by its ending.

    Raises:
        BatchError: neither says it.
    """
    form = given or _ENDINGS.get(Path(path).suffix.lower()) or default
    if form is None or (Path(path).suffix.lower() in (".txt", ".xlsm") and not given):
        raise BatchError(
            f"{path}: what format is that? End it in .csv, .tsv, .jsonl, .xlsx or .parquet, or give --format"
        )
    return form


# What is taken for a table now and then, by its first bytes.
_OTHERS = {
    b"\xd0\xcf\x11\xe0": "an old Excel file, or one with a password: save it as .xlsx, without one",
    b"\x1f\x8b": "compressed: unpack it first",
    b"BZh": "compressed: unpack it first",
    b"%PDF": "a PDF: a table is expected",
}


def _no_other(source: Source) -> None:
    with source.open() as file:
        head = file.read(8)
    for sign, what in _OTHERS.items():
        if head.startswith(sign):
            raise BatchError(f"{source.name}: is {what}")


def _sniffed(source: Source) -> Form:
    with source.open() as file:
        head = file.read(4096).lstrip(b"\xef\xbb\xbf \r\n\t")
    if head.startswith(b"PK\x03\x04"):
        return "xlsx"
    if head.startswith(b"PAR1"):
        return "parquet"
    return "jsonl" if head.startswith((b"{", b"[{")) else "csv"
