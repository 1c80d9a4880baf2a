"""Answers to keep or to log, without asking for them."""

import os
from pathlib import Path

from assistant.answer import Answer, FactSource, Provenance, Value

MADE_WITH = Provenance(rulebook="r", corpus="c", embedder="e", reader="n", version="0")


def answer_to(question: str, **facts: Value) -> Answer:
    return Answer(
        question=question, kind="abstained", language="en", text=f"On {question}",
        facts=facts, facts_from={fact: FactSource(turn=1, words=question) for fact in facts},
        provenance=MADE_WITH,
    )  # fmt: skip


def within_reach(**more: str) -> dict[str, str]:
    """The environment of a process that imports this too."""
    paths = [str(Path(__file__).parent), os.environ.get("PYTHONPATH", "")]
    return {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, paths)), **more}
