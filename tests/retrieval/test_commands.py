import shutil
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from assistant import settings
from assistant.commands.doctor import doctor
from assistant.commands.index import app as index
from assistant.retrieval import files
from assistant.retrieval import plan as plans


@pytest.fixture
def run(home: Path, bank, monkeypatch: pytest.MonkeyPatch):
    """Runs a command in the home of the tests, with their small bank."""
    monkeypatch.setenv("ASSISTANT_HOME", str(home))
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.setattr(plans, "load_bank", lambda: bank)
    settings.current.cache_clear()
    app = typer.Typer()
    app.add_typer(index, name="index")
    app.command("doctor")(doctor)
    yield lambda *arguments: CliRunner().invoke(app, arguments, catch_exceptions=False)
    settings.current.cache_clear()


def test_index_has_nothing_to_do_twice(run):
    assert run("index").output.startswith("Nothing to do: ")


def test_index_builds_what_is_missing_and_asks_chroma(run, home):
    shutil.rmtree(home / "index")
    result = run("index", "--verify")
    assert result.exit_code == 0
    assert "Building (not built yet)" in result.output
    assert "Chroma agrees" in result.output


def test_index_builds_anew_where_forced(run, home):
    before = (home / "index" / files.MANIFEST).stat().st_mtime_ns
    assert "Building (forced)" in run("index", "--force").output
    assert (home / "index" / files.MANIFEST).stat().st_mtime_ns > before


def test_doctor_finds_a_sound_installation_sound(run):
    result = run("doctor")
    assert result.exit_code == 0, result.output
    for words in (
        "chromadb 1.",
        "sha256 672133e0bb71ab5f",
        "weights sha256 53aa51172d142c89",
        "entries, Chroma in",
    ):
        assert words in result.output


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("ASSISTANT_EMBEDDER", "nobody/nothing", "unset ASSISTANT_EMBEDDER"),
        ("ASSISTANT_CORPUS", "/nowhere", "ASSISTANT_CORPUS"),
        ("ASSISTANT_CHROMA_URL", "http://127.0.0.1:1", "chroma run"),
        ("ASSISTANT_HOME", "/dev/null/home", "set ASSISTANT_HOME"),
    ],
)
def test_doctor_names_what_is_wrong_and_the_mend(run, monkeypatch, name, value, said):
    monkeypatch.setenv(name, value)
    settings.current.cache_clear()
    result = run("doctor")
    assert result.exit_code == 1
    assert said in result.output


def test_doctor_builds_nothing(run, home):
    shutil.rmtree(home / "index")
    result = run("doctor")
    assert (result.exit_code, (home / "index").exists()) == (1, False)
    assert "assistant index" in result.output
