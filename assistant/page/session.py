"""One browser's state: the conversation, the passage shown, the question not answered yet, the words."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import streamlit as st

from assistant.answer import Language
from assistant.errors import AssistantError
from assistant.page import state
from assistant.page.resources import the_assistant
from assistant.page.state import Changes, Conversation, Opened
from assistant.page.words import language_of_locale, load_words
from assistant.writing.phrases import Phrases

BOX = "question"  # the key of the box to type in
TABS = "side"
SIDES = ("platform", "licences", "whatif", "article")


def conversation() -> Conversation:
    held: Conversation = st.session_state.setdefault("conversation", Conversation())
    return held


def keep(new: Conversation) -> None:
    st.session_state.conversation = new


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
    """Where the last click leads from a page without the article beside it, once."""
    way: str | None = st.session_state.pop("way", None)
    return way


@dataclass(frozen=True)
class Pending:
    """A question put forward, as turn `n` of the conversation."""

    question: str
    n: int


def submit(question: str, n: int | None = None) -> None:
    """Put a question forward: the next run answers it, and nothing is lost if that run is cut short.

    `n` is the turn that it replaces; None adds one.
    """
    st.session_state.pending = Pending(question, n or len(conversation().answers) + 1)


def pending() -> Pending | None:
    held: Pending | None = st.session_state.get("pending")
    return held


def answer_pending() -> None:
    """Answer the question put forward and keep it; where it has no answer, the box holds the question again."""
    waiting: Pending = st.session_state.pending
    tab = _open_tab()
    try:
        keep(state.ask_again(conversation(), the_assistant(), waiting.n, waiting.question))
        st.session_state.opened = None
        st.session_state.scroll = st.session_state.get("scroll", 0) + 1
        st.session_state[TABS] = words()(f"side.{tab if tab != 'article' else 'licences'}")
    except AssistantError as error:
        st.session_state.problem = str(error)
        st.session_state[BOX] = waiting.question
    del st.session_state.pending


def correct(changes: Changes) -> None:
    if changes:
        _try(lambda: state.correct(conversation(), the_assistant(), changes))


def skip(fact: str) -> None:
    keep(state.skip(conversation(), fact))


def act(n: int, asked: state.Act | None) -> None:
    """Do with turn `n` what a click asks for."""
    answers = conversation().answers
    if asked is None or not 1 <= n <= len(answers):
        return
    submit(asked.text if asked.do == "edit" else answers[n - 1].question, n)


def vary(changes: Changes) -> None:
    """Lay changes over the what-if."""
    if changes:
        keep(state.vary(conversation(), changes))


def adopt() -> None:
    _try(lambda: state.adopt(conversation(), the_assistant()))


def drop_variant() -> None:
    keep(replace(conversation(), variant={}))


def start_anew() -> None:
    tab = words()("side.platform")
    for name in ("conversation", "opened", "pending", "problem"):
        st.session_state.pop(name, None)
    st.session_state[TABS] = tab


def taken_problem() -> str | None:
    """The error of the last thing done, once."""
    problem: str | None = st.session_state.pop("problem", None)
    return problem


def _open_tab() -> str:
    label = st.session_state.get(TABS)
    names = SIDES
    return next((name for name in names if words()(f"side.{name}") == label), "platform")


def _try(move: Callable[[], Conversation]) -> None:
    try:
        keep(move())
    except AssistantError as error:
        st.session_state.problem = str(error)
