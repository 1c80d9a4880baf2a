"""CSV of questions and expected answers."""

import csv
import io
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from assistant.errors import SuiteError
from assistant.evaluation.cases import Case
from assistant.evaluation.exchange.common import answer_of, expected
from assistant.evaluation.suite import read_text

COLUMNS = ("id", "conversation", "question", "expected", "kind", "tags")
ANSWERS = ("expected", "expected_answer", "answer", "reference", "ground_truth")


def read(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    """Rows as cases; rows that share a `conversation` are its turns, in order. Other columns are passed over.

    Raises:
        SuiteError: there is no column `question`, or a row has none.
    """
    rows = csv.DictReader(io.StringIO(read_text(path), newline=""))
    if "question" not in (rows.fieldnames or ()):
        raise SuiteError(
            f"{path}:1: has no column `question`: name it so (there are {', '.join(rows.fieldnames or ())})"
        )
    conversations: dict[str, tuple[int, dict[str, Any]]] = {}
    line = 2
    for number, row in enumerate(rows, 1):
        turn, own = _turn(row), row.get("conversation") or ""
        if not own:
            yield (
                line,
                {"id": row.get("id") or f"row-{number}", "tags": (row.get("tags") or "").split(), **turn},
            )
        elif own in conversations:
            conversations[own][1]["turns"].append(turn)
        else:
            conversations[own] = (line, {"id": own, "tags": (row.get("tags") or "").split(), "turns": [turn]})
        line = rows.line_num + 1
    yield from conversations.values()


def _turn(row: dict[str, Any]) -> dict[str, Any]:
    answer = next((row[name] for name in ANSWERS if row.get(name)), "")
    kind = {"kind": row["kind"]} if row.get("kind") else {}
    return {"question": row["question"] or "", **kind, **expected(answer)}


def write(cases: Iterable[Case]) -> str:
    """With a byte-order mark, which Excel wants; cells that it would run as formulas are neutralised."""
    text = io.StringIO(newline="")
    text.write("\ufeff")
    rows = csv.writer(text, lineterminator="\n")
    rows.writerow(COLUMNS)
    for case in cases:
        for turn in case.asked:
            own = case.id if case.turns else ""
            cells = (
                "" if own else case.id,
                own,
                turn.question,
                answer_of(turn),
                turn.kind or "",
                " ".join(case.labels),
            )
            rows.writerow([_harmless(cell) for cell in cells])
    return text.getvalue()


def _harmless(cell: str) -> str:
    return "'" + cell if cell[:1] in ("=", "+", "-", "@", "\t", "\r") else cell
