"""What goes wrong while a batch runs: kills, an interrupt, a full disk, an input that changes or is gone."""

import csv
import gc
import json
import os
import resource
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from ended import ended_when, lines_of

from assistant.assistant import Assistant
from assistant.batch import Options, Progress, run
from assistant.batch.asking import Turn, Unit
from assistant.batch.worker import encoded
from assistant.errors import BatchError
from assistant.settings import current

MANY = 6_000  # rows that repeat one question: writing them takes long enough to be met
FEW = 40
ARGUMENTS = ["q.csv", "-o", "out.csv", "-j", "1"]


def questionnaire(path: Path, rows: int, distinct: int) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        lines = csv.writer(file)
        lines.writerow(["conversation", "question"])
        for number in range(rows):
            talk = f"talk {number % 2}" if number % 5 == 0 and rows == FEW else ""
            lines.writerow([talk, f"We serve {number % distinct} users in Ohio and match orders. An ATS?"])
    return path


@pytest.fixture(scope="module")
def few(tmp_path_factory: pytest.TempPathFactory, assistant: Assistant) -> Path:
    """A folder with a questionnaire and `whole.csv`, which an undisturbed run made of it."""
    folder = tmp_path_factory.mktemp("few")
    run(
        questionnaire(folder / "q.csv", FEW, FEW),
        folder / "whole.csv",
        Options(workers=1),
        assistant=assistant,
    )
    return folder


def test_kills_while_it_begins_answers_and_writes_leave_nothing_to_see(
    tmp_path: Path, assistant: Assistant
) -> None:
    questionnaire(tmp_path / "q.csv", MANY, 3)
    run(tmp_path / "q.csv", tmp_path / "whole.csv", Options(workers=1), assistant=assistant)
    part = tmp_path / "out.csv.checkpoint" / "output"
    for met in (
        lambda: lines_of(tmp_path, "out.csv") >= 0,
        lambda: lines_of(tmp_path, "out.csv") > MANY // 2,
        lambda: part.exists() and part.stat().st_size > 1_000_000,
    ):
        assert ended_when(met, tmp_path, [*ARGUMENTS, "-q"])[0] == -signal.SIGKILL
        assert not (tmp_path / "out.csv").exists()
    summary = run(tmp_path / "q.csv", tmp_path / "out.csv", Options(workers=1), assistant=assistant)
    assert summary.resumed == MANY
    assert (tmp_path / "out.csv").read_bytes() == (tmp_path / "whole.csv").read_bytes()


def test_a_worker_whose_parent_is_gone_ends_without_a_word() -> None:
    hello = json.dumps({"settings": current().model_dump(mode="json"), "form": "csv"})
    code = "from assistant.batch.worker import main; main()"
    with subprocess.Popen(
        [sys.executable, "-c", code],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as worker:
        assert worker.stdin
        assert worker.stdout
        assert worker.stderr
        worker.stdout.close()
        worker.stdin.write(f"{hello}\n{encoded([Unit((Turn('What is FINRA?', {}),))])}\n")
        worker.stdin.close()
        assert worker.stderr.read() == ""
        assert worker.wait() == 0


def test_an_interrupt_ends_it_with_a_line_that_says_how_to_go_on(few: Path, assistant: Assistant) -> None:
    code, said = ended_when(
        lambda: lines_of(few, "out.csv") > 0, few, [*ARGUMENTS, "-q"], with_=signal.SIGINT
    )
    assert code == 130
    assert said.splitlines() == [
        "assistant: interrupted; what is finished is kept beside out.csv: the same command goes on from there"
    ]
    assert run(few / "q.csv", few / "out.csv", Options(workers=1), assistant=assistant).resumed > 0
    assert (few / "out.csv").read_bytes() == (few / "whole.csv").read_bytes()


def test_a_full_disk_is_told_and_leaves_a_checkpoint_that_works(few: Path, assistant: Assistant) -> None:
    """A limit on the size of a file stands in for the disk: the system refuses a write the same way."""
    source, output = few / "q.csv", few / "full.csv"
    with (
        at_most(50_000),
        pytest.raises(BatchError, match=r"cannot be written \(File too large\); \d+ rows are kept"),
    ):
        run(source, output, Options(workers=1), assistant=assistant)
    assert not output.exists()
    assert 0 < lines_of(few, output.name) < FEW
    assert run(source, output, Options(workers=1), assistant=assistant).resumed > 0
    assert output.read_bytes() == (few / "whole.csv").read_bytes()


# xlsxwriter drops its open temporary files when it fails.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize("form", ["jsonl", "xlsx", "parquet"])
def test_a_disk_that_is_full_when_the_output_is_written_is_told(
    few: Path, assistant: Assistant, form: str
) -> None:
    source, output = few / "q.csv", few / f"late.{form}"
    options = Options(workers=1, limit=3)

    def in_the_way(progress: Progress) -> None:
        output.mkdir(exist_ok=True)

    with pytest.raises(BatchError, match="finished rows are kept"):
        run(source, output, options, assistant=assistant, on_progress=in_the_way)
    output.rmdir()
    with at_most(2_000), pytest.raises(BatchError, match=r"cannot be written \(.*\); 3 rows are kept"):
        run(source, output, options, assistant=assistant)
    gc.collect()
    assert not output.exists()
    assert run(source, output, options, assistant=assistant).resumed == 3


@contextmanager
def at_most(size: int) -> Iterator[None]:
    """No file of this process grows beyond `size` bytes."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_an_input_that_changes_meanwhile_is_told_and_put_back_gives_the_right_answers(
    few: Path, assistant: Assistant
) -> None:
    """It is cut within a question, below the rows that are under way when it is: that row is read wrongly."""
    source, output = few / "changing.csv", few / "changed.jsonl"
    with source.open("w", encoding="utf-8", newline="") as file:
        lines = csv.writer(file)
        lines.writerow(["note", "question"])
        lines.writerows(["x" * 1000, f"We match orders of {n % 5} users. An ATS?"] for n in range(1500))
    was = source.read_bytes()
    run(source, few / "still.jsonl", Options(workers=1), assistant=assistant)

    def change(progress: Progress) -> None:
        if source.stat().st_size == len(was):
            os.truncate(source, len(was) - 100_008)

    with pytest.raises(BatchError, match=r"changing.csv: has changed while it was read"):
        run(source, output, Options(workers=1), assistant=assistant, on_progress=change)
    source.write_bytes(was)
    assert run(source, output, Options(workers=1), assistant=assistant).resumed > 1000
    assert output.read_bytes() == (few / "still.jsonl").read_bytes()


def test_an_input_that_is_removed_meanwhile_is_read_to_its_end(few: Path, assistant: Assistant) -> None:
    source = few / "leaving.csv"
    source.write_bytes((few / "q.csv").read_bytes())
    run(
        source,
        few / "left.csv",
        Options(workers=1),
        assistant=assistant,
        on_progress=lambda progress: source.unlink(missing_ok=True),
    )
    assert (few / "left.csv").read_bytes() == (few / "whole.csv").read_bytes()
    with pytest.raises(BatchError, match=r"leaving.csv: cannot be read \(No such file"):
        run(source, few / "left.csv", Options(workers=1), assistant=assistant)
