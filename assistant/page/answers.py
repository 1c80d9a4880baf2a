"""An answer as the page shows it: its lines, what each line is, and its marks; nothing reworded."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from assistant.answer import Answer, Citation, Language, VerdictName
from assistant.gate import MARK
from assistant.rulebook import Rulebook
from assistant.writing.phrases import load_phrases

Kind = Literal["plain", "verdict", "reason", "assumed", "caution", "question"]
VERDICTS: tuple[VerdictName, ...] = ("required", "depends", "recommended", "optional", "unclear", "not_required")


@dataclass(frozen=True)
class Piece:
    """Some text, or (where `n` is set) a mark that opens citation `n`."""

    text: str
    n: int | None = None


@dataclass(frozen=True)
class Line:
    """A line of the answer. `verdict` is set where the line names the licences of one verdict."""

    kind: Kind
    pieces: tuple[Piece, ...]
    verdict: VerdictName | None = None


@dataclass(frozen=True)
class Note:
    """A law note: outside the article. `links` has the address of each authority, "" where none is known."""

    status: str
    text: str
    authorities: tuple[str, ...]
    links: tuple[str, ...]
    as_of: str


def lines_of(answer: Answer, book: Rulebook) -> tuple[Line, ...]:
    """The answer's text, line by line. What a line is, is told by the phrases that it was written with."""
    known = _Known(answer, book)
    return tuple(known.line(text) for text in answer.text.split("\n") if text.strip())


def pieces_of(text: str, numbers: frozenset[int]) -> Iterator[Piece]:
    """`text` cut at its marks; a number in brackets that is no citation stays text."""
    place = 0
    for mark in MARK.finditer(text):
        if int(mark[1]) in numbers:
            if text[place : mark.start()].strip():
                yield Piece(text[place : mark.start()].rstrip())
            yield Piece(mark[1], int(mark[1]))
            place = mark.end()
    if text[place:].strip():
        yield Piece(text[place:].rstrip())


def citation(answer: Answer, n: int) -> Citation | None:
    return next((one for one in answer.citations if one.n == n), None)


def notes_of(answer: Answer, book: Rulebook) -> tuple[Note, ...]:
    links = {note.id: note.links for note in book.law_notes}
    return tuple(
        Note(
            note.status, note.text, note.authorities,
            tuple(links.get(note.id, {}).get(authority, "") for authority in note.authorities), note.as_of,
        )
        for note in answer.law_notes
    )


class _Known:
    """The texts by which the lines of one answer are told apart."""

    def __init__(self, answer: Answer, book: Rulebook) -> None:
        language: Language = answer.language
        say = load_phrases(language)
        self.numbers = frozenset(one.n for one in answer.citations)
        self.groups = {name: say.start(f"group.{name}") for name in VERDICTS}
        self.assumed = say.start("licences.assumed")
        self.questions = tuple(say.start(f"licences.{name}") for name in ("ask_next", "unsure", "conflict"))
        self.cautions = frozenset(caution.text[language] for caution in book.cautions)

    def line(self, text: str) -> Line:
        body = text.removeprefix("- ")
        pieces = tuple(pieces_of(body, self.numbers))
        verdict = next((name for name, start in self.groups.items() if text.startswith(start)), None)
        return Line(self._kind(text, body, verdict), pieces, verdict)

    def _kind(self, text: str, body: str, verdict: VerdictName | None) -> Kind:
        if verdict is not None:
            return "verdict"
        if body != text:
            return "reason"
        if text.startswith(self.assumed):
            return "assumed"
        if text.startswith(self.questions):
            return "question"
        return "caution" if re.sub(r"\s*(\[\d+\])+$", "", text) in self.cautions else "plain"
