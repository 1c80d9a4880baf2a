"""How far a run is: a bar on a terminal, plain lines elsewhere, nothing with --quiet; rate and time left in both."""

import os
import pty
import re
import subprocess
import sys
from pathlib import Path

import pytest
from ended import BATCH

from assistant.assistant import Assistant
from assistant.batch import Options, Progress, run

ROWS = 1200  # of few questions: the output is written in two stretches
CODE = "import assistant.batch.terminal as terminal; terminal._EVERY = {}; from assistant.commands import main; main()"
LINE = re.compile(
    r"(answering|writing) ([\d,]+) of 1,200 rows(?: ([\d,]+\.\d) rows/s, (\d+):(\d\d):(\d\d) left)?"
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("progress")
    rows = "".join(f"We serve {number % 40} users in Ohio. An ATS?\n" for number in range(ROWS))
    (folder / "q.csv").write_text(f"question\n{rows}", "utf-8")
    return folder


def elsewhere(folder: Path, seconds: int, *arguments: str) -> subprocess.CompletedProcess[str]:
    """A real run, but for the seconds between its lines."""
    command = [sys.executable, "-c", CODE.format(seconds), "batch", *arguments, "-j", "1"]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True, encoding="utf-8")


def on_a_terminal(folder: Path, *arguments: str) -> bytes:
    ours, theirs = pty.openpty()
    with subprocess.Popen(
        [*BATCH, *arguments], cwd=folder, stderr=theirs, env={**os.environ, "TERM": "xterm", "COLUMNS": "100"}
    ) as process:
        os.close(theirs)
        said = b""
        while block := _read(ours):
            said += block
    os.close(ours)
    assert process.returncode == 0
    return said


def _read(terminal: int) -> bytes:
    try:
        return os.read(terminal, 1 << 16)
    except OSError:  # the other end is closed
        return b""


def test_a_terminal_sees_a_bar_with_rate_and_time_left(folder: Path) -> None:
    said = on_a_terminal(folder, "q.csv", "-o", "bar.csv", "-j", "1", "--limit", "40").decode()
    said = re.sub(r"\x1b\[[\d;?]*[A-Za-z]", "", said)  # colours, and moves of the cursor
    assert "answering" in said
    assert re.search(r"\d+/40 ", said)
    assert re.search(r"\d+\.\d rows/s, \d+:\d\d:\d\d left", said)
    assert "40 rows: 40 licences, 0 errors" in said


def test_elsewhere_there_are_plain_lines_now_and_then(folder: Path) -> None:
    done = elsewhere(folder, 0, "q.csv", "-o", "lines.csv")
    head, _, _ = done.stderr.partition("1,200 rows: ")
    lines = [LINE.fullmatch(line) for line in head.splitlines()]
    assert all(lines), head
    stages = [(line[1], int(line[2].replace(",", "")), bool(line[3])) for line in lines if line]
    answering = [count for stage, count, rated in stages if stage == "answering" and rated]
    assert answering == sorted(answering)
    assert answering[-1] == ROWS
    assert [one for one in stages if one[0] == "writing"] == [("writing", 1000, False)]
    assert "\r" not in done.stderr
    assert "\x1b" not in done.stderr


def test_a_run_that_is_done_before_a_line_is_due_says_only_what_came_of_it(folder: Path) -> None:
    done = elsewhere(folder, 3600, "q.csv", "-o", "short.csv", "--limit", "2")
    assert done.stdout == ""
    assert done.stderr.startswith("2 rows: 2 licences, 0 errors\n")


def test_quiet_says_nothing_on_a_terminal_nor_elsewhere(folder: Path) -> None:
    assert on_a_terminal(folder, "q.csv", "-o", "quiet.csv", "-j", "1", "--limit", "2", "--quiet") == b""
    done = elsewhere(folder, 0, "q.csv", "-o", "still.csv", "--limit", "2", "-q")
    assert (done.stdout, done.stderr) == ("", "")


def test_rate_and_time_left_are_of_the_rows_of_this_run(folder: Path, assistant: Assistant) -> None:
    seen: list[Progress] = []
    run(
        folder / "q.csv",
        folder / "rate.csv",
        Options(workers=1),
        assistant=assistant,
        on_progress=seen.append,
    )
    answering = [progress for progress in seen if progress.stage == "answering"]
    assert answering[-1].seconds_left == 0
    for progress in answering:
        assert progress.seconds_left is not None
        assert progress.seconds_left * progress.rate == pytest.approx(ROWS - progress.done)
