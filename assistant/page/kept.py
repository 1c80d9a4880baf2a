"""The kept conversations: the one that the address names, others opened, searched, renamed, deleted."""

import streamlit as st

from assistant.page import session
from assistant.page.shelf import PAGE


def take_up(page: str) -> None:
    """At the start of a run on `page`: the conversation that the address names, as it is by now.

    Raises:
        AssistantError: it cannot be read.
    """
    wanted, held = st.query_params.get(session.ADDRESS), session.conversation().kept
    moved = st.session_state.get("page") != page
    st.session_state.page = page
    if wanted and (held is None or wanted != held.id):
        open_kept(wanted)
    elif held is not None:
        # Streamlit empties the address when one goes to another of its pages.
        if moved and not wanted:
            st.query_params[session.ADDRESS] = held.id
        session.attempt(lambda: session.keeper().fresh(session.conversation()))


def open_kept(kept: str) -> None:
    """Go to a kept conversation."""
    tab = session.open_tab()
    session.forget()
    if session.attempt(lambda: session.keeper().read(kept)):
        st.session_state[session.TABS] = session.words()(f"side.{tab}")
        st.session_state.way = "ask"


def start_anew() -> None:
    session.forget()
    st.session_state.way = "ask"


def rename(kept: str, title: str) -> None:
    session.do(lambda: session.mine().conversations.rename(kept, title))


def delete(kept: str) -> None:
    session.do(lambda: session.mine().conversations.delete(kept))
    open_now = session.conversation().kept
    if open_now is not None and open_now.id == kept:
        session.forget()


def search(text: str) -> None:
    st.session_state.search = text[:200]
    st.session_state.listed = PAGE


def searched() -> str:
    text: str = st.session_state.get("search", "")
    return text


def show_more() -> None:
    st.session_state.listed = listed() + PAGE


def listed() -> int:
    limit: int = st.session_state.get("listed", PAGE)
    return limit
