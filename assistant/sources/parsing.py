"""Files to text: .txt, .md, .html, .pdf, .docx, each by its own parser, which is imported only for it.

What cannot be read is refused with the reason: a damaged or encrypted file, one that is too large or grows too large
when it is unpacked, and one that holds no text.
"""

import io
import logging
import zipfile
from collections.abc import Callable, Iterator
from pathlib import PurePath
from typing import Any

from assistant.errors import DocumentError
from assistant.sources.records import Page

LARGEST = 50_000_000  # bytes of a file
UNPACKED = 200_000_000  # bytes of what a .docx holds
LONGEST = 5_000_000  # code points of text
PAGES = 3_000
_BLOCKS = "p|div|li|td|th|h1|h2|h3|h4|h5|h6|blockquote|pre|dt|dd|figcaption|caption|title|body".split("|")  # noqa: SIM905
_SILENT = "script|style|noscript|template|svg|head/meta".split("|")  # noqa: SIM905


def read_pages(content: bytes, name: str) -> list[Page]:
    """The text of a file, in its order.

    Raises:
        DocumentError: it cannot be read; the reason and the mend are named.
    """
    parser = PARSERS.get(PurePath(name).suffix.casefold())
    if parser is None:
        raise DocumentError(f"{name}: cannot be read: one of {', '.join(PARSERS)} is")
    if len(content) > LARGEST:
        raise DocumentError(f"{name}: {len(content):,} bytes: at most {LARGEST:,} are read, so split it")
    try:
        pages = [page for page in _within(parser(content), name) if page.text.strip()]
    except DocumentError as error:
        raise DocumentError(f"{name}: {error}" if name not in str(error) else str(error)) from error
    except RecursionError as error:
        raise DocumentError(f"{name}: is nested too deeply") from error
    except Exception as error:  # whatever a damaged file provokes in four libraries
        reason = " ".join(str(error).split())[:120] or type(error).__name__
        raise DocumentError(f"{name}: is damaged ({reason}): save it again and add that") from error
    if not pages:
        raise DocumentError(f"{name}: holds no text (scanned pages need text recognition first)")
    return pages


def _within(pages: Iterator[Page], name: str) -> Iterator[Page]:
    length = 0
    for page in pages:
        length += len(page.text)
        if length > LONGEST:
            raise DocumentError(f"{name}: more than {LONGEST:,} characters: split it")
        yield page


def _plain(content: bytes) -> Iterator[Page]:
    yield from _paragraphs(enumerate(_decoded(content).splitlines(), 1))


def _decoded(content: bytes) -> str:
    if b"\0" in content[:4096] and not content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise DocumentError("is no text")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        from charset_normalizer import from_bytes

        best = from_bytes(content).best()
        if best is None:
            raise DocumentError("is in no known encoding: save it as UTF-8") from None
        return str(best)


def _paragraphs(lines: Iterator[tuple[int, str]], page: int | None = None) -> Iterator[Page]:
    """Lines up to an empty one belong together."""
    kept: list[str] = []
    first = 1
    for number, line in lines:
        if line.strip():
            first = first if kept else number
            kept.append(line.strip())
        elif kept:
            yield Page("\n".join(kept), page, first)
            kept = []
    if kept:
        yield Page("\n".join(kept), page, first)


def _html(content: bytes) -> Iterator[Page]:
    from lxml import html

    root = html.document_fromstring(_decoded(content).encode(), parser=html.HTMLParser(encoding="utf-8"))
    for element in list(root.iter(*_SILENT)):
        element.drop_tree()
    for element in root.iter(*_BLOCKS):
        text = " ".join("".join(_own_text(element)).split())
        if text:
            yield Page(text, None, int(element.sourceline or 1))


def _own_text(element: Any) -> Iterator[str]:
    """The text of a block without that of the blocks inside it."""
    yield element.text or ""
    for child in element:
        if isinstance(child.tag, str) and child.tag not in _BLOCKS:
            yield from _own_text(child)
        yield " " if child.tag == "br" else ""
        yield child.tail or ""


def _pdf(content: bytes) -> Iterator[Page]:
    from pypdf import PasswordType, PdfReader

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # it logs each oddity of a file
    reader = PdfReader(io.BytesIO(content))
    if reader.is_encrypted and reader.decrypt("") == PasswordType.NOT_DECRYPTED:
        raise DocumentError("is encrypted: save it without its password and add that")
    if len(reader.pages) > PAGES:
        raise DocumentError(f"{len(reader.pages):,} pages: at most {PAGES:,} are read, so split it")
    for number, page in enumerate(reader.pages, 1):
        yield from _paragraphs(enumerate(page.extract_text().splitlines(), 1), number)


def _docx(content: bytes) -> Iterator[Page]:
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise DocumentError("is encrypted, or a .doc: save it as .docx without a password and add that")
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        size = sum(entry.file_size for entry in packed.infolist())
    if size > UNPACKED:
        raise DocumentError(f"unpacks to {size:,} bytes: at most {UNPACKED:,} are read, so split it")
    from docx import Document
    from docx.table import Table

    number = 0
    for part in Document(io.BytesIO(content)).iter_inner_content():
        if isinstance(part, Table):
            texts = ["\t".join(cell.text.strip() for cell in row.cells) for row in part.rows]
        else:
            texts = [part.text]
        for text in texts:
            number += 1
            yield Page(text.strip(), None, number)


PARSERS: dict[str, Callable[[bytes], Iterator[Page]]] = {
    ".txt": _plain,
    ".md": _plain,
    ".html": _html,
    ".htm": _html,
    ".pdf": _pdf,
    ".docx": _docx,
}
ENDINGS = tuple(PARSERS)  # of the files that can be read
