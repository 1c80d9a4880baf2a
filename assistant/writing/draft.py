"""A draft: sentences with the quotes they rest on. Numbering and marks come last, in one place."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from assistant.answer import Citation, Claim
from assistant.gate import marked
from assistant.source import Quote


@dataclass(frozen=True)
class Line:
    """A sentence or a line of the answer. With quotes it is a claim; without, a frame."""

    text: str
    quotes: tuple[Quote, ...] = ()


@dataclass(frozen=True)
class Draft:
    """Paragraphs of lines; `stated` is what the text says of each licence, for the gate to compare."""

    paragraphs: tuple[tuple[Line, ...], ...]
    stated: Mapping[str, str] = field(default_factory=dict)

    @property
    def frames(self) -> frozenset[str]:
        return frozenset(line.text for paragraph in self.paragraphs for line in paragraph if not line.quotes)


@dataclass(frozen=True)
class Numbered:
    """A draft as it is shown: the text with its marks, the claims, and the citations in order of appearance."""

    text: str
    claims: tuple[Claim, ...]
    citations: tuple[Citation, ...]


def numbered(draft: Draft, source_id: str) -> Numbered:
    """Number the quotes by first appearance; the same words get the same number."""
    numbers: dict[Quote, int] = {}
    claims: list[Claim] = []
    paragraphs: list[str] = []
    for paragraph in draft.paragraphs:
        shown = [_shown(line, numbers, claims) for line in paragraph]
        paragraphs.append("\n".join(shown))
    citations = tuple(
        Citation(n=n, source=source_id, start=q.start, end=q.end, line=q.line, quote=q.text)
        for q, n in numbers.items()
    )
    return Numbered("\n\n".join(p for p in paragraphs if p), tuple(claims), citations)


def _shown(line: Line, numbers: dict[Quote, int], claims: list[Claim]) -> str:
    if not line.quotes:
        return line.text
    marks = tuple(dict.fromkeys(numbers.setdefault(quote, len(numbers) + 1) for quote in line.quotes))
    claims.append(Claim(text=line.text, citations=marks))
    return marked(line.text, marks)


def without_repeats(lines: Sequence[Line]) -> tuple[Line, ...]:
    return tuple(dict.fromkeys(lines))


def one_line(words: str, limit: int = 200) -> str:
    """The asker's own words on one line: no marks of ours may be forged in them."""
    flat = " ".join(words.replace("[", "(").replace("]", ")").split())
    return flat if len(flat) <= limit else flat[: limit - 1] + "…"
