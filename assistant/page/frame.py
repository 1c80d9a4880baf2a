"""What stands around every page: the kept conversations, and what this program is."""

from datetime import datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import streamlit as st

from assistant import __version__
from assistant.page import components, kept, session, signing_in
from assistant.page.escaping import escaped
from assistant.page.shelf import shelf


def sidebar() -> None:
    words, turns = session.words(), session.conversation()
    st.button(
        words("app.new"),
        key="new",
        icon=":material/add:",
        width="stretch",
        on_click=kept.start_anew,
        disabled=not turns.answers and not turns.given and turns.kept is None,
    )
    found = shelf(
        session.mine(),
        kept.searched(),
        kept.listed(),
        datetime.now().astimezone(),
        _zone(),
        session.language(),
    )
    components.shelf(found, kept.searched(), turns.kept.id if turns.kept else "", session.language())
    with st.container(key="about"):
        if session.owner():
            st.caption(escaped(words("sign.as", who=signing_in.name())))
            st.button(words("sign.out"), key="sign_out", type="tertiary", on_click=st.logout)
        st.caption(escaped(words("app.disclaimer")))
        st.caption(escaped(words("app.version", version=__version__)))


def problem() -> None:
    """What went wrong with the last thing done, or what came of it, once."""
    said = session.taken_problem()
    if said is not None:
        st.error(escaped(session.words()("ask.problem", error=said)), icon=":material/error:")
    if (done := session.taken_word()) is not None:
        st.toast(escaped(done), icon=":material/check:")


def _zone() -> ZoneInfo | None:
    """The browser's; None stands for the server's."""
    try:
        return ZoneInfo(st.context.timezone) if st.context.timezone else None
    except (ZoneInfoNotFoundError, ValueError):
        return None
