"""The source article for reading, with what is known of it."""

import streamlit as st

from assistant.page import components, session
from assistant.page.escaping import escaped
from assistant.page.resources import the_assistant

words = session.words()
about = the_assistant().source.metadata
st.title(escaped(about.title), anchor=False)
st.caption(escaped(words("article.by", author=about.author, publisher=about.publisher)))
st.caption(escaped(about.dated))
st.caption(escaped(about.disclaimer))
components.article(None, session.language(), whole=True)
st.caption(escaped(words("article.sha", sha=about.sha256)))
