"""The LLM at work on one answer: it reads, it rewords, and whatever goes wrong the built-in parts stand."""

import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from dataclasses import dataclass, field
from functools import cached_property
from typing import TypeVar

from assistant.answer import Answer, LlmUse
from assistant.errors import LlmError
from assistant.llm.choice import Choice, chosen
from assistant.llm.model import Message, Model
from assistant.llm.prompts import Prompt, load_prompt
from assistant.llm.reading import borne, inputs, known_focus, merged, parsed, tool
from assistant.llm.usage import Usage
from assistant.prose import Examined, claims_only, examine, mixed, repairs, reworded
from assistant.reading import Context, Reader, Reading
from assistant.rulebook import Rulebook
from assistant.settings import Settings
from assistant.writing import Draft

A = TypeVar("A")
B = TypeVar("B")
_PROMPTS = ("read", "reword", "repair")


@dataclass
class Turn:
    """One answer's use of the LLM: its deadline, what it spent, and what to say of it.

    `worded`: claims of the draft that are in its words, counted from 0; `mixed`: whether some of its sentences failed.
    """

    until: float
    usage: Usage = field(default_factory=Usage)
    read: bool = False
    disputed: tuple[str, ...] = ()
    worded: tuple[int, ...] = ()
    mixed: bool = False
    notes: list[str] = field(default_factory=list)


class Llm:
    """Made from the settings; `None` from `Llm.of` where none is switched on. Safe to share between threads."""

    def __init__(self, choice: Choice, settings: Settings) -> None:
        self.choice, self.settings = choice, settings
        self.prompts: dict[str, Prompt] = {name: load_prompt(name) for name in _PROMPTS}

    @classmethod
    def of(cls, settings: Settings) -> "Llm | None":
        """Raises SettingsError where the model's name or a prompt cannot be used."""
        choice = chosen(settings)
        return cls(choice, settings) if choice else None

    @cached_property
    def model(self) -> Model:
        return Model(self.choice, self.settings)

    @property
    def name(self) -> str:
        """For the provenance: the model, and the hash of each prompt."""
        hashes = ", ".join(f"{prompt.name} {prompt.sha256[:12]}" for prompt in self.prompts.values())
        return f"{self.choice.name} ({hashes})"

    def at_once(self, work: Callable[[A], B], items: Sequence[A], most: int) -> list[B]:
        """The results in order, `most` of them under way together. An error or an interrupt cancels the rest.

        Each has the caller's context, so that spans and callbacks find their parents.
        """
        contexts = [copy_context() for _ in items]
        workers = ThreadPoolExecutor(most, thread_name_prefix="llm-work")
        try:
            return list(workers.map(lambda context, item: context.run(work, item), contexts, items))
        except BaseException:
            self.model.cancel()
            raise
        finally:
            workers.shutdown(cancel_futures=True)

    def turn(self) -> Turn:
        return Turn(time.monotonic() + self.settings.llm_deadline)

    def read(
        self, turn: Turn, question: str, context: Context, built_in: Reading, book: Rulebook, reader: Reader
    ) -> Reading:
        """The built-in reading, with the LLM's beside it; the built-in one alone where the LLM's cannot be had."""
        if self.settings.llm_use not in ("both", "read"):
            return built_in
        prompt = self.prompts["read"]
        messages = [("system", prompt.system), ("human", prompt.filled(**inputs(question, context, book)))]
        try:
            reply = self.model.reply(messages, turn.until, turn.usage, tool(book), check=parsed)
            found = known_focus(parsed(reply), book)
        except LlmError as error:
            turn.notes.append(f"reading: {error}")
            return built_in
        turn.read = True
        reading = merged(built_in, found, borne(found, question, book, reader), self.settings.llm_trust)
        turn.disputed = reading.disputed
        return reading

    def reword(self, turn: Turn, answer: Answer, draft: Draft) -> Draft | None:
        """The draft in those of the LLM's words that pass the prose gate, after one repair; None where too few do."""
        if self.settings.llm_use not in ("both", "write") or answer.kind == "abstained":
            return None
        try:
            return self._reworded(turn, answer, draft)
        except LlmError as error:
            turn.notes.append(f"writing: {error}")
            return None

    def _reworded(self, turn: Turn, answer: Answer, draft: Draft) -> Draft | None:
        messages = self._asked(answer)
        text = self.model.reply(messages, turn.until, turn.usage)
        tries = [examine(text, answer, draft)]
        if tries[0].draft is None:
            try:
                again = [*messages, ("ai", text), ("human", self._refused(tries[0], answer))]
                tries.append(examine(self.model.reply(again, turn.until, turn.usage), answer, draft))
            except LlmError as error:
                turn.notes.append(f"writing: {error}")
        whole = tries[-1].draft
        found = whole or self._in_part(turn, tries, answer, draft)
        if found:
            turn.worded, turn.mixed = reworded(found, answer), whole is None
        return found

    def _in_part(self, turn: Turn, tries: Sequence[Examined], answer: Answer, draft: Draft) -> Draft | None:
        """What passes of the try of which most does, the later one of equals."""
        drafts = [found for one in reversed(tries) if (found := mixed(one, answer, draft))]
        best = max(drafts, key=lambda found: len(reworded(found, answer)), default=None)
        what = "some of its words" if best else "its words"
        turn.notes.append(f"writing: {what} did not pass the gate: {tries[-1].faults[0]}")
        return best

    def _refused(self, examined: Examined, answer: Answer) -> str:
        return self.prompts["repair"].filled(faults=repairs(examined, answer))

    def _asked(self, answer: Answer) -> Sequence[Message]:
        prompt = self.prompts["reword"]
        quotes = [f"[{citation.n}] {citation.quote}" for citation in answer.citations]
        lines = claims_only(answer).split("\n")
        filled = prompt.filled(question=answer.question, answer=lines, quotes=quotes)
        return [("system", prompt.system), ("human", filled)]

    def use(self, turn: Turn, *, taken: bool) -> LlmUse:
        """What the answer says of the LLM's part in it. `taken`: whether the draft in its words is the answer."""
        spent = turn.usage
        return LlmUse(
            text=("partly" if turn.mixed else "reworded") if taken else "built-in",
            claims=turn.worded if taken else (),
            read=turn.read,
            disputed=turn.disputed,
            note="; ".join(turn.notes)[:500],
            calls=spent.calls,
            cached=spent.cached,
            input_tokens=spent.input_tokens,
            output_tokens=spent.output_tokens,
            cost=spent.cost(self.settings.llm_price_in, self.settings.llm_price_out),
        )
