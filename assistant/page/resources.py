"""What all sessions of the server share."""

import streamlit as st

from assistant.assistant import Assistant


@st.cache_resource(show_spinner=False)
def the_assistant() -> Assistant:
    """One for the server: it loads each of its parts when a question first needs it."""
    return Assistant()
