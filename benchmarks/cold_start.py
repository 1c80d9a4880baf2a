"""CPU seconds of whole commands from a cold start, and their ratio to the plain script.

Before it is measured, each command runs once: that builds its index, and writes the bytecode of what it imports, as
pip does when it installs a package. A setting that keeps Python from writing any is left out, for the plain script as
well: with it, a checkout is compiled anew at each start. Ratios are of the least of RUNS runs, since noise only adds.
"""

import os
import statistics
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

RUNS = 9
QUESTION = "We run an order-flow platform for customers in Texas. Do we need an ATS licence?"
PLAIN = Path(__file__).with_name("plain_script.py")
WITH_BYTECODE = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


@dataclass(frozen=True)
class Cost:
    """CPU seconds, user and system."""

    least: float
    median: float

    def __str__(self) -> str:
        return f"{self.least:6.2f} s CPU (median {self.median:.2f})"

    def of(self, other: "Cost") -> str:
        return f"{self.least / other.least:.2f} of the plain script (bound 0.25)"


def cpu_seconds(command: list[str]) -> float:
    """User and system CPU of a command and its children."""
    process = subprocess.Popen(
        command, env=WITH_BYTECODE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        raise SystemExit(f"{' '.join(command)} failed with status {status}")
    return usage.ru_utime + usage.ru_stime


def cost(command: list[str]) -> Cost:
    cpu_seconds(command)
    runs = [cpu_seconds(command) for _ in range(RUNS)]
    return Cost(min(runs), statistics.median(runs))


def main() -> None:
    assistant = [sys.executable, "-m", "assistant"]
    with tempfile.TemporaryDirectory() as folder:
        plain = cost([sys.executable, str(PLAIN), folder, QUESTION])
    ask = cost([*assistant, "ask", QUESTION])
    passage = cost([*assistant, "ask", "What is FINRA, according to the article?"])
    show = cost([*assistant, "rules", "show", "ats"])
    print(f"plain script                 {plain}")
    print(f"assistant ask (licences)     {ask}   {ask.of(plain)}")
    print(f"assistant ask (passage)      {passage}   {passage.of(plain)}")
    print(f"assistant rules show ats     {show}   (bound 0.5 s)")


if __name__ == "__main__":
    main()
