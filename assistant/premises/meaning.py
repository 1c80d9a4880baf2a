"""What a text comes to, as far as it can be compared: its meanings, the bodies it names, what it denies, how far it
goes."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from pathlib import Path
from typing import Literal, NamedTuple

from assistant.premises.attribution import bodies, body_in, by_short_names
from assistant.premises.opposites import denials, on_condition, without_denials
from assistant.premises.wording import is_chinese, texts, words

THESAURUS = Path(__file__).parent / "thesaurus.toml"
Force = Literal["must", "should", "may"]

_FLAGS = re.I | re.A
_ENDING = re.compile(
    r"(?<=\w{4})(?:ations?|itions?|ions?|ments?|ances?|ences?|ators?|ors?|ers?|ants?|at|ory|ity|ities|ally|ly|ian|ied?|ies|i|y|e|s)$"
)
_SHORTEST = 4
_FORCES: tuple[tuple[Force, re.Pattern[str]], ...] = (
    (
        "must",
        re.compile(
            r"\bmust\b|\bneed(?:s|ed)?\b|\brequire[sd]?\b|\brequirements?\b|mandatory|compulsory|obligatory|\bhave to\b|\bhas to\b|\boblige|\bbound to\b|必须|需要|强制|须|法定|必拿",
            _FLAGS,
        ),
    ),
    ("should", re.compile(r"\bshould\b|\brecommend|\bought to\b|\badvis|建议|推荐|应当|应该|应", _FLAGS)),
    (
        "may",
        re.compile(
            r"\bmay\b|\bcan\b|\bcould\b|\boptional|\bvoluntar|\bfree to\b|可选|自愿|可以|可能|也可", _FLAGS
        ),
    ),
)
_ALL = re.compile(
    r"\b(?:all|every|always|each|everyone|everybody|whenever|without exception|invariably)\b|所有|每个|每家|一律|任何|全部|全都|总是",
    _FLAGS,
)
_NOT_ALL = re.compile(
    r"\b(?:most|many|some|majority|generally|in general|typically|usually|nearly|almost|in most cases|for example)\b|大多数|多数|许多|一些|部分|一般|通常|几乎|大多|例如",
    _FLAGS,
)
_OVER = re.compile(
    r"\b(?:overse\w+|supervis\w+|regulat\w+|control\w*|watch(?:es)?|polic\w+|monitor\w*)\b|监管|监督", _FLAGS
)
_BY = re.compile(
    r"\b(?:overseen|supervised|regulated|controlled|watched|policed|monitored)\s+by\b|受", _FLAGS
)
_STEPS = {
    "broker-dealer": r"broker-?[ -]?dealer|经纪交易商",
    "FINRA": r"\bfinra\b",
    "ATS": r"\bats\b|alternative trading",
    "SIPC": r"\bsipc\b",
}
_BEFORE = re.compile(r"\bbefore\b|\bprior to\b|\bprecedes?\b|\band then\b|\bthen\b|先.*再|之前|才能", _FLAGS)
_AFTER = re.compile(r"\bafter\b|\bonce\b|\bfollows\b|\bfollowing\b|之后", _FLAGS)
_EMPTY = (
    "a an the is are was were be been being am it its it's their they them he she his her to of in on for at by as and or that this these those"
    " do does did done has have had having will would with which who whom whose there here about so such if when than then"
    " just also only too very really still even yet any some no not never none into from out up what why how where"
    " platform thing such article author piece text say we you us our your i me my because since"
    " all every each always most majority vast fall lie everyone don doesn isn aren didn can could may might but"
)


@cache
def _empty() -> frozenset[str]:
    return frozenset(_stem(word) for word in texts(words(_EMPTY)))


_RUN = re.compile("[\u3400-\u9fff]+")
_PARTICLES = re.compile("[的是了在有不和或由对为会要都也文章把被就才还让其它们这那个并与及说者以可能没无于]")
_SHORTENED = re.compile(r"n't\b|'s\b|'re\b|'ll\b|'ve\b|'d\b")
_MARKS = re.compile(r"[^\w'&-]+")


class Meaning(NamedTuple):
    """`steps`: the registrations in the order in which they are to be had, () where none is given.

    `above`: pairs of bodies of which the first oversees the second.
    """

    meanings: frozenset[str]
    bodies: frozenset[str]
    denials: int
    conditional: bool
    of_all: bool
    hedged: bool
    forces: frozenset[Force]
    above: frozenset[tuple[str, str]]
    steps: tuple[str, ...]


@lru_cache(maxsize=2048)
def meaning(text: str) -> Meaning:
    """Of a text in English or Chinese."""
    named = frozenset(name for name in bodies() if body_in(name, text))
    return Meaning(
        meanings(text),
        named,
        denials(text),
        on_condition(text),
        _ALL.search(text) is not None,
        _NOT_ALL.search(text) is not None,
        frozenset(force for force, pattern in _FORCES if pattern.search(text)),
        _above(text, named),
        _steps(text),
    )


@lru_cache(maxsize=2048)
def meanings(text: str) -> frozenset[str]:
    """Its words as meanings: those of the thesaurus where it has them, else stems; of Chinese, pairs of characters."""
    plain = " ".join(by_short_names(without_denials(text)).casefold().replace("’", "'").split())
    phrases, single = _thesaurus()
    bare = f" {_MARKS.sub(' ', plain)} "
    found = {name for phrase, name in phrases.items() if f" {phrase} " in bare}
    for phrase in (phrase for phrase, name in phrases.items() if name in found):
        bare = bare.replace(f" {phrase} ", "  ")
    stems = {_stem(word) for word in texts(words(_SHORTENED.sub("", bare))) if not is_chinese(word)}
    return frozenset(found | {single.get(stem, stem) for stem in stems - _empty()} | set(_pairs(plain)))


def _pairs(text: str) -> Iterator[str]:
    for run in _RUN.findall(text):
        for part in _PARTICLES.split(run):
            yield from (part[at : at + 2] for at in range(len(part) - 1))


@cache
def _thesaurus() -> tuple[Mapping[str, str], Mapping[str, str]]:
    """Phrase to meaning, and stem to meaning; the first entry that has a word has it."""
    raw: dict[str, list[str]] = tomllib.loads(THESAURUS.read_text("utf-8"))["meanings"]
    phrases: dict[str, str] = {}
    single: dict[str, str] = {}
    for name, entries in raw.items():
        for entry in [name, *entries]:
            found = texts(words(entry))
            if len(found) == 1:
                single.setdefault(_stem(found[0]), name)
            else:
                phrases.setdefault(entry, name)
    return phrases, single


def _stem(word: str) -> str:
    if len(word) == _SHORTEST and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    previous = ""
    while word != previous:
        previous, word = word, _ENDING.sub("", word)
    return word


def _above(text: str, named: frozenset[str]) -> frozenset[tuple[str, str]]:
    """Who oversees whom, where just two bodies are named round one word for it."""
    said = _OVER.search(text)
    if len(named) != 2 or not said:
        return frozenset()
    before = [name for name in named if body_in(name, text[: said.start()])]
    after = [name for name in named if body_in(name, text[said.end() :])]
    if len(before) != 1 or len(after) != 1 or before == after:
        return frozenset()
    pair = (before[0], after[0])
    return frozenset({pair[::-1] if _BY.search(text) else pair})


def _steps(text: str) -> tuple[str, ...]:
    last = {
        name: max((m.start() for m in re.finditer(pattern, text, _FLAGS)), default=-1)
        for name, pattern in _STEPS.items()
    }
    order = tuple(sorted((name for name in last if last[name] >= 0), key=lambda name: last[name]))
    if len(order) < 2:
        return ()
    if _BEFORE.search(text):
        return order
    return order[::-1] if _AFTER.search(text) else ()
