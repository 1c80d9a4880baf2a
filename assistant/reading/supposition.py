"""What-ifs within one text: "we match no orders today; suppose we let users trade with each other" supposes the second.

A what-if sets the fact for its answer (docs/answer.md, "How facts are read"), so it settles what would else be a contradiction.
"""

import re

_SENTENCE = re.compile(r"[^.!?。！？；;\n]+[.!?。！？；;\n]*")
_CUE = re.compile(
    r"\b(?:suppos(?:e|ing)|assum(?:e|ing)|imagin(?:e|ing)|pretend|hypothetically|what if|let's say|let us say|say (?:we|they|he|she|it|i)\b"
    r"|(?:if|were|should|had|once) (?:we|they|it|i|he|she|our|the|my|this|that|all|every|\w+ing)\b.{0,120}\b(?:would|could|might|then|instead)\b"
    r"|would .{0,160}\bif (?:we|they|it|i|he|she|our|the|my|this)\b)"
    r"|假如|假设|假定|倘若|若是|要是|设想|如果|如若|万一",
    re.I | re.S,
)


def supposed(text: str) -> tuple[tuple[int, int], ...]:
    """The sentences that suppose something, as (start, end) in code points, in order."""
    return tuple((m.start(), m.end()) for m in _SENTENCE.finditer(text) if _CUE.search(m.group()))


def turning(text: str) -> int | None:
    """Where the first sentence that supposes something begins; None where there is none, or nothing is said before it."""
    start = next(iter(supposed(text)), (0, 0))[0]
    return start if text[:start].strip() else None
