"""The conversation, and beside it the platform, the licences and the article."""

from datetime import datetime

import streamlit as st

from assistant.page import belongings, components, frame, moves, platform, session, state, taking, verdicts
from assistant.page.escaping import escaped
from assistant.page.resources import the_assistant

words, language = session.words(), session.language()


def talk() -> None:
    """The turns so far, then the one being answered."""
    turns = session.conversation()
    by_hand = platform.by_hand_in_words(turns, the_assistant().rulebook, language)
    judged = moves.judged()
    for n, answer in enumerate(turns.answers, 1):
        latest = n == len(turns.answers)
        components.turn(
            n,
            answer,
            latest=latest,
            by_hand=by_hand if latest else "",
            judged=judged.get(n),
            scroll=st.session_state.get("scroll", 0),
        )
    next_question()


def welcome() -> None:
    st.title(escaped(words("empty.title")), anchor=False)
    st.markdown(escaped(words("empty.what")))
    st.caption(escaped(words("empty.try")))
    for name in ("one", "two", "three"):
        example = words(f"empty.{name}")
        st.button(
            escaped(example),
            key=f"example_{name}",
            width="stretch",
            wrap=True,
            on_click=moves.submit,
            args=(example,),
        )


def box() -> None:
    """The box to type in, and over it what went wrong."""
    frame.problem()
    st.chat_input(
        words("ask.placeholder"),
        key=session.BOX,
        on_submit=lambda: moves.submit(st.session_state[session.BOX] or ""),
    )


def next_question() -> None:
    """The fact to ask for, with what each answer would lead to."""
    turns, assistant = session.conversation(), the_assistant()
    fact = state.ask_next(turns, assistant)
    if fact is None or not (turns.answers or turns.given):
        return
    asked = verdicts.next_question(turns, assistant.rulebook, fact, language)
    with st.container(key="next", border=True, gap="xsmall"):
        st.caption(words("next.title"))
        st.markdown(f"**{escaped(asked.question)}**")
        for lead in asked.leads:
            st.caption(escaped(lead))
        with st.container(horizontal=True, gap="small"):
            st.button(words("next.yes"), key="next_yes", on_click=moves.correct, args=({fact: "yes"},))
            st.button(words("next.no"), key="next_no", on_click=moves.correct, args=({fact: "no"},))
            st.button(words("next.skip"), key="next_skip", type="tertiary", on_click=moves.skip, args=(fact,))


def toolbar() -> None:
    """What can be done with all of it: taken away, or its platform saved. What is not open is not drawn."""
    turns = session.conversation()
    with st.container(key="tools", horizontal=True, gap="small", horizontal_alignment="right"):
        save = st.popover(
            words("platforms.save"), type="tertiary", key="save", disabled=not turns.facts, on_change="rerun"
        )
        take = st.popover(
            words("platforms.take"),
            type="tertiary",
            key="take",
            disabled=not turns.answers,
            on_change="rerun",
        )
    if save.open:
        with save:
            save_platform()
    if take.open:
        with take:
            take_away(turns)


def save_platform() -> None:
    st.caption(escaped(words("platforms.save_what")))
    st.text_input(words("platforms.name"), key="save_name", max_chars=200)
    st.button(
        words("platforms.save_do"), key="save_do",
        on_click=lambda: belongings.save_platform(st.session_state.save_name),
    )  # fmt: skip


def take_away(turns: state.Conversation) -> None:
    today = datetime.now().astimezone().date()
    title = turns.kept.title if turns.kept else ""
    for ending in taking.FORMATS:
        st.download_button(
            words(f"memo.{ending}"),
            taking.memo_of_conversation(turns, the_assistant(), ending, language, today),
            taking.file_name(title, ending),
            taking.MEDIA[ending],
            key=f"memo_{ending}",
            type="tertiary",
            on_click="ignore",
        )
    if cases := taking.eval_cases(session.mine().feedback.all("down"), the_assistant().rulebook):
        st.download_button(
            words("memo.cases"), cases, "feedback.yaml", "application/yaml", key="cases", type="tertiary",
            on_click="ignore",
        )  # fmt: skip


def side() -> None:
    """Only the open tab is computed and drawn."""
    labels = [words(f"side.{name}") for name in session.SIDES]
    if st.session_state.get(session.TABS) not in labels:
        st.session_state[session.TABS] = labels[0]
    facts, licences, variant, article = st.tabs(labels, key=session.TABS, on_change="rerun")
    turns = session.conversation()
    if facts.open:
        with facts:
            components.facts(turns, language)
    if licences.open:
        with licences:
            components.licences(turns, language)
    if variant.open:
        with variant:
            what_if(turns)
    if article.open:
        with article:
            components.article(turns.last, language)


def what_if(turns: state.Conversation) -> None:
    """Today's platform beside a variant, and what to do with the variant."""
    components.whatif(turns, language)
    with st.container(key="variant", horizontal=True, gap="small"):
        st.button(words("whatif.adopt"), key="adopt", on_click=moves.adopt, disabled=not turns.variant)
        st.button(
            words("whatif.clear"), key="clear", type="tertiary", on_click=moves.drop_variant,
            disabled=not turns.variant,
        )  # fmt: skip


with st.container(key="workspace"):
    left = st.container(key="conversation")
    right = st.container(key="beside")

with left:
    turns_here, waiting, box_here = (
        st.container(key="talk"),
        st.container(key="waiting"),
        st.container(key="ask"),
    )

question = moves.pending()
if question is not None:
    with waiting, st.spinner(words("ask.reading")):
        moves.answer_pending()
    words, language = session.words(), session.language()
with turns_here:
    if session.conversation().answers:
        talk()
    else:
        welcome()
with box_here:
    box()
with right:
    toolbar()
    side()
