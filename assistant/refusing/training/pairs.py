"""Questions near the line, in groups: much the same words ask for what the article says, and for what it does not.

A third of the groups is never learnt from, so that the model can be measured on it.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant.errors import ModelError
from assistant.source import Source

PAIRS = Path(__file__).parent / "pairs.jsonl"
MEASURED = 1 / 3


@dataclass(frozen=True)
class Near:
    """A question; `sentence` is the text of the sentence that answers it, None where the article does not."""

    question: str
    group: str
    sentence: str | None

    @property
    def measured(self) -> bool:
        """Whether its group is kept for measuring."""
        share = int(hashlib.sha256(self.group.encode()).hexdigest()[:8], 16) / 2**32
        return share < MEASURED


def load_pairs(source: Source, path: Path = PAIRS) -> tuple[Near, ...]:
    """In file order. A line: `{"group": …, "question": …, "answered_by": a sentence's id, or null}`.

    Raises:
        ModelError: a line is no question, or names a sentence that the source has not; the line is named.
    """
    texts = {sentence.id: sentence.text for sentence in source.sentences}
    lines = path.read_text("utf-8").splitlines()
    return tuple(_near(line, f"{path}:{number}", texts) for number, line in enumerate(lines, 1))


def _near(line: str, place: str, texts: Mapping[str, str]) -> Near:
    try:
        row = json.loads(line)
        question, group, answer = row["question"], row["group"], row["answered_by"]
    except (ValueError, KeyError, TypeError) as error:
        raise ModelError(f"{place}: {line[:60]!r} lacks group, question or answered_by") from error
    if answer is not None and answer not in texts:
        raise ModelError(
            f"{place}: answered_by {answer!r} is no sentence of the source: such as 13.1, or null"
        )
    return Near(question, group, None if answer is None else texts[answer])


def learnt(pairs: Sequence[Near]) -> tuple[Near, ...]:
    return tuple(near for near in pairs if not near.measured)


def measured(pairs: Sequence[Near]) -> tuple[Near, ...]:
    return tuple(near for near in pairs if near.measured)
