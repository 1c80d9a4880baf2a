"""Runs of `assistant batch` in a process of their own that are ended by a signal, at a moment that a test chooses."""

import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

BATCH = [sys.executable, "-m", "assistant", "batch"]


def lines_of(folder: Path, output: str) -> int:
    """Whole lines in the journal of an output; -1 where there is no journal."""
    journal = folder / f"{output}.checkpoint" / "journal.jsonl"
    return journal.read_bytes().count(b"\n") if journal.exists() else -1


def ended_when(
    met: Callable[[], bool], folder: Path, arguments: list[str], with_: int = signal.SIGKILL
) -> tuple[int, str]:
    """Run the command until `met`, then send the signal; its exit code and what it said."""
    with subprocess.Popen(
        [*BATCH, *arguments], cwd=folder, stderr=subprocess.PIPE, text=True, preexec_fn=_hearing
    ) as process:
        while not met():
            try:
                process.wait(0.002)
            except subprocess.TimeoutExpired:
                continue
            pytest.fail(f"the run ended before it could be met: {process.stderr and process.stderr.read()}")
        process.send_signal(with_)
        assert process.stderr is not None
        return process.wait(), process.stderr.read()


def _hearing() -> None:
    """Whoever is started in a shell's background does not hear an interrupt, nor do its children."""
    signal.signal(signal.SIGINT, signal.default_int_handler)
