"""How long a search takes among many further documents, beside the same search of the article alone in the same run.

    python benchmarks/sources.py                    10,000 made-up documents; a few minutes, nearly all to add them
    python benchmarks/sources.py --documents 500
"""

import argparse
import random
import tempfile
from collections.abc import Callable
from pathlib import Path
from statistics import median
from time import perf_counter

from assistant.retrieval import Retriever
from assistant.settings import current
from assistant.source import load_source
from assistant.sources import Library

WHO = ("A broker", "The bank", "Our counsel", "A transfer agent", "The exchange", "A custodian", "The auditor")
DOES = ("reports", "keeps", "reviews", "files", "refuses", "explains", "signs")
WHAT = ("the ledger", "client complaints", "the margin call", "a dividend notice", "an order book", "the annual plan")
QUESTION = "Who reviews client complaints in the third quarter?"
LIMIT = 50.0  # milliseconds a question may take


def made_up(number: int) -> bytes:
    chance = random.Random(number)
    said = " ".join(chance.choice(words) for words in (WHO, DOES, WHAT))
    return f"{said} in quarter {number % 4 + 1}, matter {number}.".encode()


def milliseconds(ask: Callable[[], object], times: int = 30) -> float:
    ask()  # loads
    taken = []
    for _ in range(times):
        begin = perf_counter()
        ask()
        taken.append(1000 * (perf_counter() - begin))
    return median(taken)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, default=10_000)
    count = parser.parse_args().documents
    retriever = Retriever(load_source(), current())
    with tempfile.TemporaryDirectory() as folder:
        library = Library(Path(folder) / "sources.sqlite", retriever)
        for number in range(count):
            library.add(made_up(number), file=f"{number}.txt")
        article = milliseconds(lambda: retriever.search(QUESTION))
        documents = milliseconds(lambda: library.search(QUESTION))
    print(f"the article alone: {article:.1f} ms")
    print(f"{count:,} documents: {documents:.1f} ms, {documents / article:.2f} of it; at most {LIMIT:.0f} ms")


if __name__ == "__main__":
    main()
