"""Questions near the line, in groups: much the same words ask for what the article says, and for what it does not.

Half of the groups teach the reader. A sixth teach the judge of `assistant/refusing`, which has to learn how far to
believe the reader on questions that it has not seen. A third are never learnt from, so that both can be measured.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from assistant.errors import ModelError
from assistant.source import Source

NEAR = Path(__file__).parent / "near.jsonl"
MEASURED, JUDGED = 1 / 3, 1 / 2

Part = Literal["measured", "judge", "reader"]


def share(key: str) -> float:
    """A number in [0, 1) that depends on the key only, by which texts are kept apart."""
    return int(hashlib.sha256(key.encode()).hexdigest()[:8], 16) / 2**32


@dataclass(frozen=True)
class Near:
    """A question; `sentence` is the text of the sentence that answers it, None where the article does not."""

    question: str
    group: str
    sentence: str | None

    @property
    def part(self) -> Part:
        """Who learns from its group: nobody (measured), the judge, or the reader."""
        place = share(self.group)
        return "measured" if place < MEASURED else "judge" if place < JUDGED else "reader"


def load_near(source: Source, path: Path = NEAR) -> tuple[Near, ...]:
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


def of_part(questions: Sequence[Near], *parts: Part) -> tuple[Near, ...]:
    return tuple(near for near in questions if near.part in parts)
