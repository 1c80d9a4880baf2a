"""What a library holds and gives."""

import re
from typing import NamedTuple

from assistant.answer import Excerpt, Record
from assistant.errors import DocumentError

__all__ = ["Block", "Document", "Excerpt", "Page", "check_about", "identifier"]


class Document(Record):
    """A document of the library. `places`: what its text is cited by. `characters`: code points of its text."""

    id: str
    file: str
    title: str
    date: str
    origin: str
    places: str
    sha256: str
    characters: int


class Page(NamedTuple):
    """Text with its page or, where `page` is None, with the line of the file that it starts on; both from 1."""

    text: str
    page: int | None
    line: int


class Block(NamedTuple):
    """A few sentences: `text[start:end]` of the document's text in code points, and their page or line."""

    start: int
    end: int
    page: int | None
    line: int


def identifier(name: str) -> str:
    """The id of a document by its file's name: "Memo 2.pdf" is "memo-2-pdf"."""
    found = re.sub(r"[^\w]+", "-", name.casefold()).strip("-_")
    if not found:
        raise DocumentError(f"{name!r}: not a file name")
    return found


def check_about(name: str, title: str, date: str, origin: str) -> None:
    """Raises DocumentError where one of these cannot be kept or shown in a line."""
    for what, value in (("title", title), ("origin", origin)):
        if len(value) > 300 or "\n" in value:
            raise DocumentError(f"{name}: {what}: one line of at most 300 characters")
    if not title.strip():
        raise DocumentError(f"{name}: title: is empty")
    if date and not re.fullmatch(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?", date):
        raise DocumentError(f"{name}: date {date!r}: write it as 2026-05-02, 2026-05 or 2026")
