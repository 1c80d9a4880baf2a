"""Who looks at the page, where people sign in (OpenID Connect, by Streamlit's own `st.login`)."""

import hashlib

import streamlit as st

from assistant.page.escaping import escaped
from assistant.page.limits import is_own_machine
from assistant.writing.phrases import Phrases


def wanted() -> bool:
    """Whether sign-in is set up: `[auth]` in `.streamlit/secrets.toml`."""
    try:
        return "auth" in st.secrets
    except FileNotFoundError:
        return False


def signed_in() -> str | None:
    """The owner of what this person keeps; None where nobody signed in.

    A subject is unique only to its issuer, so both go into it.
    """
    if not wanted() or not st.user.get("is_logged_in"):
        return None
    who = f"{st.user.get('iss', '')}\x1f{st.user.get('sub', '')}"
    return hashlib.sha256(who.encode()).hexdigest()


def own_machine() -> bool:
    """Whether the page is one person's, on this machine: nobody signs in, and nobody else can reach it."""
    listens = st.get_option("server.address")
    return not wanted() and is_own_machine(listens, st.context.ip_address, st.context.headers)


def name() -> str:
    """What to call them on the page."""
    return str(st.user.get("name") or st.user.get("email") or st.user.get("sub") or "")


def door(words: Phrases) -> None:
    """What somebody sees who has not signed in."""
    st.title(escaped(words("app.title")), anchor=False)
    st.markdown(escaped(words("sign.what")))
    st.button(words("sign.in"), key="sign_in", type="primary", on_click=st.login)
