"""The same questionnaire on a Ray cluster of this machine, with real actors, one of which is killed."""

import csv
import os
import signal
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from ended import BATCH, ended_when, lines_of

from assistant.assistant import Assistant
from assistant.batch import Options, Progress, run
from assistant.batch.cluster import RayTeam
from assistant.errors import BatchError
from assistant.settings import current

ray = pytest.importorskip("ray", reason="Ray has wheels for some platforms only")

CPUS = 3
ROWS = 64


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    found: Any = ray.init(num_cpus=CPUS, include_dashboard=False, log_to_driver=False, logging_level="error")
    yield found.address_info["gcs_address"]
    ray.shutdown()


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory, assistant: Assistant) -> Path:
    """What the local engine makes of `q.csv`, which lies beside it."""
    folder = tmp_path_factory.mktemp("ray")
    with (folder / "q.csv").open("w", encoding="utf-8", newline="") as file:
        lines = csv.writer(file)
        lines.writerow(["conversation", "question", "handles_fiat"])
        for number in range(ROWS):
            talk = f"talk {number % 3}" if number % 4 == 0 else ""
            question = f"We serve {number % 24} users in Ohio and match orders. An ATS?"
            lines.writerow([talk, question if number % 16 else "", "perhaps" if number == 5 else ""])
    run(folder / "q.csv", folder / "whole.csv", Options(workers=1), assistant=assistant)
    return folder / "whole.csv"


def test_an_address_where_nobody_listens_is_told_in_one_line() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        closed = f"127.0.0.1:{free.getsockname()[1]}"
    with pytest.raises(BatchError, match=f"--address {closed}: no Ray cluster can be reached \\("):
        RayTeam(current(), "csv", closed)


def test_actors_write_the_bytes_of_the_local_engine_and_one_that_is_killed_costs_nothing(
    whole: Path, assistant: Assistant, address: str
) -> None:
    killed: list[int] = []

    def kill(progress: Progress) -> None:
        if not killed and 0 < progress.done < ROWS:
            killed.append(_actors()[0])
            os.kill(killed[0], signal.SIGKILL)

    options = Options(engine="ray", address=address)
    summary = run(
        whole.with_name("q.csv"), whole.with_name("ray.csv"), options, assistant=assistant, on_progress=kill
    )
    assert killed
    assert (summary.rows, summary.errors) == (ROWS, 5)
    assert whole.with_name("ray.csv").read_bytes() == whole.read_bytes()


def _actors() -> list[int]:
    """The processes of our actors: their parent is the raylet, whose parent is this process."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if (folder / "cmdline").read_bytes().startswith(b"ray::_Answering"):
                raylet = _parent(folder)
                found += [int(folder.name)] if _parent(Path("/proc", str(raylet))) == os.getpid() else []
        except OSError:  # it has ended meanwhile
            continue
    return found


def _parent(folder: Path) -> int:
    return int((folder / "stat").read_text().rpartition(")")[2].split()[1])


def test_actors_leave_a_cpu_for_others(address: str) -> None:
    with RayTeam(current(), "csv", address) as team:
        assert team.free == CPUS - 1

        @ray.remote(num_cpus=1)
        def other() -> str:
            return "done"

        assert ray.get(other.remote(), timeout=60) == "done"


def test_begun_on_a_cluster_and_killed_it_goes_on_with_the_local_engine(whole: Path, address: str) -> None:
    arguments = ["q.csv", "-o", "moved.csv", "-q", "--engine", "ray", "--address", address, "-j", "1"]
    assert ended_when(lambda: lines_of(whole.parent, "moved.csv") > 0, whole.parent, arguments)[0] == -9
    assert 0 < lines_of(whole.parent, "moved.csv") < ROWS
    assert run(whole.with_name("q.csv"), whole.with_name("moved.csv"), Options(workers=1)).resumed > 0
    assert whole.with_name("moved.csv").read_bytes() == whole.read_bytes()


def test_without_an_address_a_local_ray_is_started_and_ended(whole: Path) -> None:
    result = subprocess.run(
        [*BATCH, "q.csv", "-o", "own.csv", "--engine", "ray"],
        cwd=whole.parent,
        capture_output=True,
        text=True,
        check=False,
        encoding="utf-8",
    )
    assert result.returncode == 0, result.stderr
    assert f"{ROWS} rows: " in result.stderr
    assert whole.with_name("own.csv").read_bytes() == whole.read_bytes()
