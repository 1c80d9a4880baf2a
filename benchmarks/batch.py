"""`assistant batch` beside asking one by one with the plain script, both once loaded, with the same number of threads.

`python benchmarks/batch.py [ROWS] [THREADS]`: 600 and 2 by default. Distinct questions of about 25 words, then ten
times as many rows of which nine in ten repeat. Rows a second by the clock, and of CPU, which a busy machine bends less.
"""

import csv
import itertools
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

WHO = ["a small start-up", "a listed broker", "a family firm", "an exchange operator", "a payments company"]
CITY = ["Lisbon", "Singapore", "Austin", "Warsaw", "Dubai", "Toronto", "Lagos", "Berlin"]
DOES = [
    "matches buy and sell orders for tokenised shares from users in Ohio",
    "is the other side of every trade with its clients in the United States",
    "keeps American residents out by passport checks and address filters",
    "offers leveraged contracts on stock tokens to people in Florida",
]
MONEY = [
    "takes only USDC",
    "takes dollars by wire",
    "takes neither cash nor coins",
    "takes euros and stablecoins",
]
ASKS = [
    "Do we need an ATS licence",
    "Which registrations do we need",
    "Is FINRA membership a must",
    "Do we need a broker-dealer",
]


class Cost(NamedTuple):
    """Rows a second by the clock, and of CPU."""

    clock: float
    cpu: float

    def over(self, other: "Cost") -> str:
        return f"{self.clock / other.clock:5.2f} times by the clock, {self.cpu / other.cpu:5.2f} by CPU"


def questions() -> Iterator[str]:
    for who, city, does, money, asks in itertools.product(WHO, CITY, DOES, MONEY, ASKS):
        yield f"We are {who} in {city} that {does} and {money}. {asks}?"


def cpu() -> float:
    own, others = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    return own.ru_utime + own.ru_stime + others.ru_utime + others.ru_stime


def measured(rows: int, call: Callable[[], object]) -> Cost:
    begun, used = time.monotonic(), cpu()
    call()
    return Cost(rows / (time.monotonic() - begun), rows / (cpu() - used))


def plain(asked: Sequence[str], threads: int) -> Cost:
    import torch
    from plain_script import store

    torch.set_num_threads(threads)
    with tempfile.TemporaryDirectory() as folder:
        chroma = store(Path(folder))
        chroma.similarity_search(asked[0], k=5)
        return measured(len(asked), lambda: [chroma.similarity_search(question, k=5) for question in asked])


def encoder(asked: Sequence[str]) -> Cost:
    """What reads every question, its tokens and networks, and nothing else, on one thread."""
    from assistant.reading import Reader
    from assistant.reading.network import Said

    network = Reader().network
    rows = [Said(question) for question in asked[:200]]
    network.run(rows[:1])
    return measured(len(rows), lambda: network.run(rows))


def whole(asked: Sequence[str], threads: int) -> Cost:
    """Without what loading costs: a run of one row for each worker is taken off."""
    from assistant.batch import Options, run

    def timed(folder: Path, rows: Sequence[str], name: str) -> tuple[float, float]:
        source = folder / f"{name}.csv"
        with source.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([["question"], *([row] for row in rows)])
        begun, used = time.monotonic(), cpu()
        run(source, folder / f"{name}-answers.csv", Options(workers=threads))
        return time.monotonic() - begun, cpu() - used

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        warm = [f"Is FINRA membership {n} required?" for n in range(16 * threads)]
        timed(folder, warm, "index")  # which may have to be built
        loading, loading_cpu = timed(folder, warm, "few")
        clock, used = timed(folder, [*warm, *asked], "all")
    return Cost(len(asked) / (clock - loading), len(asked) / (used - loading_cpu))


def shown(name: str, cost: Cost) -> None:
    print(f"{name:42} {cost.clock:8.1f} rows/s {cost.cpu:8.1f} rows/CPU s", flush=True)


def main(count: int, threads: int) -> None:
    asked = list(itertools.islice(questions(), count))
    words = sum(len(question.split()) for question in asked) / len(asked)
    repeats = [asked[n % (len(asked))] for n in range(10 * len(asked))]
    print(f"{len(asked)} questions of {words:.0f} words, {threads} threads")
    one, two = plain(asked, 1), plain(asked, threads)
    distinct, repeated, bound = whole(asked, threads), whole(repeats, threads), encoder(asked)
    shown("plain script, 1 torch thread", one)
    shown(f"plain script, {threads} torch threads", two)
    shown("assistant batch, distinct", distinct)
    shown("assistant batch, nine in ten repeat", repeated)
    shown("the reading networks alone, 1 thread", bound)
    # Torch's threads wait for each other by spinning: on a busy machine two are slower than one.
    for name, cost in (("distinct, aim 5", distinct), ("repeats, aim 40", repeated)):
        print(f"{name}: beside {threads} torch threads {cost.over(two)}; beside one {cost.over(one)}")
    print(f"the whole uses the CPU for the networks to {distinct.cpu / bound.cpu:.0%}")


if __name__ == "__main__":
    given = [int(number) for number in sys.argv[1:]]
    main(*given, *[600, 2][len(given) :])
