"""A batch leaves one entry in the log: what went in, what came out, and what it rests on."""

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from assistant.assistant import Assistant
from assistant.audit import AuditLog, BatchEntry, verify
from assistant.batch import Options, run
from assistant.commands import _register, app
from assistant.errors import AuditError
from assistant.settings import current

ONE = Options(workers=1)


@pytest.fixture(scope="module")
def assistant() -> Assistant:
    return Assistant()


@pytest.fixture
def questions(tmp_path: Path) -> Path:
    path = tmp_path / "q.csv"
    path.write_text('question\nWhat is FINRA?\n""\n', "utf-8")
    return path


def sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def test_a_run_is_logged_with_the_hashes_of_what_it_read_and_wrote(
    questions: Path, tmp_path: Path, assistant: Assistant
) -> None:
    log, output = AuditLog(tmp_path / "audit"), tmp_path / "a.csv"
    run(questions, output, ONE, assistant=assistant, log=log, owner="ann")
    (entry,) = log.everything(owner="ann")
    assert isinstance(entry, BatchEntry)
    assert (entry.batch.input, entry.batch.input_sha256) == (str(questions), sha256(questions))
    assert (entry.batch.output, entry.batch.output_sha256) == (str(output), sha256(output))
    assert (entry.batch.rows, entry.batch.errors) == (2, 1)
    assert entry.batch.made_with["rulebook"] == assistant.rulebook.sha256
    assert entry.batch.made_with["setting embedder"]
    assert (list(log.entries()), list(log.everything(owner="bob"))) == ([], [])
    assert verify(log).faults == ()
    run(questions, output, ONE, assistant=assistant, log=log, owner="ann")  # nothing is left to do
    assert len(list(log.everything())) == 1
    line = log.log.read_text("utf-8")
    log.log.write_text(line.replace('"errors":1', '"errors":0'), "utf-8")
    assert "entry 1 was altered" in verify(log).faults[0].what


def test_an_output_whose_run_cannot_be_logged_is_not_given_and_the_same_again_gives_it(
    questions: Path, tmp_path: Path, assistant: Assistant
) -> None:
    log, output = AuditLog(tmp_path / "audit"), tmp_path / "a.csv"
    log.folder.touch()
    with pytest.raises(AuditError, match="audit"):
        run(questions, output, ONE, assistant=assistant, log=log)
    assert not output.exists()
    log.folder.unlink()
    assert run(questions, output, ONE, assistant=assistant, log=log).resumed == 2
    assert len(list(log.everything())) == 1


def test_the_commands_list_show_and_replay_know_a_batch(
    questions: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _register(["batch", "audit"])
    monkeypatch.chdir(tmp_path)
    log = ["--log", str(Path("data", "audit"))]
    monkeypatch.setenv("COLUMNS", "140")
    typed = CliRunner()
    for output, audit in (("a.csv", "on"), ("b.csv", "off")):
        environment = {"ASSISTANT_DATA": "data", "ASSISTANT_AUDIT": audit}
        current.cache_clear()
        done = typed.invoke(app, ["batch", "q.csv", "-o", output, "-j", "1", "-q"], env=environment)
        assert done.exit_code == 0, done.output
    listed = typed.invoke(app, ["audit", "list", *log]).output
    assert "q.csv → a.csv: 2 rows, 1 errors" in listed
    assert "b.csv" not in listed
    shown = json.loads(typed.invoke(app, ["audit", "show", "1", *log]).output)
    assert shown["batch"]["output_sha256"] == sha256(tmp_path / "a.csv")
    refused = typed.invoke(app, ["audit", "replay", "1", *log])
    assert "entry 1 is of a batch: run that again" in str(refused.exception)


@pytest.fixture(autouse=True)
def settings_anew() -> Iterator[None]:
    yield
    current.cache_clear()
