"""Questions whose sentence is known: most are indexed beside it, a tenth is held out to measure by."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant.errors import VectorIndexError
from assistant.source import Source

BANK = Path(__file__).parent / "bank.jsonl"
HELD_OUT = 0.10


@dataclass(frozen=True)
class Known:
    """A question and the text of the sentence that answers it; `also` may be shown in its place."""

    question: str
    sentence: str
    also: tuple[str, ...] = ()


def share(question: str) -> float:
    """A number in [0, 1) that depends on the question's text only."""
    return int(hashlib.sha256(question.encode()).hexdigest()[:8], 16) / 2**32


def is_held_out(question: str) -> bool:
    """True for the questions that nothing is built or trained from, so that they can measure it."""
    return share(question) < HELD_OUT


def load_bank(path: Path = BANK) -> tuple[Known, ...]:
    """Every known question, held out or not, in file order.

    Raises:
        VectorIndexError: the file cannot be read; the line is named.
    """
    try:
        lines = path.read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise VectorIndexError(f"{path}: cannot be read ({error}): install the package again") from error
    return tuple(_known(line, f"{path}:{number}") for number, line in enumerate(lines, 1))


def indexed(bank: Sequence[Known], source: Source) -> tuple[Known, ...]:
    """The questions to index: not held out, and about a sentence that this source has."""
    texts = {sentence.text for sentence in source.sentences}
    return tuple(known for known in bank if known.sentence in texts and not is_held_out(known.question))


def bank_sha256(bank: Sequence[Known]) -> str:
    rows = [[known.question, known.sentence, known.also] for known in bank]
    return hashlib.sha256(json.dumps(rows, ensure_ascii=False).encode()).hexdigest()


def _known(line: str, place: str) -> Known:
    try:
        row = json.loads(line)
        return Known(row["question"], row["sentence"], tuple(row.get("also", ())))
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise VectorIndexError(f"{place}: not a question with its sentence: {line[:60]!r}") from error
