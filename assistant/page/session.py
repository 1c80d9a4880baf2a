"""One browser's state: the conversation, the passage shown, the question not answered yet, the words."""

from collections.abc import Callable
from dataclasses import dataclass

import streamlit as st

from assistant.answer import Language
from assistant.batch import Options
from assistant.errors import AbsentError, AssistantError, DocumentError, StaleError
from assistant.page import state
from assistant.page.keeping import Keeper
from assistant.page.resources import the_assistant, the_desk, the_log, the_rate, the_store
from assistant.page.shelf import PAGE
from assistant.page.signing_in import own_machine, signed_in
from assistant.page.state import Changes, Conversation, Facts, Opened
from assistant.page.words import language_of_locale, load_words
from assistant.store import Feedback, Owned, Thumb, read_profile
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


def take_up(page: str) -> None:
    """At the start of a run on `page`: the conversation that the address names, as it is by now.

    Raises:
        AssistantError: it cannot be read.
    """
    wanted, held = st.query_params.get(ADDRESS), conversation().kept
    moved = st.session_state.get("page") != page
    st.session_state.page = page
    if wanted and (held is None or wanted != held.id):
        open_kept(wanted)
    elif held is not None:
        # Streamlit empties the address when one goes to another of its pages.
        if moved and not wanted:
            st.query_params[ADDRESS] = held.id
        _try(lambda: keeper().fresh(conversation()))


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
    if _try(lambda: _asked(waiting)):
        st.session_state.opened = None
        st.session_state.scroll = st.session_state.get("scroll", 0) + 1
        st.session_state[TABS] = words()(f"side.{tab if tab != 'article' else 'licences'}")
    else:
        st.session_state[BOX] = waiting.question
    del st.session_state.pending


def _asked(waiting: Pending) -> Conversation:
    # On this machine's own browsers there is nobody to hold back.
    if who := owner() or st.context.ip_address:
        the_rate().admit(who)
    return keeper().ask(conversation(), waiting.question, waiting.n)


def correct(changes: Changes) -> None:
    if changes:
        _try(lambda: keeper().correct(conversation(), changes))


def skip(fact: str) -> None:
    _try(lambda: keeper().skip(conversation(), fact))


def act(n: int, asked: state.Act | None) -> None:
    """Do with turn `n` what a click asks for."""
    answers = conversation().answers
    if asked is None or not 1 <= n <= len(answers):
        return
    if asked.do in ("up", "down", "take_back"):
        judge(n, None if asked.do == "take_back" else asked.do, asked.text)
    else:
        submit(asked.text if asked.do == "edit" else answers[n - 1].question, n)


def vary(changes: Changes) -> None:
    """Lay changes over the what-if."""
    if changes:
        _try(lambda: keeper().vary(conversation(), changes))


def adopt() -> None:
    _try(lambda: keeper().adopt(conversation()))


def drop_variant() -> None:
    _try(lambda: keeper().drop_variant(conversation()))


def start_anew() -> None:
    _forget()
    st.session_state.way = "ask"


def open_kept(kept: str) -> None:
    """Go to a kept conversation."""
    tab = _open_tab()
    _forget()
    if _try(lambda: keeper().read(kept)):
        st.session_state[TABS] = words()(f"side.{tab}")
        st.session_state.way = "ask"


def rename(kept: str, title: str) -> None:
    _do(lambda: mine().conversations.rename(kept, title))


def delete(kept: str) -> None:
    _do(lambda: mine().conversations.delete(kept))
    open_now = conversation().kept
    if open_now is not None and open_now.id == kept:
        _forget()


def save_platform(name: str) -> None:
    """Save the platform as it is understood now under a name."""
    _do(lambda: mine().profiles.save(name, conversation().facts))


def rename_platform(profile: str, name: str) -> None:
    _do(lambda: mine().profiles.rename(profile, name))


def duplicate_platform(profile: str) -> None:
    _do(lambda: mine().profiles.duplicate(profile))


def delete_platform(profile: str) -> None:
    _do(lambda: mine().profiles.delete(profile))


def import_platform(data: bytes, file: str) -> None:
    def bring_in() -> None:
        read = read_profile(data, the_assistant().rulebook.facts, file)
        the_assistant().checked_facts(read.facts)
        mine().profiles.bring_in(read)

    _do(bring_in)


def use(facts: Facts) -> None:
    """A new conversation about a named platform."""
    _forget()
    if _try(lambda: keeper().begin(facts)):
        st.session_state.way = "ask"


def compare(facts: Facts) -> None:
    """A named platform as the what-if of the open conversation."""
    if _try(lambda: keeper().vary_to(conversation(), facts)):
        st.session_state[TABS] = words()("side.whatif")
        st.session_state.way = "ask"


def start_batch(file: str, data: bytes, options: Options, form: str) -> None:
    _do(lambda: the_desk().start(owner(), file, data, options, form))


def add_document(file: str, data: bytes, title: str, date: str, origin: str) -> bool:
    """Keep a document to cite from; False, and the error to be shown, where it cannot be."""

    def add() -> None:
        _check_documents_are_ours()
        the_assistant().library.add(
            data, file=file, title=title.strip(), date=date.strip(), origin=origin.strip()
        )

    return _do(add)


def remove_document(document: str) -> None:
    def remove() -> None:
        _check_documents_are_ours()
        the_assistant().library.remove(document)

    _do(remove)


def _check_documents_are_ours() -> None:
    """All who reach the page have the same documents, so only a page of one person changes them."""
    if not own_machine():
        raise DocumentError(words()("documents.shared"))


def judged() -> dict[int, Feedback]:
    """What was thought of each answer, by the number of its turn."""
    kept = conversation().kept
    found = mine().feedback.of(kept.id) if kept else {}
    return {n: found[turn] for n, turn in enumerate(kept.turns if kept else (), 1) if turn in found}


def judge(n: int, thumb: Thumb | None, remark: str) -> None:
    """Mark the answer of turn `n` as right or wrong, with a remark; None takes the mark back."""
    kept = conversation().kept
    if kept is None or not 1 <= n <= len(kept.turns):
        return
    turn = kept.turns[n - 1]
    if thumb is None:
        _do(lambda: mine().feedback.take_back(turn))
    else:
        given: Thumb = thumb
        _do(lambda: mine().feedback.give(turn, given, remark))


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


def taken_problem() -> str | None:
    """The error of the last thing done, once."""
    problem: str | None = st.session_state.pop("problem", None)
    return problem


def _open_tab() -> str:
    label = st.session_state.get(TABS)
    names = SIDES
    return next((name for name in names if words()(f"side.{name}") == label), "platform")


def _forget() -> None:
    """An empty page; what is kept stays kept."""
    for name in ("conversation", "opened", "pending", "problem"):
        st.session_state.pop(name, None)
    if ADDRESS in st.query_params:
        del st.query_params[ADDRESS]
    st.session_state[TABS] = words()("side.platform")


def _try(move: Callable[[], Conversation]) -> bool:
    """Make a move and show what comes of it; False, and the error to be shown, where it cannot be made."""
    try:
        keep(move())
        return True
    except AbsentError as error:
        _forget()
        st.session_state.problem = str(error)
    except StaleError as error:
        held = conversation().kept
        if held is not None and _try(lambda: keeper().read(held.id)):
            st.session_state.problem = str(error)
    except AssistantError as error:
        st.session_state.problem = str(error)
    return False


def _do(deed: Callable[[], object]) -> bool:
    try:
        deed()
        return True
    except AssistantError as error:
        st.session_state.problem = str(error)
        return False
