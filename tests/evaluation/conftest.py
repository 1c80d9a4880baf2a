from collections.abc import Callable
from pathlib import Path

import pytest
from standin import GOOD, Scripted

from assistant.evaluation.cases import Suite
from assistant.evaluation.folder import Run, header_of
from assistant.evaluation.records import CaseResult
from assistant.evaluation.run import execute, jobs_of
from assistant.evaluation.suite import Names, load_suite


@pytest.fixture(scope="session")
def assistant() -> Scripted:
    return Scripted()


@pytest.fixture(scope="session")
def names(assistant: Scripted) -> Names:
    return Names.of(assistant.rulebook, assistant.source)


@pytest.fixture
def written(tmp_path: Path, names: Names) -> Callable[..., Suite]:
    """Writes a suite and loads it."""

    def write(text: str = GOOD, name: str = "small.yaml") -> Suite:
        path = tmp_path / name
        path.write_text(text, "utf-8")
        return load_suite(path, names)

    return write


@pytest.fixture
def ran(tmp_path: Path, assistant: Scripted) -> Callable[..., tuple[Run, tuple[CaseResult, ...]]]:
    """Runs a suite in this process."""

    def run(suite: Suite, repeat: int = 1) -> tuple[Run, tuple[CaseResult, ...]]:
        header = header_of([suite], assistant.provenance, assistant.settings, {}, repeat)
        folder = Run.create(tmp_path / "runs", header)
        return folder, execute(jobs_of([suite], repeat=repeat), folder, lambda: assistant)

    return run
