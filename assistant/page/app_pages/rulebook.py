"""The rulebook for reading: the decision for a licence, its rules and the words they rest on."""

import streamlit as st

from assistant.page import components, session
from assistant.page.escaping import escaped
from assistant.page.resources import the_assistant

words, language = session.words(), session.language()
turns, book = session.conversation(), the_assistant().rulebook

st.title(escaped(words("app.rulebook")), anchor=False)
st.caption(escaped(words("rulebook.intro")))
licence = st.selectbox(
    words("rulebook.pick"),
    list(book.licences),
    key="licence",
    width=420,
    format_func=lambda name: book.licences[name].name[language],
)
components.rules(turns, licence, language)
