"""CPU of reading a 60-word question, once loaded, beside embedding it with sentence-transformers in torch.

The reference is what any assistant over the same model pays for a question before it has read anything.
"""

import time
from collections.abc import Callable

from sentence_transformers import SentenceTransformer

from assistant.reading import Reader
from assistant.weights import weights_folder

ROUNDS = 50
QUESTION = (
    "We are a small firm in Lisbon and sell tokenised American shares to people in Ohio and Texas, always as the "
    "other side of the trade; the shares lie with a licensed broker, clients pay in USDC, dividends are passed on "
    "each quarter, and there is no leverage of any kind. Which of the registrations do we need, and which not?"
)


def cpu_milliseconds(call: Callable[[], object]) -> float:
    """The least of ROUNDS calls, after one to warm up."""
    call()
    least = float("inf")
    for _ in range(ROUNDS):
        begun = time.process_time()
        call()
        least = min(least, time.process_time() - begun)
    return least * 1000


def main() -> None:
    reader = Reader()
    model = SentenceTransformer(str(weights_folder()), device="cpu", local_files_only=True)
    reading = cpu_milliseconds(lambda: reader.read(QUESTION))
    plain = cpu_milliseconds(lambda: model.encode([QUESTION]))
    print(f"{len(QUESTION.split())} words, read                 {reading:6.1f} ms CPU   (bound 30 ms)")
    print(f"embedded by sentence-transformers  {plain:6.1f} ms CPU   the reading is {reading / plain:.2f} of it")


if __name__ == "__main__":
    main()
