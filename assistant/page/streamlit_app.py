"""Where Streamlit starts: the frame around every page, its pages, and the box for errors."""

from pathlib import Path

import streamlit as st

from assistant import __version__
from assistant.errors import AssistantError
from assistant.page import session
from assistant.page.escaping import escaped

FOLDER = Path(__file__).parent

words = session.words()
st.set_page_config(
    page_title=words("app.title"),
    page_icon=FOLDER / "assets" / "icon.svg",
    layout="wide",
    initial_sidebar_state=224,
)
st.logo(FOLDER / "assets" / "icon.svg", size="large")
st.html(FOLDER / "assets" / "page.css")
pages = st.navigation(
    [
        st.Page(
            "app_pages/chat.py", title=words("app.ask"), icon=":material/forum:", default=True, url_path="ask"
        ),
        st.Page("app_pages/rulebook.py", title=words("app.rulebook"), icon=":material/account_tree:"),
        st.Page("app_pages/article.py", title=words("app.article"), icon=":material/article:"),
    ]
)
try:
    pages.run()
except AssistantError as error:
    st.error(escaped(str(error)), icon=":material/error:")
# Last, so that it shows what the page has just done.
with st.sidebar:
    if pages.url_path == "":
        st.button(
            words("app.new"),
            key="new",
            icon=":material/add:",
            width="stretch",
            on_click=session.start_anew,
            disabled=not session.conversation().answers and not session.conversation().given,
        )
    with st.container(key="about"):
        st.caption(escaped(words("app.disclaimer")))
        st.caption(escaped(words("app.version", version=__version__)))
