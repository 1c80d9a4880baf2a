"""The platform in a memo: each fact with its value, where that comes from, and what is still open."""

from collections.abc import Iterator
from itertools import groupby

from assistant.answer import FactSource, Language, Value, VerdictName
from assistant.conversation import State
from assistant.memo.records import MemoFact, MemoOpen, Origin
from assistant.memo.words import load_words
from assistant.rulebook import Evaluation, Rulebook
from assistant.writing.clauses import capital
from assistant.writing.phrases import load_phrases

__all__ = ["facts_of", "open_questions"]


def facts_of(
    state: State, evaluation: Evaluation, unsure: frozenset[str], book: Rulebook, language: Language
) -> tuple[MemoFact, ...]:
    """Every fact of the rulebook, in its order."""
    facts = _Facts(state, evaluation, unsure, book, language)
    return tuple(facts.fact(name) for name in book.facts)


def open_questions(evaluation: Evaluation, book: Rulebook, language: Language) -> Iterator[MemoOpen]:
    """The facts that a verdict hangs on, those that most verdicts hang on first."""
    hanging: dict[str, list[str]] = {}
    for licence, verdict in evaluation.verdicts.items():
        for fact in verdict.depends_on:
            hanging.setdefault(fact, []).append(licence)
    for fact in sorted(hanging, key=lambda name: -len(hanging[name])):
        leads: dict[Value, str] = {}
        for value in ("yes", "no"):
            to = {one: evaluation.verdicts[one].leads_to[fact].get(value) for one in hanging[fact]}
            leads[value] = _leads({one: name for one, name in to.items() if name}, book, language)
        said = {value: text for value, text in leads.items() if text}
        yield MemoOpen(fact=fact, question=book.facts[fact].question[language], leads=said)


def _leads(to: dict[str, VerdictName], book: Rulebook, language: Language) -> str:
    """ "ATS licence required; FINRA membership and SIPC membership open"."""
    words, say = load_words(language), load_phrases(language)
    ordered = sorted(to.items(), key=lambda one: one[1])
    parts = []
    for verdict, group in groupby(ordered, key=lambda one: one[1]):
        names = say.joined([book.licences[licence].short[language] for licence, _ in group])
        parts.append(words("open.lead", licences=names, verdict=words(f"verdict.{verdict}").lower()))
    return words("open.gap").join(parts)


class _Facts:
    def __init__(
        self, state: State, evaluation: Evaluation, unsure: frozenset[str], book: Rulebook, language: Language
    ) -> None:
        self.state, self.evaluation, self.unsure, self.book = state, evaluation, unsure, book
        self.language: Language = language
        self.words = load_words(language)

    def fact(self, name: str) -> MemoFact:
        origin, value = self._origin(name), self.evaluation.known.get(name)
        where = self.state.sources.get(name) if origin == "said" else None
        label = self.book.facts[name].label[self.language]
        return MemoFact(
            id=name,
            label=capital(label),
            value=value or "unknown",
            origin=origin,
            source=self._source(name, origin, where),
            words=" ".join(where.words.split()) if where else "",
            turn=where.turn if where else None,
        )

    def _origin(self, name: str) -> Origin:
        if name in self.evaluation.facts:
            where = self.state.sources[name]
            return "said" if where.words else "given"
        if name in self.evaluation.implied:
            return "implied"
        if name in self.state.open:
            return "conflict" if name in self.state.contradicted else "disputed"
        if name in self.evaluation.assumed:
            return "assumed"
        return "unsure" if name in self.unsure else "not_said"

    def _source(self, name: str, origin: Origin, where: FactSource | None) -> str:
        if where is not None:
            said = " ".join(where.words.split()).strip(",.;:，。；： ")
            return self.words("fact.said", words=said, turn=where.turn)
        if origin == "implied":
            return self._implied(name)
        return self.words(f"fact.{origin}")

    def _implied(self, name: str) -> str:
        stated = self.evaluation.facts.items()
        by, value = next((fact, v) for fact, v in stated if name in self.book.implications({fact: v}))
        label = self.book.facts[by].label[self.language]
        return self.words("fact.implied", fact=label, value=self.words(f"fact.{value}"))
