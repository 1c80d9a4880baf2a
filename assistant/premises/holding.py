"""Whether a statement holds by the article: said by it, against what it says, or nothing that it says.

A statement is held against each sentence by its meanings. One that has most of them speaks of the same; where it says
it of another body, denies what is stated, or goes less far, the statement goes against it.
"""

import itertools
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Literal, NamedTuple

from assistant.premises.meaning import Meaning, meaning
from assistant.premises.wording import is_chinese
from assistant.source import Sentence, Source

_FEW = 2  # meanings of a statement of which something can be told
SAID = 0.7  # share of a statement's meanings that a sentence has which says it
SAME = 0.6  # … which speaks of the same
_CHINESE_SAID, _CHINESE_SAME = 0.5, 0.5
_MANY = 4  # meanings of a statement that two in a row may say between them
_UNDER = 3  # … a heading and a sentence under it
_BETWEEN = 0.85  # … which two in a row have that say it between them
_LEVEL = 0.1  # sentences whose share is so near the best one's are all looked at
_OWN = 0.6  # share of what a sentence has of a statement that one of its clauses has alone
_CLAUSES = re.compile(
    r"[;:()；：。（）]|[,，](?=(?:\s+[\w'’/-]+){4}|[\u3400-\u9fff][^，。；]{5})|\b(?:but|although|even though|though|while|however|and therefore|given that|since|because|as)\b|但|虽然|尽管|而",
    re.I | re.A,
)
_NAMED_APART = re.compile(r"\s*[(（][\w\s-]{1,50}[)）]")  # another name, in brackets
_JOINED = re.compile(r"\s*(?:,\s*)?\b(?:but|yet|while|whereas)\b\s*|;\s*|，?但是?|；", re.I | re.A)


class Held(NamedTuple):
    """`against`: with the sentence that it goes against."""

    outcome: Literal["said", "against", "nowhere"]
    sentence: Sentence | None = None


class _Near(NamedTuple):
    """A sentence, what it comes to in the statement's language, and its share of the statement's meanings.

    `plain`: the share without the names of bodies, where much else is said. `spare`: meanings that were not stated.
    """

    share: float
    plain: float
    spare: int
    sentence: Sentence
    texts: tuple[str, ...]


def held(statement: str, source: Source, paraphrases: Mapping[str, Sequence[str]]) -> Held:
    """How a statement stands by the article; one in several parts as the worst of them.

    `paraphrases`: what its sentences come to, by id. Short statements and those that say hardly anything are taken for
    said: nothing can be told of them.
    """
    parts = [_part(part, source, paraphrases) for part in _JOINED.split(statement) if part.strip()]
    worst = sorted(parts, key=lambda one: ("against", "nowhere", "said").index(one.outcome))
    if not worst or (worst[0].outcome == "nowhere" and _together(statement, source, paraphrases)):
        return Held("said")
    return worst[0]


def _part(statement: str, source: Source, paraphrases: Mapping[str, Sequence[str]]) -> Held:
    said = meaning(statement)
    if len(said.meanings) < _FEW:
        return Held("said")
    chinese = is_chinese(statement)
    enough, same = (_CHINESE_SAID, _CHINESE_SAME) if chinese else (SAID, SAME)
    near = sorted(
        (one for one in _nearest(said, chinese, source, paraphrases) if one.share >= same),
        key=lambda one: (-one.plain, -one.share, one.sentence.part != "body", one.spare),
    )
    if reversed_ := next((one for one in near if _turned_round(said, one)), None):
        return Held("against", reversed_.sentence)
    best = [one for one in near if one.plain >= near[0].plain - _LEVEL]
    if not best:
        return Held("nowhere")
    if all(_differs(statement, one) for one in best):
        surely = best[0].plain == 1 or not _of_another(said, best[0])
        return Held("against", best[0].sentence) if surely else Held("nowhere")
    return Held("said" if max(one.share for one in best) >= enough else "nowhere")


def _nearest(
    said: Meaning, chinese: bool, source: Source, paraphrases: Mapping[str, Sequence[str]]
) -> Iterator[_Near]:
    plain = said.meanings - {name.casefold() for name in said.bodies}
    plain = plain if len(plain) >= _FEW else said.meanings
    for sentence in source.sentences:
        texts = _in_language((sentence.text, *paraphrases.get(sentence.id, ())), chinese=chinese)
        whole = _whole(texts)
        if texts:
            yield _Near(
                len(said.meanings & whole) / len(said.meanings),
                len(plain & whole) / len(plain),
                len(whole - said.meanings),
                sentence,
                texts,
            )


