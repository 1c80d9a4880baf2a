"""An answer as the page shows it: its lines, what each line is, and its marks; nothing reworded."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from assistant.answer import Answer, Citation, Excerpt, Language, LlmUse, VerdictName
from assistant.gate import MARK
from assistant.page.words import load_words
from assistant.rulebook import Licence, Rulebook
from assistant.writing.clauses import capital
from assistant.writing.phrases import Phrases, load_phrases

Kind = Literal["plain", "quote", "verdict", "reason", "assumed", "caution", "question"]
VERDICTS: tuple[VerdictName, ...] = (
    "required",
    "depends",
    "recommended",
    "optional",
    "unclear",
    "not_required",
)


@dataclass(frozen=True)
class Piece:
    """Some text, or (where `n` is set) a mark that opens citation `n`."""

    text: str
    n: int | None = None


@dataclass(frozen=True)
class Line:
    """A line of the answer.

    `lead` is the start of the first piece, where it says what the line is about: the verdict of a group of
    licences, or the licence of a reason. `verdict` is that verdict, or that licence's.
    """

    kind: Kind
    pieces: tuple[Piece, ...]
    lead: str = ""
    verdict: VerdictName | None = None


@dataclass(frozen=True)
class Note:
    """A law note: outside the article. `links` has the address of each authority, "" where none is known."""

    status: str
    text: str
    authorities: tuple[str, ...]
    links: tuple[str, ...]
    as_of: str


@dataclass(frozen=True)
class Further:
    """What a further document says: outside the article. `about` has its date, origin and page or line."""

    title: str
    about: str
    quote: str


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


def as_text(answer: Answer) -> str:
    """The answer to be copied: with its quotes, and with what further documents say of it, set apart."""
    words = load_words(answer.language)
    quotes = [f"[{one.n}] {words('mark.line', line=one.line)}: “{one.quote}”" for one in answer.citations]
    further = [f"{one.title} ({one.about}): “{one.quote}”" for one in further_of(answer)]
    if further:
        further = [words("turn.further", count=len(further)), words("turn.further_what"), *further]
    return "\n\n".join(part for part in (answer.text, "\n".join(quotes), "\n".join(further)) if part)


def citation(answer: Answer, n: int) -> Citation | None:
    return next((one for one in answer.citations if one.n == n), None)


def notes_of(answer: Answer, book: Rulebook) -> tuple[Note, ...]:
    links = {note.id: note.links for note in book.law_notes}
    return tuple(
        Note(
            note.status,
            note.text,
            note.authorities,
            tuple(links.get(note.id, {}).get(authority, "") for authority in note.authorities),
            note.as_of,
        )
        for note in answer.law_notes
    )


def further_of(answer: Answer) -> tuple[Further, ...]:
    words = load_words(answer.language)
    return tuple(Further(one.title, _about(one, words), one.quote) for one in answer.further)


def llm_of(answer: Answer, book: Rulebook) -> tuple[str, ...]:
    """What an LLM had to do with the answer, a sentence each; () where none was switched on."""
    use = answer.llm
    if use is None:
        return ()
    words, say = load_words(answer.language), load_phrases(answer.language)
    said = []
    # None where one read the question, and was switched off before facts were set by hand.
    if answer.provenance.llm:
        model = answer.provenance.llm.split(" (")[0]
        said.append(_worded(answer, use, model))
    if use.read:
        said.append(words("llm.read"))
    if use.disputed:
        labels = [book.facts[fact].label[answer.language] for fact in use.disputed if fact in book.facts]
        said.append(words("llm.disputed", facts=say.joined(labels)))
    if use.note:
        said.append(words("llm.note", note=use.note))
    return tuple(said)


def _worded(answer: Answer, use: LlmUse, model: str) -> str:
    words = load_words(answer.language)
    if use.text == "partly":
        return words("llm.partly", model=model, count=len(use.claims), all=len(answer.claims))
    return words("llm.reworded" if use.text == "reworded" else "llm.built_in", model=model)


def _about(excerpt: Excerpt, words: Phrases) -> str:
    place = (
        words("mark.page", page=excerpt.page) if excerpt.page else words("mark.line", line=excerpt.line or 1)
    )
    return words("documents.gap").join(part for part in (excerpt.date, excerpt.origin, place) if part)


class _Known:
    """The texts by which the lines of one answer are told apart."""

    def __init__(self, answer: Answer, book: Rulebook) -> None:
        language: Language = answer.language
        say = load_phrases(language)
        self.numbers = frozenset(one.n for one in answer.citations)
        self.groups = {say.start(f"group.{name}"): name for name in VERDICTS}
        self.reasons = {
            _lead(book.licences[name], answer.verdicts[name].verdict, language): answer.verdicts[name].verdict
            for name in answer.focus
            if name in answer.verdicts
        }
        self.quoted = say.start("passage.quoted")
        self.assumed = say.start("licences.assumed")
        self.questions = tuple(say.start(f"licences.{name}") for name in ("ask_next", "unsure", "conflict"))
        self.cautions = frozenset(caution.text[language] for caution in book.cautions)

    def line(self, text: str) -> Line:
        body = text.removeprefix("- ")
        pieces = tuple(pieces_of(body, self.numbers))
        for lead, verdict in self.groups.items():
            if text.startswith(lead):
                return Line("verdict", pieces, lead, verdict)
        if body != text:
            lead = next((name for name in self.reasons if body.startswith(name)), "")
            return Line("reason", pieces, lead, self.reasons.get(lead))
        return Line(self._kind(text), pieces)

    def _kind(self, text: str) -> Kind:
        if text.startswith(self.assumed):
            return "assumed"
        if text.startswith(self.questions):
            return "question"
        if text.startswith(self.quoted):
            return "quote"
        return "caution" if re.sub(r"\s*(\[\d+\])+$", "", text) in self.cautions else "plain"


def _lead(licence: Licence, verdict: VerdictName, language: Language) -> str:
    """How the reason for a licence begins, up to its name."""
    if verdict == "depends":
        return load_phrases(language).start("licences.depends") + licence.subject[language]
    return capital(licence.short[language])
