"""The rules of a licence for reading: conditions in words, reasons, quotes, and what goes beside them."""

from assistant.answer import Language, LawNote, Record, VerdictName
from assistant.assistant import Assistant
from assistant.blocks.quoting import Quoted, quoted
from assistant.rulebook import Rule
from assistant.rulebook.conditions import Condition, FactIs, walk
from assistant.rulebook.describe import condition_in_words
from assistant.source import Quote

__all__ = ["LicenceRules", "RuleInWords", "read_rules"]


class RuleInWords(Record):
    """One way to a verdict; `ambiguous` are the words in which the article calls the matter open."""

    id: str
    verdict: VerdictName
    when: str
    reason: str
    quotes: tuple[Quoted, ...]
    ambiguous: tuple[Quoted, ...]


class LicenceRules(Record):
    """`facts` are the ids that the rules turn on; `first` the licences that have to be there before.

    `law_notes` are what the law says more or otherwise, outside the article; they change no verdict.
    """

    licence: str
    name: str
    rules: tuple[RuleInWords, ...]
    facts: dict[str, str]
    first: tuple[str, ...]
    law_notes: tuple[LawNote, ...]
    rulebook: str


def read_rules(assistant: Assistant, licence: str, language: Language = "en") -> LicenceRules:
    """Raises FactError where there is no such licence."""
    book = assistant.rulebook
    found = book.table(licence).licence
    return LicenceRules(
        licence=found.id,
        name=found.name[language],
        rules=tuple(_in_words(assistant, rule, language) for rule in found.rules),
        facts={name: book.facts[name].question[language] for name in found.facts},
        first=tuple(step.first for step in book.prerequisites if step.then == found.id),
        law_notes=tuple(note.in_language(language) for note in book.law_notes if found.id in note.licences),
        rulebook=book.sha256,
    )


def _in_words(assistant: Assistant, rule: Rule, language: Language) -> RuleInWords:
    source = assistant.source.id
    return RuleInWords(
        id=rule.id,
        verdict=rule.verdict,
        when=condition_in_words(assistant.rulebook, rule.when, language),
        reason=rule.reason[language],
        quotes=quoted([*rule.quotes, *_of_conditions(rule.when)], source),
        ambiguous=quoted(rule.ambiguous, source),
    )


def _of_conditions(when: Condition) -> list[Quote]:
    return [quote for part in walk(when) if isinstance(part, FactIs) for quote in part.quotes]
