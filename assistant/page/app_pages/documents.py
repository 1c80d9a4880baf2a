"""Further documents to cite from: added, listed, removed; only listed where others can reach the page."""

import streamlit as st

from assistant.page import batches, belongings, frame, session
from assistant.page.escaping import escaped
from assistant.page.resources import the_assistant
from assistant.page.signing_in import own_machine
from assistant.sources import ENDINGS, Document

words = session.words()


def put_forward() -> None:
    """The upload with what is said of it; a document that was kept leaves the fields empty."""
    round_ = st.session_state.setdefault("documents_round", 0)
    listed = ", ".join(ENDINGS)
    file = st.file_uploader(
        words("documents.file", endings=listed, size=batches.MAX_MB), type=list(ENDINGS),
        key=f"upload_{round_}", max_upload_size=batches.MAX_MB,
    )  # fmt: skip
    title, date, origin = (
        st.text_input(words(label), key=f"{label}_{round_}", max_chars=300)
        for label in ("documents.title", "documents.date", "documents.origin")
    )
    st.caption(escaped(words("documents.again")))
    if st.button(words("documents.add"), key="add_document", type="primary", disabled=file is None) and file:
        with st.spinner(words("documents.adding")):
            if belongings.add_document(file.name, file.getvalue(), title, date, origin):
                st.session_state.documents_round = round_ + 1
        st.rerun()


def one(document: Document, ours: bool) -> None:
    with st.container(key=f"document_{document.id}", border=True, gap="xsmall"):
        st.subheader(escaped(document.title), anchor=False)
        about = (document.date, document.origin, document.file)
        st.caption(escaped(words("documents.gap").join(part for part in about if part)))
        if ours:
            with st.popover(words("documents.remove"), type="tertiary", key=f"change_{document.id}"):
                st.button(
                    words("documents.remove_sure", title=escaped(document.title)), key=f"remove_{document.id}",
                    type="tertiary", on_click=belongings.remove_document, args=(document.id,),
                )  # fmt: skip


st.title(escaped(words("app.documents")), anchor=False)
st.caption(escaped(words("documents.intro")))
frame.problem()
ours = own_machine()
if ours:
    put_forward()
else:
    st.info(escaped(words("documents.shared")))
kept = the_assistant().library.documents()
if not kept:
    st.caption(escaped(words("documents.none")))
with st.container(key="documents"):
    for document in kept:
        one(document, ours)
