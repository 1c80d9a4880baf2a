"""What a person has beside conversations: named platforms, a questionnaire, further documents."""

import streamlit as st

from assistant.batch import Options
from assistant.errors import DocumentError
from assistant.page import session
from assistant.page.resources import the_assistant, the_desk
from assistant.page.signing_in import own_machine
from assistant.page.state import Facts
from assistant.store import read_profile


def save_platform(name: str) -> None:
    """Save the platform as it is understood now under a name."""
    if session.do(lambda: session.mine().profiles.save(name, session.conversation().facts)):
        st.session_state.update(
            save=False, save_name="", said=session.words()("platforms.saved", platform=name)
        )


def rename_platform(profile: str, name: str) -> None:
    session.do(lambda: session.mine().profiles.rename(profile, name))


def duplicate_platform(profile: str) -> None:
    session.do(lambda: session.mine().profiles.duplicate(profile))


def delete_platform(profile: str) -> None:
    session.do(lambda: session.mine().profiles.delete(profile))


def import_platform(data: bytes, file: str) -> None:
    def bring_in() -> None:
        read = read_profile(data, the_assistant().rulebook.facts, file)
        the_assistant().checked_facts(read.facts)
        session.mine().profiles.bring_in(read)

    session.do(bring_in)


def use(facts: Facts) -> None:
    """A new conversation about a named platform."""
    session.forget()
    if session.attempt(lambda: session.keeper().begin(facts)):
        st.session_state.way = "ask"


def compare(facts: Facts) -> None:
    """A named platform as the what-if of the open conversation."""
    if session.attempt(lambda: session.keeper().vary_to(session.conversation(), facts)):
        st.session_state[session.TABS] = session.words()("side.whatif")
        st.session_state.way = "ask"


def start_batch(file: str, data: bytes, options: Options, form: str) -> None:
    session.do(lambda: the_desk().start(session.owner(), file, data, options, form))


def add_document(file: str, data: bytes, title: str, date: str, origin: str) -> bool:
    """Keep a document to cite from; False, and the error to be shown, where it cannot be."""

    def add() -> None:
        _check_documents_are_ours()
        the_assistant().library.add(
            data, file=file, title=title.strip(), date=date.strip(), origin=origin.strip()
        )

    return session.do(add)


def remove_document(document: str) -> None:
    def remove() -> None:
        _check_documents_are_ours()
        the_assistant().library.remove(document)

    session.do(remove)


def _check_documents_are_ours() -> None:
    """All who reach the page have the same documents, so only a page of one person changes them."""
    if not own_machine():
        raise DocumentError(session.words()("documents.shared"))
