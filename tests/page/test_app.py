"""The page from its entry point, without a browser: what each run draws, and what its buttons do."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import streamlit as st
from scripted_assistant import ATS, BOOK, TEXAS, WEATHER, WHAT, ZHONG, scripted
from streamlit.testing.v1 import AppTest

from assistant import page
from assistant.assistant import Assistant
from assistant.page import kept, moves, resources, state
from assistant.page.keeping import Keeper
from assistant.page.words import load_words
from assistant.settings import load_settings
from assistant.store import Owned, open_store, profile_file

ENTRY = Path(page.__file__).parent / "streamlit_app.py"
WORDS = load_words("en")


@pytest.fixture
def app(monkeypatch, tmp_path) -> Iterator[AppTest]:
    monkeypatch.setattr(resources, "Assistant", scripted)
    monkeypatch.setattr(resources, "open_store", lambda: open_store(file=tmp_path / "store.sqlite"))
    monkeypatch.setattr(kept, "take_up", _after_what_was_sent(kept.take_up))
    st.cache_resource.clear()
    yield fresh()
    st.cache_resource.clear()


def fresh() -> AppTest:
    """Another tab, or another day."""
    return AppTest.from_file(str(ENTRY), default_timeout=30)


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
        app.session_state["conversation"], BOOK, {"matches_orders": "yes"}
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


def test_an_address_brings_the_conversation_back_with_what_was_set_by_hand_and_compared(app) -> None:
    ask(app, ATS)
    app.button(key="next_yes").click().run()
    app.button(key="next_skip").click().run()
    before = app.session_state["conversation"]
    other = again(app)
    assert not other.exception
    assert other.session_state["conversation"] == before
    assert other.session_state["conversation"].skipped
    ask(other, TEXAS)
    assert len(app.run().session_state["conversation"].answers) == 2


def test_two_tabs_cannot_write_over_each_other(app) -> None:
    ask(app, ATS)
    other = again(app)
    ask(other, WHAT)
    # The first tab has not run since: what it asks now was made from one turn, and there are two.
    with session_as_it_was(app):
        ask(app, TEXAS)
    assert "changed elsewhere" in app.error[0].value.replace("\\", "")
    assert [one.question for one in app.session_state["conversation"].answers] == [ATS, WHAT]
    assert app.chat_input[0].proto.value == TEXAS


def test_kept_conversations_are_listed_searched_renamed_and_deleted(app) -> None:
    ask(app, TEXAS)
    app.button(key="new").click().run()
    ask(app, WHAT)
    texas = titles(app)[1]
    assert titles(app)[0] == WHAT
    assert texas == TEXAS[: len(texas) - 1] + "…"
    assert app.query_params["c"] == shown(app)["current"]
    sends(app, "search", {"words": "usdc"})
    assert titles(app) == [texas]
    sends(app, "search", {"words": ""})
    kept = app.session_state["conversation"].kept.id
    sends(app, "rename", {"id": kept, "title": "Terms"})
    assert titles(app) == ["Terms", texas]
    sends(app, "delete", {"id": kept})
    assert titles(app) == [texas]
    assert len(app.title) == 1
    sends(app, "go", {"id": shown(app)["groups"][0]["entries"][0]["id"]})
    assert data(app, "turn_1")["question"] == TEXAS


def test_a_conversation_that_is_not_there_is_said_and_nothing_else_happens(app) -> None:
    app.query_params["c"] = "nobodys"
    app.run()
    assert not app.exception
    assert "there is no conversation" in app.error[0].value.replace("\\", "")
    assert "c" not in app.query_params


def test_a_platform_is_saved_asked_about_compared_and_brought_back_from_its_file(app) -> None:
    ask(app, TEXAS)
    app.session_state["save"] = True
    app.run().text_input(key="save_name").set_value("Texas *desk*").run()
    app.button(key="save_do").click().run()
    app.switch_page("app_pages/platforms.py").run()
    (one,) = mine().profiles.all()
    assert [title.value for title in app.subheader] == [r"Texas \*desk\*"]
    app.button(key=f"duplicate_{one.id}").click().run()
    assert [kept.name for kept in mine().profiles.all()] == ["Texas *desk*", "Texas *desk* (2)"]
    file = profile_file("Brought in", {"matches_orders": "yes"}).encode()
    app.file_uploader(key="platform_file").set_value(("in.json", file, "application/json")).run()
    brought = next(kept for kept in mine().profiles.all() if kept.name == "Brought in")
    app.button(key=f"compare_{brought.id}").click().run()
    assert not app.exception
    changed = [row["id"] for row in data(app, "whatif")["licences"] if row["changed"]]
    assert "ats" in changed
    app.switch_page("app_pages/platforms.py").run()
    app.button(key=f"use_{one.id}").click().run()
    assert app.session_state["conversation"].given == dict(one.facts)
    app.switch_page("app_pages/platforms.py").run()
    app.button(key=f"delete_{one.id}").click().run()
    assert "Texas *desk*" not in [kept.name for kept in mine().profiles.all()]


def test_a_file_that_is_no_platform_is_said(app) -> None:
    app.run().switch_page("app_pages/platforms.py").run()
    app.file_uploader(key="platform_file").set_value(("in.json", b"{}", "application/json")).run()
    assert not app.exception
    assert "no platform that was exported here" in app.error[0].value.replace("\\", "")


def test_an_answer_is_judged_with_a_remark_and_the_judgement_taken_back(app) -> None:
    ask(app, TEXAS)
    app.session_state["todo"] = lambda: moves.act(1, state.Act("down", "not <b> so"))
    app.run()
    assert (data(app, "turn_1")["thumb"], data(app, "turn_1")["remark"]) == ("down", "not <b> so")
    assert [one.remark for one in mine().feedback.all("down")] == ["not <b> so"]
    app.session_state["todo"] = lambda: moves.act(1, state.Act("take_back"))
    app.run()
    assert data(app, "turn_1")["thumb"] is None
    assert mine().feedback.all() == ()


@pytest.mark.parametrize("name", ["platforms", "batch", "documents", "rulebook", "article"])
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


def again(app: AppTest) -> AppTest:
    """Another tab at the same address."""
    other = fresh()
    other.query_params["c"] = app.query_params["c"]
    return other.run()


@contextmanager
def session_as_it_was(app: AppTest) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Keeper, "fresh", lambda self, conversation: conversation)
        yield


def shown(app: AppTest) -> dict:
    return data(app, "shelf")


def titles(app: AppTest) -> list[str]:
    return [entry["title"] for group in shown(app)["groups"] for entry in group["entries"]]


def mine() -> Owned:
    return resources.the_store().of("")


def sends(app: AppTest, event: str, message: dict) -> None:
    """What the sidebar's script sends: AppTest has no hands for components, so the callback is called by hand."""
    do = {
        "go": lambda: kept.open_kept(message["id"]),
        "rename": lambda: kept.rename(message["id"], message["title"]),
        "delete": lambda: kept.delete(message["id"]),
        "search": lambda: kept.search(message["words"]),
    }[event]
    app.session_state["todo"] = do
    app.run()


def _after_what_was_sent(take_up: Callable[[str], None]) -> Callable[[str], None]:
    def taken(page: str) -> None:
        if (todo := st.session_state.pop("todo", None)) is not None:
            todo()
        take_up(page)

    return taken


def tab(app: AppTest, name: str) -> None:
    app.session_state["side"] = WORDS(f"side.{name}")
    app.run()


def data(app: AppTest, key: str) -> dict:
    component = next(one for one in app.get("bidi_component") if one.key == key)
    sent = json.loads(component.proto.json)
    return json.loads(sent.pop("answer", "{}")) | sent


def next_question(app: AppTest) -> str:
    questions = {fact.question["en"] for fact in BOOK.facts.values()}
    shown = (text.value.replace("\\", "").strip("*") for text in app.markdown)
    return next(text for text in shown if text in questions)
