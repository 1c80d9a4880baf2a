"""Across sentences: one that does not name what it is about follows one that is about the same."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from assistant.answer import Answer
from assistant.prose.grounds import Ground
from assistant.prose.sentences import Sentence
from assistant.prose.voice import agrees
from assistant.reading import mentions

__all__ = ["Unit", "elsewhere", "first_named", "leaning", "named", "points_back"]

_POINTS = re.compile(
    r"(?:\w+, )?(?:it|its|they|them|their|this|these|that|those|such|both|the (?:same|former|latter))\b", re.I
)
_STANDS_FOR = re.compile(r"(?:它|其(?!中))")
_IT = re.compile(r"(?<=\w )(?:it|this (?:registration|licence|membership))\b(?! (?:is|has|says|does)\b)")
_NAME = re.compile(r"[\w-]+(?: [\w-]+)? (?:registration|licence|membership)\b|NFA rules")
_DEPENDS = re.compile(r"^(?:It|That|This) (?:depends|turns) on (?=whether )")
_TURNS_ON = re.compile(r"^It depends: (.+?) turns? on whether ")
_POINTS_BACK = re.compile(r"\b[Tt]his (?:registration|licence|membership)\b")


@dataclass(frozen=True)
class Unit:
    """A sentence, or two that say one claim between them. `held`: the claims that it rewords; `fault`: why it fails."""

    sentences: tuple[Sentence, ...]
    held: tuple[Ground, ...] = ()
    fault: str = ""

    @property
    def text(self) -> str:
        return " ".join(sentence.judged for sentence in self.sentences)


def leaning(units: Sequence[Unit], answer: Answer) -> Iterator[str]:
    """For each unit, why it may not stand where it does; "" where it may, and after one that has failed anyway."""
    before: Unit | None = None
    for unit in units:
        judged = unit.held and (before is None or before.held)
        yield _leans(unit, before, answer) if judged else ""
        before = unit


def elsewhere(text: str, held: Sequence[Ground]) -> Iterator[str]:
    """A sentence that names licences names one of each of its claims: what is said of one is not said of another."""
    named = _named(text)
    for ground in held:
        if named and ground.about and not named & set(ground.about):
            yield f"it does not say that it is about {', '.join(ground.about)}"


def _leans(unit: Unit, before: Unit | None, answer: Answer) -> str:
    if not _agree(unit, before):
        return f"“{unit.text.split()[0]}” does not fit what is said right before it"
    for ground in unit.held:
        about = _about(ground.number, answer)
        named = set() if _STANDS_FOR.match(unit.text) else _named(unit.text)
        if about and not about & named:
            if before is None or {_about(other.number, answer) for other in before.held} != {about}:
                return f"nothing right before it is about {' and '.join(sorted(about))}"
        elif (
            not about
            and points_back(unit.text)
            and not points_back(ground.text)
            and not _follows(ground, before)
        ):
            return f"“{unit.text.split()[0]}” stands for nothing that is said right before it"
    return ""


def named(sentence: Sentence, before: Unit | None, answer: Answer) -> Sentence | None:
    """With the licence named for an "it" inside a sentence; None where it could be another.

    It is the one licence that all claims of the sentence before are about, and none is named ahead of the "it".
    """
    found = _IT.search(sentence.judged)
    about = {_about(ground.number, answer) for ground in before.held} if before else set()
    if found is None or len(about) != 1 or _named(sentence.judged[: found.start()]):
        return None
    for claim in answer.claims:
        for name in _NAME.findall(claim.text):
            if {frozenset(_named(name))} == about:
                text = sentence.judged
                return sentence._replace(meant=text[: found.start()] + name + text[found.end() :])
    return None


def first_named(sentence: Sentence, answer: Answer) -> Sentence:
    """ "It depends on whether …" at the head of an answer on one licence, with that licence named."""
    claim = _TURNS_ON.match(answer.claims[0].text)
    if len(answer.focus) != 1 or claim is None or not _DEPENDS.match(sentence.judged):
        return sentence
    return sentence._replace(meant=_DEPENDS.sub(f"{claim[1]} turns on ", sentence.judged))


def _agree(unit: Unit, before: Unit | None) -> bool:
    texts = [sentence.judged for sentence in (*(before.sentences[-1:] if before else ()), *unit.sentences)]
    return all(agrees(text, earlier) for earlier, text in pairwise(texts))


def _named(text: str) -> set[str]:
    return {licence for _, _, licence in mentions(text)}


def _about(number: int, answer: Answer) -> frozenset[str]:
    """The licences that a claim names; "this registration" is that of the claim before."""
    text = answer.claims[number].text
    named = frozenset(_named(text))
    if not named and number and _POINTS_BACK.search(text):
        return _about(number - 1, answer)
    return named


def points_back(text: str) -> bool:
    """Whether a sentence begins with a word for something said before."""
    return _POINTS.match(text) is not None


def _follows(ground: Ground, before: Unit | None) -> bool:
    """Whether the sentence before has the claim before, or one of the same passages."""
    if before is None:
        return False
    return any(
        other.number in (ground.number - 1, ground.number - 2) or other.marks == ground.marks
        for other in before.held
    )
