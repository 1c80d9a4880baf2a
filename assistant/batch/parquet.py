"""Rows of a Parquet file, in batches; the columns keep their types on the way to a Parquet output."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from assistant.batch.records import Options, Row, Table
from assistant.batch.source import Source
from assistant.errors import BatchError

__all__ = ["parquet"]

BATCH = 256  # rows held at a time


def parquet(source: Source, options: Options) -> Table:
    """Raises BatchError where it is no Parquet file."""
    with _file(source) as file:
        types = file.schema_arrow
    return Table(form="parquet", names=tuple(types.names), rows=lambda: _rows(source), types=types)


def _rows(source: Source) -> Iterator[Row]:
    number = 0
    with _file(source) as file:
        for batch in file.iter_batches(batch_size=BATCH):
            for cells in zip(*(column.to_pylist() for column in batch.columns), strict=True):
                number += 1
                yield Row(number, f"row {number}", cells)


@contextmanager
def _file(source: Source) -> Iterator[Any]:
    import pyarrow as pa
    import pyarrow.parquet as pq

    with source.open() as opened:
        try:
            file = pq.ParquetFile(opened)
        except (pa.ArrowException, OSError, ValueError) as error:
            reason = " ".join(str(error).split())[:120]
            raise BatchError(f"{source.name}: no Parquet file that can be read ({reason})") from error
        yield file
