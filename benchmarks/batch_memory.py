"""Peak memory of `assistant batch` (of its own process, not its workers), and bytes of output, by the number of rows.

`python benchmarks/batch_memory.py [ROWS…]`: 10,000 and 1,000,000 by default. All but DISTINCT questions are repeats, so
that a million rows take minutes; what is kept of distinct ones is bounded (`Known.LIMIT`): measured by filling it up.
"""

import csv
import subprocess
import sys
import tempfile
import time
import tracemalloc
from pathlib import Path

from assistant.batch.order import Known

DISTINCT = 200


def questionnaire(path: Path, rows: int) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        lines = csv.writer(file)
        lines.writerow(["id", "question"])
        for n in range(rows):
            lines.writerow(
                [
                    n,
                    f"We serve {n % DISTINCT} users in Ohio and match their orders. Do we need an ATS licence?",
                ]
            )


RUN = """
import resource, sys
from assistant.batch import run
run(*sys.argv[1:])
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


def run(rows: int) -> float:
    """Peak memory in MB."""
    with tempfile.TemporaryDirectory() as folder:
        source, output = Path(folder, "q.csv"), Path(folder, "a.jsonl")
        questionnaire(source, rows)
        begun = time.monotonic()
        command = [sys.executable, "-c", RUN, str(source), str(output)]
        peak = int(subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout) / 1000
        seconds, size = time.monotonic() - begun, output.stat().st_size
    print(
        f"{rows:>9,} rows: peak {peak:,.0f} MB, {seconds:,.0f} s, {rows / seconds:,.0f} rows/s, "
        f"{size / rows:,.0f} bytes of output a row",
        flush=True,
    )
    return peak


def of_known() -> float:
    """MB that the places of the latest distinct questions take at most."""
    tracemalloc.start()
    known = Known()
    for number in range(Known.LIMIT + 1):
        known.add(number.to_bytes(16, "big"), 10_000_000 + number)
    return tracemalloc.get_traced_memory()[0] / 1e6


def main(counts: list[int]) -> None:
    peaks = [run(rows) for rows in counts]
    print(
        f"{peaks[-1] / peaks[0]:.2f} times the memory for {counts[-1] / counts[0]:,.0f} times the rows (bound 1.5)"
    )
    more = of_known()
    print(
        f"with {Known.LIMIT:,} distinct questions: {more:.0f} MB more, {(peaks[-1] + more) / peaks[0]:.2f} times"
    )


if __name__ == "__main__":
    main([int(given) for given in sys.argv[1:]] or [10_000, 1_000_000])
