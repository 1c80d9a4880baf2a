"""The page from its entry point, without a browser: what each run draws, and what its buttons do."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
import streamlit as st
from scripted_assistant import ATS, BOOK, TEXAS, WEATHER, WHAT, ZHONG, scripted
from streamlit.testing.v1 import AppTest

from assistant import page
from assistant.assistant import Assistant
from assistant.page import resources, state
from assistant.page.words import load_words
from assistant.settings import load_settings

ENTRY = Path(page.__file__).parent / "streamlit_app.py"
WORDS = load_words("en")


@pytest.fixture
def app(monkeypatch) -> Iterator[AppTest]:
    monkeypatch.setattr(resources, "Assistant", scripted)
    st.cache_resource.clear()
    yield AppTest.from_file(str(ENTRY), default_timeout=30)
    st.cache_resource.clear()


def test_the_empty_page_says_what_it_is_and_offers_three_questions(app) -> None:
    app.run()
    assert not app.exception
    assert [title.value for title in app.title] == [r"Which US registrations does the platform need?"]
    assert any("not legal advice" in text.value for text in app.markdown)
    assert len([button for button in app.button if button.key.startswith("example_")]) == 3
    assert app.button(key="new").disabled


def test_an_example_is_asked_by_a_click(app) -> None:
    app.run().button(key="example_one").click().run()
    assert not app.exception
    assert data(app, "turn_1")["question"] == WORDS("empty.one")
    assert not [button for button in app.button if button.key.startswith("example_")]
    assert not app.button(key="new").disabled


def test_a_question_gets_all_eleven_verdicts(app) -> None:
    ask(app, TEXAS)
    tab(app, "licences")
    rows = {row["id"]: row["verdict"] for row in data(app, "licences")["rows"]}
    assert list(rows) == list(BOOK.licences)
    assert (rows["fincen_msb"], rows["ats"]) == ("required", "not_required")


def test_what_a_person_says_reaches_the_page_as_text_only(app) -> None:
    question = "We run <img src=x onerror=alert(1)> $a$ **b** :material/home: [x](javascript:alert(1))"
    ask(app, question)
    assert data(app, "turn_1")["question"] == question
    drawn = [*app.markdown, *app.caption, *app.title, *app.error, *app.get("html")]
    assert not any("onerror" in str(element.value) for element in drawn)


def test_the_next_question_is_answered_by_a_button_and_the_verdicts_follow(app) -> None:
    ask(app, ATS)
    app.button(key="next_yes").click().run()
    assert {row["id"]: row["origin"] for row in data(app, "facts")["rows"]}["serves_us_users"] == "by_hand"
    assert "US users: yes" in data(app, "turn_1")["by_hand"]
    app.button(key="next_yes").click().run()
    tab(app, "licences")
    ats = next(row for row in data(app, "licences")["rows"] if row["id"] == "ats")
    assert (ats["verdict"], ats["was"]) == ("required", "was: Open")


def test_a_question_that_the_asker_cannot_answer_gives_way_to_another(app) -> None:
    ask(app, ATS)
    asked = next_question(app)
    app.button(key="next_skip").click().run()
    assert next_question(app) != asked


@pytest.mark.parametrize(("question", "words"), [("x" * 20_001, "limit is 20,000"), ("   ", "empty")])
def test_what_cannot_be_answered_is_said_and_kept_in_the_box(app, question, words) -> None:
    ask(app, ATS)
    ask(app, question)
    assert not app.exception
    assert words in app.error[0].value.replace("\\", "")
    assert app.chat_input[0].proto.value == question
    assert len(app.session_state["conversation"].answers) == 1
    assert not app.run().error


def test_a_chinese_question_turns_the_page_chinese(app) -> None:
    ask(app, ZHONG)
    assert data(app, "facts")["words"]["yes"] == "是"
    assert [tab.label for tab in app.tabs] == ["平台", "牌照", "假设", "文章"]


@pytest.mark.parametrize(("question", "kind"), [(WHAT, "passage"), (WEATHER, "abstained")])
def test_questions_of_every_kind_are_drawn(app, question, kind) -> None:
    ask(app, question)
    assert not app.exception
    assert data(app, "turn_1")["kind"] == kind


def test_a_new_conversation_starts_empty(app) -> None:
    ask(app, TEXAS)
    app.button(key="new").click().run()
    assert not app.exception
    assert len(app.title) == 1
    assert all(row["origin"] in ("not_said", "assumed") for row in data(app, "facts")["rows"])


def test_a_variant_stands_beside_todays_platform_until_it_is_adopted(app) -> None:
    ask(app, TEXAS)
    tab(app, "whatif")
    assert app.button(key="adopt").disabled
    app.session_state["conversation"] = state.vary(
        app.session_state["conversation"], {"matches_orders": "yes"}
    )
    app.run()
    changed = {row["id"]: row for row in data(app, "whatif")["licences"] if row["changed"]}
    assert (changed["ats"]["today"]["verdict"], changed["ats"]["variant"]["verdict"]) == (
        "not_required",
        "required",
    )
    assert "matches" in changed["ats"]["because"]
    app.button(key="adopt").click().run()
    assert app.session_state["conversation"].facts["matches_orders"] == "yes"
    assert not app.session_state["conversation"].variant


@pytest.mark.parametrize("name", ["rulebook", "article"])
def test_the_other_pages_open(app, name) -> None:
    ask(app, TEXAS)
    app.switch_page(f"app_pages/{name}.py").run()
    assert not app.exception
    assert len(app.title) == 1


@pytest.mark.parametrize("name", ["chat", "rulebook", "article"])
def test_a_missing_source_is_one_line_in_the_error_box(app, monkeypatch, tmp_path, name) -> None:
    monkeypatch.setattr(resources, "Assistant", lambda: Assistant(load_settings(corpus=tmp_path)))
    app.run()
    app.switch_page(f"app_pages/{name}.py").run()
    assert not app.exception
    assert "cannot be read" in app.error[0].value


def ask(app: AppTest, question: str) -> None:
    if "conversation" not in app.session_state:
        app.run()
    app.chat_input[0].set_value(question).run()


def tab(app: AppTest, name: str) -> None:
    app.session_state["side"] = WORDS(f"side.{name}")
    app.run()


def data(app: AppTest, key: str) -> dict:
    component = next(one for one in app.get("bidi_component") if one.key == key)
    return json.loads(component.proto.json)


def next_question(app: AppTest) -> str:
    questions = {fact.question["en"] for fact in BOOK.facts.values()}
    shown = (text.value.replace("\\", "").strip("*") for text in app.markdown)
    return next(text for text in shown if text in questions)
