"""The eleven licences as the page shows them: verdict, reason, what is open, what would change it, notes."""

from collections.abc import Iterator
from dataclasses import dataclass

from assistant.answer import Language, Value, VerdictName
from assistant.page.answers import Note
from assistant.page.passages import Mark, marks_of
from assistant.page.state import Conversation
from assistant.page.words import load_words
from assistant.rulebook import Evaluation, Rulebook
from assistant.writing.clauses import capital, of_the_platform, turns_on
from assistant.writing.phrases import load_phrases

# Shape tells them apart where colour does not: full, half, empty, dash, question mark, dots.
SIGNS: dict[VerdictName, str] = {
    "required": "●",
    "recommended": "◐",
    "optional": "○",
    "not_required": "–",
    "unclear": "?",
    "depends": "…",
}


@dataclass(frozen=True)
class OpenFact:
    """A fact not known yet, and what each value of it would lead to."""

    question: str
    leads: tuple[str, ...]


@dataclass(frozen=True)
class NextQuestion:
    """The fact to ask for next; `leads` says, for each answer, what becomes of the licences that hang on it."""

    question: str
    leads: tuple[str, ...]


@dataclass(frozen=True)
class LicenceRow:
    """`was` is the verdict before the last change, where it was another one; `kept_from`, why it is not required."""

    id: str
    name: str
    verdict: VerdictName
    word: str
    sign: str
    reason: str
    marks: tuple[Mark, ...]
    ambiguous: bool
    was: str
    because: tuple[str, ...]
    kept_from: tuple[str, ...]
    open: tuple[OpenFact, ...]
    changes: tuple[str, ...]
    after: tuple[str, ...]
    notes: tuple[Note, ...]


def licence_rows(conversation: Conversation, book: Rulebook, language: Language) -> tuple[LicenceRow, ...]:
    """A row for each licence, in the rulebook's order: it keeps its place when its verdict changes."""
    evaluation = book.evaluate(conversation.facts, open_facts=conversation.open)
    rows = _Rows(conversation, book, evaluation, language)
    return tuple(rows.row(licence) for licence in book.licences)


def order_of_registration(conversation: Conversation, book: Rulebook, language: Language) -> tuple[str, ...]:
    """The licences required or recommended, each after what it needs; () where none needs another."""
    verdicts = book.evaluate(conversation.facts, open_facts=conversation.open).verdicts
    wanted = [name for name, one in verdicts.items() if one.verdict in ("required", "recommended")]
    if not any(one.first in wanted and one.then in wanted for one in book.prerequisites):
        return ()
    return tuple(book.licences[name].short[language] for name in book.order(wanted))


def next_question(conversation: Conversation, book: Rulebook, fact: str, language: Language) -> NextQuestion:
    found = book.evaluate(conversation.facts, open_facts=conversation.open).verdicts
    leads: dict[Value, list[tuple[str, VerdictName]]] = {"yes": [], "no": []}
    for licence, verdict in found.items():
        for value, to in verdict.leads_to.get(fact, {}).items():
            leads[value].append((book.licences[licence].short[language], to))
    lines = tuple(_leads_in_words(value, ends, language) for value, ends in leads.items() if ends)
    return NextQuestion(book.facts[fact].question[language], lines)


def _leads_in_words(value: Value, ends: list[tuple[str, VerdictName]], language: Language) -> str:
    """ "If yes: ATS licence required; FINRA membership and SIPC membership still open"."""
    words, say = load_words(language), load_phrases(language)
    groups: dict[VerdictName, list[str]] = {}
    for short, to in ends:
        groups.setdefault(to, []).append(short)
    parts = [
        words("next.lead", verdict=words(f"verdict.{to}").lower(), licences=say.joined(names))
        for to, names in sorted(groups.items(), key=lambda group: list(SIGNS).index(group[0]))
    ]
    return words("next.if", value=words(f"platform.{value}"), leads=words("next.gap").join(parts))


