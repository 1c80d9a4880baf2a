"""A memo as PDF."""

from collections.abc import Iterable, Iterator
from io import BytesIO
from typing import Any

from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4, LETTER
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, KeepTogether, SimpleDocTemplate, Spacer
from reportlab.platypus import Table as Grid

from assistant.answer import Language
from assistant.memo.blocks import Block, Heading, Items, Paragraph, Quoted, Table
from assistant.memo.setting import lines, prepare, runs
from assistant.memo.text import plain
from assistant.memo.words import load_words

__all__ = ["pdf"]

_INK, _SOFT, _RULE, _SHADE = "#1b2430", "#5a6675", "#c9d0d8", "#eef1f5"
_MARGIN, _BODY, _SMALL = 64.0, 10.5, 9.5  # points
_PADDING = 6.0  # that a page of ReportLab has inside its margins
_TITLES = {1: (20.0, 0.0, 8.0), 2: (13.5, 14.0, 5.0), 3: (11.0, 8.0, 3.0)}  # size, above, below
_STROKE = 0.03  # of the size: how much heavier a font without a bold is drawn


def pdf(blocks: Iterable[Block], *, title: str, language: Language) -> bytes:
    """The file; the same bytes for the same blocks."""
    prepare()
    held = BytesIO()
    document = SimpleDocTemplate(
        held, pagesize=A4 if language == "zh" else LETTER, title=plain(title), author="", invariant=True,
        leftMargin=_MARGIN, rightMargin=_MARGIN, topMargin=_MARGIN, bottomMargin=_MARGIN,
        lang={"en": "en-US", "zh": "zh-CN"}[language],
    )  # fmt: skip
    drawn = [
        part for block in blocks for part in _Drawing(language, document.width - 2 * _PADDING).parts(block)
    ]
    document.build(_together(drawn), canvasmaker=_numbering(language))
    return held.getvalue()


