"""Today's platform and a variant side by side: the facts of both, and what becomes of each licence."""

from collections.abc import Iterator
from dataclasses import dataclass

from assistant.answer import Language, Verdict, VerdictName
from assistant.page import state
from assistant.page.passages import Mark, marks_of
from assistant.page.platform import Switch
from assistant.page.state import Conversation
from assistant.page.verdicts import SIGNS
from assistant.page.words import load_words
from assistant.rulebook import Evaluation, Rulebook, WhatIf
from assistant.rulebook.records import Facts
from assistant.writing.clauses import capital
from assistant.writing.phrases import load_phrases


@dataclass(frozen=True)
class FactPair:
    """A fact today and in the variant; `noted` says where a value comes from that nobody set there."""

    id: str
    label: str
    question: str
    today: Switch
    variant: Switch
    word: str
    noted: str
    changed: bool


@dataclass(frozen=True)
class Outcome:
    verdict: VerdictName
    word: str
    sign: str


@dataclass(frozen=True)
class LicencePair:
    """A licence today and in the variant; `reason` and `because` are the variant's."""

    id: str
    name: str
    today: Outcome
    variant: Outcome
    reason: str
    because: str
    marks: tuple[Mark, ...]
    changed: bool


@dataclass(frozen=True)
class Comparison:
    facts: tuple[FactPair, ...]
    licences: tuple[LicencePair, ...]


def comparison(conversation: Conversation, book: Rulebook, language: Language) -> Comparison:
    """Raises FactError where the variant contradicts itself."""
    variant = state.varied(conversation, book)
    found = book.what_if(
        conversation.facts, variant.facts, open_facts=conversation.open, open_after=variant.open
    )
    pairs = _Pairs(book, found, language)
    return Comparison(tuple(pairs.facts()), tuple(pairs.licences()))


class _Pairs:
    def __init__(self, book: Rulebook, found: WhatIf, language: Language) -> None:
        self.book, self.found, self.language = book, found, language
        self.words = load_words(language)

    def facts(self) -> Iterator[FactPair]:
        for name, fact in self.book.facts.items():
            today, variant = (_value(one, name) for one in (self.found.before, self.found.after))
            label = fact.label[self.language]
            yield FactPair(
                id=name,
                label=capital(label),
                question=fact.question[self.language],
                today=today,
                variant=variant,
                word=self.words(f"platform.{today}"),
                noted=self._noted(name),
                changed=today != variant,
            )

    def _noted(self, fact: str) -> str:
        after = self.found.after
        if fact in after.assumed:
            return self.words("platform.assumed", value=self.words(f"platform.{after.assumed[fact]}"))
        return self.words("whatif.follows") if fact in after.implied else ""

    def licences(self) -> Iterator[LicencePair]:
        for name, licence in self.book.licences.items():
            before, after = self.found.before.verdicts[name], self.found.after.verdicts[name]
            reason, short = self.found.after.reasons[name], licence.short[self.language]
            yield LicencePair(
                id=name,
                name=capital(short),
                today=self._outcome(before),
                variant=self._outcome(after),
                reason=reason.text[self.language],
                because=self._because(reason.facts_used),
                marks=marks_of(reason.quotes, self.language),
                changed=before.verdict != after.verdict,
            )

    def _outcome(self, verdict: Verdict) -> Outcome:
        return Outcome(verdict.verdict, self.words(f"verdict.{verdict.verdict}"), SIGNS[verdict.verdict])

    def _because(self, facts: Facts) -> str:
        if not facts:
            return ""
        clauses = [self.book.facts[fact].says(value)[self.language] for fact, value in facts.items()]
        return self.words("whatif.because", facts=load_phrases(self.language).joined(clauses))


def _value(evaluation: Evaluation, fact: str) -> Switch:
    return evaluation.facts.get(fact) or evaluation.implied.get(fact) or "unknown"