def counts(rows: tuple[LicenceRow, ...]) -> tuple[tuple[VerdictName, str, str, int], ...]:
    """Verdict, sign, word and count, for the verdicts that occur, in the order of `SIGNS`."""
    found = {row.verdict: row.word for row in rows}
    return tuple(
        (name, sign, found[name], sum(row.verdict == name for row in rows))
        for name, sign in SIGNS.items()
        if name in found
    )


def notes_of(book: Rulebook, licence: str, language: Language) -> tuple[Note, ...]:
    """The law notes that belong to a licence."""
    return tuple(
        Note(
            note.status,
            note.text[language],
            note.authorities,
            tuple(note.links.get(authority, "") for authority in note.authorities),
            note.as_of,
        )
        for note in book.law_notes
        if licence in note.licences
    )


class _Rows:
    def __init__(
        self, conversation: Conversation, book: Rulebook, evaluation: Evaluation, language: Language
    ) -> None:
        self.conversation, self.book, self.evaluation = conversation, book, evaluation
        self.language: Language = language
        self.words, self.say = load_words(language), load_phrases(language)
        held = conversation.held
        self.before = book.evaluate(held).verdicts if held is not None else {}

    def row(self, licence: str) -> LicenceRow:
        verdict = self.evaluation.verdicts[licence]
        reason = self.evaluation.reasons[licence]
        name = self.book.licences[licence].short[self.language]
        return LicenceRow(
            id=licence,
            name=capital(name),
            verdict=verdict.verdict,
            word=self.words(f"verdict.{verdict.verdict}"),
            sign=SIGNS[verdict.verdict],
            reason=reason.text[self.language] or self._turns_on(licence),
            marks=marks_of(reason.quotes, self.language),
            ambiguous=verdict.ambiguous,
            was=self._was(licence),
            because=tuple(self._fact(fact, value) for fact, value in reason.facts_used.items()),
            kept_from=self._kept_from(licence),
            open=tuple(self._open(licence)),
            changes=tuple(self._changes(licence)),
            after=tuple(
                self.book.licences[one.first].short[self.language]
                for one in self.book.prerequisites
                if one.then == licence
            ),
            notes=notes_of(self.book, licence, self.language),
        )

    def _turns_on(self, licence: str) -> str:
        facts = [self.book.facts[fact] for fact in self.evaluation.verdicts[licence].depends_on]
        return turns_on(self.book.licences[licence], facts, self.language)

    def _was(self, licence: str) -> str:
        before = self.before.get(licence)
        now = self.evaluation.verdicts[licence].verdict
        return self.words(f"verdict.{before.verdict}") if before is not None and before.verdict != now else ""

    def _fact(self, fact: str, value: str) -> str:
        assumed = f" ({self.words('licences.assumed')})" if fact in self.evaluation.assumed else ""
        label = self.book.facts[fact].label[self.language]
        return f"{capital(label)}: {self.words(f'platform.{value}')}{assumed}"

    def _kept_from(self, licence: str) -> tuple[str, ...]:
        """The known facts that rule out each rule by which it would be required."""
        facts, unknown = self.conversation.facts, self.conversation.open
        blocked = self.book.why_not(licence, "required", facts, open_facts=unknown).rules
        return tuple(
            dict.fromkeys(self._fact(fact, value) for rule in blocked for fact, value in rule.by.items())
        )

    def _open(self, licence: str) -> Iterator[OpenFact]:
        for fact, leads in self.evaluation.verdicts[licence].leads_to.items():
            yield OpenFact(
                self.book.facts[fact].question[self.language],
                tuple(
                    self.words(
                        "licences.if",
                        value=self.words(f"platform.{value}"),
                        verdict=self.words(f"verdict.{to}"),
                    )
                    for value, to in leads.items()
                ),
            )

    def _changes(self, licence: str) -> Iterator[str]:
        facts, unknown = self.conversation.facts, self.conversation.open
        for change in self.book.what_would_change(licence, facts, open_facts=unknown):
            clauses = [
                self.book.facts[fact].says(value)[self.language] for fact, value in change.facts.items()
            ]
            verdict = self.words(f"verdict.{change.verdict}").lower()
            fact = of_the_platform(self.say.joined(clauses), self.language)
            yield self.say("licences.leads", fact=fact, verdict=verdict)
