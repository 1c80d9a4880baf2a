"""The records that travel through a batch: what is wanted, what a row holds, how far it is, what came of it."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Any, Literal, NamedTuple

__all__ = [
    "ABSENT",
    "LISTED",
    "Absent",
    "Asked",
    "Cell",
    "Options",
    "Outcome",
    "Preview",
    "Progress",
    "Row",
    "Summary",
    "Table",
]

LISTED = 10  # rows named in a summary
Form = Literal["csv", "tsv", "jsonl", "xlsx", "parquet"]


class Absent(Enum):
    """The mark of a column that a row of JSONL, or a short row, does not have at all."""

    ABSENT = "absent"


ABSENT = Absent.ABSENT
Cell = Any  # text from CSV; text, numbers, dates, booleans and None from the other formats


@dataclass(frozen=True)
class Options:
    """What is wanted of a batch. Defaults are found out from the input.

    `column`, `conversation`, `facts`: names of columns. `limit`: rows from the top. `workers`: processes, 0 for
    one a core. `address`: of a Ray cluster; a local one is started where it is None.
    """

    column: str | None = None
    conversation: str | None = None
    facts: str | None = None
    sheet: str | None = None
    encoding: str | None = None
    delimiter: str | None = None
    input_format: Form | None = None
    output_format: Form | None = None
    limit: int | None = None
    overwrite: bool = False
    workers: int = 0
    engine: Literal["local", "ray"] = "local"
    address: str | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the input. `number` counts from 1 at the first row of data; `place` says where it stands, in words.

    `cells` are as many as the table has names. `fault`: why the row cannot be asked, or "". `raw`: the row as it
    stands in a JSONL file, or "".
    """

    number: int
    place: str
    cells: tuple[Cell, ...]
    fault: str = ""
    raw: str = ""


@dataclass(frozen=True)
class Table:
    """An input that has been opened: its columns, how it is read, and its rows, from the top each time.

    `types`: the Arrow schema of a Parquet input, or None. `bom`: whether the file begins with a byte order mark.
    """

    form: Form
    names: tuple[str, ...]
    rows: Callable[[], Iterator[Row]]
    encoding: str = ""
    delimiter: str = ""
    sheet: str = ""
    sheets: tuple[str, ...] = ()
    bom: bool = False
    types: Any = None


@dataclass(frozen=True, slots=True)
class Asked:
    """A row's question. `facts` as written, unchecked; `conversation` is None where the row stands alone."""

    row: int
    question: str
    facts: Mapping[str, str]
    conversation: str | None = None
    fault: str = ""


class Outcome(NamedTuple):
    """What came of a row; a plain tuple, since it goes through JSON several times.

    `result` is JSON: an answer for JSONL output, the cells of a table for the others; "" with an `error`.
    `verdicts`: the name of each licence's verdict, in the rulebook's order. `past`: what a later turn of
    the conversation has to know. `llm`: what an LLM took for the answer, as `LlmUse` counts it; {} without one.
    """

    kind: str
    verdicts: tuple[str, ...]
    result: str
    error: str
    milliseconds: float
    past: str = ""
    llm: Mapping[str, float] = {}


@dataclass(frozen=True)
class Progress:
    """How far a run is. `rate`: rows a second since it was begun or went on; `seconds_left` is None at first."""

    done: int
    total: int
    rate: float
    seconds_left: float | None
    stage: Literal["answering", "writing"] = "answering"


@dataclass(frozen=True)
class Preview:
    """What would be read: the columns, their roles, and the first rows as text.

    `question`: the name of the column with the questions, None where it cannot be guessed. `rows`: as many cells
    as `columns`.
    `faults`: rows among those shown that cannot be asked, by number.
    """

    form: Form
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    encoding: str
    delimiter: str
    sheet: str
    sheets: tuple[str, ...]
    question: str | None
    conversation: str | None
    facts: tuple[str, ...]
    faults: Mapping[int, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Summary:
    """What came of a batch. `kinds` and `verdicts` (licence to verdict to count) count rows.

    `resumed`: rows that an earlier run had answered. `slowest`, a few: row and milliseconds. `failed`, a
    few: row and why. `llm`: what an LLM took for all rows, those of earlier runs too and a repeat only once
    (`answers`, `reworded`, `partly`, `calls`, `cached`, `input_tokens`, `output_tokens`, and `cost` where there are
    prices); {} without one.
    """

    output: str
    rows: int
    errors: int
    resumed: int
    repeated: int
    seconds: float
    kinds: Mapping[str, int]
    verdicts: Mapping[str, Mapping[str, int]]
    slowest: tuple[tuple[int, float], ...]
    failed: tuple[tuple[int, str], ...]
    llm: Mapping[str, float] = field(default_factory=dict)

    @property
    def rate(self) -> float:
        """Rows a second of this run, without those that an earlier one answered."""
        return (self.rows - self.resumed) / self.seconds if self.seconds else 0.0
