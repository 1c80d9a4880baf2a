"""Replies kept on disk: what is of use is not asked for again, what is not is never kept."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from scripted_model import Reply, ScriptedModel, always, reading, rewording
from switched_on import QUESTION, built_in, switched_on

from assistant.errors import SettingsError


@pytest.fixture(autouse=True)
def key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ASSISTANT_LLM_KEY", "sk-x")


def reworded(text: str) -> str:
    return text.replace("Yes: an ATS licence is required.", "Yes, an ATS licence is required.")


def test_replies_are_kept_by_model_prompt_and_input(model: ScriptedModel, tmp_path: Path) -> None:
    model.begin(rewording(reworded))
    first = switched_on(model, cache=tmp_path).ask(QUESTION)
    again = switched_on(model, cache=tmp_path).ask(QUESTION)
    assert len(model.requests) == 1
    assert again.text == first.text
    assert again.llm
    assert (again.llm.calls, again.llm.cached, again.llm.input_tokens) == (0, 1, 0)
    switched_on(model, cache=tmp_path).ask("We match orders of users in Ohio. Do we need an ATS licence?")
    switched_on(model, cache=tmp_path, llm="openai:other").ask(QUESTION)
    assert len(model.requests) == 3


def test_a_damaged_cache_is_no_harm(model: ScriptedModel, tmp_path: Path) -> None:
    model.begin(rewording(reworded))
    assistant = switched_on(model, cache=tmp_path)
    assistant.ask(QUESTION)
    (tmp_path / "replies.sqlite").write_bytes(b"no database" * 100)
    for rest in ("replies.sqlite-wal", "replies.sqlite-shm"):
        (tmp_path / rest).unlink(missing_ok=True)
    answer = assistant.ask(QUESTION)
    assert answer.llm
    assert answer.text in (built_in().text, reworded(built_in().text))
    with pytest.raises(SettingsError, match="no cache can be kept there"):
        switched_on(model, cache=tmp_path).ask(QUESTION)


USELESS = {
    "of another form": Reply(call={"kind": "licences", "focus": "ats", "facts": [{"fact": 1}]}),
    "no call": Reply("We match orders, so yes."),
    "no JSON": Reply("Yes", how="malformed"),
    "cut off": Reply(call={"kind": "licences", "focus": [], "facts": []}, how="cut"),
    "a broken line": Reply(call={"kind": "licences", "focus": [], "facts": []}, how="dropped"),
    "an error": Reply("out of order", how=500),
}


@pytest.mark.parametrize("name", USELESS)
def test_a_reading_of_no_use_is_asked_for_again(model: ScriptedModel, tmp_path: Path, name: str) -> None:
    model.begin(always(USELESS[name]))
    first = switched_on(model, cache=tmp_path, llm_use="read", llm_retries=0).ask(QUESTION)
    assert first.llm
    assert first.llm.note.startswith("reading: ")
    assert kept(tmp_path) == []
    model.begin(always(reading()))
    again = switched_on(model, cache=tmp_path, llm_use="read").ask(QUESTION)
    assert again.llm
    assert (again.llm.read, again.llm.calls, again.llm.note) == (True, 1, "")
    assert len(kept(tmp_path)) == 1


@pytest.mark.parametrize(
    "reply", [Reply("  "), Reply("Yes: ATS", how="cut"), Reply("Yes: ATS " * 40, how="dropped")]
)
def test_words_of_no_use_are_asked_for_again(model: ScriptedModel, tmp_path: Path, reply: Reply) -> None:
    model.begin(always(reply))
    switched_on(model, cache=tmp_path, llm_retries=0).ask(QUESTION)
    assert kept(tmp_path) == []
    model.begin(rewording(reworded))
    assert switched_on(model, cache=tmp_path).ask(QUESTION).text == reworded(built_in().text)


def test_what_another_program_left_there_is_asked_for_again(model: ScriptedModel, tmp_path: Path) -> None:
    model.begin(always(reading()))
    switched_on(model, cache=tmp_path, llm_use="read").ask(QUESTION)
    with closing(sqlite3.connect(tmp_path / "replies.sqlite")) as base, base:
        base.execute("UPDATE reply SET value = '{}'")
    answer = switched_on(model, cache=tmp_path, llm_use="read").ask(QUESTION)
    assert answer.llm
    assert (answer.llm.read, answer.llm.calls, answer.llm.cached) == (True, 1, 0)


def kept(folder: Path) -> list[str]:
    with closing(sqlite3.connect(folder / "replies.sqlite")) as base:
        return [value for (value,) in base.execute("SELECT value FROM reply")]