def _together(statement: str, source: Source, paraphrases: Mapping[str, Sequence[str]]) -> bool:
    """Whether two sentences in a row, or one and its heading, say it between them, neither of them otherwise."""
    said, chinese = meaning(statement), is_chinese(statement)
    for one, two in _pairs(source, len(said.meanings)):
        pairs = zip(
            _in_language((one.text, *paraphrases.get(one.id, ())), chinese=chinese),
            _in_language((two.text, *paraphrases.get(two.id, ())), chinese=chinese),
            strict=False,
        )
        texts = tuple(f"{first} {second}" for first, second in pairs)
        share = len(said.meanings & _whole(texts)) / len(said.meanings)
        both = _Near(share, share, 0, one, texts)
        if texts and share >= _BETWEEN and not _turned_round(said, both) and not _differs(statement, both):
            return True
    return False


def _pairs(source: Source, meanings: int) -> Iterator[tuple[Sentence, Sentence]]:
    """Sentences that are read together, where a statement of so many meanings is enough to tell."""
    if meanings >= _UNDER:
        headings = {one.text: one for one in source.sentences if one.part == "heading"}
        yield from ((headings[one.heading], one) for one in source.sentences if one.heading in headings)
    if meanings >= _MANY:
        yield from (pair for pair in itertools.pairwise(source.sentences) if pair[0].line == pair[1].line)


@lru_cache(maxsize=1024)
def _in_language(texts: tuple[str, ...], *, chinese: bool) -> tuple[str, ...]:
    return tuple(text for text in texts if is_chinese(text) == chinese)


@lru_cache(maxsize=1024)
def _whole(texts: tuple[str, ...]) -> frozenset[str]:
    return frozenset[str]().union(*(meaning(text).meanings for text in texts))


def _turned_round(said: Meaning, near: _Near) -> bool:
    """Whether it has two bodies, or two steps, the other way round."""
    return any(
        bool({pair[::-1] for pair in said.above} & own.above) or _other_order(said.steps, own.steps)
        for own in map(meaning, near.texts)
    )


def _differs(statement: str, near: _Near) -> bool:
    """Whether a sentence that speaks of the same says otherwise."""
    said = meaning(statement)
    return _of_another(said, near) or all(
        _less_far(said, meaning(text)) or any(_denies_otherwise(part, text) for part in _clauses(statement))
        for text in near.texts
    )


def _of_another(said: Meaning, near: _Near) -> bool:
    """Whether a body is named that the sentence does not name."""
    return bool(said.bodies - frozenset[str]().union(*(meaning(text).bodies for text in near.texts)))


def _denies_otherwise(said: Meaning, text: str) -> bool:
    """By the clause that has most of what was said, where one has nearly all; else by the whole.

    Nothing is told of what says hardly anything, is said on a condition, or denied twice.
    """
    if said.denials > 1 or said.conditional or len(said.meanings) < _FEW:
        return False
    clauses = [(len(said.meanings & part.meanings), part) for part in _clauses(text)]
    most = max(count for count, _ in clauses)
    shared = len(said.meanings & meaning(text).meanings)
    denied = {part.denials for count, part in clauses if count == most and count >= _OWN * shared}
    if not denied:
        denied = {part.denials for count, part in clauses if count}
    return bool(denied) and said.denials not in denied


@lru_cache(maxsize=1024)
def _clauses(text: str) -> tuple[Meaning, ...]:
    return tuple(meaning(part) for part in _CLAUSES.split(_NAMED_APART.sub("", text)) if part.strip())


def _less_far(said: Meaning, own: Meaning) -> bool:
    """Whether it says of most, or as a choice, what was said of all, or as a duty; or leaves no choice where one was said."""
    if said.of_all and not own.of_all and (own.hedged or "must" not in own.forces):
        return True
    if "must" in said.forces and not said.denials:
        return bool(own.forces) and "must" not in own.forces
    return said.forces == {"may"} and own.forces == {"must"} and not said.denials


def _other_order(said: Sequence[str], own: Sequence[str]) -> bool:
    both = [step for step in said if step in own]
    return len(both) > 1 and both != [step for step in own if step in both]