class Text(Flowable):  # type: ignore[misc]
    """Text broken into lines here, as Chinese and Latin stand in one line."""

    def __init__(
        self, text: str, size: float, *, bold: bool = False, chinese: bool = False, ink: str = _INK,
        indent: float = 0.0, bullet: str = "", rule: bool = False, below: float = 0.0, above: float = 0.0,
        level: int = 0, broken: list[str] | None = None,
    ) -> None:  # fmt: skip
        super().__init__()
        self.text, self.size, self.bold, self.chinese, self.ink = text, size, bold, chinese, ink
        self.indent, self.bullet, self.rule, self.level = indent, bullet, rule, level
        self.spaceAfter, self.spaceBefore = below, above
        self.leading = size * 1.36
        self.lines, self.width = broken or [], 0.0
        self.broken = broken is not None

    def wrap(self, room: float, _: float) -> tuple[float, float]:
        if not self.broken and self.width != room:
            self.lines = lines(self.text, room - self.indent, self.size, bold=self.bold, chinese=self.chinese)
        self.width = room
        self.height = self.leading * len(self.lines)
        return room, self.height

    def split(self, room: float, height: float) -> list["Text"]:
        self.wrap(room, height)
        fits = int(height // self.leading)
        if fits < 2 or fits >= len(self.lines):
            return [] if fits < len(self.lines) else [self]
        return [
            self._part(self.lines[:fits], self.bullet, 0.0),
            self._part(self.lines[fits:], "", self.spaceAfter),
        ]

    def _part(self, held: list[str], bullet: str, below: float) -> "Text":
        """Lines as they were broken: put together and broken anew, a word cut in two would get a space."""
        return Text(
            "", self.size, bold=self.bold, chinese=self.chinese, ink=self.ink, indent=self.indent,
            bullet=bullet, rule=self.rule, below=below, broken=held,
        )  # fmt: skip

    def draw(self) -> None:
        canvas: Canvas = self.canv
        if self.level:
            key = f"{self.level}-{canvas.getPageNumber()}-{self.text}"
            canvas.bookmarkPage(key)
            canvas.addOutlineEntry(self.text, key, self.level - 1)
        if self.rule:
            canvas.setStrokeColor(HexColor(_RULE))
            canvas.setLineWidth(2)
            canvas.line(self.indent / 2, 0, self.indent / 2, self.height)
        top = self.height - self.size
        if self.bullet:
            self._line(canvas, self.bullet, 0 if len(self.bullet) > 1 else self.indent - self.size, top)
        for number, line in enumerate(self.lines):
            self._line(canvas, line, self.indent, top - number * self.leading)

    def _line(self, canvas: Canvas, line: str, x: float, y: float) -> None:
        set_ = canvas.beginText(x, y)
        set_.setFillColor(HexColor(self.ink))
        set_.setStrokeColor(HexColor(self.ink))
        for run in runs(line, bold=self.bold, chinese=self.chinese):
            set_.setFont(run.font, self.size)
            set_.setTextRenderMode(2 if run.heavy else 0)
            set_.textOut(run.text)
        set_.setTextRenderMode(0)
        canvas.setLineWidth(self.size * _STROKE)
        canvas.drawText(set_)


class _Drawing:
    def __init__(self, language: Language, width: float) -> None:
        self.chinese, self.width = language == "zh", width

    def parts(self, block: Block) -> Iterator[Flowable]:
        match block:
            case Heading():
                size, above, below = _TITLES[block.level]
                yield self.text(block.text, size, bold=True, above=above, below=below, level=block.level)
            case Paragraph():
                yield self.text(block.text, below=5)
            case Quoted():
                yield self.text(block.text, indent=14, rule=True, ink=_SOFT, below=6)
            case Items():
                for label, text in block.labelled:
                    yield self.text(text, indent=26 if label else 16, bullet=label or "•", below=3.5)
            case Table():
                yield from self.table(block)

    def text(self, text: str, size: float = _BODY, **style: Any) -> Text:
        return Text(plain(text), size, chinese=self.chinese, **style)

    def table(self, block: Table) -> Iterator[Flowable]:
        head = [self.text(text, _SMALL, bold=True) for text in block.header]
        rows = [[self.text(text, _SMALL) for text in row] for row in block.rows]
        yield Grid(
            [head, *rows], colWidths=[self.width * share for share in block.widths], repeatRows=1,
            style=[
                ("BACKGROUND", (0, 0), (-1, 0), HexColor(_SHADE)), ("VALIGN", (0, 0), (-1, -1), "TOP"),
                ("LINEBELOW", (0, 0), (-1, -1), 0.5, HexColor(_RULE)), ("TOPPADDING", (0, 0), (-1, -1), 3),
                ("BOTTOMPADDING", (0, 0), (-1, -1), 5), ("LEFTPADDING", (0, 0), (-1, -1), 5),
                ("RIGHTPADDING", (0, 0), (-1, -1), 5),
            ],
        )  # fmt: skip
        yield Spacer(1, 7)


def _together(parts: list[Flowable]) -> list[Flowable]:
    """A heading never stands alone at the foot of a page: it is kept with what follows, a table's first row aside."""
    held: list[Flowable] = []
    pending: list[Flowable] = []
    for part in parts:
        if isinstance(part, Text) and part.level:
            pending.append(part)
        elif pending and isinstance(part, Text):
            held.append(KeepTogether([*pending, part]))
            pending = []
        else:
            held += [*pending, part]
            pending = []
    return held + pending


def _numbering(language: Language) -> type[Canvas]:
    """A canvas that writes "Page 1 of 3" at the foot, once it knows how many there are."""
    words, chinese = load_words(language), language == "zh"

    class Numbered(Canvas):  # type: ignore[misc]
        def __init__(self, *given: Any, **named: Any) -> None:
            super().__init__(*given, **named)
            self.pages: list[dict[str, Any]] = []

        def showPage(self) -> None:
            self.pages.append(dict(self.__dict__))
            self._startPage()

        def save(self) -> None:
            for number, page in enumerate(self.pages, 1):
                self.__dict__.update(page)
                self._foot(words("made.page", page=number, pages=len(self.pages)))
                super().showPage()
            super().save()

        def _foot(self, said: str) -> None:
            foot = Text(said, 8.5, chinese=chinese, ink=_SOFT)
            foot.canv = self
            foot.wrap(400, 20)
            foot.drawOn(self, _MARGIN + _PADDING, _MARGIN / 2)

    return Numbered
