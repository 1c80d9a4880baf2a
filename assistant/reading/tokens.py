"""Text to tokens for the reader's network, the same in training and in use."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from tokenizers import AddedToken, Tokenizer

from assistant.reading.labels import ASKED
from assistant.reading.simplified import simplified

CONTEXT = 240  # code points kept of what came before


@dataclass(frozen=True)
class Encoded:
    """Token ids, segment types, 1 for each token of the text itself, and code-point offsets into the text."""

    ids: list[int]
    types: list[int]
    own: list[int]
    offsets: list[tuple[int, int]]


def encode(
    tokenizer: Tokenizer, text: str, before: str = "", asked: str | None = None, limit: int = 320
) -> Encoded:
    """`text` after what came before it: the end of the last turn, and the question that was asked.

    Traditional Chinese characters are read as simplified ones.
    `tokenizer` neither truncates nor pads. Tokens past `limit` are cut off at the end.
    """
    text, before = simplified(text), simplified(before[-CONTEXT:])
    context = " ".join(part for part in (before, ASKED.get(asked or "", "")) if part)
    encoding = tokenizer.encode(context, text) if context else tokenizer.encode(text)
    own_segment = 1 if context else 0
    own = [int(sequence == own_segment) for sequence in encoding.sequence_ids]
    return Encoded(encoding.ids[:limit], encoding.type_ids[:limit], own[:limit], encoding.offsets[:limit])


def extended_tokenizer(path: Path, texts: Iterable[str]) -> Tokenizer:
    """The tokenizer of the body with a token for each Chinese character of `texts` that it lacks."""
    tokenizer = load_tokenizer(path)
    known = tokenizer.get_vocab()
    letters = sorted(
        {letter for text in texts for letter in simplified(text) if "\u3400" <= letter <= "\u9fff"}
        - known.keys()
    )
    tokenizer.add_tokens([AddedToken(letter, normalized=False) for letter in letters])
    return tokenizer


def load_tokenizer(path: Path) -> Tokenizer:
    tokenizer = Tokenizer.from_file(str(path))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer
