"""A memo as DOCX."""

import zipfile
from collections.abc import Iterable
from datetime import UTC, date, datetime
from io import BytesIO
from typing import TYPE_CHECKING, Any

from assistant.answer import Language
from assistant.memo.blocks import Block, Heading, Items, Paragraph, Quoted, Table
from assistant.memo.text import plain

if TYPE_CHECKING:
    from docx.document import Document

__all__ = ["word"]

_FONT, _EAST = "Cambria", {"en": "SimSun", "zh": "SimSun"}
_SHADE, _INK = "EEF1F5", (0x1F, 0x2A, 0x3C)
_FIRST = (1980, 1, 1, 0, 0, 0)  # the earliest time that a ZIP can say
_PAGE = {"en": (8.5, 11.0), "zh": (8.27, 11.69)}  # inches: Letter, A4


def word(blocks: Iterable[Block], *, title: str, language: Language, day: str) -> bytes:
    """The file; the same bytes for the same blocks and day."""
    from docx import Document as new

    document = new()
    _set_up(document, title, language, date.fromisoformat(day))
    for block in blocks:
        _draw(document, block)
    held = BytesIO()
    document.save(held)
    return _timeless(held.getvalue())


def _set_up(document: "Document", title: str, language: Language, day: date) -> None:
    from docx.oxml.ns import qn
    from docx.shared import Inches, Pt, RGBColor

    section = document.sections[0]
    section.page_width, section.page_height = (Inches(size) for size in _PAGE[language])
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Inches(1)
    _number_pages(section.footer.paragraphs[0])
    sizes = {
        "Normal": 10.5,
        "Title": 20,
        "Heading 1": 14,
        "Heading 2": 11.5,
        "Quote": 10.5,
        "List Bullet": 10.5,
    }
    for name, size in sizes.items():
        style: Any = document.styles[name]
        style.font.name, style.font.size = _FONT, Pt(size)
        style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), _EAST[language])
        for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            style.element.rPr.rFonts.attrib.pop(qn(f"w:{theme}"), None)
        style.font.color.rgb = RGBColor(*_INK) if name not in ("Normal", "List Bullet") else None
        style.paragraph_format.space_after = Pt(5)
    moment = datetime(day.year, day.month, day.day, tzinfo=UTC)
    about = document.core_properties
    about.title, about.author, about.comments, about.last_modified_by = plain(title)[:255], "", "", ""
    about.created = about.modified = moment
    about.language = {"en": "en-US", "zh": "zh-CN"}[language]


def _draw(document: "Document", block: Block) -> None:
    match block:
        case Heading():
            _styled(document, plain(block.text), f"Heading{block.level - 1}" if block.level > 1 else "Title")
        case Paragraph():
            document.add_paragraph(plain(block.text))
        case Quoted():
            _styled(document, plain(block.text), "Quote")
        case Items():
            for label, text in block.labelled:
                _item(document, label, plain(text))
        case Table():
            _table(document, block)


def _styled(document: "Document", text: str, style: str) -> None:
    """By the style's id: to look one up by its name takes longer than all the rest."""
    document.add_paragraph(text)._p.style = style


def _item(document: "Document", label: str, text: str) -> None:
    from docx.shared import Inches

    if not label:
        _styled(document, text, "ListBullet")
        return
    form = document.add_paragraph(f"{label}\t{text}").paragraph_format
    form.left_indent, form.first_line_indent = Inches(0.4), Inches(-0.4)
    form.tab_stops.add_tab_stop(Inches(0.4))


def _table(document: "Document", block: Table) -> None:
    from docx.shared import Pt

    section = document.sections[0]
    room = section.page_width - section.left_margin - section.right_margin  # type: ignore[operator]
    table = document.add_table(0, len(block.header), style="Table Grid")
    table.autofit = False
    for number, cells in enumerate((block.header, *block.rows)):
        row = table.add_row()
        _mark(row._tr.get_or_add_trPr(), "w:cantSplit")
        for cell, text, share in zip(row.cells, cells, block.widths, strict=True):
            cell.width = int(room * share)
            run = cell.paragraphs[0].add_run(plain(text))
            run.bold, run.font.size = number == 0, Pt(9.5)
            cell.paragraphs[0].paragraph_format.space_after = Pt(2)
            if number == 0:
                _mark(cell._tc.get_or_add_tcPr(), "w:shd", val="clear", color="auto", fill=_SHADE)
    _mark(table.rows[0]._tr.get_or_add_trPr(), "w:tblHeader")  # repeated on every page
    document.add_paragraph().paragraph_format.space_after = Pt(0)


def _mark(parent: Any, name: str, **values: str) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    element = OxmlElement(name)
    for key, value in values.items():
        element.set(qn(f"w:{key}"), value)
    parent.append(element)


def _number_pages(paragraph: Any) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH

    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _mark(paragraph._p, "w:fldSimple", instr="PAGE")


def _timeless(data: bytes) -> bytes:
    """The same archive without the time at which it was written."""
    held = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as old, zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            info = zipfile.ZipInfo(entry.filename, _FIRST)
            info.compress_type, info.create_system = zipfile.ZIP_DEFLATED, 0
            new.writestr(info, old.read(entry))
    return held.getvalue()
