"""The moves of a conversation: asking, correcting, skipping, comparing, and what comes from the browser."""

import pytest
from scripted_assistant import ATS, BOOK, CLASH, SOURCE, TEXAS, WHAT

from assistant.answer import LlmUse
from assistant.errors import AssistantError
from assistant.page import platform, state
from assistant.page.state import Act, Conversation, Opened


def test_a_follow_up_keeps_what_was_said(assistant) -> None:
    turns = state.ask(state.ask(Conversation(), assistant, TEXAS), assistant, ATS)
    assert turns.facts["matches_orders"] == "no"
    assert turns.sources["matches_orders"].words == "order-flow"
    assert turns.last.verdicts["ats"].verdict == "not_required"


def test_a_corrected_fact_changes_the_verdicts_and_the_text_of_the_same_turn(assistant) -> None:
    before = state.ask(Conversation(), assistant, TEXAS)
    after = state.correct(before, assistant, {"matches_orders": "yes"})
    assert len(after.answers) == 1
    assert after.last.question == before.last.question
    assert (before.last.verdicts["ats"].verdict, after.last.verdicts["ats"].verdict) == (
        "not_required",
        "required",
    )
    assert after.last.text != before.last.text
    assert after.by_hand == {"matches_orders": "yes"}
    assert after.sources["serves_us_users"].words == "for Texas"
    assert after.held == before.facts


def test_a_fact_made_unknown_takes_what_implied_it_along(assistant) -> None:
    turns = state.correct(state.ask(Conversation(), assistant, TEXAS), assistant, {"collects_margin": None})
    assert "offers_derivatives" not in turns.facts
    assert turns.last.verdicts["cftc_fcm"].verdict == "depends"


def test_a_fact_set_by_hand_drops_what_cannot_stand_with_it(assistant) -> None:
    turns = state.correct(
        state.ask(Conversation(), assistant, TEXAS), assistant, {"us_access_blocked": "yes"}
    )
    assert "serves_us_users" not in turns.facts
    assert turns.last.verdicts["sipc"].verdict == "not_required"


def test_facts_set_before_the_first_question_hold_for_it(assistant) -> None:
    turns = state.correct(Conversation(), assistant, {"serves_us_users": "yes", "matches_orders": "yes"})
    assert turns.by_hand == {"serves_us_users": "yes", "matches_orders": "yes"}
    asked = state.ask(turns, assistant, ATS)
    assert asked.last.verdicts["ats"].verdict == "required"
    again = state.ask(state.correct(asked, assistant, {"matches_orders": None}), assistant, ATS)
    assert "matches_orders" not in again.facts


def test_facts_corrected_after_a_question_about_the_article_hold_for_the_next(assistant) -> None:
    turns = state.ask(state.ask(Conversation(), assistant, TEXAS), assistant, WHAT)
    turns = state.correct(turns, assistant, {"matches_orders": "yes"})
    assert turns.last.kind == "passage"
    assert turns.last.claims
    assert state.ask(turns, assistant, ATS).last.verdicts["ats"].verdict == "required"


def test_a_conflict_is_settled_by_setting_its_fact(assistant) -> None:
    turns = state.ask(Conversation(), assistant, CLASH)
    assert turns.open == {"matches_orders"}
    settled = state.correct(turns, assistant, {"matches_orders": "no"})
    assert settled.conflicts == ()
    assert settled.facts == {"matches_orders": "no"}


def test_a_fact_that_was_read_in_two_ways_is_open_until_a_person_sets_it(assistant) -> None:
    answer = assistant.ask(ATS)
    use = LlmUse(text="built-in", read=True, disputed=("handles_stablecoins",))
    turns = Conversation(answers=(answer.model_copy(update={"llm": use}),))
    assert turns.open == {"handles_stablecoins"}
    assert "handles_stablecoins" not in assistant.rulebook.evaluate({}, open_facts=turns.open).assumed
    other = state.correct(turns, assistant, {"matches_orders": "yes"})
    assert other.open == {"handles_stablecoins"}
    assert "handles_stablecoins" not in other.last.assumed
    (row,) = (one for one in platform.fact_rows(other, BOOK, "en") if one.id == "handles_stablecoins")
    assert (row.origin, row.switch) == ("disputed", "unknown")
    assert state.correct(other, assistant, {"handles_stablecoins": "yes"}).open == frozenset()


def test_a_skipped_question_is_not_asked_again(assistant) -> None:
    turns = state.ask(Conversation(), assistant, ATS)
    asked = []
    while (fact := state.ask_next(turns, assistant)) is not None:
        asked.append(fact)
        turns = state.skip(turns, fact)
    assert set(asked[:2]) == {"serves_us_users", "matches_orders"}
    assert len(asked) == len(set(asked)) > 2


