"""`assistant eval`, from the command line to the exit code."""

import json

import pytest
import typer
from standin import GOOD, Scripted
from typer.testing import CliRunner

from assistant.commands.evaluate import evaluate
from assistant.errors import SuiteError

WRONG = "\n  - {id: off, question: hello, kind: passage}\n"
BOOM = "\n  - {id: broken, question: boom, kind: passage}\n"


@pytest.fixture
def run(tmp_path, monkeypatch):
    """Runs the command in an empty folder, with the scripted assistant in place of the real one."""
    monkeypatch.setattr("assistant.assistant.Assistant", Scripted)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "200")
    app = typer.Typer()
    app.command()(evaluate)

    def call(*words, suite=GOOD):
        (tmp_path / "small.yaml").write_text(suite, "utf-8")
        result = CliRunner().invoke(app, ["small.yaml", "-o", "runs", "-j", "1", *words])
        if isinstance(result.exception, Exception):
            raise result.exception
        return result

    return call


def folders(tmp_path):
    return sorted((tmp_path / "runs").iterdir())


def test_a_run_is_shown_and_written(run, tmp_path):
    result = run()
    assert result.exit_code == 0
    assert "4 cases, 5 questions" in result.stdout
    (folder,) = folders(tmp_path)
    assert {path.name for path in folder.iterdir()} == {
        "header.json", "cases.jsonl", "summary.json", "report.html", "junit.xml", "ragas.jsonl",
        "retrieval.run", "retrieval.qrels",
    }  # fmt: skip
    assert json.loads((folder / "summary.json").read_text("utf-8"))["questions"] == 5


@pytest.mark.parametrize(
    ("words", "suite", "code"),
    [
        ((), GOOD + WRONG, 0),
        (("--gate", "kind>=0.8"), GOOD + WRONG, 0),
        (("--gate", "kind>=0.9"), GOOD + WRONG, 1),
        (("--gate", "small:kind>=0.9", "--gate", "errors==0"), GOOD + WRONG, 1),
        ((), GOOD + BOOM, 3),
        (("--gate", "kind>=1"), GOOD + WRONG + BOOM, 3),
    ],
)
def test_exit_codes(run, words, suite, code):
    assert run(*words, suite=suite).exit_code == code


def test_gates_from_a_file_are_those_of_the_suites_that_are_run(run, tmp_path):
    (tmp_path / "gates.toml").write_text('all = ["kind>=0.1"]\nsmall = ["kind>=1"]\nother = ["kind>=1"]\n')
    result = run("--gates", "gates.toml", suite=GOOD + WRONG)
    assert result.exit_code == 1
    assert "gate small:kind>=1 failed" in result.stdout
    assert "gate kind>=0.1 kept" in result.stdout
    assert "other" not in result.stdout


def test_a_failure_is_shown_with_expected_and_got(run):
    shown = " ".join(run(suite=GOOD + WRONG).stdout.split())
    assert "small/off" in shown
    assert "kind expected passage got abstained" in shown


def test_one_case_by_its_id(run):
    assert "1 case, 1 question;" in run("--case", "who").stdout


def test_no_case_chosen_is_an_error(run):
    with pytest.raises(SuiteError, match="--tag nobody: no case is chosen"):
        run("--tag", "nobody")


def test_a_run_is_resumed_in_its_own_folder(run, tmp_path):
    run()
    (folder,) = folders(tmp_path)
    (folder / "cases.jsonl").write_text(
        (folder / "cases.jsonl").read_text("utf-8").split("\n")[0] + "\n", "utf-8"
    )
    assert "4 cases, 5 questions" in run("--resume", str(folder)).stdout
    assert folders(tmp_path) == [folder]
    assert len((folder / "cases.jsonl").read_text("utf-8").splitlines()) == 4


def test_the_baseline_is_renewed_on_purpose_and_compared_with(run, tmp_path):
    run("--renew-baseline")
    assert (tmp_path / "evals" / "baseline" / "baseline.jsonl").exists()
    shown = " ".join(run("--baseline", "evals/baseline").stdout.split())
    assert "Against the baseline: no answer changed" in shown
    worse = GOOD.replace("answer_has: [[FINRA]]", "answer_has: [[Congress]]")
    shown = " ".join(run("--baseline", "evals/baseline", suite=worse).stdout.split())
    assert "not compared, rewritten: small/who" in shown


def test_a_mistake_is_named_before_anything_is_run(run, tmp_path):
    for words in (("--gate", "nonsense"), ("--baseline", "nowhere"), ("--gates", "nowhere.toml")):
        with pytest.raises(SuiteError):
            run(*words)
    assert not (tmp_path / "runs").exists()


def test_cases_are_converted_and_nothing_is_run(run, tmp_path):
    result = run("--convert", "inspect_ai", "-o", "out.jsonl")
    assert "4 cases written to out.jsonl" in result.stdout
    assert len((tmp_path / "out.jsonl").read_text("utf-8").splitlines()) == 4
    assert not (tmp_path / "runs").exists()


def test_a_csv_is_run_beside_a_suite(run, tmp_path):
    (tmp_path / "theirs.csv").write_text(
        'question,answer\n"passage | | who runs BrokerCheck, a tool",FINRA\n'
    )
    result = run("theirs.csv", "--gate", "theirs:answer_has>=1")
    assert "5 cases, 6 questions" in result.stdout
    assert result.exit_code == 0
