"""The rulebook as the page shows it: each rule of a licence in words, with the quotes it rests on."""

from dataclasses import dataclass

from assistant.answer import Language, VerdictName
from assistant.page.passages import Mark, marks_of
from assistant.page.verdicts import SIGNS
from assistant.page.words import load_words
from assistant.rulebook import Evaluation, Rulebook
from assistant.rulebook.describe import condition_in_words
from assistant.source import Quote


@dataclass(frozen=True)
class Quoted:
    text: str
    mark: Mark


@dataclass(frozen=True)
class RuleView:
    """`holds`: by the facts of the conversation this is the rule that decides."""

    id: str
    verdict: VerdictName
    sign: str
    word: str
    when: str
    reason: str
    quotes: tuple[Quoted, ...]
    holds: bool


def rule_views(
    book: Rulebook, licence: str, evaluation: Evaluation, language: Language
) -> tuple[RuleView, ...]:
    words = load_words(language)
    decided = evaluation.reasons[licence].rule
    return tuple(
        RuleView(
            id=rule.id,
            verdict=rule.verdict,
            sign=SIGNS[rule.verdict],
            word=words(f"verdict.{rule.verdict}"),
            when=condition_in_words(book, rule.when, language),
            reason=rule.reason[language],
            quotes=_quoted((*rule.quotes, *rule.ambiguous), language),
            holds=rule.id == decided,
        )
        for rule in book.licences[licence].rules
    )


def caution_views(
    book: Rulebook, licence: str, language: Language
) -> tuple[tuple[str, tuple[Quoted, ...]], ...]:
    """The cautions that may go with this licence, each with its quotes."""
    return tuple(
        (caution.text[language], _quoted(caution.quotes, language))
        for caution in book.cautions
        if not caution.licences or licence in caution.licences
    )


def _quoted(quotes: tuple[Quote, ...], language: Language) -> tuple[Quoted, ...]:
    return tuple(
        Quoted(quote.text, mark) for quote, mark in zip(quotes, marks_of(quotes, language), strict=True)
    )
