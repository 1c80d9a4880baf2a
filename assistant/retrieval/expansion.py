"""Puts a question in the article's words: Chinese terms in English, abbreviations beside their names."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

GLOSSARY = Path(__file__).parent / "glossary.toml"
CHINESE = "\u3400-\u4dbf\u4e00-\u9fff"
_CHINESE = re.compile(f"[{CHINESE}]")
_LEFT_OVER = re.compile(f"[{CHINESE}\u3000-\u303f\uff00-\uff65]+")


@dataclass(frozen=True)
class Glossary:
    """`names`: abbreviation to words; `terms`: Chinese to English; `finder` matches the longest term."""

    names: dict[str, str]
    terms: dict[str, str]
    finder: re.Pattern[str]


@cache
def glossary() -> Glossary:
    raw = tomllib.loads(GLOSSARY.read_text("utf-8"))
    return Glossary(raw["names"], raw["terms"], finder_of(raw["terms"]))


def finder_of(terms: Mapping[str, str]) -> re.Pattern[str]:
    """Matches any of the terms, the longest of those that begin at one place."""
    return re.compile("|".join(map(re.escape, sorted(terms, key=len, reverse=True))))


def has_chinese(text: str) -> bool:
    return _CHINESE.search(text) is not None


def in_english(text: str) -> str:
    """The text with known Chinese terms in English and other Chinese left out.

    The embedder knows hardly any Chinese. A text without Chinese, or without a known term, stays as it is.
    """
    return translated(text, glossary().terms, glossary().finder)


def translated(text: str, terms: Mapping[str, str], finder: re.Pattern[str]) -> str:
    """The same with other terms, and the `finder_of` them."""
    if not has_chinese(text):
        return text
    english = finder.sub(lambda found: f" {terms[found.group()]} ", text)
    return " ".join(_LEFT_OVER.sub(" ", english).split()) or text


def other_names(text: str) -> list[str]:
    """What else the things named in `text` are called: "ATS" gives "Alternative Trading System", and back."""
    folded = text.casefold()
    found = []
    for short, long in glossary().names.items():
        has_short, has_long = _mentions(text, short), long.casefold() in folded
        if has_short != has_long:
            found.append(long if has_short else short)
    return found


def for_keywords(text: str) -> str:
    """The text with everything that keyword search may find it by."""
    english = in_english(text)
    return " ".join([text, *([english] if english != text else []), *other_names(english)])


def _mentions(text: str, short: str) -> bool:
    # Two letters are often a word or an ending ("ib" in "ibid"), so they must stand in capitals.
    flags = re.IGNORECASE if len(short) > 2 else re.NOFLAG
    return re.search(rf"(?<![A-Za-z0-9]){re.escape(short)}s?(?![A-Za-z0-9])", text, flags) is not None
