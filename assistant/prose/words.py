"""A text as the tokens by which two wordings of one claim are compared: names, numbers, operators, content."""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from typing import Literal, NamedTuple

from assistant.reading import mentions

WORDS = Path(__file__).parent / "words.toml"

Role = Literal["content", "glue", "operator", "verdict", "negation", "licence", "break"]

NEGATIONS = frozenset(
    ["not", "no", "never", "neither", "nor", "none", "without", "nothing", "nobody", "nowhere"]
)
AUTHORITIES = frozenset(["fincen", "sec", "cftc", "nfa", "finra", "sipc", "congress"])
ARTICLES = frozenset(["a", "an", "the"])
_TOKEN = re.compile(r"«\w+»|§\w+§|[$€£]?\d[\d,.:]*\d%?|[$€£]?\d%?|[^\W_]+|[,;:!?()–—]|\.(?=\s|$)")
_COUNTED = re.compile(
    r"\b(two|three|four|five|six) (?:things|points|facts|questions|factors|conditions|registrations|licences)[:,] "
    r"(?P<rest>[^.;]*)"
)
_NUMBERS = {"two": 2, "three": 3, "four": 4, "five": 5, "six": 6}
_BREAKS = frozenset(",;:.!?()–—")
_CLAUSES = frozenset(
    [
        "and",
        "or",
        "but",
        "so",
        "that",
        "which",
        "who",
        "whom",
        "because",
        "since",
        "as",
        "while",
        "whereas",
        "although",
        "though",
    ]
)


class Token(NamedTuple):
    """`key` is what two wordings share: the family of a word, the class of an operator, the id of a licence."""

    word: str
    key: str
    role: Role


@dataclass(frozen=True)
class Words:
    """The closed lists of `words.toml`, compiled."""

    glue: frozenset[str]
    same: tuple[tuple[re.Pattern[str], str], ...]
    operators: tuple[tuple[re.Pattern[str], str], ...]
    verdicts: tuple[tuple[re.Pattern[str], str], ...]
    families: dict[str, str]
    free: frozenset[str]


@cache
def words() -> Words:
    table = tomllib.loads(WORDS.read_text("utf-8"))
    return Words(
        glue=frozenset(table["glue"].split()),
        same=tuple((re.compile(pair["is"]), pair["as"]) for pair in table["same"]),
        operators=_named(table["operators"]),
        verdicts=_named(table["verdicts"]),
        families={form: name for name, forms in table["families"].items() for form in forms.split()},
        free=frozenset(table["free"]["operators"]),
    )


def _named(table: dict[str, str]) -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((re.compile(pattern), name) for name, pattern in table.items())


@cache
def tokens(text: str) -> tuple[Token, ...]:
    """The tokens of a text in order; licences it names stand before their own words."""
    return tuple(_tokens(plain(text)))


@cache
def plain(text: str) -> str:
    """Lower case, licences marked «id», ways of saying one thing brought to one form."""
    flat = re.sub(r"\s+", " ", text.replace("’", "'").replace("‘", "'")).strip()
    flat = _with_licences(flat)
    flat = re.sub(r"\bU\.S\.|\bUS\b|\bUSA\b", "usa", flat).lower()
    flat = re.sub(r"\bcan't\b|\bcannot\b", "can not", re.sub(r"\bwon't\b", "will not", flat))
    flat = re.sub(r"n't\b", " not", flat)
    flat = re.sub(r"'(?:s|re|ve|ll|d|m)?(?!\w)", " ", flat)
    flat = re.sub(r"(?<=\w)[-/](?=\w)", " ", flat)
    flat = re.sub(r"(?<=\d), (?=\d{4}\b)", " ", flat)
    flat = _COUNTED.sub(_counted, re.sub(r" +", " ", flat))
    for pattern, form in words().same:
        flat = pattern.sub(form, flat)
    return re.sub(r" +", " ", flat)


def _counted(match: re.Match[str]) -> str:
    """ "Two things: whether … and whether …" without its number, where that is how many follow."""
    number = _NUMBERS[match[1]]
    right = number in (
        len(re.findall(r"\bwhether\b", match["rest"])),
        len(set(re.findall(r"«(\w+)»", match["rest"]))),
    )
    return match["rest"] if right else match.group()


def _with_licences(text: str) -> str:
    for start, _, licence in reversed(mentions(text)):
        text = f"{text[:start]} «{licence}» {text[start:]}"
    return text


def _tokens(flat: str) -> Iterator[Token]:
    for pattern, name in (*words().verdicts, *words().operators):
        flat = pattern.sub(partial(_kept, name), flat)
    for match in _TOKEN.finditer(flat):
        yield _token(match.group())


def _kept(name: str, match: re.Match[str]) -> str:
    negated = "not " if match.group().startswith("not ") and name == "law" else ""
    return f" {negated}§{name}§ "


def _token(word: str) -> Token:
    if word.startswith("«"):
        return Token(word, word[1:-1], "licence")
    if word.startswith("§"):
        name = word[1:-1]
        return Token(word, name, "verdict" if name in _verdict_names() else "operator")
    if word in NEGATIONS:
        return Token(word, "not", "negation")
    if word in _BREAKS:
        return Token(word, word, "break")
    if word in words().glue:
        return Token(word, word, "glue")
    return Token(word, words().families.get(word) or stem(word), "content")


def alike(one: str, other: str) -> float:
    """The share of the words of two texts that both have."""
    first, second = ({token.key for token in tokens(text)} for text in (one, other))
    return len(first & second) / max(1, len(first | second))


@cache
def _verdict_names() -> frozenset[str]:
    return frozenset(name for _, name in words().verdicts)


def stem(word: str) -> str:
    """A word without its inflection; light, since both sides of a comparison go through it."""
    word = word.removesuffix("ly") if len(word) > 6 else word
    word = re.sub(r"is(e|es|ed|ing|ation|ations)$", r"iz\1", word) if len(word) > 6 else word
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    for ending in ("ing", "ed"):
        root = word.removesuffix(ending)
        if root != word and len(root) > 3:
            return re.sub(r"([bdgmnprt])\1$", r"\1", root).removesuffix("e")
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        word = word.removesuffix("s")
    return word.removesuffix("e") if len(word) > 4 else word


def is_clause_break(token: Token) -> bool:
    return token.role == "break" or token.word in _CLAUSES
