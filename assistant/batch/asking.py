"""A row's question to its outcome, as `assistant ask` would answer it. Runs in the workers."""

import json
from collections.abc import Mapping, Sequence
from time import perf_counter
from typing import NamedTuple

from assistant.answer import Answer, LlmUse
from assistant.assistant import Assistant
from assistant.batch.conversations import after, turns
from assistant.batch.records import Form, Outcome
from assistant.errors import AssistantError

__all__ = ["Turn", "Unit", "answer_units", "cells_of"]


class Turn(NamedTuple):
    """A question with what is known beforehand."""

    question: str
    facts: Mapping[str, str]


class Unit(NamedTuple):
    """Turns that follow each other in one conversation, after `past`; or one question that stands alone.

    `talk`: whether another turn may follow.
    """

    turns: tuple[Turn, ...]
    past: str = ""
    talk: bool = False


def answer_units(assistant: Assistant, units: Sequence[Unit], form: Form) -> list[list[Outcome]]:
    """The outcomes of each unit. Questions that stand alone are read together, which costs less and changes nothing."""
    alone = [place for place, unit in enumerate(units) if len(unit.turns) == 1 and not unit.talk]
    together = _together(assistant, [units[place].turns[0] for place in alone], form)
    known = dict(zip(alone, together, strict=False))
    return [
        [known[place]] if place in known else _one_by_one(assistant, unit, form)
        for place, unit in enumerate(units)
    ]


def _together(assistant: Assistant, turns: Sequence[Turn], form: Form) -> list[Outcome]:
    """None at all where one of them cannot be answered: then each is asked alone, to find out which.

    A row's time is its share, by length, of the time of all.
    """
    if assistant.llm is not None or len(turns) < 2:
        return []  # an LLM costs more than is saved here, and each of its calls may fail
    begun = perf_counter()
    try:
        asked = [(turn.question, assistant.checked_facts(turn.facts), ()) for turn in turns]
        answers = assistant.ask_many(asked)
    except Exception:  # whatever it is comes up again, for the row that it belongs to
        return []
    milliseconds = (perf_counter() - begun) * 1000 / sum(len(turn.question) for turn in turns)
    return [
        _answered(assistant, answer, form, round(milliseconds * len(turn.question), 1))
        for turn, answer in zip(turns, answers, strict=True)
    ]


def _one_by_one(assistant: Assistant, unit: Unit, form: Form) -> list[Outcome]:
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
    return _answered(assistant, answer, form, _since(begun), after(past, answer) if talk else "")


def _answered(
    assistant: Assistant, answer: Answer, form: Form, milliseconds: float, past: str = ""
) -> Outcome:
    result = (
        answer.model_dump_json()
        if form == "jsonl"
        else json.dumps(cells_of(answer, assistant), ensure_ascii=False)
    )
    verdicts = tuple(verdict.verdict for verdict in answer.verdicts.values())
    return Outcome(answer.kind, verdicts, result, "", milliseconds, past, _taken(answer.llm))


def _taken(use: LlmUse | None) -> dict[str, float]:
    if use is None:
        return {}
    counts = use.model_dump(include={"calls", "cached", "input_tokens", "output_tokens", "cost"})
    said = {name: count for name, count in counts.items() if count is not None}
    return {
        "answers": 1,
        "reworded": int(use.text == "reworded"),
        "partly": int(use.text == "partly"),
        **said,
    }


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
