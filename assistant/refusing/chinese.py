"""A question in English words, those of asking among them: what English questions teach then holds for Chinese."""

import re
import tomllib
from functools import cache
from pathlib import Path

from assistant.retrieval.expansion import finder_of, glossary, translated

ASKING = Path(__file__).parent / "asking.toml"


def in_english(text: str) -> str:
    """As in retrieval, with the words of asking in English too; any text without Chinese as it is."""
    return translated(text, *_words())


@cache
def _words() -> tuple[dict[str, str], re.Pattern[str]]:
    """The article's terms and the words of asking, with their finder."""
    words = {**tomllib.loads(ASKING.read_text("utf-8")), **glossary().terms}
    return words, finder_of(words)
