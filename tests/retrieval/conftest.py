import os
import shutil
from pathlib import Path

import pytest

from assistant.retrieval import Known, load_bank
from assistant.retrieval.index import build
from assistant.retrieval.plan import Plan, plan
from assistant.settings import Settings
from assistant.source import Source, load_source


@pytest.fixture(scope="session")
def source() -> Source:
    return load_source()


@pytest.fixture(scope="session")
def bank() -> tuple[Known, ...]:
    """A small part of the bank, so that building takes seconds."""
    return load_bank()[::40]


@pytest.fixture(scope="session")
def built(source: Source, bank: tuple[Known, ...], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with a whole index. Not to be changed: see `home`."""
    folder = tmp_path_factory.mktemp("home")
    build(plan(source, Settings(home=folder), bank))
    return folder


@pytest.fixture
def home(built: Path, tmp_path: Path) -> Path:
    """A copy of that home. The large networks are links: put another file in their place, do not write to them."""
    shutil.copytree(built / "index", tmp_path / "index")
    shutil.copytree(built / "embedder", tmp_path / "embedder", copy_function=os.link)
    return tmp_path


@pytest.fixture
def planned(source: Source, bank: tuple[Known, ...], home: Path) -> Plan:
    return plan(source, Settings(home=home), bank)
