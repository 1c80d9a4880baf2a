"""Kills `assistant batch` at random moments, starts it again, and compares the output with an undisturbed run's.

`python benchmarks/kills.py [KILLS] [SEED]`: 100 kills by default, some minutes.
"""

import csv
import random
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

ROWS = 200


def questionnaire(path: Path) -> None:
    """Questions that stand alone, that repeat, that follow each other, and that cannot be asked."""
    with path.open("w", encoding="utf-8", newline="") as file:
        lines = csv.writer(file)
        lines.writerow(["id", "conversation", "question", "facts"])
        for n in range(ROWS):
            talk = f"talk {n % 7}" if n % 5 == 0 else ""
            question = f"We serve {n % 90} users in Ohio and match their orders. Do we need an ATS licence?"
            lines.writerow(
                [f"{n:04}", talk, question if n % 31 else "", "handles_fiat=maybe" if n % 37 == 1 else ""]
            )


def command(output: str) -> list[str]:
    return [sys.executable, "-m", "assistant", "batch", "q.csv", "-o", output, "-q"]


def killed(folder: Path, output: str, after: float) -> str:
    """Where the kill fell: `begun`, `answering`, `writing`, or `done` where the run was faster."""
    with subprocess.Popen(command(output), cwd=folder) as process:
        try:
            process.wait(after)
        except subprocess.TimeoutExpired:
            process.kill()
    if process.returncode == 0:
        return "done"
    if process.returncode != -9:
        raise SystemExit(f"exit code {process.returncode}")
    if (folder / output).exists():
        return "delivered"
    checkpoint = folder / f"{output}.checkpoint"
    if (checkpoint / "output").exists():
        return "writing"
    journal = checkpoint / "journal.jsonl"
    return "answering" if journal.exists() and journal.stat().st_size else "begun"


def main(kills: int, seed: int) -> None:
    chance, seen = random.Random(seed), Counter[str]()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        questionnaire(folder / "q.csv")
        begun = time.monotonic()
        subprocess.run(command("whole.csv"), cwd=folder, check=True)
        lasts = time.monotonic() - begun
        whole, rounds = (folder / "whole.csv").read_bytes(), 0
        while seen.total() - seen["done"] < kills:
            where = killed(folder, f"out-{rounds}.csv", chance.uniform(0, lasts))
            seen[where] += 1
            print(f"\r{seen.total() - seen['done']} kills", end="", file=sys.stderr)
            if where in ("done", "delivered"):
                same(folder / f"out-{rounds}.csv", whole)
                rounds += 1
        subprocess.run(command(f"out-{rounds}.csv"), cwd=folder, check=True)
        same(folder / f"out-{rounds}.csv", whole)
    fell = ", ".join(f"{count} {where}" for where, count in seen.items() if where != "done")
    print(
        f"{kills} kills ({fell}) over {rounds + 1} runs of {ROWS} rows: the same {len(whole):,} bytes every time"
    )


def same(path: Path, whole: bytes) -> None:
    if path.read_bytes() != whole:
        raise SystemExit(f"{path}: differs from the undisturbed run")
    if path.with_name(f"{path.name}.checkpoint").exists():
        raise SystemExit(f"{path}: its checkpoint is still there")


if __name__ == "__main__":
    main(*(int(given) for given in [*sys.argv[1:], *["100", "1"][len(sys.argv) - 1 :]]))
