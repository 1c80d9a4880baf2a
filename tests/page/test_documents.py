"""Documents to cite from, on the page: a real library, real vectors, no browser."""

from collections.abc import Iterator

import pytest
import streamlit as st
from scripted_assistant import SOURCE, TEXAS, WHAT, scripted
from streamlit import config
from streamlit.testing.v1 import AppTest
from test_app import ask, data, fresh

from assistant.assistant import Assistant
from assistant.page import belongings, resources, session, signing_in
from assistant.retrieval import Retriever
from assistant.settings import current
from assistant.sources import Library
from assistant.store import open_store

ATS = (
    b"<p>Notes of May.</p>\n<p>An ATS is an alternative trading system, says <i>our</i> $counsel$ of it.</p>"
)


@pytest.fixture(scope="module")
def retriever() -> Retriever:
    return Retriever(SOURCE, current())


@pytest.fixture
def library(retriever, tmp_path) -> Library:
    return Library(tmp_path / "sources.sqlite", retriever)


@pytest.fixture
def app(monkeypatch, tmp_path, library) -> Iterator[AppTest]:
    def with_library() -> Assistant:
        made = scripted()
        made.library = library
        return made

    monkeypatch.setattr(resources, "Assistant", with_library)
    monkeypatch.setattr(resources, "open_store", lambda: open_store(file=tmp_path / "store.sqlite"))
    monkeypatch.setattr(type(st.context), "ip_address", None)  # AppTest has no address, and makes one up
    st.cache_resource.clear()
    listens_on("127.0.0.1")
    yield fresh().run()
    listens_on(None)
    st.cache_resource.clear()


def test_a_document_is_added_listed_cited_beside_the_answer_and_removed(app, library) -> None:
    documents(app)
    put(app, "memo.html", ATS, title="Memo *one* <b>", date="2026-05-02", origin="outside counsel")
    (kept,) = library.documents()
    assert (kept.title, kept.date, kept.origin) == ("Memo *one* <b>", "2026-05-02", "outside counsel")
    assert [title.value for title in app.subheader] == [r"Memo \*one\* \<b\>"]
    assert app.text_input(key="documents.title_1").value == ""
    app.switch_page("app_pages/chat.py").run()
    ask(app, WHAT)
    turn = data(app, "turn_1")
    assert turn["further"] == [
        {
            "title": "Memo *one* <b>",
            "about": "2026-05-02, outside counsel, line 2",
            "quote": "An ATS is an alternative trading system, says our $counsel$ of it.",
        }
    ]
    assert "outside the article (1)" in turn["words"]["further"]
    assert "$counsel$" not in str(turn["lines"])
    documents(app)
    app.button(key="remove_memo-html").click().run()
    assert library.documents() == ()
    assert not app.exception


def test_verdicts_stand_alone(app, library) -> None:
    library.add(ATS, file="memo.html")
    ask(app, TEXAS)
    assert data(app, "turn_1")["further"] == []


@pytest.mark.parametrize(
    ("file", "content", "date", "words"),
    [
        ("memo.pdf", b"no pdf", "", "memo.pdf: is damaged"),
        ("memo.txt", b" ", "", "memo.txt: holds no text"),
        ("memo.txt", b"A fee.", "yesterday", "memo.txt: date 'yesterday': write it as"),
    ],
)
def test_why_a_document_is_refused_is_one_line_and_what_was_typed_stays(
    app, library, file, content, date, words
) -> None:
    documents(app)
    put(app, file, content, date=date, origin="counsel")
    assert not app.exception
    (said,) = app.error
    assert words in said.value.replace("\\", "").replace("\u2060", "")
    assert "\n" not in said.value
    assert app.text_input(key="documents.origin_0").value == "counsel"
    assert library.documents() == ()


def test_uploads_are_limited_in_size_and_kind(app) -> None:
    documents(app)
    (uploader,) = app.file_uploader
    assert uploader.proto.max_upload_size_mb == 20
    assert set(uploader.proto.type) >= {".txt", ".md", ".html", ".pdf", ".docx"}


@pytest.mark.parametrize(("listens", "signs_in"), [("0.0.0.0", False), (None, False), ("127.0.0.1", True)])
def test_where_others_reach_the_page_documents_are_listed_and_nobody_changes_them(
    app, library, monkeypatch, listens, signs_in
) -> None:
    library.add(ATS, file="memo.html", title="Ours")
    listens_on(listens)
    if signs_in:
        monkeypatch.setattr(signing_in, "wanted", lambda: True)
        monkeypatch.setattr(signing_in, "signed_in", lambda: "ann")
        monkeypatch.setattr(signing_in, "name", lambda: "Ann")
        monkeypatch.setattr(session, "signed_in", lambda: "ann")
    documents(app)
    assert [title.value for title in app.subheader] == ["Ours"]
    assert not app.file_uploader
    assert not [button for button in app.button if button.key.startswith("remove_")]
    assert "the same for all" in app.info[0].value
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(session, "words", lambda: lambda name: name)
        assert not belongings.add_document("other.txt", b"A fee.", "", "", "")
        belongings.remove_document("memo-html")
    assert [document.title for document in library.documents()] == ["Ours"]


def listens_on(address: str | None) -> None:
    config.set_option("server.address", address)


def documents(app: AppTest) -> None:
    app.switch_page("app_pages/documents.py").run()


def put(
    app: AppTest, file: str, content: bytes, *, title: str = "", date: str = "", origin: str = ""
) -> None:
    app.file_uploader(key="upload_0").set_value((file, content, "application/octet-stream"))
    for label, text in (("title", title), ("date", date), ("origin", origin)):
        app.text_input(key=f"documents.{label}_0").set_value(text)
    app.run().button(key="add_document").click().run()
