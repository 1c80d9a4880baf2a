"""`assistant batch` as a shell sees it: exit codes, one line for an error, and a kill in the middle."""

import csv
import json
import signal
import subprocess
from collections import Counter
from pathlib import Path

import pytest
from ended import BATCH, ended_when, lines_of

ROWS = 80
README = Path(__file__).parents[2] / "README.md"


def batch(*arguments: str, cwd: Path, stdin: str = "") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*BATCH, *arguments],
        input=stdin,
        capture_output=True,
        text=True,
        cwd=cwd,
        encoding="utf-8",
        check=False,
    )


def test_the_demo_is_answered_and_strict_fails_for_its_empty_row(tmp_path: Path) -> None:
    assert batch("--demo", cwd=tmp_path).returncode == 0
    result = batch("questions.csv", "-o", "answers.csv", "-j", "1", cwd=tmp_path)
    assert result.returncode == 0, result.stderr
    assert "9 rows: 1 abstained, 5 licences, 2 passage, 1 errors" in result.stderr
    assert "row 8: the question is empty" in result.stderr
    assert batch("questions.csv", "-o", "answers.csv", "--strict", "-q", cwd=tmp_path).returncode == 1
    with (tmp_path / "answers.csv").open(encoding="utf-8", newline="") as file:
        found = [(row["id"], row["kind"], row["ats"]) for row in csv.DictReader(file)]
    assert found == _as_the_readme_says()


def _as_the_readme_says() -> list[tuple[str, str, str]]:
    """The id, kind and ats of its table."""
    lines = README.read_text("utf-8").splitlines()
    first = lines.index("| `id` | what the row shows | `kind` | `ats` |") + 2
    rows = [[cell.strip(" `") for cell in line.split("|")[1:-1]] for line in lines[first : first + 9]]
    return [(row[0], row[2], row[3]) for row in rows]


def test_standard_input_is_read_and_its_copy_is_gone(tmp_path: Path) -> None:
    result = batch(
        "-", "-o", "a.jsonl", "-j", "1", "-q", cwd=tmp_path, stdin='{"question": "What is FINRA?"}\n'
    )
    assert (result.returncode, result.stderr) == (0, "")
    assert json.loads((tmp_path / "a.jsonl").read_text("utf-8"))["input"] == {"question": "What is FINRA?"}
    assert [path.name for path in tmp_path.iterdir()] == ["a.jsonl"]


@pytest.mark.parametrize(
    ("arguments", "fault"),
    [
        (("q.csv", "-o", "a.csv", "--column", "ask"), "q.csv: there is no column 'ask': it has 'question'"),
        (("nowhere.csv", "-o", "a.csv"), "nowhere.csv: cannot be read (No such file or directory)"),
        (("q.csv", "-o", "a.doc"), "a.doc: what format is that?"),
        (("q.csv",), "name the output: -o answers.csv"),
    ],
)
def test_a_wrong_call_is_told_in_one_line(tmp_path: Path, arguments: tuple[str, ...], fault: str) -> None:
    (tmp_path / "q.csv").write_text("question\nWhat is FINRA?\n", "utf-8")
    result = batch(*arguments, cwd=tmp_path)
    assert result.returncode == 2
    assert result.stderr.startswith(f"assistant: {fault}")
    assert result.stderr.count("\n") == 1


def test_a_dry_run_says_what_would_be_read_and_answers_nothing(tmp_path: Path) -> None:
    assert batch("--demo", cwd=tmp_path).returncode == 0
    done = batch("questions.csv", "--dry-run", "--limit", "8", cwd=tmp_path)
    assert done.returncode == 0
    head, *columns = done.stdout.splitlines()
    assert head == "questions.csv: csv, utf-8, parted by ','; 8 rows"
    for line in ("  question: the question", "  conversation: the conversation", "  facts: facts"):
        assert line in columns
    assert "  handles_fiat: a fact" in columns
    assert columns[-1] == "  row 8 cannot be asked: the question is empty: ask something"
    assert [path.name for path in tmp_path.iterdir()] == ["questions.csv"]


def test_a_limit_and_a_format_are_heeded(tmp_path: Path) -> None:
    (tmp_path / "q.csv").write_text("question\n" + "What is FINRA?\n" * 5, "utf-8")
    done = batch("q.csv", "-o", "a.out", "--format", "jsonl", "--limit", "3", "-j", "1", cwd=tmp_path)
    assert "3 rows: 3 passage, 0 errors\n0 answered before, 2 repeats; " in done.stderr
    rows = [json.loads(line) for line in (tmp_path / "a.out").read_text("utf-8").splitlines()]
    assert [row["row"] for row in rows] == [1, 2, 3]


def test_killed_in_the_middle_the_same_command_gives_the_bytes_of_an_undisturbed_run(tmp_path: Path) -> None:
    with (tmp_path / "q.csv").open("w", encoding="utf-8", newline="") as file:
        lines = csv.writer(file)
        lines.writerow(["conversation", "question"])
        for number in range(ROWS):
            talk = f"talk {number % 3}" if number % 4 == 0 else ""
            lines.writerow([talk, f"We serve {number % 60} users in Ohio and match orders. An ATS?"])
    assert batch("q.csv", "-o", "whole.csv", "-q", cwd=tmp_path).returncode == 0

    _killed_in_the_middle(tmp_path)
    changed = tmp_path / "other.csv"
    changed.write_text("question\nWhat is FINRA?\n", "utf-8")
    refused = batch("other.csv", "-o", "killed.csv", cwd=tmp_path)
    assert refused.returncode == 2
    assert "was begun with another input" in refused.stderr

    resumed = batch("q.csv", "-o", "killed.csv", cwd=tmp_path)
    assert resumed.returncode == 0, resumed.stderr
    assert "\n0 answered before" not in resumed.stderr
    assert (tmp_path / "killed.csv").read_bytes() == (tmp_path / "whole.csv").read_bytes()
    with (tmp_path / "killed.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == ROWS
    assert Counter(row["error"] for row in rows) == {"": ROWS}
    assert not (tmp_path / "killed.csv.checkpoint").exists()


def _killed_in_the_middle(folder: Path) -> None:
    """A torn last line is left too, as a kill within a write would."""
    arguments = ["q.csv", "-o", "killed.csv", "-j", "1", "-q"]
    code, _ = ended_when(lambda: lines_of(folder, "killed.csv") > 0, folder, arguments)
    assert code == -signal.SIGKILL
    journal = folder / "killed.csv.checkpoint" / "journal.jsonl"
    done = journal.read_bytes().count(b"\n")
    assert 0 < done < ROWS
    assert not (folder / "killed.csv").exists()
    with journal.open("ab") as file:
        file.write(b'{"row": %d, "kind": "lic' % (done + 1))
