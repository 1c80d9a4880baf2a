"""A question in English words, those of asking among them: what English questions teach then holds for Chinese."""

import re
import tomllib
from functools import cache
from pathlib import Path

from assistant.retrieval.expansion import CHINESE, glossary

ASKING = Path(__file__).parent / "asking.toml"
_CHINESE = re.compile(f"[{CHINESE}]")
_LEFT_OVER = re.compile(f"[{CHINESE}\u3000-\u303f\uff00-\uff65]+")


def is_chinese(text: str) -> bool:
    return _CHINESE.search(text) is not None


def in_english(text: str) -> str:
    """The text with known Chinese words in English and other Chinese left out; any other text as it is."""
    if not is_chinese(text):
        return text
    words, finder = _words()
    english = finder.sub(lambda found: f" {words[found.group()]} ", text)
    return " ".join(_LEFT_OVER.sub(" ", english).split()) or text


@cache
def _words() -> tuple[dict[str, str], re.Pattern[str]]:
    """The article's terms and the words of asking; the pattern takes the longest."""
    words = {**tomllib.loads(ASKING.read_text("utf-8")), **glossary().terms}
    return words, re.compile("|".join(map(re.escape, sorted(words, key=len, reverse=True))))