def test_a_what_if_leaves_today_as_it_is_until_it_is_adopted(assistant) -> None:
    turns = state.ask(Conversation(), assistant, TEXAS)
    varied = state.vary(turns, BOOK, {"matches_orders": "yes", "serves_us_users": "yes"})
    assert varied.variant == {"matches_orders": "yes"}
    assert varied.facts == turns.facts
    assert state.varied(varied, assistant.rulebook).facts["matches_orders"] == "yes"
    assert state.vary(varied, BOOK, {"matches_orders": "no"}).variant == {}
    adopted = state.adopt(varied, assistant)
    assert adopted.facts["matches_orders"] == "yes"
    assert adopted.variant == {}


def test_a_later_change_of_a_what_if_takes_out_what_cannot_stand_with_it(assistant) -> None:
    varied = state.vary(state.ask(Conversation(), assistant, ATS), BOOK, {"collects_margin": "yes"})
    varied = state.vary(varied, BOOK, {"offers_derivatives": "no", "handles_fiat": "no"})
    assert varied.variant == {"offers_derivatives": "no", "handles_fiat": "no"}
    varied = state.vary(varied, BOOK, {"collects_margin": "yes"})
    assert varied.variant == {"collects_margin": "yes", "handles_fiat": "no"}
    assert state.varied(varied, BOOK).facts["collects_margin"] == "yes"


def test_a_turn_asked_otherwise_takes_the_later_ones_with_it(assistant) -> None:
    turns = state.ask(state.ask(Conversation(), assistant, TEXAS), assistant, ATS)
    edited = state.ask_again(turns, assistant, 1, WHAT)
    assert [answer.question for answer in edited.answers] == [WHAT]
    assert state.ask_again(turns, assistant, 2, ATS) == turns


@pytest.mark.parametrize(
    ("message", "act"),
    [
        ({"do": "again"}, Act("again")),
        ({"do": "edit", "text": "What is an ATS?"}, Act("edit", "What is an ATS?")),
        ({"do": "edit", "text": 3}, Act("edit")),
        ({"do": "down", "text": "wrong"}, Act("down", "wrong")),
        ({"do": "drop"}, None),
        ("again", None),
    ],
)
def test_what_a_click_asks_of_a_turn_is_checked(message, act) -> None:
    assert state.act_of(message) == act


@pytest.mark.parametrize(("message", "text"), [({"id": "a"}, "a"), ({"id": 3}, ""), ({}, ""), (["id"], "")])
def test_only_text_comes_as_text(message, text) -> None:
    assert state.text_of(message, "id") == text


def test_a_question_that_cannot_be_answered_leaves_the_conversation_as_it_was(assistant) -> None:
    turns = state.ask(Conversation(), assistant, ATS)
    with pytest.raises(AssistantError, match="20,000"):
        state.ask(turns, assistant, "x" * 20_001)
    with pytest.raises(AssistantError, match=r"no_such_fact"):
        state.correct(turns, assistant, {"no_such_fact": "yes"})


@pytest.mark.parametrize(
    "message",
    [
        None, "x", {}, {"start": 5}, {"start": 5, "end": 5}, {"start": -1, "end": 5}, {"start": 0, "end": 10**9},
        {"start": "0", "end": "5"}, {"start": True, "end": 5}, {"start": [0], "end": 5},
        {"start": float("nan"), "end": 5}, {"start": 0, "end": float("inf")},
    ],
)  # fmt: skip
def test_a_click_that_names_no_place_opens_nothing(message) -> None:
    before = Opened(1, 2, 3)
    assert state.opened(message, SOURCE, before) is before


def test_a_click_opens_its_place_and_counts() -> None:
    first = state.opened({"start": 4, "end": 9.0}, SOURCE, None)
    assert first == Opened(4, 9, 1)
    assert state.opened({"start": 4, "end": 9}, SOURCE, first) == Opened(4, 9, 2)


@pytest.mark.parametrize(
    ("message", "changes"),
    [
        (
            {"facts": {"matches_orders": "yes", "handles_fiat": "unknown"}},
            {"matches_orders": "yes", "handles_fiat": None},
        ),
        ({"facts": {"matches_orders": "maybe"}}, {}),
        ({"facts": {"matches_orders": ["yes"]}}, {}),
        ({"facts": ["matches_orders"]}, {}),
        ({}, {}),
        (None, {}),
    ],
)
def test_only_yes_no_and_unknown_come_from_a_switch(message, changes) -> None:
    assert state.changes_of(message) == changes
