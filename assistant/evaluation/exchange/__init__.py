"""Other people's sets: in from, and out to, CSV and the data sets of inspect_ai, promptfoo and ragas.

inspect_ai and promptfoo have a place for what is not theirs; the whole case goes there, so that a case comes
back as it went. CSV and ragas have none: the question, the expected answer and the passages come back.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from assistant.errors import SuiteError
from assistant.evaluation.cases import Case, Suite
from assistant.evaluation.exchange import inspect_ai, promptfoo, ragas, sheet
from assistant.evaluation.suite import Names, suite_of_rows

__all__ = ["FORMATS", "Format", "load_foreign", "write_foreign"]


@dataclass(frozen=True)
class Format:
    """`read`: the cases of a file with their lines, as a suite would have them. `write`: the file's text."""

    read: Callable[[Path], Iterator[tuple[int, dict[str, Any]]]]
    write: Callable[[Iterable[Case]], str]


FORMATS: Final[dict[str, Format]] = {
    "csv": Format(sheet.read, sheet.write),
    "inspect_ai": Format(inspect_ai.read, inspect_ai.write),
    "promptfoo": Format(promptfoo.read, promptfoo.write),
    "ragas": Format(ragas.read, ragas.write),
}


def load_foreign(path: Path, form: str, names: Names) -> Suite:
    """Raises SuiteError where the format is unknown or the file is not of it."""
    return suite_of_rows(path, _format(form).read(path), names)


def write_foreign(suites: Sequence[Suite], form: str, path: Path) -> int:
    """Write the cases of all suites into one file; how many.

    Raises:
        SuiteError: the format is unknown, or the file cannot be written.
    """
    cases = [case for suite in suites for case in suite.cases]
    text = _format(form).write(cases)
    try:
        path.write_text(text, "utf-8")
    except OSError as error:
        raise SuiteError(
            f"{path}: cannot be written ({error.strerror}): name another file with -o"
        ) from error
    return len(cases)


def _format(form: str) -> Format:
    if form not in FORMATS:
        raise SuiteError(f"there is no format {form!r}: it is one of {', '.join(FORMATS)}")
    return FORMATS[form]
