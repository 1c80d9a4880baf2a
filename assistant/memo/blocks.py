"""A memo as blocks that every format draws in its own way: headings, paragraphs, tables, lists, quoted words."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from assistant.memo.records import Cited, Memo, MemoFact, MemoOpen, MemoQuote, MemoVerdict
from assistant.memo.words import load_words

__all__ = ["Block", "Heading", "Items", "Paragraph", "Quoted", "Table", "blocks"]


@dataclass(frozen=True)
class Heading:
    """`level` 1 is the memo's title, 2 a section, 3 a part of one."""

    text: str
    level: int = 2


@dataclass(frozen=True)
class Paragraph:
    text: str


@dataclass(frozen=True)
class Quoted:
    """Words of somebody else, set off."""

    text: str


@dataclass(frozen=True)
class Items:
    """A list; `labels` stand in place of the bullets, where they are given: "[1]"."""

    texts: tuple[str, ...]
    labels: tuple[str, ...] = ()

    @property
    def labelled(self) -> tuple[tuple[str, str], ...]:
        """Each text after its label; "" where it has none."""
        return tuple(zip(self.labels or ("",) * len(self.texts), self.texts, strict=True))


@dataclass(frozen=True)
class Table:
    """`widths` are shares of the page's width, their sum 1."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[float, ...]


Block = Heading | Paragraph | Quoted | Items | Table


def blocks(memo: Memo) -> tuple[Block, ...]:
    """In the order in which a reader needs them; a section with nothing in it is left out."""
    return tuple(_Blocks(memo).all())


class _Blocks:
    def __init__(self, memo: Memo) -> None:
        self.memo, self.words = memo, load_words(memo.language)

    def all(self) -> Iterator[Block]:
        memo, words = self.memo, self.words
        yield from self.head()
        yield from self.facts()
        yield from self.verdicts()
        yield from self.items("assumed", map(self.cited, memo.assumptions))
        yield from self.items("conflict", map(self.conflict, memo.conflicts))
        yield from self.items("open", map(self.open, memo.open))
        yield from self.items("caution", map(self.cited, memo.cautions))
        yield from self.turns()
        yield from self.quotes()
        yield from self.notes()
        yield Heading(words("article.title"))
        yield Paragraph(words("article.by", **memo.article.model_dump()))
        yield Quoted(words("article.disclaimer", disclaimer=memo.article.disclaimer))
        yield from self.made()

    def head(self) -> Iterator[Block]:
        yield Heading(self.words("head.title"), 1)
        if self.memo.name:
            yield Paragraph(self.words("head.named", platform=self.memo.name))
        yield Paragraph(self.words("head.made", day=self.memo.day))
        yield from self.items("brief", self.memo.brief)

    def facts(self) -> Iterator[Block]:
        known = [one for one in self.memo.facts if one.origin != "not_said"]
        yield Heading(self.words("fact.title"))
        if known:
            header = tuple(self.words(f"fact.{name}") for name in ("fact", "value", "from"))
            yield Table(header, tuple(map(self.fact, known)), (0.36, 0.12, 0.52))
        else:
            yield Paragraph(self.words("fact.none"))
        unsaid = [one.label for one in self.memo.facts if one.origin == "not_said"]
        if unsaid:
            yield Paragraph(self.words("fact.unsaid", facts=self.words("open.gap").join(unsaid)))

    def fact(self, one: MemoFact) -> tuple[str, ...]:
        return one.label, self.words(f"fact.{one.value}"), one.source

    def verdicts(self) -> Iterator[Block]:
        if not self.memo.verdicts:
            return
        yield Heading(self.words("verdict.title"))
        header = tuple(self.words(f"verdict.{name}") for name in ("licence", "verdict", "reason"))
        yield Table(header, tuple(map(self.verdict, self.memo.verdicts)), (0.2, 0.16, 0.64))
        if self.memo.order:
            steps = self.words("verdict.order_gap").join(self.memo.order)
            yield Paragraph(self.words("verdict.order", steps=steps))

    def verdict(self, one: MemoVerdict) -> tuple[str, ...]:
        word = self.words("verdict.ambiguous", verdict=one.word) if one.ambiguous else one.word
        return one.name, word, self.marked(one.reason, one.marks)

    def marked(self, text: str, marks: tuple[int, ...]) -> str:
        return text + self.words("head.mark_gap") * bool(marks) + "".join(f"[{n}]" for n in marks)

    def cited(self, one: Cited) -> str:
        return self.marked(one.text, one.marks)

    def conflict(self, words: tuple[str, ...]) -> str:
        return self.words("conflict.both", words=self.words("conflict.gap").join(words))

    def open(self, one: MemoOpen) -> str:
        ends = [
            self.words("open.ends", value=self.words(f"fact.{value}"), leads=leads)
            for value, leads in one.leads.items()
        ]
        return self.words("open.leads", question=one.question, ends=self.words("head.mark_gap").join(ends))

    def turns(self) -> Iterator[Block]:
        if self.memo.turns:
            yield Heading(self.words("turn.title"))
        for turn in self.memo.turns:
            yield Heading(self.words("turn.turn", n=turn.n), 3)
            yield from (Quoted(line) for line in turn.question.splitlines() if line.strip())
            yield from _answer(turn.text)

    def quotes(self) -> Iterator[Block]:
        if self.memo.quotes:
            yield Heading(self.words("quote.title"))
            labels = tuple(f"[{one.n}]" for one in self.memo.quotes)
            yield Items(tuple(map(self.quote, self.memo.quotes)), labels)

    def quote(self, one: MemoQuote) -> str:
        place = self.words("quote.under" if one.heading else "quote.line", line=one.line, heading=one.heading)
        if one.source != self.memo.article.id:
            place = self.words("quote.of", place=place, source=one.source)
        return self.words("quote.quoted", place=place, quote=one.quote)

    def notes(self) -> Iterator[Block]:
        if not self.memo.notes:
            return
        yield Heading(self.words("note.title"))
        yield Paragraph(self.words("note.what"))
        yield Items(
            tuple(
                self.words(
                    "note.note", status=self.words(f"note.{one.status}"), text=one.text,
                    authorities="; ".join(one.authorities), as_of=one.as_of,
                )
                for one in self.memo.notes
            )
        )  # fmt: skip

    def made(self) -> Iterator[Block]:
        made = self.memo.provenance.model_dump()
        yield Heading(self.words("made.title"))
        names = ("version", "rulebook", "corpus", "reader", "embedder", "llm")
        yield Items(tuple(f"{self.words(f'made.{name}')}: {made[name]}" for name in names if made[name]))
        for n, what in self.memo.older.items():
            yield Paragraph(self.words("made.older", n=n, what=what))

    def items(self, section: str, texts: Iterable[str]) -> Iterator[Block]:
        held = tuple(texts)
        if held:
            yield Heading(self.words(f"{section}.title"))
            yield Items(held)


def _answer(text: str) -> Iterator[Block]:
    """An answer's lines: those that start with a dash are a list."""
    items: list[str] = []
    for line in text.split("\n"):
        if line.startswith("- "):
            items.append(line.removeprefix("- "))
            continue
        if items:
            yield Items(tuple(items))
            items = []
        if line.strip():
            yield Paragraph(line)
    if items:
        yield Items(tuple(items))
