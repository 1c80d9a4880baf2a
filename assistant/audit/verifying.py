"""Whether the log is as it was written: every line, every link to the line before, and where it ends."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from filelock import FileLock

from assistant.audit.chain import GENESIS, Link, about_torn, linked
from assistant.audit.disk import reading
from assistant.audit.log import AuditLog
from assistant.audit.records import Fault, Head, Verification
from assistant.errors import AuditError

__all__ = ["verify"]


def verify(log: AuditLog, *, noted: str | None = None) -> Verification:
    """Read the whole log, in constant memory but for the numbers of its entries.

    Args:
        noted: a sha256 that was noted elsewhere, whole: the log has to hold the entry that has it.

    Raises:
        AuditError: there is no log, or it cannot be read.
    """
    head, size = _state(log)
    checking = _Checking(head)
    with reading(log.log):
        for number, line in enumerate(_lines(log.log, size), 1):
            checking.line(number, line)
    return checking.found(noted)


class _Checking:
    """Walks the lines; what it expects next comes from the line before, so that one fault is one finding."""

    def __init__(self, head: Head | None) -> None:
        self.head = head
        self.faults: list[Fault] = []
        self.notes: list[Fault] = []
        self.numbers: dict[int, int] = {}  # by number, the line
        self.last: Link | None = None
        self.hashes: set[str] = set()
        self.odd: list[tuple[int, bytes]] = []  # lines that are no entry, until one says what they are
        self.bytes = 0
        self.at_head: str | None = None

    def line(self, number: int, line: bytes) -> None:
        link = linked(line)
        self.bytes += len(line)
        if link is None:
            self.odd.append((number, line))
            return
        self._odd_lines(link)
        due = self.last.n + 1 if self.last else 1
        self._link(number, link, due)
        # The number of an entry that was altered may be part of the lie.
        n = link.n if link.whole else due
        self.numbers.setdefault(n, number)
        self.hashes.add(link.sha256)
        self.last = replace(link, n=n)
        if self.head and n == self.head.entries:
            self.at_head = link.sha256

    def _link(self, number: int, link: Link, due: int) -> None:
        """The first thing that is wrong with it: altered, not where it belongs, not after what it was written after."""
        if not link.whole:
            self._fault(number, f"entry {link.n} was altered: it is not what its sha256 was made of")
        elif link.n in self.numbers:
            self._fault(number, f"entry {link.n} stands here again, after line {self.numbers[link.n]}")
        elif link.n < due:
            self._fault(number, f"entry {link.n} stands after entry {due - 1}: entries were moved")
        elif link.n == due and link.previous != (self.last.sha256 if self.last else GENESIS):
            self._fault(
                number,
                f"entry {link.n} was not written after what stands before it: "
                "that was replaced, or this entry was",
            )

    def _odd_lines(self, link: Link) -> None:
        """Left by a write that was cut short, where the entry after them names their very bytes; else a fault."""
        if not self.odd:
            return
        left = b"".join(line for _, line in self.odd)[:-1]
        if link.whole and link.fields.get("torn") == about_torn(left):
            self.notes.append(
                Fault(
                    line=self.odd[0][0],
                    what=f"a write was cut short here: {len(left):,} bytes, mended by entry {link.n}",
                )
            )
        else:
            self._no_entries()
        self.odd.clear()

    def _no_entries(self) -> None:
        for number, _ in self.odd:
            self._fault(number, "is no entry")

    def _missing(self) -> Iterator[Fault]:
        """Numbers that no line has, below the highest that one has."""
        before = 0
        for n in sorted(self.numbers):
            if n > before + 1:
                yield Fault(
                    line=self.numbers[n], what=f"{_entries(before + 1, n - 1)} missing before entry {n}"
                )
            before = n

    def _end(self) -> None:
        """What the head says against what stands there. One entry more is a write that was cut short."""
        head, last = self.head, max(self.numbers, default=0)
        if head is None:
            self._fault(0, "head.json is missing: whether entries are missing at the end cannot be told")
            return
        self._rest(head)
        if last < head.entries:
            self._fault(
                0, f"{_entries(last + 1, head.entries)} missing at the end: head.json counts {head.entries}"
            )
        elif head.entries and self.at_head != head.sha256:
            self._fault(
                self.numbers.get(head.entries, 0),
                f"entry {head.entries} is not the one that head.json names: entries were replaced",
            )
        elif last == head.entries + 1:
            self.notes.append(
                Fault(
                    line=self.numbers[last],
                    what=f"entry {last} is newer than head.json: the next append takes it in",
                )
            )
        elif last > head.entries:
            self._fault(0, f"{last - head.entries} entries are newer than head.json: one at most can be")

    def _rest(self, head: Head) -> None:
        """Bytes after the last entry: torn, where the head ends before them."""
        if not self.odd:
            return
        left = sum(len(line) for _, line in self.odd)
        if self.bytes - left >= head.bytes:
            what = f"a write was cut short here: {left:,} bytes; the next append mends it"
            self.notes.append(Fault(line=self.odd[0][0], what=what))
        else:
            self._no_entries()

    def found(self, noted: str | None) -> Verification:
        self._end()
        self.faults.extend(self._missing())
        if noted is not None and noted.lower() not in self.hashes:
            self._fault(
                0, f"no entry has the sha256 {noted[:80]!r} that was noted: the log was replaced or cut"
            )
        return Verification(
            entries=len(self.numbers),
            sha256=self.last.sha256 if self.last else GENESIS,
            faults=tuple(sorted(self.faults, key=lambda fault: fault.line or 1 << 62)),
            notes=tuple(self.notes),
        )

    def _fault(self, line: int, what: str) -> None:
        self.faults.append(Fault(line=line, what=what))


def _entries(first: int, last: int) -> str:
    return f"entry {first} is" if first == last else f"entries {first} to {last} are"


def _state(log: AuditLog) -> tuple[Head | None, int]:
    """The head and the size that belong together. A folder that one may only read (a copy) has no writer."""
    if not log.log.exists() and not log.head_file.exists():
        raise AuditError(f"{log.log}: there is no log: nothing was answered yet, or it was removed")
    try:
        with FileLock(log.folder / "lock", timeout=60, mode=0o600):
            return log.head(), _size(log.log)
    except OSError:
        return log.head(), _size(log.log)


def _size(path: Path) -> int:
    return path.stat().st_size if path.exists() else 0


def _lines(path: Path, size: int) -> Iterator[Any]:
    """Up to `size`: what is appended meanwhile is not looked at."""
    if not size:
        return
    with path.open("rb") as file:
        for line in file:
            line = line[:size]
            size -= len(line)
            yield line
            if size <= 0:
                return
