import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

import assistant.rulebook
from assistant.rulebook import Rulebook, load_rulebook
from assistant.source import Source, load_source

SHIPPED = Path(assistant.rulebook.__file__).parent


@pytest.fixture(scope="session")
def source() -> Source:
    return load_source()


@pytest.fixture(scope="session")
def book(source: Source) -> Rulebook:
    return load_rulebook(source)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the shipped rulebook's files."""
    for name in ("rulebook.yaml", "law_notes.yaml", "expected.yaml"):
        shutil.copy(SHIPPED / name, tmp_path)
    return tmp_path


@pytest.fixture
def edit(folder: Path) -> Callable[..., Path]:
    """Changes a passage that is in a file of the copy exactly once, after the first `after`."""

    def change(old: str, new: str, *, file: str = "rulebook.yaml", after: str = "") -> Path:
        text = (folder / file).read_text("utf-8")
        start = text.index(after)
        assert old in text[start:], old
        (folder / file).write_text(text[:start] + text[start:].replace(old, new, 1), "utf-8")
        return folder

    return change
