"""The platform as understood: each fact, its value and where that comes from, and statements that clash."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from typing import Literal

from assistant.answer import Conflict, Language, Value
from assistant.page.passages import Mark, marks_of
from assistant.page.state import Conversation
from assistant.page.words import load_words
from assistant.rulebook import Evaluation, Rulebook
from assistant.writing.clauses import capital

Switch = Literal["yes", "no", "unknown"]
Origin = Literal["said", "by_hand", "implied", "assumed", "conflict", "disputed", "unsure", "not_said"]


@dataclass(frozen=True)
class FactRow:
    """`switch` is what the switch shows: an assumption leaves it at unknown, what is implied does not."""

    id: str
    label: str
    question: str
    switch: Switch
    origin: Origin
    source: str
    marks: tuple[Mark, ...] = ()


@dataclass(frozen=True)
class Side:
    """One of two statements that clash, and the facts that hold where it does."""

    words: str
    facts: dict[str, Value]


def fact_rows(conversation: Conversation, book: Rulebook, language: Language) -> tuple[FactRow, ...]:
    evaluation = book.evaluate(conversation.facts, open_facts=conversation.open)
    rows = _Rows(conversation, book, evaluation, language)
    return tuple(rows.row(fact) for fact in book.facts)


def clashes(conversation: Conversation, book: Rulebook) -> tuple[tuple[Side, ...], ...]:
    """Each conflict of the last answer as its two sides."""
    return tuple(tuple(_sides(conflict, book)) for conflict in conversation.conflicts)


def by_hand_in_words(conversation: Conversation, book: Rulebook, language: Language) -> str:
    """The facts that were set by hand, as a list; "" where none was."""
    words = load_words(language)
    values = conversation.by_hand.items()
    gap = "；" if language == "zh" else "; "
    return gap.join(
        f"{book.facts[fact].label[language]}: {words(f'platform.{value}')}" for fact, value in values
    )


def _sides(conflict: Conflict, book: Rulebook) -> Iterator[Side]:
    """A fact said both ways has its yes first; two facts clash in the one pair of values that cannot be."""
    if len(conflict.facts) == 1:
        fact = conflict.facts[0]
        values: tuple[Value, Value] = ("yes", "no")
        for said, value in zip(conflict.words, values, strict=False):
            yield Side(said, {fact: value})
        return
    pairs: Iterator[tuple[Value, ...]] = product(("yes", "no"), repeat=len(conflict.facts))
    broken = [pair for pair in pairs if book.broken(dict(zip(conflict.facts, pair, strict=True)))]
    for place, said in enumerate(conflict.words):
        known: dict[str, Value] = {conflict.facts[place]: broken[0][place]} if len(broken) == 1 else {}
        yield Side(said, known)


class _Rows:
    def __init__(
        self, conversation: Conversation, book: Rulebook, evaluation: Evaluation, language: Language
    ) -> None:
        self.conversation, self.book, self.evaluation = conversation, book, evaluation
        self.language: Language = language
        self.words = load_words(language)

    def row(self, fact: str) -> FactRow:
        entry = self.book.facts[fact]
        origin = self._origin(fact)
        value = self.evaluation.facts.get(fact) or self.evaluation.implied.get(fact)
        return FactRow(
            id=fact,
            label=capital(entry.label[self.language]),
            question=entry.question[self.language],
            switch=value or "unknown",
            origin=origin,
            source=self._source(fact, origin),
            marks=marks_of(entry.default_quotes, self.language) if origin == "assumed" else (),
        )

    def _origin(self, fact: str) -> Origin:
        if fact in self.evaluation.facts:
            return "by_hand" if self.conversation.sources[fact].turn == 0 else "said"
        if fact in self.evaluation.implied:
            return "implied"
        if fact in self.conversation.disputed:
            return "disputed"
        if fact in self.conversation.open:
            return "conflict"
        last = self.conversation.last
        if last is not None and fact in last.unsure:
            return "unsure"
        return "assumed" if fact in self.evaluation.assumed else "not_said"

    def _source(self, fact: str, origin: Origin) -> str:
        if origin == "said":
            where = self.conversation.sources[fact]
            said = " ".join(where.words.split()).rstrip(",.;:，。；：")
            return self.words("platform.said", words=said, turn=where.turn)
        if origin == "implied":
            from_fact, value = self._implied_by(fact)
            label = self.book.facts[from_fact].label[self.language]
            return self.words("platform.implied", fact=label, value=self.words(f"platform.{value}"))
        if origin == "assumed":
            return self.words(
                "platform.assumed", value=self.words(f"platform.{self.evaluation.assumed[fact]}")
            )
        return self.words(f"platform.{origin}")

    def _implied_by(self, fact: str) -> tuple[str, Value]:
        stated = self.evaluation.facts.items()
        return next((name, value) for name, value in stated if fact in self.book.implications({name: value}))
