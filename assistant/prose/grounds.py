"""What a reworded sentence is held against: the built-in claims, each with its quotes and its licences."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.answer import Answer, Claim
from assistant.reading import mentions

_CONDITIONAL = re.compile(r"(?<=\.)\s+(?=If )|(?<=。)(?=如果)")


@dataclass(frozen=True)
class Ground:
    """One statement of the built-in text. `about`: the licences of the claim it belongs to; `number`: which claim."""

    text: str
    marks: tuple[int, ...]
    about: tuple[str, ...]
    number: int
    quoted: bool = False

    def quotes(self, answer: Answer) -> list[str]:
        return [citation.quote for citation in answer.citations if citation.n in self.marks]


def grounds(answer: Answer) -> tuple[Ground, ...]:
    """The grounds of an answer in its order; a claim with conditions ("If …: …") is one ground for each."""
    return tuple(
        ground for number, claim in enumerate(answer.claims) for ground in _of(claim, number, answer)
    )


def _of(claim: Claim, number: int, answer: Answer) -> Iterator[Ground]:
    text = bare(claim.text)
    about = tuple(dict.fromkeys(licence for _, _, licence in mentions(text)))
    quoted = answer.kind == "passage" and _quotes_whole(text, claim.citations, answer)
    pieces = _CONDITIONAL.split(text)
    for piece in pieces:
        yield Ground(piece, claim.citations, about, number, quoted)


def _quotes_whole(text: str, marks: Sequence[int], answer: Answer) -> bool:
    return any(f"“{citation.quote}”" in text for citation in answer.citations if citation.n in marks)


def bare(text: str) -> str:
    return text.removeprefix("- ").strip()
