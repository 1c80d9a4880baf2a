"""The log on the disk: `log.jsonl`, a line an entry, only ever added to, and `head.json`, which says where it ends.

A line is on the disk before the head says so, and an answer is shown only after both. A process killed in between
leaves a whole line that the head does not know, or a torn one: the next append takes the first in, and leaves the
second where it is, with an entry after it that says what it is.
"""

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from threading import Lock
from typing import Any

from filelock import FileLock, Timeout
from pydantic import ValidationError

from assistant.answer import Answer, Value
from assistant.audit.chain import GENESIS, Link, about_torn, linked, sealed
from assistant.audit.disk import keep_names, reading, write
from assistant.audit.records import BatchEntry, BatchRun, Before, Entry, Head
from assistant.errors import AuditError
from assistant.settings import Settings, current

__all__ = ["FOLDER", "AuditLog", "open_log"]

FOLDER = "audit"
_WAIT = 60.0  # seconds that an append waits for another process's
_OFF = "mend that, or answer without a log: ASSISTANT_AUDIT=off"


class AuditLog:
    """Safe to share between threads, and several processes may append to one log at once.

    Example:
        >>> log = AuditLog(Path("audit"))  # doctest: +SKIP
        >>> log.append(answer).n  # doctest: +SKIP
        1
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.log, self.head_file = folder / "log.jsonl", folder / "head.json"
        self._turns = Lock()

    def append(
        self,
        answer: Answer,
        *,
        owner: str = "",
        given: Mapping[str, Value] | None = None,
        before: Sequence[Answer] = (),
        changes: Sequence[Mapping[str, Value | None]] = (),
        conversation: str = "",
    ) -> Entry:
        """Log an answer; it is on the disk when this returns. Call it before the answer is shown.

        Args:
            owner: who asked; "" on a machine of one person.
            given, before: what `Assistant.ask` was given as `facts` and `before`.
            changes: each change that `Assistant.with_facts` then made, oldest first.
            conversation: its id in the store, for those who look.

        Raises:
            AuditError: it cannot be written, or what is there is not as it was left; nothing is hidden by going on.
        """
        context = Before.of(before)
        held = {
            "owner": owner,
            "conversation": conversation,
            "given": dict(given or {}),
            "before": context.model_dump(mode="json") if context else None,
            "changes": [dict(one) for one in changes],
            "answer": answer.model_dump(mode="json"),
        }
        with self._appending():
            _, fields = self._add(self._caught_up(), held)
        return Entry.model_validate(fields)

    def append_batch(self, batch: BatchRun, *, owner: str = "") -> BatchEntry:
        """Log that a questionnaire was answered, before its output is given. Raises AuditError as `append` does."""
        with self._appending():
            held = {"owner": owner, "batch": batch.model_dump(mode="json")}
            _, fields = self._add(self._caught_up(), held)
        return BatchEntry.model_validate(fields)

    def entries(self, *, owner: str | None = None) -> Iterator[Entry]:
        """The answers, oldest first; those of one owner, or (None) of all.

        Lines that are no entry are passed over: see `verify`.

        Raises:
            AuditError: the log cannot be read, or a newer program wrote an entry.
        """
        return (entry for entry in self.everything(owner=owner) if isinstance(entry, Entry))

    def everything(self, *, owner: str | None = None) -> Iterator[Entry | BatchEntry]:
        """The answers and the batches, as `entries`."""
        return (self._entry(link) for link in self._of(owner))

    def entry(self, which: str, *, owner: str | None = None) -> Entry | BatchEntry:
        """The entry with this number, or whose sha256 begins so (eight signs at least).

        Raises:
            AuditError: there is none, of this owner where one is named; or it was altered.
        """
        begins = which.lower() if len(which) >= 8 else None
        for link in self._of(owner):
            if str(link.n) == which or (begins is not None and link.sha256.startswith(begins)):
                if not link.whole:
                    raise AuditError(f"{self.log}: entry {link.n} was altered: run `assistant audit verify`")
                return self._entry(link)
        raise AuditError(
            f"{self.log}: there is no entry {which[:80]!r}: `assistant audit list` shows those there are"
        )

    def answer(self, which: str, *, owner: str | None = None) -> Entry:
        """As `entry`. Raises AuditError where it is of a batch too."""
        found = self.entry(which, owner=owner)
        if isinstance(found, BatchEntry):
            raise AuditError(
                f"{self.log}: entry {found.n} is of a batch: run that again, and compare the sha256 of its output"
            )
        return found

    def _of(self, owner: str | None) -> Iterator[Link]:
        """Entries that say what was answered, and not how a torn write was mended."""
        for link in self.links():
            if {"answer", "batch"} & link.fields.keys() and owner in (None, link.fields.get("owner", "")):
                yield link

    def links(self) -> Iterator[Link]:
        """Every line that is an entry, as it stands."""
        if not self.log.exists():
            return
        with reading(self.log), self.log.open("rb") as file:
            yield from filter(None, map(linked, file))

    def head(self) -> Head | None:
        """None where there is none. Raises AuditError where it cannot be read, or is of another version."""
        with reading(self.head_file):
            if not self.head_file.exists():
                return None
            data = self.head_file.read_bytes()
        try:
            return Head.model_validate_json(data)
        except ValidationError as error:
            first = error.errors()[0]
            where = ".".join(map(str, first["loc"]))
            raise AuditError(
                f"{self.head_file}: is no head of this program's ({where}: {first['msg']}): "
                "a newer program wrote it, or it was altered"
            ) from error

    @contextmanager
    def _appending(self) -> Iterator[None]:
        """One process, one thread at a time, in a folder that is its owner's alone."""
        try:
            self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            # Threads take turns; the file's lock, which is asked for again and again, is for other processes. It is
            # a lock of its own for each append: one that is shared would let two threads in.
            with self._turns, FileLock(self.folder / "lock", timeout=_WAIT, mode=0o600):
                yield
        except Timeout as error:
            raise AuditError(
                f"{self.folder}: another process has held the log for {_WAIT:.0f} s: {_OFF}"
            ) from error
        except OSError as error:
            raise AuditError(f"{self.log}: cannot be written ({error.strerror or error}): {_OFF}") from error

    def _caught_up(self) -> Head:
        """The head, after what a killed process left was taken in or marked as torn."""
        head = self.head() or self._begun()
        size = self.log.stat().st_size if self.log.exists() else 0
        if size < head.bytes:
            raise self._not_as_left(f"has {size:,} bytes and not {head.bytes:,}: its end is missing")
        if size == head.bytes:
            return head
        with self.log.open("rb") as file:
            file.seek(head.bytes)
            left = file.read()
        if linked(left.rpartition(b"\n")[2] + b"\n"):  # all of it but its end
            write(self.log, b"\n", os.O_APPEND)
            left += b"\n"
        head, torn = self._taken_in(head, left)
        return self._mended(head, torn) if torn else head

    def _taken_in(self, head: Head, left: bytes) -> tuple[Head, bytes]:
        """The head after the entries that stand in `left`, and the bytes after the last of them."""
        torn = b""
        for line in BytesIO(left):
            torn, link = torn + line, linked(line)
            if link is None:
                continue
            explained = torn == line or link.fields.get("torn") == about_torn(torn[: -len(line) - 1])
            if not (explained and link.whole and link.n == head.entries + 1 and link.previous == head.sha256):
                raise self._not_as_left(f"what stands after entry {head.entries} does not follow it")
            head = Head(entries=link.n, bytes=head.bytes + len(torn), sha256=link.sha256)
            torn = b""
        return head, torn

    def _begun(self) -> Head:
        """The head stands before the first line: a log without one has lost it."""
        if self.log.exists() and self.log.stat().st_size:
            raise self._not_as_left(f"there are entries, and {self.head_file.name} is missing")
        head = Head(entries=0, bytes=0, sha256=GENESIS)
        self._put(head)
        return head

    def _mended(self, head: Head, torn: bytes) -> Head:
        """The torn bytes stay; the line end that they lack is set, and an entry says how many they are and which."""
        start = head.model_copy(update={"bytes": head.bytes + len(torn)})
        return self._add(start, {"torn": about_torn(torn)}, b"\n")[0]

    def _add(self, head: Head, held: Mapping[str, Any], after: bytes = b"") -> tuple[Head, dict[str, Any]]:
        at = datetime.now(UTC).isoformat(timespec="milliseconds")
        fields = {"n": head.entries + 1, "at": at, **held, "previous": head.sha256}
        line, sha256 = sealed(fields)
        write(self.log, after + line, os.O_APPEND)
        new = Head(entries=head.entries + 1, bytes=head.bytes + len(after) + len(line), sha256=sha256)
        self._put(new)
        return new, {**fields, "sha256": sha256}

    def _put(self, head: Head) -> None:
        unfinished = self.head_file.with_suffix(".new")
        write(unfinished, (head.model_dump_json(indent=1) + "\n").encode(), os.O_TRUNC)
        unfinished.replace(self.head_file)
        keep_names(self.folder)

    def _entry(self, link: Link) -> Entry | BatchEntry:
        try:
            return (BatchEntry if "batch" in link.fields else Entry).model_validate(link.fields)
        except ValidationError as error:
            first = error.errors()[0]
            raise AuditError(
                f"{self.log}: entry {link.n} cannot be read ({'.'.join(map(str, first['loc']))}: {first['msg']}): "
                "a newer program wrote it, or it was altered: run `assistant audit verify`"
            ) from error

    def _not_as_left(self, what: str) -> AuditError:
        return AuditError(
            f"{self.log}: {what}: run `assistant audit verify`, put the folder aside as it is, and a new log begins"
        )


def open_log(settings: Settings | None = None) -> AuditLog | None:
    """The log in the data folder; None where the setting `audit` is off. Nothing is made before the first append."""
    chosen = settings or current()
    return AuditLog(chosen.data / FOLDER) if chosen.audit else None
