"""A quotation and the article: the same words, nearly the same, or none of its own."""

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from functools import lru_cache
from typing import NamedTuple

from assistant.premises.wording import Word, is_chinese, texts, words
from assistant.source import Quote, Sentence, Source

# Share of a quotation's words that stand in a sentence, in their order, to be an alteration of it.
ALIKE = 0.55
LEAST = 4  # words of a quotation that can be an alteration
_CHINESE, _ALIKE_CHINESE = 8, 0.7  # in Chinese, where a quotation may be a translation
_SURELY = 0.7  # with so many alike, a name may be what was altered
NAME = re.compile(r"\b[A-Z][A-Za-z0-9+]{2,}\b", re.A)
_WIDEST = 400  # words from the beginning to the end of a quotation that leaves some out
LONG = 150  # words of it that are compared with each sentence
_LEFT_OUT = re.compile(r"…+|\.{3,}|\[[^\]]*\]")


class Alteration(NamedTuple):
    """The sentence that a quotation alters, the share of its words that are there in their order, and whether all
    its names are."""

    sentence: Sentence
    share: float
    names: bool


@lru_cache(maxsize=4)
def _words_of(text: str) -> tuple[Word, ...]:
    return tuple(words(text))


@lru_cache(maxsize=1024)
def _compared(text: str) -> tuple[str, ...]:
    """Its words as they are compared. Kept, as every question is held against each sentence of the article."""
    return tuple(texts(words(text)))


@lru_cache(maxsize=4)
def _line_of_words(text: str) -> tuple[str, tuple[int, ...]]:
    """All words in a row, each between spaces, and where each begins in it."""
    row, starts, at = [], [], 1
    for word in _words_of(text):
        row.append(word.text)
        starts.append(at)
        at += len(word.text) + 1
    return f" {' '.join(row)} ", tuple(starts)


def exact(quotation: str, source: Source) -> Quote | None:
    """The article's own words, where the quotation is the same but for case, marks, spaces and spelling.

    What it leaves out ("…") may be anything that stands between; the place is then that of its first part.
    """
    parts = [texts(words(part)) for part in _LEFT_OUT.split(quotation) if words(part)]
    spans = [span for span in _spans(parts, source) if span[1] - span[0] <= _WIDEST]
    if not spans:
        return None
    first, behind = min(spans, key=lambda span: span[1] - span[0])
    found = _words_of(source.text)
    start, end = found[first].start, found[behind - 1].end
    return Quote(source.text[start:end], start, end, source.text.count("\n", 0, start) + 1)


def _spans(parts: Sequence[Sequence[str]], source: Source) -> Iterator[tuple[int, int]]:
    """From each occurrence of the first part to the nearest end of the last, all between in their order."""
    after = 0
    while parts and (first := _find(parts[0], source, after)):
        behind = first[1]
        for part in parts[1:]:
            found = _find(part, source, behind)
            if found is None:
                return
            behind = found[1]
        yield first[0], behind
        after = first[0] + 1


@lru_cache(maxsize=4)
def words_in(text: str) -> frozenset[str]:
    return frozenset(word.text for word in _words_of(text))


def has_word(text: str, source: Source) -> bool:
    """Whether each word stands in the article in some form: its first five letters do."""
    line, _ = _line_of_words(source.text)
    return all(f" {word[:5]}" in line for word in texts(words(text)))


def altered(quotation: str, source: Source, alike: float = ALIKE) -> Alteration | None:
    """The sentence that the quotation comes nearest to, where that is near enough to be an alteration of it."""
    quoted = texts(words(quotation))[:LONG]
    if len(quoted) < LEAST:
        return None
    if is_chinese(quotation):
        if len(quoted) < _CHINESE:
            return None
        alike = max(alike, _ALIKE_CHINESE)
    named = _named(quotation, source)
    found = [
        Alteration(sentence, _share(quoted, own), named <= set(own))
        for sentence in source.sentences
        if (own := _compared(sentence.text))
    ]
    likely = [one for one in found if one.share >= (alike if one.names else max(alike, _SURELY))]
    return max(likely, key=lambda one: one.share, default=None)


def _named(quotation: str, source: Source) -> set[str]:
    """The names in it that the article has."""
    return {word for name in NAME.findall(quotation) for word in texts(words(name))} & words_in(source.text)


def _share(quoted: Sequence[str], sentence: Sequence[str]) -> float:
    """Of the quoted words; runs of one word count half, as any two English sentences share some."""
    blocks = SequenceMatcher(None, quoted, sentence, autojunk=False).get_matching_blocks()
    return sum(block.size if block.size > 1 else 0.5 * block.size for block in blocks) / len(quoted)


def _find(quoted: Sequence[str], source: Source, after: int) -> tuple[int, int] | None:
    """The numbers of the first and behind the last word of its first occurrence, from word `after` on."""
    line, starts = _line_of_words(source.text)
    begin = starts[after] - 1 if after < len(starts) else len(line)
    found = line.find(f" {' '.join(quoted)} ", begin)
    if found < 0:
        return None
    first = starts.index(found + 1)
    return first, first + len(quoted)
