"""Kills `assistant batch` at random moments, starts it again, and compares the output with an undisturbed run's.

`python benchmarks/kills.py [KILLS] [--seed N] [--folder FOLDER] [--minutes M]`: 100 kills by default. With a folder
what was done is kept there, and the same command goes on with it, as it does where the minutes were over.

A third of the kills is meant for a random time before the first answer, a third for when a random number of rows is
answered, a third for when the output is written or delivered.
"""

import argparse
import csv
import json
import random
import subprocess
import sys
import tempfile
import time
from collections import Counter
from contextlib import ExitStack
from pathlib import Path

ROWS = 80


def questionnaire(path: Path) -> None:
    """Questions that stand alone, that repeat, that follow each other, and that cannot be asked."""
    with path.open("w", encoding="utf-8", newline="") as file:
        lines = csv.writer(file)
        lines.writerow(["id", "conversation", "question", "facts"])
        for n in range(ROWS):
            talk = f"talk {n % 7}" if n % 5 == 0 else ""
            question = f"We serve {n % 35} users in Ohio and match their orders. Do we need an ATS licence?"
            lines.writerow(
                [f"{n:04}", talk, question if n % 31 else "", "handles_fiat=maybe" if n % 37 == 1 else ""]
            )


def command(output: str) -> list[str]:
    return [sys.executable, "-m", "assistant", "batch", "q.csv", "-o", output, "-q"]


class Kills:
    """What was done so far, kept in the folder after each kill."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.folder, self.state = folder, folder / "kills.json"
        self.seen: Counter[str] = Counter()
        self.runs, self.before_first, self.seed = 0, 0.0, seed
        self.lines_were = self.written_was = 0
        if self.state.exists():
            kept = json.loads(self.state.read_text("utf-8"))
            self.seen, self.runs = Counter(kept["seen"]), kept["runs"]
            self.before_first, self.seed = kept["before_first"], kept["seed"]

    @property
    def done(self) -> int:
        return self.seen.total() - self.seen["done"]

    @property
    def output(self) -> str:
        return f"out-{self.runs}.csv"

    def keep(self) -> None:
        kept = {name: getattr(self, name) for name in ("seen", "runs", "before_first", "seed")}
        self.state.write_text(json.dumps(kept), "utf-8")

    def begin(self) -> None:
        """The undisturbed run, and how long its first answer takes."""
        questionnaire(self.folder / "q.csv")
        begun = time.monotonic()
        with subprocess.Popen(command("whole.csv"), cwd=self.folder) as process:
            while self.lines("whole.csv") <= 0 and process.poll() is None:
                time.sleep(0.002)
            self.before_first = time.monotonic() - begun
        if process.returncode:
            raise SystemExit(f"the undisturbed run ended with exit code {process.returncode}")
        self.keep()

    def kill(self) -> None:
        """One more, at a moment that the number of those before it and the seed choose."""
        chance = random.Random(self.seed * 1_000_003 + self.seen.total())
        stage = chance.choice(("begun", "answering", "writing"))
        until = time.monotonic() + chance.uniform(0, self.before_first)
        self.lines_were, self.written_was = max(0, self.lines(self.output)), self.written()
        rows, delay = chance.randrange(self.lines_were, ROWS + 1), chance.uniform(0, 0.05)
        with subprocess.Popen(command(self.output), cwd=self.folder) as process:
            while process.poll() is None and not self.met(stage, until, rows):
                time.sleep(0.001)
            if stage != "begun":
                time.sleep(delay)
            process.kill()
        if process.returncode not in (0, -9):
            raise SystemExit(f"exit code {process.returncode}")
        where = "done" if process.returncode == 0 else self.where()
        self.seen[where] += 1
        if where in ("done", "once delivered"):
            self.same()
            self.runs += 1
        self.keep()

    def met(self, stage: str, until: float, rows: int) -> bool:
        if stage == "begun":
            return time.monotonic() >= until
        if stage == "answering":
            return self.lines(self.output) > rows
        return self.written() != self.written_was or (self.folder / self.output).exists()

    def where(self) -> str:
        """Where the kill fell, by what this process did before it."""
        if (self.folder / self.output).exists():
            return "once delivered"
        if self.written() != self.written_was:
            return "while writing"
        return "while answering" if self.lines(self.output) > self.lines_were else "before the first answer"

    def written(self) -> int:
        """When the unfinished output was last written to, in nanoseconds; an earlier process may have left one."""
        try:
            return (self.checkpoint() / "output").stat().st_mtime_ns
        except OSError:
            return 0

    def checkpoint(self) -> Path:
        return self.folder / f"{self.output}.checkpoint"

    def lines(self, output: str) -> int:
        try:
            journal = self.folder / f"{output}.checkpoint" / "journal.jsonl"
            return journal.read_bytes().count(b"\n")
        except OSError:  # not there yet, or no more
            return -1

    def finish(self) -> None:
        """The last run to its end."""
        subprocess.run(command(self.output), cwd=self.folder, check=True)
        self.same()
        self.runs += 1

    def same(self) -> None:
        """A kill between the delivery and the end leaves the checkpoint, which the same command then removes."""
        path = self.folder / self.output
        if self.checkpoint().exists():
            subprocess.run(command(self.output), cwd=self.folder, check=True)
        if path.read_bytes() != (self.folder / "whole.csv").read_bytes():
            raise SystemExit(f"{path}: differs from the undisturbed run")
        if self.checkpoint().exists():
            raise SystemExit(f"{path}: its checkpoint is still there")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("kills", nargs="?", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--minutes", type=float, default=1e6)
    given = parser.parse_args()
    over = time.monotonic() + 60 * given.minutes
    with ExitStack() as stack:
        folder = given.folder or Path(stack.enter_context(tempfile.TemporaryDirectory()))
        folder.mkdir(parents=True, exist_ok=True)
        kills = Kills(folder, given.seed)
        if not kills.before_first:
            kills.begin()
        while kills.done < given.kills and time.monotonic() < over:
            kills.kill()
            print(f"\r{kills.done} kills", end="", file=sys.stderr)
        if kills.done >= given.kills:
            kills.finish()
        size = (folder / "whole.csv").stat().st_size
    fell = ", ".join(f"{count} {where}" for where, count in sorted(kills.seen.items()) if where != "done")
    print(
        f"{kills.done} kills ({fell}) over {kills.runs} runs of {ROWS} rows: the same {size:,} bytes every time"
    )


if __name__ == "__main__":
    main()
