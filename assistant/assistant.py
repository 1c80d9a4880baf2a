"""The journey of a question: reading, then the rulebook or the article, then words, then the gate."""

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from assistant import __version__
from assistant.answer import Answer, LlmUse, Provenance, Value, Verdict
from assistant.conversation import State, advance, set_by_hand, state_after, state_before
from assistant.errors import FactError, GateError
from assistant.gate import check
from assistant.premises import Findings, examine
from assistant.question import checked_question
from assistant.reading import Context, Reader, Reading, simplified
from assistant.retrieval import Retriever
from assistant.rulebook import Rulebook, load_rulebook
from assistant.saying import Case, Said, saying
from assistant.settings import Settings, current
from assistant.source import Source, load_source
from assistant.sources import Library
from assistant.traces import traced
from assistant.writing import (
    Asked,
    Draft,
    Numbered,
    age_note,
    numbered,
    paraphrases,
    plainly_asks_if_needed,
    write_abstention,
    write_passage,
)

if TYPE_CHECKING:
    from assistant.llm import Llm, Turn
    from assistant.refusing import Judge

Facts = Mapping[str, Value]
_AT_ONCE = 8  # questions whose LLM calls are under way together


class Asking(NamedTuple):
    """One question on its way, and how the built-in reader read it."""

    question: str
    state: State
    before: Sequence[Answer]
    reading: Reading


class Written(NamedTuple):
    """The built-in answer, and the draft that it was made from."""

    answer: Answer
    draft: Draft


