"""The data sets of inspect_ai: JSONL of its `Sample`: `input`, `target`, `id` and `metadata`."""

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from assistant.errors import SuiteError
from assistant.evaluation.cases import Case
from assistant.evaluation.exchange.common import answer_of, dumped, expected
from assistant.evaluation.suite import parse_json_lines, read_text


def read(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    """A case that this program wrote comes back whole; of others, the users' messages and the target.

    Raises:
        SuiteError: a line is no sample.
    """
    for number, (line, row) in enumerate(parse_json_lines(path, read_text(path)), 1):
        own = (row.get("metadata") or {}).get("case")
        if isinstance(own, dict):
            yield line, own
            continue
        asked = _asked(row.get("input"))
        if not asked:
            raise SuiteError(f"{path}:{line}: has no `input` with a question: see inspect_ai's Sample")
        turns: list[dict[str, Any]] = [{"question": question} for question in asked]
        turns[-1] |= _target(row.get("target"))
        case = {"turns": turns} if len(turns) > 1 else turns[0]
        yield line, {"id": str(row.get("id") or f"sample-{number}"), **case}


def _asked(given: Any) -> list[str]:
    if isinstance(given, str):
        return [given]
    messages = given if isinstance(given, list) else []
    return [
        message["content"]
        for message in messages
        if isinstance(message, dict) and message.get("role") == "user"
    ]


def _target(target: Any) -> dict[str, Any]:
    """Several targets are alternatives, of which one is enough."""
    if isinstance(target, list) and len(target) > 1:
        return {"answer_has": [target]}
    only = target[0] if isinstance(target, list) and target else target
    return expected(only) if isinstance(only, str) else {}


def write(cases: Iterable[Case]) -> str:
    return "".join(json.dumps(_sample(case), ensure_ascii=False) + "\n" for case in cases)


def _sample(case: Case) -> dict[str, Any]:
    messages = [{"role": "user", "content": turn.question} for turn in case.asked]
    last = case.asked[-1]
    alternatives = last.answer_has[0] if last.answer_has and len(last.answer_has) == 1 else ()
    return {
        "id": case.id,
        "input": messages if case.turns else last.question,
        "target": list(alternatives) if len(alternatives) > 1 else answer_of(last),
        "metadata": {"tags": list(case.labels), "case": dumped(case)},
    }
