"""What a person does in the open conversation: asks, corrects, skips, compares, judges."""

from dataclasses import dataclass

import streamlit as st

from assistant.page import session, state
from assistant.page.resources import the_rate
from assistant.page.state import Changes, Conversation
from assistant.store import Feedback, Thumb


@dataclass(frozen=True)
class Pending:
    """A question put forward, as turn `n` of the conversation."""

    question: str
    n: int


def submit(question: str, n: int | None = None) -> None:
    """Put a question forward: the next run answers it, and nothing is lost if that run is cut short.

    `n` is the turn that it replaces; None adds one.
    """
    st.session_state.pending = Pending(question, n or len(session.conversation().answers) + 1)


def pending() -> Pending | None:
    held: Pending | None = st.session_state.get("pending")
    return held


def answer_pending() -> None:
    """Answer the question put forward and keep it; where it has no answer, the box holds the question again."""
    waiting: Pending = st.session_state.pending
    tab = session.open_tab()
    if session.attempt(lambda: _asked(waiting)):
        st.session_state.opened = None
        st.session_state.scroll = st.session_state.get("scroll", 0) + 1
        st.session_state[session.TABS] = session.words()(f"side.{tab if tab != 'article' else 'licences'}")
    else:
        st.session_state[session.BOX] = waiting.question
    del st.session_state.pending


def _asked(waiting: Pending) -> Conversation:
    # On this machine's own browsers there is nobody to hold back.
    if who := session.owner() or st.context.ip_address:
        the_rate().admit(who)
    return session.keeper().ask(session.conversation(), waiting.question, waiting.n)


def correct(changes: Changes) -> None:
    if changes:
        session.attempt(lambda: session.keeper().correct(session.conversation(), changes))


def skip(fact: str) -> None:
    session.attempt(lambda: session.keeper().skip(session.conversation(), fact))


def act(n: int, asked: state.Act | None) -> None:
    """Do with turn `n` what a click asks for."""
    answers = session.conversation().answers
    if asked is None or not 1 <= n <= len(answers):
        return
    if asked.do in ("up", "down", "take_back"):
        judge(n, None if asked.do == "take_back" else asked.do, asked.text)
    else:
        submit(asked.text if asked.do == "edit" else answers[n - 1].question, n)


def judged() -> dict[int, Feedback]:
    """What was thought of each answer, by the number of its turn."""
    kept = session.conversation().kept
    found = session.mine().feedback.of(kept.id) if kept else {}
    return {n: found[turn] for n, turn in enumerate(kept.turns if kept else (), 1) if turn in found}


def judge(n: int, thumb: Thumb | None, remark: str) -> None:
    """Mark the answer of turn `n` as right or wrong, with a remark; None takes the mark back."""
    kept = session.conversation().kept
    if kept is None or not 1 <= n <= len(kept.turns):
        return
    turn = kept.turns[n - 1]
    if thumb is None:
        session.do(lambda: session.mine().feedback.take_back(turn))
    else:
        given: Thumb = thumb
        session.do(lambda: session.mine().feedback.give(turn, given, remark))


def vary(changes: Changes) -> None:
    """Lay changes over the what-if."""
    if changes:
        session.attempt(lambda: session.keeper().vary(session.conversation(), changes))


def adopt() -> None:
    session.attempt(lambda: session.keeper().adopt(session.conversation()))


def drop_variant() -> None:
    session.attempt(lambda: session.keeper().drop_variant(session.conversation()))
