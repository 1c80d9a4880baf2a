"""A memo from a conversation, from one answer, or from a platform alone."""

from collections.abc import Mapping, Sequence
from datetime import date

from assistant.answer import Answer, Language, Provenance, Value, VerdictName
from assistant.conversation import State, state_after, state_before
from assistant.memo.platform import facts_of, open_questions
from assistant.memo.quotes import Quotes
from assistant.memo.records import Cited, Memo, MemoAnswer, MemoArticle, MemoNote, MemoVerdict
from assistant.memo.words import load_words
from assistant.rulebook import Caution, Evaluation, Rulebook
from assistant.source import Source
from assistant.writing.clauses import capital, turns_on
from assistant.writing.phrases import load_phrases

__all__ = ["memo_of"]

_BRIEF: tuple[VerdictName, ...] = (
    "required", "depends", "recommended", "optional", "unclear", "not_required",
)  # fmt: skip


def memo_of(
    answers: Sequence[Answer],
    book: Rulebook,
    source: Source,
    *,
    language: Language,
    day: date,
    provenance: Provenance,
    given: Mapping[str, Value] | None = None,
    name: str = "",
) -> Memo:
    """What was asked and answered, and what the rulebook says of the platform as it was last understood.

    Args:
        answers: the conversation, oldest first; () for a platform alone.
        provenance: what the tables are made with: `Assistant.provenance`.
        given: the platform, where nothing was asked of it yet.
        name: the platform's, if it has one.

    Raises:
        FactError: `given` names an unknown fact or value, or facts that cannot stand together.
    """
    return _Making(answers, book, source, language).memo(day, provenance, given or {}, name)


class _Making:
    def __init__(self, answers: Sequence[Answer], book: Rulebook, source: Source, language: Language) -> None:
        self.answers, self.book, self.source = tuple(answers), book, source
        self.language: Language = language
        self.quotes = Quotes(source)
        self.words, self.say = load_words(language), load_phrases(language)

    def memo(self, day: date, provenance: Provenance, given: Mapping[str, Value], name: str) -> Memo:
        state = _state(self.answers, given)
        found = self.book.evaluate(state.facts, open_facts=state.open)
        judged = bool(state.facts or state.open) or any(one.kind == "licences" for one in self.answers)
        # In the order of the memo, as quotes are numbered where they are first used.
        verdicts = tuple(self._verdict(found, one) for one in self.book.licences) if judged else ()
        return Memo(
            language=self.language,
            day=day.isoformat(),
            name=name,
            brief=tuple(self._brief(found)) if judged else (),
            facts=facts_of(state, found, _unsure(self.answers), self.book, self.language),
            verdicts=verdicts,
            order=self._order(found) if judged else (),
            assumptions=tuple(self._assumption(fact) for fact in found.assumed) if judged else (),
            conflicts=tuple(one.words for one in state.conflicts),
            open=tuple(open_questions(found, self.book, self.language)) if judged else (),
            cautions=tuple(map(self._caution, found.cautions)) if judged else (),
            turns=tuple(self._turn(n, one) for n, one in enumerate(self.answers, 1)),
            quotes=self.quotes.all,
            notes=self._notes() if judged else (),
            article=_article(self.source),
            provenance=provenance,
            older=_older(self.answers, provenance),
            answers=self.answers,
        )

    def _brief(self, found: Evaluation) -> list[str]:
        groups: dict[VerdictName, list[str]] = {}
        for licence, verdict in found.verdicts.items():
            groups.setdefault(verdict.verdict, []).append(self.book.licences[licence].short[self.language])
        return [
            self.say(f"group.{name}", licences=self.say.joined(groups[name]))
            for name in _BRIEF
            if name in groups
        ]

    def _verdict(self, found: Evaluation, licence: str) -> MemoVerdict:
        verdict, reason = found.verdicts[licence], found.reasons[licence]
        name = self.book.licences[licence].short[self.language]
        return MemoVerdict(
            id=licence,
            name=capital(name),
            verdict=verdict.verdict,
            word=self.words(f"verdict.{verdict.verdict}"),
            reason=reason.text[self.language] or self._turns_on(licence, verdict.depends_on),
            marks=self.quotes.marks(reason.quotes),
            ambiguous=verdict.ambiguous,
            depends_on=verdict.depends_on,
        )

    def _turns_on(self, licence: str, open_facts: Sequence[str]) -> str:
        facts = [self.book.facts[fact] for fact in open_facts]
        return turns_on(self.book.licences[licence], facts, self.language)

    def _order(self, found: Evaluation) -> tuple[str, ...]:
        """The licences required or recommended, each after what it needs; () where none needs another."""
        wanted = [name for name, one in found.verdicts.items() if one.verdict in ("required", "recommended")]
        if not any(one.first in wanted and one.then in wanted for one in self.book.prerequisites):
            return ()
        return tuple(self.book.licences[name].short[self.language] for name in self.book.order(wanted))

    def _assumption(self, fact: str) -> Cited:
        entry = self.book.facts[fact]
        text = entry.default_text[self.language] if entry.default_text else entry.label[self.language]
        return Cited(text=text, marks=self.quotes.marks(entry.default_quotes))

    def _caution(self, caution: Caution) -> Cited:
        return Cited(text=caution.text[self.language], marks=self.quotes.marks(caution.quotes))

    def _turn(self, n: int, answer: Answer) -> MemoAnswer:
        return MemoAnswer(n=n, question=answer.question, text=self.quotes.text(answer))

    def _notes(self) -> tuple[MemoNote, ...]:
        return tuple(
            MemoNote(
                id=note.id,
                status=note.status,
                text=note.text[self.language],
                authorities=note.authorities,
                as_of=note.as_of,
                licences=note.licences,
            )
            for note in self.book.law_notes
        )


def _state(answers: Sequence[Answer], given: Mapping[str, Value]) -> State:
    """What holds now; a conflict of an earlier turn was settled or dropped by the later ones."""
    return state_after(answers[-1]) if answers else state_before((), given)


def _unsure(answers: Sequence[Answer]) -> frozenset[str]:
    return frozenset(answers[-1].unsure) if answers else frozenset()


def _article(source: Source) -> MemoArticle:
    about = source.metadata
    return MemoArticle(
        id=about.id,
        title=about.title,
        author=about.author,
        publisher=about.publisher,
        dated=" ".join(about.dated.split()),
        disclaimer=" ".join(about.disclaimer.split()),
        sha256=about.sha256,
    )


def _older(answers: Sequence[Answer], now: Provenance) -> dict[int, str]:
    """What a stored answer was made with, where that is not what the memo is made with."""
    held = now.model_dump()
    older = {}
    for n, answer in enumerate(answers, 1):
        other = {
            k: v for k, v in answer.provenance.model_dump().items() if v is not None and v != held.get(k)
        }
        if other:
            older[n] = ", ".join(f"{name} {value}" for name, value in other.items())
    return older