class Assistant:
    """Answers questions. Loads each part when a question first needs it; safe to share between threads.

    Example:
        >>> Assistant().ask("We match orders of users in Texas. Do we need an ATS licence?").verdicts["ats"].verdict
        'required'
    """

    def __init__(self, settings: Settings | None = None) -> None:
        self.settings = settings or current()

    @cached_property
    def source(self) -> Source:
        return load_source(self.settings.corpus)

    @cached_property
    def rulebook(self) -> Rulebook:
        return load_rulebook(self.source, self.settings.rulebook)

    @cached_property
    def reader(self) -> Reader:
        return Reader()

    @cached_property
    def _said(self) -> Callable[[Case], Said]:
        return saying(self.rulebook, self.source.id)

    @cached_property
    def retriever(self) -> Retriever:
        return Retriever(self.source, self.settings)

    @cached_property
    def judge(self) -> "Judge":
        from assistant.refusing import Judge

        return Judge()

    @cached_property
    def library(self) -> Library:
        """Further documents: they stand beside the answers on the article, and reach no verdict."""
        return Library.of(self.settings, self.retriever)

    @cached_property
    def llm(self) -> "Llm | None":
        """None where no LLM is switched on, and then nothing of it is imported."""
        if self.settings.llm is None:
            return None
        from assistant.llm import Llm

        return Llm.of(self.settings)

    def ask(self, question: str, *, facts: Facts | None = None, before: Sequence[Answer] = ()) -> Answer:
        """Answer one question.

        Args:
            facts: what is known of the platform beforehand; what the question says replaces it.
            before: the conversation's earlier answers, oldest first.

        Raises:
            QuestionError: the question is empty, too long, or no text.
            FactError: an unknown fact or value.
            GateError: the answer would have stated something that it cannot show; it is withheld.
        """
        return self.ask_many([(question, facts or {}, before)])[0]

    @traced(
        "ask",
        found=lambda answers: {"kinds": [answer.kind for answer in answers]},
        content=lambda answers: {
            "questions": [answer.question for answer in answers],
            "texts": [answer.text for answer in answers],
        },
    )
    def ask_many(self, questions: Sequence[tuple[str, Facts, Sequence[Answer]]]) -> list[Answer]:
        """Answers in order; the reading, which costs most, is done for all of them at once."""
        asked = [
            (checked_question(text), state_before(before, self.checked_facts(facts)), before)
            for text, facts, before in questions
        ]
        readings = self.reader.read_many([(text, _context(before)) for text, _, before in asked])
        asking = [Asking(*one, reading) for one, reading in zip(asked, readings, strict=True)]
        if self.llm is None or len(asking) < 2:
            return [self._answered(one) for one in asking]
        return self.llm.at_once(self._answered, asking, _AT_ONCE)

    @traced("with_facts")
    def with_facts(self, answer: Answer, changes: Mapping[str, Value | None]) -> Answer:
        """Answer the same question again with some facts set by hand; None makes one unknown.

        What the answer read stays as it was read, except where it cannot stand with `changes`.

        Raises:
            FactError: an unknown fact or value, or changes that contradict each other.
            GateError: as for `ask`.
        """
        self.checked_facts({fact: value for fact, value in changes.items() if value is not None})
        state = set_by_hand(state_after(answer), changes, self.rulebook)
        if answer.kind != "licences":
            use = _read_before(answer.llm, answer.llm, state)
            update = {"facts": state.facts, "facts_from": state.sources, "llm": use}
            return answer.model_copy(update=update)
        reading = Reading(
            language=answer.language, kind=answer.kind, focus=answer.focus, facts={}, unsure=answer.unsure
        )
        worded = self._worded(
            self._licences(answer.question, reading, state), self.llm.turn() if self.llm else None
        )
        return worded.model_copy(update={"llm": _read_before(worded.llm, answer.llm, state)})

    def checked_facts(self, facts: Mapping[str, str]) -> dict[str, Value]:
        """Raises FactError where an id or a value is unknown, or the facts break an implication together."""
        known: dict[str, Value] = {}
        for fact, value in facts.items():
            if fact not in self.rulebook.facts:
                raise FactError(f"fact {fact!r} is unknown: one of {', '.join(self.rulebook.facts)}")
            if value not in ("yes", "no"):
                raise FactError(f"fact {fact}: {value!r} is not a value: yes or no")
            known[fact] = "yes" if value == "yes" else "no"
        for together in self.rulebook.broken(known):
            raise FactError(f"facts {' and '.join(together)} contradict each other: give one of them")
        return known

    @cached_property
    def provenance(self) -> Provenance:
        return Provenance(
            rulebook=self.rulebook.sha256,
            corpus=self.source.metadata.sha256,
            embedder=self.retriever.embedder_name,
            reranker=self.retriever.reranker_name,
            reader=self.reader.name,
            llm=self.llm.name if self.llm else None,
            version=__version__,
        )

    def _answered(self, one: Asking) -> Answer:
        turn = self.llm.turn() if self.llm else None
        reading = one.reading
        if self.llm and turn:
            context = _context(one.before)
            reading = self.llm.read(turn, one.question, context, reading, self.rulebook, self.reader)
        state = advance(one.state, reading, len(one.before) + 1, self.rulebook)
        return self._worded(self._drafted(one.question, reading, state), turn)

    def _worded(self, written: Written, turn: "Turn | None") -> Answer:
        """In the LLM's words where one is switched on and its words pass both gates; else as it was written."""
        if self.llm is None or turn is None:
            return written.answer
        answer = self._reworded(written, turn) or written.answer
        use = self.llm.use(turn, taken=answer is not written.answer)
        return answer.model_copy(update={"llm": use})

    def _reworded(self, written: Written, turn: "Turn") -> Answer | None:
        draft = self.llm.reword(turn, *written) if self.llm else None
        if draft is None:
            return None
        shown = numbered(draft, self.source.id)
        update = {"text": shown.text, "claims": shown.claims, "citations": shown.citations}
        try:
            return check(written.answer.model_copy(update=update), self.source, draft.frames, draft.stated)
        except GateError as error:
            turn.notes.append(f"writing: {error}")
            return None

    def _drafted(self, question: str, reading: Reading, state: State) -> Written:
        if reading.kind == "licences":
            return self._licences(question, reading, state)
        return self._passage(question, reading, state)

    def _licences(self, question: str, reading: Reading, state: State) -> Written:
        evaluation = self.rulebook.evaluate(state.facts, open_facts=state.open)
        ask_next = self._next_question(reading.focus, state, evaluation.verdicts)
        settled = {*state.facts, *state.contradicted}
        unsure = tuple(fact for fact in reading.unsure if fact not in settled)
        plain = simplified(question)
        plainly = len(reading.focus) == 1 and plainly_asks_if_needed(plain)
        asked = Asked(plainly, reading.language, reading.focus, state.conflicts, unsure, ask_next)
        premises = self._premises(plain).attributed
        said = self._said(Case(asked, tuple(state.facts.items()), state.open, premises, evaluation))
        return self._finished(
            question,
            reading,
            state,
            said.draft,
            said.shown,
            focus=reading.focus,
            assumed=evaluation.assumed,
            unsure=unsure,
            verdicts=evaluation.verdicts,
            ask_next=ask_next,
            law_notes=said.law_notes,
        )

    def _next_question(
        self, focus: Sequence[str], state: State, verdicts: Mapping[str, Verdict]
    ) -> str | None:
        """A fact that two readers differ on is asked for first, where a verdict turns on it."""
        turned_on = {fact for licence in focus for fact in verdicts[licence].depends_on}
        disputed = (fact for fact in state.disputed if fact in turned_on)
        return next(disputed, None) or self.rulebook.ask_next(state.facts, focus, state.open)

    def _passage(self, question: str, reading: Reading, state: State) -> Written:
        """The article's own sentences, or a refusal; and what the question took for the article's word and is not."""
        from assistant.finding import basis  # no question on licences needs it

        plain = simplified(question)
        premises = self._premises(plain)
        sentences, vector = basis(plain, reading, premises, self.retriever, self.judge)
        further = self.library.search(plain, vector=vector)
        if not sentences:
            draft = write_abstention(reading.language, premises)
            reading = reading.model_copy(update={"kind": "abstained"})
            return self._finished(question, reading, state, draft, further=further)
        notes = self.rulebook.notes_on([(sentence.start, sentence.end) for sentence in sentences])
        return self._finished(
            question,
            reading.model_copy(update={"kind": "passage"}),
            state,
            write_passage(sentences, reading.language, premises),
            further=further,
            law_notes=tuple(note.in_language(reading.language) for note in notes),
            age=age_note(plain, sentences, self.source, reading.language),
        )

    def _premises(self, question: str) -> Findings:
        return examine(question, self.source, paraphrases())

    def _finished(
        self,
        question: str,
        reading: Reading,
        state: State,
        draft: Draft,
        shown: Numbered | None = None,
        **more: object,
    ) -> Written:
        """The answer, past the gate; `shown` is the draft numbered, where that has been done already."""
        shown = shown or numbered(draft, self.source.id)
        answer = Answer.model_validate(
            {
                "question": question,
                "kind": reading.kind,
                "language": reading.language,
                "facts": state.facts,
                "facts_from": state.sources,
                "conflicts": state.conflicts if reading.kind == "licences" else (),
                "text": shown.text,
                "claims": shown.claims,
                "citations": shown.citations,
                "provenance": self.provenance,
                **more,
            }
        )
        return Written(check(answer, self.source, draft.frames, draft.stated), draft)


def _read_before(now: LlmUse | None, before: LlmUse | None, state: State) -> LlmUse | None:
    """The LLM's part in an answer that rests on an earlier reading: what was disputed there and is not settled yet."""
    if before is None or not before.read:
        return now
    use = now or LlmUse(text="built-in", read=True)
    return use.model_copy(update={"read": True, "disputed": state.disputed})


def _context(before: Sequence[Answer]) -> Context:
    if not before:
        return Context()
    focus = next((answer.focus for answer in reversed(before) if answer.kind == "licences"), ())
    return Context(before=before[-1].question, focus=focus, asked=before[-1].ask_next)
