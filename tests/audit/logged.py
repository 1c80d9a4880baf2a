"""Answers to log, without asking for them; as a program, a process that logs them:

`logged.py COUNT OWNER` says each number once it is on the disk.
"""

import sys

from assistant.answer import Answer, FactSource, Provenance, Value
from assistant.audit import open_log
from assistant.settings import load_settings

MADE_WITH = Provenance(rulebook="r", corpus="c", embedder="e", reader="n", version="0")


def answer_to(question: str, **facts: Value) -> Answer:
    return Answer(
        question=question, kind="abstained", language="en", text=f"On {question}",
        facts=facts, facts_from={fact: FactSource(turn=1, words=question) for fact in facts},
        provenance=MADE_WITH,
    )  # fmt: skip


def main(count: int, owner: str) -> None:
    log = open_log(load_settings())
    assert log is not None
    for number in range(count):
        entry = log.append(answer_to(f"question {number} " + "x" * 2_000), owner=owner)
        sys.stdout.write(f"{entry.n}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2])
