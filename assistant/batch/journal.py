"""The checkpoint beside an output: a folder with the key of the run and a journal, a line a finished row, in order.

OUTPUT.checkpoint/
├── key.json        what the rows were answered from and with: where any of it differs, nothing goes on
├── journal.jsonl   {"row": …, "asked": …, …}, or {"row": …, "asked": …, "same": OFFSET} for a question that an earlier
│                   line has answered; `asked` marks what the row asked, so that a row read wrongly is found out
└── output          the output while it is written; renamed to its place when it is whole
"""

import json
import shutil
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from assistant.batch.records import Outcome
from assistant.errors import BatchError

__all__ = ["Done", "Entry", "Journal", "writing"]

_NAMED = 4  # things that differ, named in a message
Done = tuple[
    int, str, Outcome | int
]  # a row, the mark of what it asked, and its outcome or where the same one lies


@dataclass(frozen=True, slots=True)
class Entry:
    """A line: the row, the mark of what it asked, where the line with its outcome begins, the outcome where this is
    that line, and where this line begins.
    """

    row: int
    mark: str
    offset: int
    outcome: Outcome | None
    place: int


class Journal:
    """Appended to by one process at a time."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._path = folder / "journal.jsonl"
        self.rows = 0
        self._end = 0

    def open(self, key: Mapping[str, Any], *, anew: bool = False) -> Self:
        """Begin, or go on with what is there.

        Raises:
            BatchError: what is there was begun with something else, another process is at it, or it cannot be
                written.
        """
        with writing(self.folder):
            if anew and self.folder.exists():
                shutil.rmtree(self.folder)
            self.folder.mkdir(parents=True, exist_ok=True)
            self._lock()
            self._same(key)
            self._file = self._path.open("ab+", buffering=0)
            self._whole_lines()
        return self

    def _lock(self) -> None:
        from filelock import FileLock, Timeout

        self._held = FileLock(self.folder / "lock", timeout=0)
        try:
            self._held.acquire()
        except Timeout as error:
            raise BatchError(f"{self.folder}: another process is at it: let that one finish") from error

    def _same(self, key: Mapping[str, Any]) -> None:
        path = self.folder / "key.json"
        if not path.exists():
            unfinished = path.with_suffix(".new")
            unfinished.write_text(json.dumps(key, indent=1, ensure_ascii=False) + "\n", "utf-8")
            unfinished.replace(path)
            return
        try:
            was = json.loads(path.read_text("utf-8"))
        except ValueError as error:
            raise BatchError(f"{path}: is damaged: start anew with --overwrite") from error
        changed = [name for name in {**was, **key} if was.get(name) != key.get(name)]
        if changed:
            more = f" and {len(changed) - _NAMED} more" if len(changed) > _NAMED else ""
            named = ", ".join(changed[:_NAMED])
            raise BatchError(
                f"{self.folder}: was begun with another {named}{more}: start anew with --overwrite, "
                "or choose another output"
            )

    def _whole_lines(self) -> None:
        """Count the lines, and cut off a last one that a kill has torn."""
        self._file.seek(0)
        end = 0
        with self._path.open("rb") as file:
            for line in file:
                if line.endswith(b"\n"):
                    end += len(line)
                    self.rows += 1
        self._file.truncate(end)
        self._end = end

    def append(self, outcomes: Sequence["Done"]) -> list[int]:
        """Write outcomes, or offsets of lines with the same, in one go; the offset that each can be found at.

        Raises:
            BatchError: there is no room, or the folder is gone.
        """
        offsets, lines = [], []
        end = self._end
        for row, mark, what in outcomes:
            content = {"same": what} if isinstance(what, int) else what._asdict()
            line = json.dumps({"row": row, "asked": mark, **content}, ensure_ascii=False)
            lines.append(line.encode("utf-8", "replace") + b"\n")
            offsets.append(what if isinstance(what, int) else end)
            end += len(lines[-1])
        with writing(self._path, self.rows):
            left = memoryview(b"".join(lines))
            while left:
                left = left[self._file.write(left) :]
        self._end = end
        self.rows += len(lines)
        return offsets

    def entries(self) -> Iterator[Entry]:
        """Every line, in order."""
        place = 0
        with self._path.open("rb") as file:
            for number, line in enumerate(file, 1):
                yield self._entry(number, line, place)
                place += len(line)

    def _entry(self, number: int, line: bytes, place: int) -> Entry:
        try:
            found = json.loads(line)
            row, mark = found.pop("row"), found.pop("asked")
            if row != number:
                raise ValueError(f"row {row} where {number} was due")
            if "same" in found:
                return Entry(row, mark, found["same"], None, place)
            return Entry(row, mark, place, _outcome(found), place)
        except (ValueError, KeyError, TypeError) as error:
            raise BatchError(
                f"{self._path}:{number}: is damaged ({error}): start anew with --overwrite"
            ) from error

    def at(self, offset: int) -> Outcome:
        """The outcome whose line begins there."""
        with self._path.open("rb") as file:
            file.seek(offset)
            found = json.loads(file.readline())
        del found["row"], found["asked"]
        return _outcome(found)

    def cut(self, entry: Entry) -> None:
        """Forget that line and all after it."""
        with writing(self._path, entry.row - 1):
            self._file.truncate(entry.place)
        self._end, self.rows = entry.place, entry.row - 1

    def remove(self) -> None:
        """All of it: the output stands in its place."""
        self.close()
        shutil.rmtree(self.folder, ignore_errors=True)

    def close(self) -> None:
        if hasattr(self, "_file"):
            self._file.close()
        if hasattr(self, "_held"):
            self._held.release()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _outcome(found: dict[str, Any]) -> Outcome:
    return Outcome(**{**found, "verdicts": tuple(found["verdicts"])})


@contextmanager
def writing(path: Path, kept: int | None = None) -> Iterator[None]:
    """What the system says when a file cannot be written, as one line."""
    try:
        yield
    except (OSError, sqlite3.Error) as error:
        rows = "" if kept is None else f"; {kept:,} rows are kept"
        reason = getattr(error, "strerror", None) or error
        raise BatchError(
            f"{path}: cannot be written ({reason}){rows}: mend that, and run the same command again"
        ) from error
