"""The decision for a licence as a tree to look at: each question, where each answer leads, and the path taken."""

from dataclasses import dataclass
from functools import cache, lru_cache

from assistant.answer import Language, Value, VerdictName
from assistant.page.verdicts import SIGNS
from assistant.page.words import load_words
from assistant.rulebook import Rulebook
from assistant.rulebook.graph import Leaf, Node, decision, onward
from assistant.rulebook.records import Facts


@dataclass(frozen=True)
class Step:
    """A question with its ways, or (where `verdict` is set) the verdict at the end of one.

    `taken`: the facts lead here. `stops`: they lead no further, as the fact asked for is not known and decides.
    `either`: it is not known and makes no difference, and the path goes on both ways.
    """

    text: str
    taken: bool
    stops: bool = False
    either: bool = False
    verdict: VerdictName | None = None
    sign: str = ""
    ways: tuple["Way", ...] = ()


@dataclass(frozen=True)
class Way:
    answer: str
    step: Step


def decision_view(book: Rulebook, licence: str, known: Facts | None, language: Language) -> Step:
    """The decision with the path that `known` takes marked; None marks nothing."""
    if known is None:
        return _view(book, licence, None, language)
    asked = book.licences[licence].facts
    return _view(book, licence, frozenset((fact, known[fact]) for fact in asked if fact in known), language)


@lru_cache(maxsize=2048)
def _view(
    book: Rulebook, licence: str, known: frozenset[tuple[str, Value]] | None, language: Language
) -> Step:
    return _Tree(book, dict(known or ()), language).step(_decision(book, licence), known is not None)


@cache
def _decision(book: Rulebook, licence: str) -> Node:
    return decision(book, licence)


class _Tree:
    def __init__(self, book: Rulebook, known: Facts, language: Language) -> None:
        self.book, self.known, self.language = book, known, language
        self.words = load_words(language)

    def step(self, node: Node, taken: bool) -> Step:
        if isinstance(node, Leaf):
            verdict = node.rule.verdict
            return Step(self.words(f"verdict.{verdict}"), taken, verdict=verdict, sign=SIGNS[verdict])
        goes = onward(node, self.known) if taken else ()
        return Step(
            self.book.facts[node.fact].question[self.language],
            taken,
            stops=taken and not goes,
            either=len(goes) > 1,
            ways=(self._way("yes", node.yes, "yes" in goes), self._way("no", node.no, "no" in goes)),
        )

    def _way(self, value: Value, below: Node, taken: bool) -> Way:
        return Way(self.words(f"platform.{value}"), self.step(below, taken))
