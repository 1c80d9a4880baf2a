"""Conversations as a person comes back to them."""

import pytest
from plain_answers import answer_to

from assistant.errors import AbsentError, StaleError, StoreError
from assistant.store import Conversation, Owned, Store, new_id


@pytest.fixture
def mine(store: Store) -> Owned:
    return store.of("me")


def talked(owned: Owned, *questions: str) -> Conversation:
    talk = owned.conversations.start()
    for number, question in enumerate(questions):
        owned.conversations.add(talk.id, answer_to(question), after=number)
    return owned.conversations.read(talk.id)


def test_what_was_said_comes_back_the_same_from_a_store_opened_anew(opening) -> None:
    answer = answer_to("我们需要 “ATS” 吗？\n$5 <b>", serves_us_users="yes")
    mine = opening().of("me")
    talk = mine.conversations.start(given={"handles_fiat": "no"})
    mine.conversations.add(talk.id, answer, after=0)
    mine.conversations.settle(talk.id, skipped={"b", "a"}, held={"handles_fiat": "yes"})
    kept = opening().of("me").conversations.read(talk.id)
    assert kept.answers == (answer,)
    assert (kept.given, kept.skipped, kept.held) == (
        {"handles_fiat": "no"},
        ("a", "b"),
        {"handles_fiat": "yes"},
    )
    assert kept.changed_at >= kept.made_at == talk.made_at


def test_a_turn_is_taken_in_at_once_with_the_conversation_that_it_begins(mine) -> None:
    begun = mine.conversations.take_in(
        new_id(), 1, answer_to("one"), after=0, new=True, given={"handles_fiat": "no"}
    )
    assert mine.conversations.read(begun.id) == begun
    assert (begun.title, begun.given) == ("one", {"handles_fiat": "no"})
    mine.conversations.settle(begun.id, held={"handles_fiat": "yes"}, variant={"handles_fiat": None})
    more = mine.conversations.take_in(begun.id, 2, answer_to("two"), after=1, new=False, given={})
    assert mine.conversations.read(begun.id) == more
    assert ([one.question for one in more.answers], more.held) == (["one", "two"], None)
    assert more.variant == {"handles_fiat": None}
    other = mine.conversations.take_in(begun.id, 1, answer_to("three"), after=2, new=False, given={})
    assert [one.question for one in other.answers] == ["three"]
    with pytest.raises(StaleError):
        mine.conversations.take_in(begun.id, 3, answer_to("four"), after=2, new=False, given={})
    assert mine.conversations.read(begun.id) == other
    assert mine.conversations.heading(begun.id).turns == 1


def test_a_heading_tells_of_a_change(mine) -> None:
    talk = talked(mine, "Do we need an ATS?")
    before = mine.conversations.heading(talk.id)
    mine.conversations.settle(talk.id, variant={"handles_fiat": "yes"})
    after = mine.conversations.heading(talk.id)
    assert (before.id, before.turns) == (talk.id, 1)
    assert after.changed_at > before.changed_at
    with pytest.raises(AbsentError):
        mine.conversations.heading("none")


def test_the_first_question_names_a_conversation_until_a_person_does(mine) -> None:
    talk = talked(mine, "Do we  need\nan ATS?", "And FINRA?")
    assert talk.title == "Do we need an ATS?"
    mine.conversations.rename(talk.id, "  Texas \x00 desk ")
    assert mine.conversations.read(talk.id).title == "Texas desk"


def test_a_long_first_question_is_cut_in_the_list(mine) -> None:
    assert len(talked(mine, "why " * 100).title) <= 80


@pytest.mark.parametrize(("title", "said"), [(" \t", "is empty"), ("x" * 201, "201 characters")])
def test_a_title_that_cannot_be_one_is_refused(mine, title, said) -> None:
    talk = talked(mine, "one")
    with pytest.raises(StoreError, match=said):
        mine.conversations.rename(talk.id, title)


