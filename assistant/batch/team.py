"""Worker processes of this machine: batches of units out, their outcomes back, in any order.

A worker that dies is replaced, and what it had is asked again; a unit that has ended several workers ends as an error.
"""

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Thread
from types import TracebackType
from typing import Protocol, Self

import assistant
from assistant.batch.asking import Unit
from assistant.batch.records import Form, Outcome
from assistant.batch.worker import decoded, encoded
from assistant.settings import Settings

__all__ = ["Done", "LocalTeam", "Team"]

ATTEMPTS = 3
Done = tuple[int, list[list[Outcome]]]  # a batch's number, and the outcomes of each of its units


class Team(Protocol):
    """Whoever answers batches of units: this machine's processes, or a Ray cluster."""

    @property
    def free(self) -> int:
        """How many more batches are worth sending now."""
        ...

    def send(self, number: int, units: Sequence[Unit]) -> None: ...
    def receive(self, seconds: float) -> Done | None:
        """A finished batch; None where none is finished in that time."""
        ...


class LocalTeam:
    """As many processes as there is work for, at most `size`; each is started when it is first needed."""

    def __init__(self, settings: Settings, form: Form, size: int = 0) -> None:
        self._hello = json.dumps({"settings": settings.model_dump(mode="json"), "form": form}) + "\n"
        self._size = size or os.cpu_count() or 1
        self._tasks: SimpleQueue[tuple[int, Sequence[Unit]] | None] = SimpleQueue()
        self._done: SimpleQueue[Done | BaseException] = SimpleQueue()
        self._members: list[_Member] = []
        self._waiting = 0

    @property
    def free(self) -> int:
        # One more than there are members: it is at hand when one of them has finished.
        return 2 * self._size - self._waiting

    def send(self, number: int, units: Sequence[Unit]) -> None:
        self._waiting += 1
        self._tasks.put((number, units))
        if len(self._members) < min(self._size, self._waiting):
            self._members.append(_Member(self._hello, self._tasks, self._done))

    def receive(self, seconds: float) -> Done | None:
        try:
            done = self._done.get(timeout=seconds)
        except Empty:
            return None
        if isinstance(done, BaseException):
            raise done
        self._waiting -= 1
        return done

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End every process at once: what they had not finished is not in the journal."""
        for _ in self._members:
            self._tasks.put(None)
        for member in self._members:
            member.end()


class _Member(Thread):
    """A thread that keeps one process alive and fed."""

    def __init__(
        self,
        hello: str,
        tasks: "SimpleQueue[tuple[int, Sequence[Unit]] | None]",
        done: "SimpleQueue[Done | BaseException]",
    ) -> None:
        super().__init__(daemon=True, name="batch worker")
        self._hello, self._tasks, self._done = hello, tasks, done
        self._process: subprocess.Popen[str] | None = None
        self._ended = False
        self.start()

    def run(self) -> None:
        try:
            while (task := self._tasks.get()) is not None and not self._ended:
                number, units = task
                self._done.put((number, self._answered(units)))
        except BaseException as error:  # it is the main thread's to raise
            if not self._ended:
                self._done.put(error)

    def _answered(self, units: Sequence[Unit]) -> list[list[Outcome]]:
        """All together; where the process dies of that, each alone, to find out which unit it is."""
        found = self._asked(units)
        if found is not None:
            return found
        return [self._alone(unit) for unit in units]

    def _alone(self, unit: Unit) -> list[Outcome]:
        for _ in range(ATTEMPTS):
            found = self._asked([unit])
            if found is not None:
                return found[0]
        error = (
            f"the worker process ended {ATTEMPTS} times while it answered this row: is there enough memory?"
        )
        return [Outcome("", (), "", error, 0.0) for _ in unit.turns]

    def _asked(self, units: Sequence[Unit]) -> list[list[Outcome]] | None:
        process = self._running()
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            process.stdin.write(encoded(units) + "\n")
            process.stdin.flush()
            line = process.stdout.readline()
        except (OSError, ValueError):
            line = ""
        if self._ended:
            raise RuntimeError("the batch has ended")
        if line.endswith("\n"):
            return decoded(line)
        self._buried(process)
        return None

    def _running(self) -> "subprocess.Popen[str]":
        if self._process is None:
            self._process = _started()
            assert self._process.stdin is not None
            self._process.stdin.write(self._hello)
        return self._process

    def _buried(self, process: "subprocess.Popen[str]") -> None:
        _closed(process)
        self._process = None

    def end(self) -> None:
        self._ended = True
        if self._process is not None:
            _closed(self._process)


def _started() -> "subprocess.Popen[str]":
    folder = str(Path(assistant.__file__).parents[1])
    paths = os.pathsep.join(filter(None, [folder, os.environ.get("PYTHONPATH", "")]))
    return subprocess.Popen(
        [sys.executable, "-c", "from assistant.batch.worker import main; main()"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        env=os.environ | {"PYTHONPATH": paths, "OMP_NUM_THREADS": "1"},
        start_new_session=True,  # Ctrl-C in the terminal is not for it
    )


def _closed(process: "subprocess.Popen[str]") -> None:
    process.kill()
    process.wait()
    for stream in (process.stdin, process.stdout):
        if stream is not None:
            try:
                stream.close()
            except OSError:  # what was not sent cannot be sent any more
                continue
