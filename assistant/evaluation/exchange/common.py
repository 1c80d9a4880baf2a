"""What the formats share."""

from typing import Any

from assistant.evaluation.cases import Case, Turn

__all__ = ["answer_of", "dumped", "expected"]

FEW_WORDS = 5


def expected(answer: str) -> dict[str, Any]:
    """What an expected answer asks: a few words must stand in the text, a longer one is only compared."""
    words = answer.split()
    if not words:
        return {}
    return {"answer_has": [[answer.strip()]]} if len(words) <= FEW_WORDS else {"reference": answer.strip()}


def answer_of(turn: Turn) -> str:
    """The expected answer in words: the reference, what the text must have, verdicts, or the kind."""
    if turn.reference:
        return turn.reference
    if turn.answer_has:
        return "; ".join(group[0] for group in turn.answer_has)
    if turn.verdicts:
        return "; ".join(f"{licence}: {getattr(v, 'verdict', v)}" for licence, v in turn.verdicts.items())
    return turn.kind or ""


def dumped(case: Case) -> dict[str, Any]:
    """A case as it would stand in a suite."""
    return case.model_dump(mode="json", exclude_unset=True, exclude_none=True) | {"tags": list(case.labels)}
