"""What can be a question at all."""

import re
import unicodedata

from assistant.errors import QuestionError
from assistant.settings import MAX_QUESTION

_INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")
_BINARY_SHARE = 0.05


def checked_question(text: str) -> str:
    """The question as it is read: invisible and control characters removed, line ends made one kind.

    Raises:
        QuestionError: empty, longer than MAX_QUESTION code points, or more like a binary file than a text.
    """
    if len(text) > MAX_QUESTION:
        raise QuestionError(f"the question has {len(text):,} characters: the limit is {MAX_QUESTION:,}")
    if text.isascii() and text.isprintable() and (plain := text.strip()):
        return plain
    controls = sum(
        1
        for letter in text
        if unicodedata.category(letter) in ("Cc", "Cs", "Co", "Cn") and letter not in "\t\n\r"
    )
    if controls > _BINARY_SHARE * len(text) or "\x00" in text:
        raise QuestionError(
            f"the question has {controls:,} control characters: it looks like a binary file, not a text"
        )
    kept = "".join(
        letter for letter in text if letter in "\t\n\r" or unicodedata.category(letter) not in ("Cc", "Cs")
    )
    clean = _INVISIBLE.sub("", kept).replace("\r\n", "\n").replace("\r", "\n").strip()
    if not clean:
        raise QuestionError("the question is empty: ask something")
    return clean
