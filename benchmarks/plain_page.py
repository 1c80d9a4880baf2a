"""What the chat page is measured against: the least chat page over the same assistant. Nothing is kept or checked."""

import streamlit as st

from assistant.assistant import Assistant

assistant = st.cache_resource(Assistant)()
answers = st.session_state.setdefault("answers", [])
if question := st.chat_input("Ask"):
    answers.append(assistant.ask(question, before=answers))
for answer in answers:
    st.text(answer.text)
