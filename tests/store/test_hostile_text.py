"""What people and programs may write into names, searches, remarks and owners; and conversations that are long."""

import pytest
from plain_answers import answer_to

from assistant.errors import AbsentError, StoreError

HOSTILE = (
    "' OR 1=1 --", '"; DROP TABLE turn; --', "%", "_", "\\", "%s {0} :x", "\u202etxt", "牌照 😀", "=1+1", "<b>$x$</b>",
)  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE)
def test_text_is_kept_and_found_as_it_was_written(store, text) -> None:
    mine = store.of("")
    talk, other = mine.conversations.start(), mine.conversations.start()
    turn = mine.conversations.add(talk.id, answer_to(f"a {text} b"), after=0)
    mine.conversations.add(other.id, answer_to("plain"), after=0)
    assert [one.heading.id for one in mine.conversations.search(f" {text} ")] == [talk.id]
    mine.conversations.rename(talk.id, text)
    assert mine.conversations.read(talk.id).title == text
    assert mine.feedback.give(turn.id, "down", text).remark == text
    assert mine.profiles.save(text, {}, remark=text).name == text
    assert [(one.name, one.remark) for one in mine.profiles.all()] == [(text, text)]


@pytest.mark.parametrize("owner", [*HOSTILE, "ann\u0301", "Ann", "ann ", " ann", "x" * 5_000])
def test_an_owner_is_a_name_and_nothing_more(store, owner) -> None:
    others = [store.of(name) for name in ("", "ann", "\u00e1nn", "ann\u00e1")]
    for other in others:
        other.profiles.save("theirs", {})
    mine = store.of(owner)
    assert (mine.profiles.all(), mine.conversations.search("")) == ((), ())
    mine.profiles.save("mine", {})
    assert [[one.name for one in other.profiles.all()] for other in others] == [["theirs"]] * 4


@pytest.mark.parametrize("sign", ["\x00", "\ud800"])
def test_a_sign_that_no_database_takes_is_one_line_or_nothing_found(store, sign) -> None:
    mine = store.of("")
    talk = mine.conversations.start()
    mine.conversations.add(talk.id, answer_to("a question"), after=0)
    assert [one.heading.id for one in mine.conversations.search(f"a{sign} question")] == [talk.id]
    with pytest.raises(StoreError, match=r"^owner: has a sign that cannot be kept") as refused:
        store.of(f"ann{sign}")
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize("sign", ["\x00", "\ud800"])
def test_an_id_with_such_a_sign_is_nobodys(store, sign) -> None:
    mine, wrong = store.of(""), f"{'0' * 31}{sign}"
    for call in (
        mine.conversations.read,
        mine.conversations.heading,
        mine.conversations.delete,
        lambda one: mine.conversations.rename(one, "new"),
        lambda one: mine.conversations.add(one, answer_to("a question"), after=0),
        lambda one: mine.conversations.take_in(one, 1, answer_to("a question"), after=0, new=True, given={}),
        lambda one: mine.feedback.give(one, "up"),
        mine.profiles.read,
        mine.profiles.delete,
    ):
        with pytest.raises(
            AbsentError, match=r"^there is no (conversation|turn|platform) '0{31}\\"
        ) as refused:
            call(wrong)
        assert "\n" not in str(refused.value)
    assert mine.feedback.of(wrong) == {}
    assert mine.feedback.take_back(wrong) is None


@pytest.mark.parametrize("sign", ["\x00", "\ud800"])
def test_an_answer_with_such_a_sign_is_refused_in_one_line_and_the_rest_stays(store, sign) -> None:
    mine = store.of("")
    talk = mine.conversations.start()
    turn = mine.conversations.add(talk.id, answer_to("a question"), after=0)
    odd = answer_to(f"a{sign}question")
    for call in (
        lambda: mine.conversations.add(talk.id, odd, after=1),
        lambda: mine.conversations.ask_again(talk.id, 1, odd, after=1),
    ):
        with pytest.raises(
            StoreError, match=r"^(question|answer): has a sign that cannot be kept"
        ) as refused:
            call()
        assert "\n" not in str(refused.value)
    assert mine.conversations.read(talk.id).turns == (turn,)


def test_half_a_pair_among_facts_is_refused_in_one_line(store) -> None:
    mine = store.of("")
    talk = mine.conversations.start()
    for call in (
        lambda: mine.conversations.start(given={"\ud800": "yes"}),
        lambda: mine.conversations.settle(talk.id, variant={"\ud800": None}),
        lambda: mine.profiles.save("name", {"\ud800": "yes"}),
    ):
        with pytest.raises(StoreError, match=r"^facts: has a sign that cannot be kept"):
            call()
    assert mine.profiles.save("\ud800name\x00", {}, remark="\x00a\udfff").name == "name"
    assert mine.profiles.all()[0].remark == "a"


def test_a_long_conversation_is_read_searched_and_added_to(store) -> None:
    mine = store.of("")
    talk = mine.conversations.start()
    for number in range(30):
        mine.conversations.add(talk.id, answer_to(f"question {number} " + "x" * 19_000), after=number)
    assert [turn.position for turn in mine.conversations.read(talk.id).turns] == list(range(1, 31))
    assert mine.conversations.search("QUESTION 29")[0].question.startswith("question 29 ")
    assert mine.conversations.recent()[0].turns == 30
