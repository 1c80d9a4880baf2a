"""Where Streamlit starts: the frame around every page, its pages, the kept conversations, and the box for errors."""

from pathlib import Path

import streamlit as st

from assistant.errors import AssistantError
from assistant.page import frame, kept, session, signing_in
from assistant.page.escaping import escaped

FOLDER = Path(__file__).parent

words = session.words()
st.set_page_config(
    page_title=words("app.title"),
    page_icon=FOLDER / "assets" / "icon.svg",
    layout="wide",
    initial_sidebar_state=256,
)
st.logo(FOLDER / "assets" / "icon.svg", size="large")
st.html(FOLDER / "assets" / "page.css")
if signing_in.wanted() and signing_in.signed_in() is None:
    signing_in.door(words)
    st.stop()
chat = st.Page(
    "app_pages/chat.py", title=words("app.ask"), icon=":material/forum:", default=True, url_path="ask"
)
article = st.Page("app_pages/article.py", title=words("app.article"), icon=":material/article:")
rulebook = st.Page("app_pages/rulebook.py", title=words("app.rulebook"), icon=":material/account_tree:")
platforms = st.Page("app_pages/platforms.py", title=words("app.platforms"), icon=":material/bookmark:")
batch = st.Page("app_pages/batch.py", title=words("app.batch"), icon=":material/table_view:")
documents = st.Page("app_pages/documents.py", title=words("app.documents"), icon=":material/folder_open:")
page = st.navigation([chat, platforms, batch, documents, rulebook, article])
try:
    kept.take_up(page.url_path)
    way = session.taken_way()
    # On the page to ask on, the article stands beside: nowhere to go.
    if way is not None and page.url_path not in ("", way):
        st.switch_page({"ask": chat, "article": article}[way])
    page.run()
    # Last, so that it shows what the page has just done.
    with st.sidebar:
        frame.sidebar()
except AssistantError as error:
    st.error(escaped(str(error)), icon=":material/error:")
