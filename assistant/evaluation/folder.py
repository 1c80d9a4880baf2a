"""A run on disk: `header.json`, `cases.jsonl` (append-only; resuming reads it), `summary.json`, reports."""

import hashlib
import json
import platform
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from assistant import __version__
from assistant.answer import Provenance
from assistant.errors import SuiteError
from assistant.evaluation.cases import Suite
from assistant.evaluation.records import CaseResult, Result
from assistant.settings import Settings

__all__ = ["CASES", "HEADER", "Header", "Run", "SuiteHash", "identity", "settings_sha256"]

HEADER, CASES, SUMMARY = "header.json", "cases.jsonl", "summary.json"
# Where things lie is no part of what they are: two machines with the same parts have the same hash.
_PLACES = {"home", "corpus", "rulebook", "chroma_url"}


class SuiteHash(Result):
    name: str
    path: str
    sha256: str
    cases: int


class Header(Result):
    """What a run was made with. All but `started`, `python` and `machine` has to be the same to resume it.

    `judge`: whose opinions the judged measures are; None where nobody was asked.
    """

    suites: tuple[SuiteHash, ...]
    selected: Mapping[str, Any] = {}
    repeat: int = 1
    provenance: Provenance
    settings: str
    judge: str | None = None
    version: str = __version__
    started: str = ""
    python: str = ""
    machine: str = ""


def identity(header: Header) -> dict[str, Any]:
    shown = header.model_dump(mode="json", exclude={"started", "python", "machine"})
    shown["suites"] = [{**suite, "path": ""} for suite in shown["suites"]]
    return shown


def settings_sha256(settings: Settings) -> str:
    shown = settings.model_dump(mode="json", exclude=_PLACES)
    return hashlib.sha256(json.dumps(shown, sort_keys=True).encode()).hexdigest()


def header_of(
    suites: Sequence[Suite],
    provenance: Provenance,
    settings: Settings,
    selected: dict[str, Any],
    repeat: int,
    judge: str | None = None,
) -> Header:
    return Header(
        suites=tuple(
            SuiteHash(name=s.name, path=s.path.as_posix(), sha256=s.sha256, cases=len(s.cases))
            for s in suites
        ),
        selected=selected,
        repeat=repeat,
        provenance=provenance,
        settings=settings_sha256(settings),
        judge=judge,
        started=datetime.now(UTC).isoformat(timespec="seconds"),
        python=platform.python_version(),
        machine=f"{platform.system()} {platform.machine()}",
    )


class Run:
    """A run's folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @classmethod
    def create(cls, parent: Path, header: Header) -> "Run":
        """A new folder under `parent`, named by time and identity.

        Raises:
            SuiteError: it cannot be written.
        """
        mark = hashlib.sha256(json.dumps(identity(header), sort_keys=True).encode()).hexdigest()[:8]
        stamp = header.started.replace("-", "").replace(":", "").replace("T", "-").split("+")[0]
        run = cls(_free(parent / f"{stamp}-{mark}"))
        try:
            run.folder.mkdir(parents=True)
            run.path(HEADER).write_text(header.model_dump_json(indent=2) + "\n", "utf-8")
            run.path(CASES).touch()
        except OSError as error:
            raise SuiteError(
                f"{run.folder}: cannot be written ({error.strerror}): choose another folder with -o"
            ) from error
        return run

    def path(self, name: str) -> Path:
        return self.folder / name

    @property
    def header(self) -> Header:
        """Raises SuiteError where there is no run."""
        path = self.path(HEADER)
        try:
            return Header.model_validate_json(path.read_text("utf-8"))
        except OSError as error:
            raise SuiteError(
                f"{path}: cannot be read ({error.strerror}): give the folder of a run"
            ) from error
        except ValidationError as error:
            raise SuiteError(f"{path}: is no header of a run: {error.errors()[0]['msg']}") from error

    def results(self) -> tuple[CaseResult, ...]:
        """What is there, in order of first writing; of a case that was run again, the later line counts.

        A last line without its end was cut off by a kill: it is passed over.
        """
        path = self.path(CASES)
        found: dict[tuple[str, str, int], CaseResult] = {}
        for number, line in enumerate(_whole_lines(path), 1):
            try:
                result = CaseResult.model_validate_json(line)
            except ValidationError as error:
                raise SuiteError(
                    f"{path}:{number}: is no result of a case: {error.errors()[0]['msg']}"
                ) from error
            found[result.key] = result
        return tuple(found.values())

    def done(self) -> dict[tuple[str, str, int], CaseResult]:
        """What need not be run again. What errored is run again."""
        return {result.key: result for result in self.results() if not result.errors}

    def resume(self, header: Header) -> None:
        """Make ready to append.

        Raises:
            SuiteError: the run was made with something else; the message names what.
        """
        was, now = identity(self.header), identity(header)
        changed = [name for name in now if was.get(name) != now[name]]
        if changed:
            raise SuiteError(
                f"{self.folder}: was made with other {', '.join(changed)}: start a new run instead"
            )
        whole = b"".join(line.encode() + b"\n" for line in _whole_lines(self.path(CASES)))
        if whole != self.path(CASES).read_bytes():
            self.path(CASES).write_bytes(whole)

    def append(self, results: Iterable[CaseResult]) -> None:
        """One write, flushed: a kill leaves whole lines and at most one torn last one."""
        lines = "".join(result.model_dump_json() + "\n" for result in results)
        with self.path(CASES).open("a", encoding="utf-8") as file:
            file.write(lines)

    def write(self, name: str, text: str) -> Path:
        path = self.path(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
        return path


def _whole_lines(path: Path) -> Iterator[str]:
    try:
        text = path.read_bytes().decode("utf-8", errors="replace")
    except OSError as error:
        raise SuiteError(f"{path}: cannot be read ({error.strerror}): give the folder of a run") from error
    yield from (line for line in text.split("\n")[:-1] if line)


def _free(path: Path) -> Path:
    """`path`, or with a number where there is one already: two runs may start in one second."""
    return next(
        p for p in [path, *(path.with_name(f"{path.name}-{n}") for n in range(2, 10_000))] if not p.exists()
    )
