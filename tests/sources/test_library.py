"""Real files of each kind, real vectors, a real SQLite file."""

import io
from pathlib import Path

import pytest
from docx import Document as Word
from pypdf import PdfReader, PdfWriter
from reportlab.pdfgen.canvas import Canvas
from typer.testing import CliRunner

from assistant import settings
from assistant.assistant import Assistant
from assistant.commands.index import app
from assistant.errors import DocumentError
from assistant.retrieval import Retriever
from assistant.settings import Settings, current
from assistant.source import load_source
from assistant.sources import Library
from assistant.sources.parsing import read_pages

FEE = "The exam fee for a compliance officer is ninety dollars."
QUESTION = "What is the exam fee for a compliance officer?"


@pytest.fixture(scope="module")
def retriever() -> Retriever:
    return Retriever(load_source(), current())


@pytest.fixture
def library(tmp_path: Path, retriever: Retriever) -> Library:
    return Library(tmp_path / "data" / "sources.sqlite", retriever)


def pdf(*pages: str, password: str = "") -> bytes:
    drawn = io.BytesIO()
    canvas = Canvas(drawn)
    for page in pages:
        canvas.drawString(72, 700, page)
        canvas.showPage()
    canvas.save()
    if not password:
        return drawn.getvalue()
    writer, locked = PdfWriter(clone_from=PdfReader(drawn)), io.BytesIO()
    writer.encrypt(password, algorithm="RC4-128")
    writer.write(locked)
    return locked.getvalue()


def docx(*paragraphs: str) -> bytes:
    word, written = Word(), io.BytesIO()
    for paragraph in paragraphs:
        word.add_paragraph(paragraph)
    word.save(written)
    return written.getvalue()


@pytest.mark.parametrize(
    ("file", "content", "page", "line"),
    [
        ("a.txt", f"About us.\n\n{FEE}\n".encode(), None, 3),
        ("a.md", f"# Fees\n\n{FEE}\n".encode(), None, 3),
        ("a.html", f"<html><script>{FEE}</script>\n<body>\n<p>{FEE}</p></body></html>".encode(), None, 3),
        ("a.pdf", pdf("About us.", FEE), 2, None),
        ("a.docx", docx("About us.", FEE), None, 2),
    ],
)
def test_each_kind_of_file_is_cited_by_its_page_or_line(
    library: Library, file: str, content: bytes, page: int | None, line: int | None
) -> None:
    library.add(content, file=file, title="Fees", date="2026-05", origin="counsel")
    (found,) = library.search(QUESTION)[:1]
    assert (found.quote, found.page, found.line) == (FEE, page, line)
    assert (found.title, found.date, found.origin) == ("Fees", "2026-05", "counsel")


@pytest.mark.parametrize(
    ("file", "content", "said"),
    [
        ("a.pdf", pdf(FEE, password="secret"), "a.pdf: is encrypted"),
        ("a.pdf", pdf(FEE)[:400], "a.pdf: is damaged"),
        ("a.docx", b"PK\x03\x04 broken", "a.docx: is damaged"),
        ("a.docx", b"\xd0\xcf\x11\xe0 old", "a.docx: is encrypted, or a .doc"),
        ("a.txt", b"\x00\x01\x02" * 9, "a.txt: is no text"),
        ("a.txt", b"x" * 5_000_001, "a.txt: more than 5,000,000 characters"),
        ("a.pdf", pdf(""), "a.pdf: holds no text"),
        ("a.exe", b"MZ", "a.exe: cannot be read: one of .txt"),
    ],
)
def test_what_cannot_be_read_is_refused_with_the_reason(file: str, content: bytes, said: str) -> None:
    with pytest.raises(DocumentError) as caught:
        read_pages(content, file)
    assert str(caught.value).startswith(said)
    assert "\n" not in str(caught.value)


def test_a_new_version_takes_the_place_of_the_old_and_only_what_changed_is_embedded(library: Library) -> None:
    kept = "Brokers keep records of each order for years."
    library.add(f"{kept}\n\nThe fee is five.".encode(), file="a.txt")
    added = library.add(f"{kept}\n\n{FEE}".encode(), file="a.txt", title="New")
    assert (added.embedded, added.kept) == (1, 1)
    assert [document.title for document in library.documents()] == ["New"]
    assert library.search(QUESTION)[0].quote == FEE


def test_what_was_removed_is_found_no_more_by_a_library_that_was_open(
    library: Library, retriever: Retriever, tmp_path: Path
) -> None:
    other = Library(tmp_path / "data" / "sources.sqlite", retriever)
    library.add(FEE.encode(), file="a.txt")
    assert other.search(QUESTION)
    library.remove("a-txt")
    assert other.search(QUESTION) == ()
    with pytest.raises(DocumentError, match="document 'a-txt' is not there: none"):
        library.remove("a-txt")


def test_a_date_that_is_none_is_refused(library: Library) -> None:
    with pytest.raises(DocumentError, match=r"a\.txt: date 'May': write it as 2026-05-02"):
        library.add(FEE.encode(), file="a.txt", date="May")


def test_documents_stand_beside_an_answer_and_change_no_verdict(tmp_path: Path) -> None:
    chosen = Settings(home=current().home, data=tmp_path)
    platform = "We match orders of users in Texas. Do we need an ATS licence?"
    before = Assistant(chosen).ask(platform)
    Library.of(chosen).add(f"{FEE}\n\nNo ATS licence is needed by anybody in Texas.".encode(), file="a.txt")
    assistant = Assistant(chosen)
    assert assistant.ask(platform) == before
    answer = assistant.ask(QUESTION)
    assert (answer.kind, answer.claims, answer.citations) == ("abstained", (), ())
    assert [excerpt.quote for excerpt in answer.further][:1] == [FEE]


def test_the_command_keeps_the_good_ones_and_names_the_bad_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ASSISTANT_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("COLUMNS", "200")
    settings.current.cache_clear()
    (tmp_path / "good.md").write_text(FEE)
    (tmp_path / "bad.pdf").write_bytes(b"%PDF-1.7 cut off")
    run = CliRunner().invoke
    result = run(app, ["add", str(tmp_path / "bad.pdf"), str(tmp_path / "good.md"), "--date", "2026"])
    assert result.exit_code == 1
    assert "bad.pdf: is damaged" in result.stderr
    assert "good-md: 56 characters, 1 pieces embedded, 0 kept" in result.stdout
    assert "good-md: good (2026); 56 characters" in run(app, ["list"]).stdout
    assert run(app, ["remove", "good-md"]).stdout == "Removed good\n"
    assert run(app, ["list"]).stdout.startswith("None")
    settings.current.cache_clear()
