"""A question after the earlier questions of its conversation, and an answer as text that a model reads."""

from collections.abc import Mapping, Sequence

from assistant.answer import Answer, Value
from assistant.assistant import Assistant

__all__ = ["answer_after", "answers_after", "as_text"]


def answer_after(
    assistant: Assistant, question: str, facts: Mapping[str, Value], turns: Sequence[str] = ()
) -> Answer:
    """Answer `question` as the next turn after `turns`: the last of `answers_after`."""
    return answers_after(assistant, question, facts, turns)[-1]


def answers_after(
    assistant: Assistant, question: str, facts: Mapping[str, Value], turns: Sequence[str] = ()
) -> tuple[Answer, ...]:
    """The answers to `turns`, which are asked again first, as nothing is kept here, and then to `question`.

    Args:
        facts: what was known before the first turn.

    Raises:
        AssistantError: as `Assistant.ask`, for any of the turns.
    """
    first, *later = (*turns, question)
    answers = [assistant.ask(first, facts=facts)]
    for text in later:
        answers.append(assistant.ask(text, before=tuple(answers)))
    return tuple(answers)


def as_text(answer: Answer) -> str:
    """The answer's text, and under it every quote by its mark, with source and line."""
    quotes = [f"[{c.n}] {c.source}, line {c.line}: “{c.quote}”" for c in answer.citations]
    return "\n".join([answer.text, *(["", *quotes] if quotes else [])])
