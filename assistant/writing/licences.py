"""Verdicts to words: the direct answer, the reasons, the assumptions, the cautions, and what to ask next."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.answer import Conflict, Language, VerdictName
from assistant.premises import NO_FINDINGS, Findings
from assistant.rulebook import Evaluation, Rulebook
from assistant.source import Quote
from assistant.writing.clauses import capital, turns_on
from assistant.writing.draft import Draft, Line, one_line, without_repeats
from assistant.writing.passages import paragraph
from assistant.writing.phrases import Phrases, load_phrases
from assistant.writing.premises import corrections

ORDER: tuple[VerdictName, ...] = ("required", "depends", "recommended", "optional", "unclear", "not_required")
FEW = 2  # up to so many licences are answered one by one; more are grouped by verdict first


@dataclass(frozen=True)
class Asked:
    """What the words have to answer. `plainly`: the question asks no more than whether its one licence is needed."""

    plainly: bool
    language: Language
    focus: tuple[str, ...]
    conflicts: tuple[Conflict, ...] = ()
    unsure: tuple[str, ...] = ()
    ask_next: str | None = None


def write_licences(
    asked: Asked, evaluation: Evaluation, book: Rulebook, premises: Findings = NO_FINDINGS
) -> Draft:
    """The draft for a question about licences; every sentence on a licence carries the quotes of its rule.

    First stands what the question took for the article's word and is not, towards the end what it says instead.
    """
    writer = _Writer(asked, evaluation, book, load_phrases(asked.language))
    paragraphs = [
        corrections(premises, asked.language),
        tuple(writer.conflicts()),
        tuple(writer.direct()),
        tuple(writer.reasons()),
        tuple(writer.assumptions()),
        without_repeats(tuple(writer.cautions())),
        *(paragraph(sentence, asked.language) for sentence in premises.sentences()[:FEW]),
        tuple(writer.questions()),
    ]
    stated = {licence: evaluation.verdicts[licence].verdict for licence in asked.focus}
    return Draft(tuple(paragraph for paragraph in paragraphs if paragraph), stated)


class _Writer:
    def __init__(self, asked: Asked, evaluation: Evaluation, book: Rulebook, phrases: Phrases) -> None:
        self.asked, self.evaluation, self.book, self.say = asked, evaluation, book, phrases
        self.language: Language = asked.language

    def direct(self) -> Iterator[Line]:
        """The answer first: one by one for a few licences, by verdict for more."""
        if len(self.asked.focus) <= FEW:
            for licence in self.asked.focus:
                yield from self._one(licence)
            return
        for verdict in ORDER:
            chosen = [name for name in self.asked.focus if self._verdict(name) == verdict]
            if chosen:
                names = self.say.joined([self._short(name) for name in chosen])
                yield Line(self.say(f"group.{verdict}", licences=names), self._first_quotes(chosen))

    def reasons(self) -> Iterator[Line]:
        if len(self.asked.focus) <= FEW:
            return
        for licence in sorted(self.asked.focus, key=lambda name: ORDER.index(self._verdict(name))):
            reason = self.evaluation.reasons[licence]
            if self._verdict(licence) == "depends":
                yield Line("- " + self._depends(licence), reason.quotes)
            else:
                text = self.say(
                    "licences.reason",
                    licence=capital(self._short(licence)),
                    reason=reason.text[self.language],
                )
                yield Line("- " + text, reason.quotes)

    def conflicts(self) -> Iterator[Line]:
        for conflict in self.asked.conflicts:
            first, second = (*conflict.words, "")[:2]
            yield Line(self.say("licences.conflict", first=one_line(first), second=one_line(second)))

    def assumptions(self) -> Iterator[Line]:
        """Defaults that a verdict asked for rests on, each with the words that allow it."""
        for fact in self.evaluation.assumed:
            entry = self.book.facts[fact]
            if entry.default_text is not None and any(
                self._rests_on(licence, fact) for licence in self.asked.focus
            ):
                text = self.say("licences.assumed", assumption=entry.default_text[self.language])
                yield Line(text, entry.default_quotes)

    def cautions(self) -> Iterator[Line]:
        for caution in self.evaluation.cautions:
            if not caution.licences or set(caution.licences) & set(self.asked.focus):
                yield Line(caution.text[self.language], caution.quotes)

    def questions(self) -> Iterator[Line]:
        bearing = {fact for licence in self.asked.focus for fact in self.book.licences[licence].facts}
        for fact in self.asked.unsure:
            if fact != self.asked.ask_next and fact in bearing:
                yield Line(
                    self.say("licences.unsure", question=self.book.facts[fact].question[self.language])
                )
        if self.asked.ask_next is not None:
            yield Line(
                self.say(
                    "licences.ask_next", question=self.book.facts[self.asked.ask_next].question[self.language]
                )
            )

    def _one(self, licence: str) -> Iterator[Line]:
        verdict = self._verdict(licence)
        reason = self.evaluation.reasons[licence]
        if verdict == "depends":
            yield Line(self._depends(licence), reason.quotes)
            return
        yield Line(self._opening(licence, verdict), reason.quotes[:1])
        yield Line(reason.text[self.language], reason.quotes)

    def _opening(self, licence: str, verdict: VerdictName) -> str:
        plain = self.asked.plainly
        key = {"required": "yes", "not_required": "no"}.get(verdict, verdict) if plain else verdict
        within = key in ("yes", "no", "unclear")  # these begin with another word
        name = self.book.licences[licence].subject[self.language]
        return self.say(f"licences.{key}", licence=name if within else capital(name))

    def _depends(self, licence: str) -> str:
        """ "It depends: X turns on whether the platform A or it B. If it A: required. If not: …"."""
        verdict = self.evaluation.verdicts[licence]
        facts = [self.book.facts[fact] for fact in verdict.depends_on]
        text = turns_on(self.book.licences[licence], facts, self.language)
        for name, fact in zip(verdict.depends_on, facts, strict=True):
            for value, result in verdict.leads_to[name].items():
                if result != "depends":
                    words = fact.says(value)[self.language]
                    gap = "" if self.language == "zh" else " "
                    text += gap + self.say(
                        "licences.leads", fact=words, verdict=self.say(f"verdict.{result}")
                    )
        return text

    def _rests_on(self, licence: str, fact: str) -> bool:
        """Whether a verdict would not stand without this fact, or is open and could turn on it."""
        if self._verdict(licence) == "depends":
            return fact in self.book.licences[licence].facts
        return fact in self.evaluation.reasons[licence].facts_used

    def _first_quotes(self, licences: Sequence[str]) -> tuple[Quote, ...]:
        return tuple(dict.fromkeys(self.evaluation.reasons[name].quotes[0] for name in licences))

    def _verdict(self, licence: str) -> VerdictName:
        return self.evaluation.verdicts[licence].verdict

    def _short(self, licence: str) -> str:
        return self.book.licences[licence].short[self.language]
