"""What all sessions of the server share."""

import streamlit as st

from assistant.assistant import Assistant
from assistant.audit import AuditLog, open_log
from assistant.page.batches import Desk
from assistant.page.limits import Rate
from assistant.settings import current
from assistant.store import Store, open_store


@st.cache_resource(show_spinner=False)
def the_assistant() -> Assistant:
    """One for the server: it loads each of its parts when a question first needs it."""
    return Assistant()


@st.cache_resource(show_spinner=False)
def the_store() -> Store:
    """Raises StoreError where it cannot be opened."""
    return open_store()


@st.cache_resource(show_spinner=False)
def the_log() -> AuditLog | None:
    """None where answers are not logged (`ASSISTANT_AUDIT=off`)."""
    return open_log()


@st.cache_resource(show_spinner=False)
def the_desk() -> Desk:
    """The questionnaires under way."""
    return Desk(the_assistant(), the_log())


@st.cache_resource(show_spinner=False)
def the_rate() -> Rate:
    return Rate(current().page_rate)
