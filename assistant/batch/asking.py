"""A row's question to its outcome, as `assistant ask` would answer it. Runs in the workers."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from time import perf_counter

from assistant.answer import Answer, LlmUse
from assistant.assistant import Assistant
from assistant.batch.conversations import after, turns
from assistant.batch.records import Form, Outcome
from assistant.errors import AssistantError

__all__ = ["Turn", "Unit", "answer_unit", "cells_of"]


@dataclass(frozen=True, slots=True)
class Turn:
    """A question with what is known beforehand."""

    question: str
    facts: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Unit:
    """Turns that follow each other in one conversation, after `past`; or one question that stands alone.

    `talk`: whether another turn may follow.
    """

    turns: tuple[Turn, ...]
    past: str = ""
    talk: bool = False


def answer_unit(assistant: Assistant, unit: Unit, form: Form) -> list[Outcome]:
    """An outcome for each turn. A turn that cannot be answered is passed over by the next."""
    outcomes, past = [], unit.past
    for turn in unit.turns:
        outcome = _outcome(assistant, turn, past, unit.talk, form)
        past = outcome.past or past
        outcomes.append(outcome)
    return outcomes


def _outcome(assistant: Assistant, turn: Turn, past: str, talk: bool, form: Form) -> Outcome:
    begun = perf_counter()
    try:
        facts = assistant.checked_facts(turn.facts)
        answer = assistant.ask(turn.question, facts=facts, before=turns(past))
    except AssistantError as error:
        return _failed(str(error), begun)
    except Exception as error:  # one row must not end the others
        return _failed(f"{type(error).__name__}: {' '.join(str(error).split())[:200]}", begun)
    result = (
        answer.model_dump_json()
        if form == "jsonl"
        else json.dumps(cells_of(answer, assistant), ensure_ascii=False)
    )
    verdicts = tuple(verdict.verdict for verdict in answer.verdicts.values())
    left = after(past, answer) if talk else ""
    return Outcome(answer.kind, verdicts, result, "", _since(begun), left, _taken(answer.llm))


def _taken(use: LlmUse | None) -> dict[str, float]:
    if use is None:
        return {}
    counts = use.model_dump(include={"calls", "cached", "input_tokens", "output_tokens", "cost"})
    said = {name: count for name, count in counts.items() if count is not None}
    return {"answers": 1, "reworded": int(use.text == "reworded"), **said}


def _failed(error: str, begun: float) -> Outcome:
    return Outcome("", (), "", error, _since(begun))


def _since(begun: float) -> float:
    return round((perf_counter() - begun) * 1000, 1)


def cells_of(answer: Answer, assistant: Assistant) -> list[str]:
    """The columns that a table has beside the input's; all but `error`."""
    verdicts = [
        answer.verdicts[name].verdict if name in answer.verdicts else ""
        for name in assistant.rulebook.licences
    ]
    facts = "; ".join(f"{fact}={value}" for fact, value in answer.facts.items())
    quotes = "\n".join(f"[{c.n}] line {c.line}: “{c.quote}”" for c in answer.citations)
    return [answer.kind, answer.text, *verdicts, facts, answer.ask_next or "", quotes]
