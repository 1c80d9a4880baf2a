"""A conversation to take away: as Markdown for people, as JSON for programs. Reworded nowhere."""

import json
from collections.abc import Iterator
from datetime import date

from assistant.answer import Answer, Language
from assistant.page.answers import Note
from assistant.page.escaping import escaped
from assistant.page.platform import fact_rows
from assistant.page.state import Conversation
from assistant.page.verdicts import licence_rows
from assistant.page.words import load_words
from assistant.rulebook import Rulebook
from assistant.source import Source
from assistant.writing.phrases import Phrases


def as_json(conversation: Conversation) -> str:
    """The answers as the contract has them, oldest first."""
    answers = [answer.model_dump(mode="json") for answer in conversation.answers]
    return json.dumps({"answers": answers}, ensure_ascii=False, indent=2) + "\n"


def as_markdown(
    conversation: Conversation, book: Rulebook, source: Source, language: Language, day: date
) -> str:
    """A memo: facts, verdicts, questions and answers with their quotes, law notes apart, what it was made with."""
    writer = _Memo(conversation, book, source, language)
    parts = (
        writer.head(day), writer.facts(), writer.verdicts(), writer.turns(),
        writer.notes(), writer.article(), writer.made(),
    )  # fmt: skip
    return "\n\n".join("\n".join(part) for part in parts) + "\n"


class _Memo:
    def __init__(
        self, conversation: Conversation, book: Rulebook, source: Source, language: Language
    ) -> None:
        self.conversation, self.book, self.source = conversation, book, source
        self.language: Language = language
        self.words: Phrases = load_words(language)
        self.rows = licence_rows(conversation, book, language)

    def head(self, day: date) -> Iterator[str]:
        yield f"# {escaped(self.words('memo.title'))}"
        yield ""
        yield escaped(self.words("memo.day", day=day.isoformat()))

    def facts(self) -> Iterator[str]:
        yield f"## {escaped(self.words('memo.facts'))}"
        yield ""
        yield f"| {self.words('memo.fact')} | {self.words('memo.value')} | {self.words('memo.source')} |"
        yield "| --- | --- | --- |"
        for row in fact_rows(self.conversation, self.book, self.language):
            value = self.words(f"platform.{row.switch}")
            lines = "".join(f" ({mark.text})" for mark in row.marks)
            yield f"| {escaped(row.label)} | {escaped(value)} | {escaped(row.source + lines)} |"

    def verdicts(self) -> Iterator[str]:
        yield f"## {escaped(self.words('memo.verdicts'))}"
        yield ""
        yield f"| {self.words('rulebook.pick')} | {self.words('memo.verdict')} | {self.words('memo.reason')} |"
        yield "| --- | --- | --- |"
        for row in self.rows:
            lines = ", ".join(dict.fromkeys(mark.text for mark in row.marks))
            word = f"{row.word} ({self.words('licences.ambiguous')})" if row.ambiguous else row.word
            yield f"| {escaped(row.name)} | {escaped(word)} | {escaped(f'{row.reason} ({lines})')} |"

    def turns(self) -> Iterator[str]:
        yield f"## {escaped(self.words('memo.turns'))}"
        for n, answer in enumerate(self.conversation.answers, 1):
            yield ""
            yield f"### {escaped(self.words('turn.you', n=n))}"
            yield ""
            yield from (f"> {escaped(line)}" for line in answer.question.split("\n"))
            yield from self._answer(answer)

    def _answer(self, answer: Answer) -> Iterator[str]:
        for line in answer.text.split("\n"):
            item = "- " if line.startswith("- ") else ""
            yield f"{item}{escaped(line.removeprefix('- '))}" if line else ""
        yield ""
        for one in answer.citations:
            place = self.words("mark.line", line=one.line)
            yield f"- \\[{one.n}\\] {escaped(place)}: “{escaped(one.quote)}”"

    def notes(self) -> Iterator[str]:
        yield f"## {escaped(self.words('licences.notes'))}"
        yield ""
        yield escaped(self.words("turn.notes_what"))
        yield ""
        notes: dict[Note, None] = dict.fromkeys(note for row in self.rows for note in row.notes)
        for note in notes:
            authorities = "; ".join(note.authorities)
            as_of = self.words("turn.as_of", as_of=note.as_of)
            yield f"- {escaped(self.words(f'note.{note.status}'))}: {escaped(f'{note.text} {authorities} {as_of}')}"

    def article(self) -> Iterator[str]:
        about = self.source.metadata
        yield f"## {escaped(self.words('article.label'))}"
        yield ""
        yield escaped(self.words("article.by", author=about.author, publisher=about.publisher))
        yield ""
        yield f"> {escaped(about.disclaimer)}"

    def made(self) -> Iterator[str]:
        yield f"## {escaped(self.words('memo.made'))}"
        yield ""
        made = self.conversation.answers[-1].provenance.model_dump() if self.conversation.answers else {}
        yield from (
            f"- {escaped(name)}: {escaped(str(value))}" for name, value in made.items() if value is not None
        )
