"""The journey of a question: reading, then the rulebook or the article, then words, then the gate."""

from collections.abc import Mapping, Sequence
from functools import cached_property

from assistant import __version__
from assistant.answer import Answer, Provenance, Value
from assistant.conversation import State, advance, set_by_hand, state_before
from assistant.detail import lacking
from assistant.errors import FactError
from assistant.evidence import select
from assistant.gate import check
from assistant.question import checked_question
from assistant.reading import Context, Reader, Reading
from assistant.retrieval import Retriever
from assistant.rulebook import Rulebook, load_rulebook
from assistant.settings import Settings, current
from assistant.source import Source, load_source
from assistant.traces import traced
from assistant.writing import Asked, Draft, numbered, write_abstention, write_licences, write_passage

Facts = Mapping[str, Value]


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
    def retriever(self) -> Retriever:
        return Retriever(self.source, self.settings)

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
        """Answers in order; what costs time (reading, searching) is done for all of them at once."""
        asked = [
            (checked_question(text), state_before(before, self.checked_facts(facts)), before)
            for text, facts, before in questions
        ]
        readings = self.reader.read_many([(text, _context(before)) for text, _, before in asked])
        return [
            self._drafted(text, reading, advance(state, reading, len(before) + 1, self.rulebook))
            for (text, state, before), reading in zip(asked, readings, strict=True)
        ]

    @traced("with_facts")
    def with_facts(self, answer: Answer, changes: Mapping[str, Value | None]) -> Answer:
        """Answer the same question again with some facts set by hand; None makes one unknown.

        What the answer read stays as it was read, except where it cannot stand with `changes`.

        Raises:
            FactError: an unknown fact or value, or changes that contradict each other.
            GateError: as for `ask`.
        """
        self.checked_facts({fact: value for fact, value in changes.items() if value is not None})
        state = set_by_hand(
            State(answer.facts, answer.facts_from, answer.conflicts, answer.focus), changes, self.rulebook
        )
        if answer.kind != "licences":
            return answer.model_copy(update={"facts": state.facts, "facts_from": state.sources})
        reading = Reading(
            language=answer.language, kind=answer.kind, focus=answer.focus, facts={}, unsure=answer.unsure
        )
        return self._licences(answer.question, reading, state)

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
            reader=self.reader.name,
            version=__version__,
        )

    def _drafted(self, question: str, reading: Reading, state: State) -> Answer:
        if reading.kind == "licences":
            return self._licences(question, reading, state)
        if reading.kind == "passage":
            return self._passage(question, reading, state)
        return self._finished(question, reading, state, write_abstention(reading.language))

    def _licences(self, question: str, reading: Reading, state: State) -> Answer:
        evaluation = self.rulebook.evaluate(state.facts, open_facts=state.open)
        ask_next = self.rulebook.ask_next(state.facts, reading.focus, state.open)
        unsure = tuple(fact for fact in reading.unsure if fact not in state.facts and fact not in state.open)
        asked = Asked(question, reading.language, reading.focus, state.conflicts, unsure, ask_next)
        notes = tuple(
            note.in_language(reading.language)
            for note in self.rulebook.law_notes
            if set(note.licences) & set(reading.focus)
        )
        draft = write_licences(asked, evaluation, self.rulebook)
        return self._finished(
            question,
            reading,
            state,
            draft,
            focus=reading.focus,
            assumed=evaluation.assumed,
            unsure=unsure,
            verdicts=evaluation.verdicts,
            ask_next=ask_next,
            law_notes=notes,
        )

    def _passage(self, question: str, reading: Reading, state: State) -> Answer:
        found = select(self.retriever.search(question, k=5, prior=reading.sentences))
        if lacking(question, [sentence.text for sentence in found]):
            return self._finished(
                question,
                reading.model_copy(update={"kind": "abstained"}),
                state,
                write_abstention(reading.language),
            )
        return self._finished(question, reading, state, write_passage(found, reading.language))

    def _finished(
        self, question: str, reading: Reading, state: State, draft: Draft, **more: object
    ) -> Answer:
        shown = numbered(draft, self.source.id)
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
        return check(answer, self.source, draft.frames, draft.stated)


def _context(before: Sequence[Answer]) -> Context:
    if not before:
        return Context()
    focus = next((answer.focus for answer in reversed(before) if answer.kind == "licences"), ())
    return Context(before=before[-1].question, focus=focus, asked=before[-1].ask_next)