def test_the_list_has_the_last_changed_first_and_goes_on_where_it_stopped(mine) -> None:
    made = [talked(mine, f"question {number}").id for number in range(5)]
    mine.conversations.start()
    first = mine.conversations.recent(limit=2)
    rest = mine.conversations.recent(limit=9, before=first[-1])
    assert [one.id for one in (*first, *rest)] == made[::-1]
    mine.conversations.add(made[0], answer_to("again"), after=1)
    assert (mine.conversations.recent()[0].id, mine.conversations.recent()[0].turns) == (made[0], 2)


def test_a_search_takes_words_as_they_stand_in_any_case_and_alphabet(mine) -> None:
    talked(mine, "Do we need an ATS?", "What of STRASSE 100%_sure?")
    talked(mine, "我们撮合订单吗？")
    found = mine.conversations.search("straße 100%_")
    assert [(one.heading.title, one.question) for one in found] == [
        ("Do we need an ATS?", "What of STRASSE 100%_sure?")
    ]
    assert [one.heading.title for one in mine.conversations.search("撮合")] == ["我们撮合订单吗？"]
    assert mine.conversations.search("100_") == ()


def test_a_search_finds_a_title_that_no_question_has(mine) -> None:
    talk = talked(mine, "one")
    mine.conversations.rename(talk.id, "Texas desk")
    assert [(one.heading.id, one.question) for one in mine.conversations.search("TEXAS")] == [(talk.id, "")]


def test_a_question_edited_replaces_its_turn_and_those_after_it(mine) -> None:
    talk = talked(mine, "one", "two", "three")
    mine.conversations.ask_again(talk.id, 2, answer_to("two, edited"), after=3)
    kept = mine.conversations.read(talk.id)
    assert [turn.answer.question for turn in kept.turns] == ["one", "two, edited"]
    assert [turn.position for turn in kept.turns] == [1, 2]


def test_a_fact_set_by_hand_is_remembered_with_its_turn(mine) -> None:
    talk = talked(mine, "one", "two")
    mine.conversations.correct(
        talk.id, 1, answer_to("one", handles_fiat="no"), {"handles_fiat": "no"}, after=2
    )
    kept = mine.conversations.read(talk.id)
    assert [(turn.answer.facts, turn.changes) for turn in kept.turns] == [
        ({"handles_fiat": "no"}, ({"handles_fiat": "no"},))
    ]


@pytest.mark.parametrize("position", [0, 3])
def test_a_turn_that_is_not_there_is_named(mine, position) -> None:
    talk = talked(mine, "one", "two")
    with pytest.raises(AbsentError, match=f"no turn {position}: it has 2"):
        mine.conversations.ask_again(talk.id, position, answer_to("x"), after=2)


def test_a_second_tab_does_not_write_over_the_first(mine) -> None:
    talk = talked(mine, "one")
    mine.conversations.add(talk.id, answer_to("from the first tab"), after=1)
    for write in (
        lambda: mine.conversations.add(talk.id, answer_to("x"), after=1),
        lambda: mine.conversations.ask_again(talk.id, 1, answer_to("x"), after=1),
        lambda: mine.conversations.correct(talk.id, 1, answer_to("x"), {}, after=1),
    ):
        with pytest.raises(StaleError, match="has 2 turns and not 1"):
            write()
    assert [one.question for one in mine.conversations.read(talk.id).answers] == ["one", "from the first tab"]


def test_what_is_deleted_is_gone_with_its_turns_and_feedback(mine) -> None:
    talk, other = talked(mine, "one"), talked(mine, "two")
    mine.feedback.give(talk.turns[0].id, "down")
    mine.conversations.delete(talk.id)
    with pytest.raises(AbsentError, match="it may have been deleted"):
        mine.conversations.read(talk.id)
    assert mine.feedback.all() == ()
    assert [one.id for one in mine.conversations.recent()] == [other.id]
    assert mine.conversations.delete_all() == 1
    assert mine.conversations.recent() == ()
