"""Judgements stay with the answer that was judged."""

import pytest
from plain_answers import answer_to

from assistant.errors import AbsentError, StoreError
from assistant.store import Store


@pytest.fixture
def mine(store: Store):
    return store.of("me")


@pytest.fixture
def talk(mine):
    started = mine.conversations.start(given={"handles_fiat": "yes"})
    for number, question in enumerate(("one", "two")):
        mine.conversations.add(started.id, answer_to(question, serves_us_users="yes"), after=number)
    return mine.conversations.read(started.id)


def test_a_judgement_has_what_is_needed_to_ask_again(mine, talk) -> None:
    given = mine.feedback.give(talk.turns[1].id, "down", " We match\tnothing.\x07 ")
    assert given.remark == "We match\tnothing."
    assert given.answer == talk.turns[1].answer
    assert (given.questions, given.given, given.plain, given.corrected) == (
        ("one",), {"handles_fiat": "yes"}, True, None,
    )  # fmt: skip
    assert given.before == talk.turns[0].answer.facts
    assert mine.feedback.of(talk.id) == {talk.turns[1].id: given}


def test_a_second_judgement_replaces_the_first_and_can_be_taken_back(mine, talk) -> None:
    turn = talk.turns[0].id
    mine.feedback.give(turn, "down", "no")
    mine.feedback.give(turn, "up")
    assert [(one.thumb, one.remark) for one in mine.feedback.all()] == [("up", "")]
    assert mine.feedback.all("down") == ()
    mine.feedback.take_back(turn)
    mine.feedback.take_back(turn)
    assert mine.feedback.all() == ()


def test_a_correction_after_the_judgement_says_what_is_right(mine, talk) -> None:
    turn = talk.turns[1]
    mine.feedback.give(turn.id, "down")
    right = answer_to("two", serves_us_users="no")
    mine.conversations.correct(talk.id, 2, right, {"serves_us_users": "no"}, after=2)
    kept = mine.feedback.of(talk.id)[turn.id]
    assert (kept.answer, kept.corrected) == (turn.answer, {"serves_us_users": "no"})


def test_a_judgement_outlives_its_question(mine, talk) -> None:
    mine.feedback.give(talk.turns[1].id, "down", "kept")
    mine.conversations.ask_again(talk.id, 2, answer_to("two, edited"), after=2)
    kept = mine.feedback.all()
    assert [(one.turn, one.answer.question, one.remark) for one in kept] == [(None, "two", "kept")]
    assert mine.feedback.of(talk.id) == {}


def test_a_turn_that_is_gone_cannot_be_judged(mine, talk) -> None:
    with pytest.raises(AbsentError, match="no turn 'x'"):
        mine.feedback.give("x", "up")


def test_a_remark_has_a_limit(mine, talk) -> None:
    with pytest.raises(StoreError, match="4,001 characters"):
        mine.feedback.give(talk.turns[0].id, "up", "x" * 4_001)
