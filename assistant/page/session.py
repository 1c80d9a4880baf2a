"""One browser's state: the conversation, the passage shown, the words, what went wrong; and how a move is made."""

from collections.abc import Callable

import streamlit as st

from assistant.answer import Language
from assistant.errors import AbsentError, AssistantError, StaleError
from assistant.page import state
from assistant.page.keeping import Keeper
from assistant.page.resources import the_assistant, the_log, the_store
from assistant.page.signing_in import signed_in
from assistant.page.state import Conversation, Opened
from assistant.page.words import language_of_locale, load_words
from assistant.store import Owned
from assistant.writing.phrases import Phrases

BOX = "question"  # the key of the box to type in
TABS = "side"
SIDES = ("platform", "licences", "whatif", "article")
ADDRESS = "c"  # the part of the address that names the conversation


def owner() -> str:
    """Who looks at the page: "" on a machine of one person, where nobody signs in."""
    return signed_in() or ""


def mine() -> Owned:
    """What belongs to whoever looks at the page."""
    return the_store().of(owner())


def keeper() -> Keeper:
    return Keeper(the_assistant(), mine(), the_log())


def conversation() -> Conversation:
    held: Conversation = st.session_state.setdefault("conversation", Conversation())
    return held


def keep(new: Conversation) -> None:
    """Show this conversation; the address names it, so that a reload or another tab has it again."""
    st.session_state.conversation = new
    if new.kept is not None and st.query_params.get(ADDRESS) != new.kept.id:
        st.query_params[ADDRESS] = new.kept.id


def language() -> Language:
    """That of the last answer, else the browser's."""
    last = conversation().last
    return last.language if last else language_of_locale(st.context.locale)


def words() -> Phrases:
    return load_words(language())


def shown() -> Opened | None:
    held: Opened | None = st.session_state.get("opened")
    return held


def show(message: object) -> None:
    """Open a passage in the article, and the article's tab with it."""
    new = state.opened(message, the_assistant().source, shown())
    if new is not None:
        st.session_state.opened = new
        st.session_state[TABS] = words()("side.article")
        st.session_state.way = "article"


def taken_way() -> str | None:
    """The page to which the last click leads, once."""
    way: str | None = st.session_state.pop("way", None)
    return way


def taken_problem() -> str | None:
    """The error of the last thing done, once."""
    problem: str | None = st.session_state.pop("problem", None)
    return problem


def taken_word() -> str | None:
    """What is to be said of the last thing done, once."""
    said: str | None = st.session_state.pop("said", None)
    return said


def open_tab() -> str:
    """The name of the tab that is open beside the conversation."""
    label = st.session_state.get(TABS)
    names = SIDES
    return next((name for name in names if words()(f"side.{name}") == label), "platform")


def forget() -> None:
    """An empty page; what is kept stays kept."""
    for name in ("conversation", "opened", "pending", "problem"):
        st.session_state.pop(name, None)
    if ADDRESS in st.query_params:
        del st.query_params[ADDRESS]
    st.session_state[TABS] = words()("side.platform")


def attempt(move: Callable[[], Conversation]) -> bool:
    """Make a move and show what comes of it; False, and the error to be shown, where it cannot be made."""
    try:
        keep(move())
        return True
    except AbsentError as error:
        forget()
        st.session_state.problem = str(error)
    except StaleError as error:
        held = conversation().kept
        if held is not None and attempt(lambda: keeper().read(held.id)):
            st.session_state.problem = str(error)
    except AssistantError as error:
        st.session_state.problem = str(error)
    return False


def do(deed: Callable[[], object]) -> bool:
    """As `attempt`, for what leaves the conversation as it is."""
    try:
        deed()
        return True
    except AssistantError as error:
        st.session_state.problem = str(error)
        return False
