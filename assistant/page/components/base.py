"""What every component has: its files, and clicks that open a passage of the article."""

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import streamlit as st

from assistant.page import session
from assistant.writing.phrases import Phrases

_ASSETS = Path(__file__).parents[1] / "assets"


@cache
def _asset(name: str) -> str:
    return (_ASSETS / name).read_text("utf-8")


def component(name: str) -> Callable[..., Any]:
    """A component from `assets/`: its script after the shared one, its styles after the shared ones."""
    return st.components.v2.component(
        f"assistant_{name}",
        js=_asset("shared.js") + _asset(f"{name}.js"),
        css=_asset("shared.css") + _asset(f"{name}.css"),
    )


def opener(key: str) -> Callable[[], None]:
    """Opens the passage that a click in component `key` asks for."""

    def opened() -> None:
        session.show(sent(key, "opened"))

    return opened


def sent(key: str, name: str) -> object:
    """What the browser sent under `name`; it is checked by `state` before it is used."""
    return st.session_state[key].get(name)


def some(words: Phrases, section: str, *names: str) -> dict[str, str]:
    return {name: words(f"{section}.{name}") for name in names}


def note_words(words: Phrases) -> dict[str, object]:
    statuses = some(words, "note", "agrees", "adds", "differs")
    return {"what": words("turn.notes_what"), "status": statuses, "as_of": words("turn.as_of", as_of="%")}
