"""What people and programs may write into names, searches, remarks and owners; and conversations that are long."""

import pytest
from kept import answered

from assistant.errors import StoreError

HOSTILE = (
    "' OR 1=1 --", '"; DROP TABLE turn; --', "%", "_", "\\", "%s {0} :x", "\u202etxt", "牌照 😀", "=1+1", "<b>$x$</b>",
)  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE)
def test_text_is_kept_and_found_as_it_was_written(store, text) -> None:
    mine = store.of("")
    talk, other = mine.conversations.start(), mine.conversations.start()
    turn = mine.conversations.add(talk.id, answered(f"a {text} b"), after=0)
    mine.conversations.add(other.id, answered("plain"), after=0)
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
    mine.conversations.add(talk.id, answered("a question"), after=0)
    assert [one.heading.id for one in mine.conversations.search(f"a{sign} question")] == [talk.id]
    with pytest.raises(StoreError, match=r"^owner: has a sign that cannot be kept") as refused:
        store.of(f"ann{sign}")
    assert "\n" not in str(refused.value)


def test_a_long_conversation_is_read_searched_and_added_to(store) -> None:
    mine = store.of("")
    talk = mine.conversations.start()
    for number in range(30):
        mine.conversations.add(talk.id, answered(f"question {number} " + "x" * 19_000), after=number)
    assert [turn.position for turn in mine.conversations.read(talk.id).turns] == list(range(1, 31))
    assert mine.conversations.search("QUESTION 29")[0].question.startswith("question 29 ")
    assert mine.conversations.recent()[0].turns == 30
