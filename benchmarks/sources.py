"""How long a question takes among many further documents, beside the same question of the article alone.

    python benchmarks/sources.py                    10,000 made-up documents; nearly all of the time goes to adding them
    python benchmarks/sources.py --documents 500
    python benchmarks/sources.py --folder kept      keeps them there: the same command then measures again at once

By the clock and in CPU time, as other work on the machine lengthens only the first. Exit code 1 where the search
among the documents takes more than 50 ms CPU.
"""

import argparse
import random
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median
from time import perf_counter, process_time
from typing import NamedTuple

from assistant.assistant import Assistant
from assistant.settings import load_settings
from assistant.sources import Library

WHO = (
    "a broker in {place}",
    "the custodian bank",
    "our counsel",
    "the transfer agent",
    "an exchange in {place}",
    "the auditor",
    "a market maker",
    "the compliance desk",
    "the regulator of {place}",
    "an issuer of {thing}",
)
DOES = (
    "reports",
    "keeps",
    "reviews",
    "files",
    "refuses",
    "explains",
    "signs",
    "archives",
    "publishes",
    "delays",
)
WHAT = (
    "the ledger of {thing}",
    "client complaints",
    "a margin call",
    "the dividend notice",
    "an order book",
    "the annual plan",
    "the minutes of the {month} meeting",
    "proofs of reserves",
    "the key ceremony",
    "a list of wallets",
    "know-your-customer files",
    "the fee table",
)
WHY = (
    "because the {month} audit asked for it",
    "after {number} users in {place} wrote in",
    "so that holders of {thing} are paid within {number} days",
    "although the contract of {month} says otherwise",
    "before the office in {place} opens",
    "when trading in {thing} stops",
    "as agreed with {number} partners",
)
VALUES = {
    "place": (
        "Ohio",
        "Texas",
        "Geneva",
        "Lagos",
        "Osaka",
        "Tallinn",
        "Lima",
        "Perth",
        "Nairobi",
        "Oslo",
        "Quito",
    ),
    "thing": (
        "tokenised shares",
        "gold certificates",
        "warehouse receipts",
        "carbon credits",
        "fund units",
        "bonds",
    ),
    "month": (
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
    ),
    "number": tuple(map(str, range(2, 400))),
}
QUESTIONS = (
    "Who reviews client complaints in Ohio?",
    "Is FINRA a government agency?",
    "When does the custodian bank publish the fee table?",
    "What is the long arm of the SEC?",
)
LIMIT = 50.0  # milliseconds that a question may take


class Taken(NamedTuple):
    """Milliseconds, medians."""

    clock: float
    cpu: float

    def __str__(self) -> str:
        return f"{self.clock:.1f} ms by the clock, {self.cpu:.1f} ms CPU"


def made_up(number: int) -> bytes:
    """A title and one to three paragraphs; none is like another, and the same number gives the same."""
    chance = random.Random(number)
    paragraphs = [" ".join(_sentences(chance)) for _ in range(chance.randint(1, 3))]
    return "\n\n".join([f"Matter {number}", *paragraphs]).encode()


def _sentences(chance: random.Random) -> Iterator[str]:
    for _ in range(chance.randint(1, 2)):
        parts = (chance.choice(WHO), chance.choice(DOES), chance.choice(WHAT), chance.choice(WHY))
        said = " ".join(parts).format(**{name: chance.choice(words) for name, words in VALUES.items()})
        yield said[0].upper() + said[1:] + "."


def milliseconds(ask: Callable[[str], object], rounds: int = 15) -> Taken:
    for question in QUESTIONS:
        ask(question)  # loads
    clock, cpu = [], []
    for _ in range(rounds):
        for question in QUESTIONS:
            begin, used = perf_counter(), process_time()
            ask(question)
            clock.append(1000 * (perf_counter() - begin))
            cpu.append(1000 * (process_time() - used))
    return Taken(median(clock), median(cpu))


def changed_one(library: Library, number: int) -> str:
    """Adds one document again with one more paragraph, and says what that took."""
    begin = perf_counter()
    added = library.add(made_up(number) + b"\n\nA new paragraph on exam fees.\n", file=f"{number}.txt")
    taken = 1000 * (perf_counter() - begin)
    return f"one of them changed: {added.embedded} piece embedded, {added.kept} kept, {taken:.0f} ms"


def fill(library: Library, count: int) -> None:
    """Adds the documents that are not there yet."""
    there = {document.file for document in library.documents()}
    missing = [number for number in range(count) if f"{number}.txt" not in there]
    begin, used = perf_counter(), process_time()
    for number in missing:
        library.add(made_up(number), file=f"{number}.txt")
    print(f"{len(missing):,} added in {perf_counter() - begin:.0f} s ({process_time() - used:.0f} s CPU)")


def measure(folder: Path, count: int) -> bool:
    """Print what a question takes; False where it is more than the limit."""
    data = folder / "data"
    alone = milliseconds(Assistant(load_settings(data=folder / "empty", audit=False)).ask)
    assistant = Assistant(load_settings(data=data, audit=False))
    library = assistant.library
    fill(library, count)
    begin, used = perf_counter(), process_time()
    library.search(QUESTIONS[0])
    print(f"loaded in {perf_counter() - begin:.1f} s ({process_time() - used:.1f} s CPU)")
    vectors = {question: assistant.retriever.vectors([question])[0] for question in QUESTIONS}
    among = milliseconds(lambda question: library.search(question, vector=vectors[question]))
    whole = milliseconds(assistant.ask)
    print(f"a question, the article alone: {alone}")
    print(f"a question, with {count:,} documents ({library.pieces():,} pieces): {whole}")
    print(f"of which the search among them: {among}; at most {LIMIT:.0f} ms CPU")
    print(changed_one(library, count // 2))
    return among.cpu <= LIMIT


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--documents", type=int, default=10_000)
    parser.add_argument("--folder", type=Path)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        sys.exit(not measure(given.folder or Path(temporary), given.documents))


if __name__ == "__main__":
    main()
