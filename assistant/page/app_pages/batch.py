"""A questionnaire: put forward, looked at, answered with progress, cancelled, downloaded."""

from dataclasses import replace
from pathlib import Path

import streamlit as st

from assistant.batch import Options, Preview, preview
from assistant.batch.demo import DEMO
from assistant.errors import AssistantError
from assistant.page import batches, belongings, frame, session
from assistant.page.batches import Job
from assistant.page.escaping import escaped
from assistant.page.resources import the_desk

words = session.words()
owner, desk = session.owner(), the_desk()
NONE = ""  # no column


def put_forward() -> None:
    """The upload, what would be read of it, and which column is what."""
    file = st.file_uploader(
        words("batch.file"), type=["csv", "tsv", "jsonl", "xlsx", "parquet"], key="questionnaire",
        max_upload_size=batches.MAX_MB,
    )  # fmt: skip
    if file is None:
        st.download_button(
            words("batch.sample"), DEMO, "questions.csv", batches.MEDIA["csv"], key="sample", type="tertiary",
            on_click="ignore",
        )  # fmt: skip
        return
    try:
        seen = preview(file.getvalue(), Options())
    except AssistantError as error:
        st.error(escaped(str(error)), icon=":material/error:")
        return
    st.caption(escaped(words("batch.preview", rows=len(seen.rows))))
    st.dataframe(
        [dict(zip(seen.columns, row, strict=True)) for row in seen.rows],
        hide_index=True,
        height=210,
        key="preview",
    )
    for number, fault in list(seen.faults.items())[:3]:
        st.warning(escaped(words("batch.fault", row=number, fault=fault)))
    options, form = choose(seen)
    st.button(
        words("batch.start"), key="start", type="primary", disabled=options.column is None,
        on_click=belongings.start_batch, args=(file.name, file.getvalue(), options, form),
    )  # fmt: skip


def choose(seen: Preview) -> tuple[Options, str]:
    with st.container(horizontal=True, gap="small"):
        question = st.selectbox(
            words("batch.question"), seen.columns, key="column", width=260,
            index=seen.columns.index(seen.question) if seen.question else None,
        )  # fmt: skip
        talk = st.selectbox(
            words("batch.conversation"), (NONE, *seen.columns), key="talk", width=260,
            index=1 + seen.columns.index(seen.conversation) if seen.conversation else 0,
            format_func=lambda name: name or words("batch.alone"),
        )  # fmt: skip
        form = st.selectbox(words("batch.form"), batches.FORMS, key="form", width=140, format_func=str.upper)
    if seen.facts:
        st.caption(escaped(words("batch.facts", columns=", ".join(seen.facts))))
    return replace(Options(), column=question, conversation=talk or None, workers=1), form


@st.fragment(run_every=1)
def under_way(job: Job) -> None:
    """Looked at every second; the whole page is drawn anew when it has ended."""
    if not job.running:
        st.rerun()
    done, total = (job.progress.done, job.progress.total) if job.progress else (0, 0)
    left = job.progress.seconds_left if job.progress else None
    text = words("batch.progress", done=done, total=total)
    if left is not None:
        text += words("batch.left", seconds=round(left))
    st.progress(done / total if total else 0.0, text=escaped(text))
    st.button(words("batch.cancel"), key="cancel_batch", on_click=desk.cancel, args=(owner,))


def ended(job: Job) -> None:
    if job.error:
        st.error(escaped(job.error), icon=":material/error:")
    if job.stopped:
        st.info(escaped(words("batch.stopped", done=job.progress.done if job.progress else 0)))
        st.button(words("batch.go_on"), key="go_on", on_click=desk.go_on, args=(owner,))
    if job.summary is not None:
        st.success(escaped(words("batch.done", rows=job.summary.rows, errors=job.summary.errors)))
        for row, why in job.summary.failed[:5]:
            st.caption(escaped(words("batch.fault", row=row, fault=why)))
        ending = job.output.suffix.removeprefix(".")
        st.download_button(
            words("batch.download", form=ending.upper()), job.output.read_bytes,
            f"{Path(job.name).stem}-answers.{ending}", batches.MEDIA[ending], key="answers", type="primary",
            on_click="ignore",
        )  # fmt: skip
    st.button(words("batch.another"), key="another", type="tertiary", on_click=desk.drop, args=(owner,))


st.title(escaped(words("app.batch")), anchor=False)
st.caption(escaped(words("batch.intro")))
frame.problem()
job = desk.job(owner)
if job is None:
    put_forward()
else:
    st.subheader(escaped(job.name), anchor=False)
    if job.running:
        under_way(job)
    else:
        ended(job)
