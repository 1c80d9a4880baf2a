"""The data sets of ragas: JSONL of its samples (SingleTurnSample, MultiTurnSample)."""

import json
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from assistant.errors import SuiteError
from assistant.evaluation.cases import Case
from assistant.evaluation.exchange.common import answer_of, expected
from assistant.evaluation.records import CaseResult
from assistant.evaluation.suite import parse_json_lines, read_text
from assistant.evaluation.summary import units

__all__ = ["read", "samples", "write"]


def read(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    """The question, the reference, and the reference contexts as passages that must be cited.

    Raises:
        SuiteError: a line is no sample.
    """
    for number, (line, row) in enumerate(parse_json_lines(path, read_text(path)), 1):
        asked = _asked(row.get("user_input"))
        if not asked:
            raise SuiteError(f"{path}:{line}: has no `user_input` with a question: see ragas' samples")
        turns: list[dict[str, Any]] = [{"question": question} for question in asked]
        turns[-1] |= expected(row.get("reference") or "")
        if row.get("reference_contexts"):
            turns[-1]["evidence"] = [row["reference_contexts"]]
        case = {"turns": turns} if len(turns) > 1 else turns[0]
        yield line, {"id": f"sample-{number}", **case}


def _asked(given: Any) -> list[str]:
    if isinstance(given, str):
        return [given]
    messages = given if isinstance(given, list) else []
    return [
        message["content"]
        for message in messages
        if isinstance(message, dict) and message.get("type") == "human"
    ]


def write(cases: Iterable[Case]) -> str:
    return _lines(_sample(case) for case in cases)


def _sample(case: Case) -> dict[str, Any]:
    last = case.asked[-1]
    messages = [{"type": "human", "content": turn.question} for turn in case.asked]
    contexts = {"reference_contexts": list(last.evidence[0])} if last.evidence and not case.turns else {}
    return {"user_input": messages if case.turns else last.question, "reference": answer_of(last), **contexts}


def samples(results: Sequence[CaseResult]) -> str:
    """A run for ragas to judge: each question with its answer, and what was cited as the contexts."""
    return _lines(
        {
            "user_input": unit.turn.question,
            "response": unit.turn.answer.text,
            "retrieved_contexts": [citation.quote for citation in unit.turn.answer.citations],
        }
        for unit in units(results)
        if unit.turn.answer is not None
    )


def _lines(rows: Iterable[dict[str, Any]]) -> str:
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
