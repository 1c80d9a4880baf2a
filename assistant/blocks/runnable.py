"""A langchain Runnable: questions in, answers out."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from langchain_core.runnables import Runnable, RunnableConfig
from langchain_core.runnables.config import run_in_executor
from pydantic import Field, ValidationError

from assistant.answer import Answer, Record
from assistant.assistant import Assistant
from assistant.blocks.inputs import Facts, Question, complaint
from assistant.errors import AssistantError, QuestionError

__all__ = ["AssistantRunnable", "Turn"]

BATCH = 64  # questions read and searched together


class Turn(Record):
    """A question with what goes with it."""

    question: Question
    facts: Facts = Field(default_factory=dict)
    before: tuple[Answer, ...] = Field((), description="The conversation's earlier answers, oldest first.")


class AssistantRunnable(Runnable[str | Turn | Mapping[str, Any], Answer]):
    """Answers a question, a `Turn`, or a mapping with the fields of one. Callbacks, names and tags work.

    `batch` reads and searches many questions at once. `stream` gives the answer whole: what has not passed the
    gate is not shown.

    Raises:
        AssistantError: as `Assistant.ask`. In a batch with `return_exceptions` it stands in that question's place.

    Example:
        >>> AssistantRunnable().invoke("Do we need an ATS licence?").ask_next
        'serves_us_users'
    """

    def __init__(self, assistant: Assistant | None = None) -> None:
        self.assistant = assistant or Assistant()

    def invoke(
        self, input: str | Turn | Mapping[str, Any], config: RunnableConfig | None = None, **kwargs: Any
    ) -> Answer:
        return self._call_with_config(self._answer, input, config, **kwargs)

    def batch(
        self,
        inputs: list[str | Turn | Mapping[str, Any]],
        config: RunnableConfig | list[RunnableConfig] | None = None,
        *,
        return_exceptions: bool = False,
        **kwargs: Any,
    ) -> list[Answer]:
        """Answers in order. Without `return_exceptions` the first error is raised, once all have been asked."""
        return self._batch_with_config(
            self._answers, inputs, config, return_exceptions=return_exceptions, **kwargs
        )

    async def abatch(
        self,
        inputs: list[str | Turn | Mapping[str, Any]],
        config: RunnableConfig | list[RunnableConfig] | None = None,
        *,
        return_exceptions: bool = False,
        **kwargs: Any,
    ) -> list[Answer]:
        """`batch` in a thread of its own."""
        asked = partial(self.batch, inputs, config, return_exceptions=return_exceptions, **kwargs)
        return await run_in_executor(None, asked)

    def _answer(self, given: str | Turn | Mapping[str, Any]) -> Answer:
        turn = _turn(given)
        return self.assistant.ask(turn.question, facts=turn.facts, before=turn.before)

    def _answers(self, given: list[str | Turn | Mapping[str, Any]]) -> list[Exception | Answer]:
        slices = (given[begin : begin + BATCH] for begin in range(0, len(given), BATCH))
        return [outcome for part in slices for outcome in self._together(part)]

    def _together(self, given: Sequence[str | Turn | Mapping[str, Any]]) -> Sequence[Exception | Answer]:
        """All at once; one by one where one of them cannot be answered, so that it spoils its own place only."""
        try:
            turns = [_turn(one) for one in given]
            return self.assistant.ask_many([(turn.question, turn.facts, turn.before) for turn in turns])
        except AssistantError:
            return [self._outcome(one) for one in given]

    def _outcome(self, given: str | Turn | Mapping[str, Any]) -> Exception | Answer:
        try:
            return self._answer(given)
        except AssistantError as error:
            return error


def _turn(given: str | Turn | Mapping[str, Any]) -> Turn:
    """Raises QuestionError where it is none."""
    if isinstance(given, Turn):
        return given
    try:
        return Turn.model_validate({"question": given} if isinstance(given, str) else given)
    except ValidationError as error:
        raise QuestionError(complaint(error)) from error
