"""The named platforms: taken up, compared, renamed, duplicated, deleted, exported and imported."""

from datetime import datetime

import streamlit as st

from assistant.page import belongings, frame, session, taking
from assistant.page.escaping import escaped
from assistant.page.platforms import card
from assistant.page.resources import the_assistant
from assistant.store import Profile, profile_file

words, language = session.words(), session.language()
today = datetime.now().astimezone().date()


def one(profile: Profile) -> None:
    shown = card(profile, the_assistant().rulebook, language)
    with st.container(key=f"platform_{profile.id}", border=True, gap="xsmall"):
        st.subheader(escaped(profile.name), anchor=False)
        st.markdown(escaped(shown.verdicts))
        st.caption(escaped(shown.facts))
        with st.container(horizontal=True, gap="small"):
            st.button(
                words("platforms.use"), key=f"use_{profile.id}", on_click=belongings.use, args=(profile.facts,),
                help=words("platforms.use_what"),
            )  # fmt: skip
            st.button(
                words("platforms.compare"), key=f"compare_{profile.id}", on_click=belongings.compare,
                args=(profile.facts,), help=words("platforms.compare_what"),
            )  # fmt: skip
            with st.popover(words("platforms.take"), type="tertiary", key=f"take_{profile.id}"):
                take_away(profile)
            with st.popover(words("platforms.change"), type="tertiary", key=f"change_{profile.id}"):
                change(profile)


def take_away(profile: Profile) -> None:
    for ending in taking.FORMATS:
        st.download_button(
            words(f"memo.{ending}"),
            taking.memo_of_platform(profile, the_assistant(), ending, language, today),
            taking.file_name(profile.name, ending),
            taking.MEDIA[ending],
            key=f"memo_{ending}_{profile.id}",
            type="tertiary",
            on_click="ignore",
        )
    st.download_button(
        words("platforms.export"),
        profile_file(profile.name, profile.facts, remark=profile.remark),
        taking.file_name(profile.name, "platform.json"),
        taking.MEDIA["json"],
        key=f"export_{profile.id}",
        type="tertiary",
        on_click="ignore",
    )


def change(profile: Profile) -> None:
    key = f"name_{profile.id}"
    st.text_input(words("platforms.name"), profile.name, key=key, max_chars=200)
    st.button(
        words("platforms.rename"), key=f"rename_{profile.id}",
        on_click=lambda: belongings.rename_platform(profile.id, st.session_state[key]),
    )  # fmt: skip
    st.button(
        words("platforms.duplicate"), key=f"duplicate_{profile.id}", type="tertiary",
        on_click=belongings.duplicate_platform, args=(profile.id,),
    )  # fmt: skip
    st.button(
        words("platforms.delete", platform=escaped(profile.name)), key=f"delete_{profile.id}", type="tertiary",
        on_click=belongings.delete_platform, args=(profile.id,),
    )  # fmt: skip


def bring_in() -> None:
    key = "platform_file"
    file = st.session_state.get(key)
    if file is not None:
        belongings.import_platform(file.getvalue(), file.name)


st.title(escaped(words("app.platforms")), anchor=False)
st.caption(escaped(words("platforms.intro")))
frame.problem()
kept = session.mine().profiles.all()
if not kept:
    st.info(escaped(words("platforms.none")))
with st.container(key="platforms"):
    for profile in kept:
        one(profile)
st.file_uploader(
    words("platforms.import"), type=["json"], key="platform_file", max_upload_size=1, on_change=bring_in,
)  # fmt: skip
