"""The command line as a shell sees it: output, one line for an error, exit codes."""

import json
import os
import socket
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
Result = subprocess.CompletedProcess[str]


def run(*arguments: str, cwd: Path = ROOT, stdin: str = "", **environment: str) -> Result:
    return subprocess.run(
        [sys.executable, "-m", "assistant", *arguments],
        input=stdin,
        capture_output=True,
        text=True,
        cwd=cwd,
        env=os.environ | environment,
        check=False,
    )


def test_an_answer_as_json_has_the_fields_of_the_contract() -> None:
    result = run("ask", "Do we need an ATS licence?", "--fact", "serves_us_users=no", "--json")
    assert (result.returncode, result.stderr) == (0, "")
    answer = json.loads(result.stdout)
    assert answer["verdicts"]["ats"]["verdict"] == "not_required"
    assert answer["facts_from"] == {"serves_us_users": {"turn": 0, "words": ""}}
    assert set(answer) >= {
        *("question", "kind", "language", "focus", "facts", "facts_from", "assumed", "conflicts", "verdicts"),
        *("ask_next", "text", "claims", "citations", "provenance"),
    }


def test_an_answer_in_the_terminal_shows_its_quotes_with_their_lines_and_law_notes_apart() -> None:
    result = run("ask", "-", stdin="Do we need to join SIPC? We serve people in Ohio.")
    assert result.returncode == 0
    text, _, rest = result.stdout.partition("From the article")
    assert "SIPC membership is recommended, not required. [1]" in text
    assert "[1] line 15: “Become a FINRA/SIPC member (recommended)”" in rest
    assert "Outside the article" in rest
    assert "78ccc(a)(2)(A)" in rest
    assert "78ccc" not in text


@pytest.mark.parametrize(
    ("arguments", "fault"),
    [
        (("ask", ""), "the question is empty"),
        (("ask", "x" * 20_001), "20,001 characters: the limit is 20,000"),
        (("ask", "ATS?", "--fact", "ats=yes"), "fact 'ats' is unknown"),
        (("ask", "ATS?", "--fact", "handles_fiat"), "write it as ID=yes or ID=no"),
        (("ask", "ATS?", "--fact", "handles_fiat=yes", "--fact", "handles_fiat=no"), "give one of them"),
        (("rules", "show", "atz"), "there is no licence 'atz'"),
    ],
)
def test_bad_input_is_one_line_and_exit_code_2(arguments: tuple[str, ...], fault: str) -> None:
    result = run(*arguments)
    assert result.returncode == 2
    assert result.stdout == ""
    assert fault in result.stderr
    assert result.stderr.count("\n") == 1


@pytest.mark.parametrize(
    ("environment", "fault"),
    [
        ({"ASSISTANT_CORPUS": "/nowhere"}, "cannot be read (No such file or directory)"),
        ({"ASSISTANT_RULEBOOK": "/nowhere"}, "/nowhere/rulebook.yaml"),
        ({"ASSISTANT_PRECISION": "int4"}, "setting precision"),
    ],
)
def test_what_cannot_be_used_is_named(environment: dict[str, str], fault: str) -> None:
    result = run("ask", "Do we need an ATS licence?", **environment)
    assert (result.returncode, result.stderr.count("\n")) == (2, 1)
    assert fault in result.stderr


def test_a_settings_file_with_a_misspelt_name_is_named(tmp_path: Path) -> None:
    (tmp_path / "assistant.toml").write_text("precison = 'fp32'\n")
    result = run("ask", "ATS?", cwd=tmp_path)
    assert (result.returncode, "precison" in result.stderr) == (2, True)


def test_a_port_in_use_is_named() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        result = run("chat", "--port", str(port))
    assert result.returncode == 2
    assert f"127.0.0.1:{port}: cannot be listened on" in result.stderr


def test_an_answer_is_logged_in_the_data_folder_unless_that_is_off(tmp_path: Path) -> None:
    def entries(**more: str) -> int:
        result = run("ask", "Do we need an ATS licence?", ASSISTANT_DATA=str(tmp_path), **more)
        assert (result.returncode, result.stderr) == (0, "")
        return (tmp_path / "audit" / "log.jsonl").read_bytes().count(b"\n")

    assert [entries(), entries(ASSISTANT_AUDIT="off"), entries()] == [1, 1, 2]
    (tmp_path / "audit" / "log.jsonl").write_text("")
    result = run("ask", "Do we need an ATS licence?", ASSISTANT_DATA=str(tmp_path))
    assert (result.returncode, result.stdout, result.stderr.count("\n")) == (2, "", 1)
    assert run("audit", "verify", ASSISTANT_DATA=str(tmp_path)).returncode == 1


def test_every_command_has_help_with_an_example() -> None:
    for command in ("ask", "read", "chat", "index", "doctor", "eval", "memo"):
        result = run(command, "--help")
        assert (result.returncode, "Example" in result.stdout) == (0, True), command


def test_a_licence_question_imports_nothing_heavy() -> None:
    script = (
        "import sys; from assistant.assistant import Assistant; Assistant().ask('Do we need an ATS licence?');"
        "print([m for m in ('torch', 'transformers', 'sentence_transformers', 'chromadb', 'langchain_core',"
        " 'streamlit', 'scipy', 'assistant.finding', 'assistant.refusing', 'assistant.premises.holding')"
        " if m in sys.modules])"
    )
    result = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert result.stdout.strip() == "[]"


def test_a_wheel_works_in_an_empty_folder(tmp_path: Path) -> None:
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path / "dist")]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    (wheel,) = (tmp_path / "dist").glob("*.whl")
    site, empty = tmp_path / "site", tmp_path / "empty"
    zipfile.ZipFile(wheel).extractall(site)
    empty.mkdir()
    result = run("ask", "Do we need FINRA?", "--json", cwd=empty, PYTHONPATH=str(site))
    assert json.loads(result.stdout)["focus"] == ["finra"]
    where = [sys.executable, "-c", "import assistant; print(assistant.__file__)"]
    found = subprocess.run(
        where, cwd=empty, env=os.environ | {"PYTHONPATH": str(site)}, capture_output=True, text=True
    )
    assert found.stdout.startswith(str(site))
