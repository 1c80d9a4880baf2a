"""CPU seconds of whole commands from a cold start, and their ratio to the plain script.

The index of both is built first, outside the measurement. Each figure is the least of RUNS runs, since noise only adds.
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

RUNS = 5
QUESTION = "We run an order-flow platform for customers in Texas. Do we need an ATS licence?"
PLAIN = Path(__file__).with_name("plain_script.py")


def cpu_seconds(command: list[str]) -> float:
    """User and system CPU of a command and its children."""
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        raise SystemExit(f"{' '.join(command)} failed with status {status}")
    return usage.ru_utime + usage.ru_stime


def least(command: list[str]) -> float:
    cpu_seconds(command)
    return min(cpu_seconds(command) for _ in range(RUNS))


def main() -> None:
    assistant = [sys.executable, "-m", "assistant"]
    with tempfile.TemporaryDirectory() as folder:
        plain = least([sys.executable, str(PLAIN), folder, QUESTION])
    ask = least([*assistant, "ask", QUESTION])
    passage = least([*assistant, "ask", "What is FINRA, according to the article?"])
    show = least([*assistant, "rules", "show", "ats"])
    print(f"plain script                 {plain:6.2f} s CPU")
    print(
        f"assistant ask (licences)     {ask:6.2f} s CPU   {ask / plain:.2f} of the plain script (bound 0.25)"
    )
    print(
        f"assistant ask (passage)      {passage:6.2f} s CPU   {passage / plain:.2f} of the plain script (bound 0.25)"
    )
    print(f"assistant rules show ats     {show:6.2f} s CPU   (bound 0.5 s)")


if __name__ == "__main__":
    main()
