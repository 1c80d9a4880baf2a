"""Text to comparable words, each with its place: letter case, marks, white space, British spelling and the
endings of words do not count."""

import re
import unicodedata
from collections.abc import Sequence
from typing import NamedTuple

_SHORTENED = re.compile(r"\b(?:[a-z]\.){2,}", re.I)
_SPELT = (
    (re.compile(r"licence"), "license"),
    (re.compile(r"(token|organ|recogn|author|util|real|emphas)is(?=e|ing|ation)"), r"\1iz"),
)
_INFLECTED = re.compile(r"(?<![sui])s$|(?<=[sxh])es$|(?:ing|ed|e)$")
_SHORT = 4


class Word(NamedTuple):
    """`text` as it is compared; `start` and `end` in the text that it is from, in code points."""

    text: str
    start: int
    end: int


def words(text: str) -> list[Word]:
    """The words of a text; "U.S." is one, and a Chinese character is one."""
    joined = _SHORTENED.sub(lambda found: found.group().replace(".", "\u2060"), text)
    return [Word(_plain(match.group()), match.start(), match.end()) for match in _pieces(joined)]


def _pieces(text: str) -> list[re.Match[str]]:
    return list(re.finditer("[\u3400-\u9fff]|[^\\W_\u3400-\u9fff]+(?:\u2060[^\\W_]+)*", text))


def _plain(word: str) -> str:
    text = unicodedata.normalize("NFKC", word).casefold().replace("\u2060", "")
    for pattern, spelt in _SPELT:
        text = pattern.sub(spelt, text)
    return _INFLECTED.sub("", text) if len(text) > _SHORT else text


def texts(of: Sequence[Word]) -> list[str]:
    return [word.text for word in of]


def is_chinese(text: str) -> bool:
    """Whether most of the words are Chinese characters."""
    found = words(text)
    return 2 * sum("\u3400" <= word.text[0] <= "\u9fff" for word in found) > len(found)
