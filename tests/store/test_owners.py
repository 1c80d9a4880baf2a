"""Nobody reaches what is another's, whatever id they name."""

import pytest
from plain_answers import answer_to

from assistant.errors import AbsentError
from assistant.store import Store


@pytest.fixture
def theirs(store: Store):
    """A conversation with a judged turn and a platform, of somebody else."""
    owned = store.of("ann")
    talk = owned.conversations.start()
    turn = owned.conversations.add(talk.id, answer_to("Ann's question"), after=0)
    owned.feedback.give(turn.id, "up", "fine")
    return talk.id, turn.id, owned.profiles.save("Ann's", {"handles_fiat": "yes"}).id


@pytest.mark.parametrize("owner", ["bob", "", "ANN", "ann ", "%"])
def test_another_owner_sees_nothing(store, theirs, owner) -> None:
    other = store.of(owner)
    assert other.conversations.recent() == ()
    assert other.conversations.search("Ann") == ()
    assert other.profiles.all() == ()
    assert other.feedback.all() == ()
    assert other.feedback.of(theirs[0]) == {}


CALLS = {
    "read": lambda me, talk, turn, profile: me.conversations.read(talk),
    "rename": lambda me, talk, turn, profile: me.conversations.rename(talk, "x"),
    "delete": lambda me, talk, turn, profile: me.conversations.delete(talk),
    "settle": lambda me, talk, turn, profile: me.conversations.settle(talk, given={}),
    "add": lambda me, talk, turn, profile: me.conversations.add(talk, answer_to("x"), after=1),
    "take in": lambda me, talk, turn, profile: me.conversations.take_in(
        talk, 2, answer_to("x"), after=1, new=False, given={}
    ),
    "again": lambda me, talk, turn, profile: me.conversations.ask_again(talk, 1, answer_to("x"), after=1),
    "correct": lambda me, talk, turn, profile: me.conversations.correct(talk, 1, answer_to("x"), {}, after=1),
    "judge": lambda me, talk, turn, profile: me.feedback.give(turn, "down"),
    "profile": lambda me, talk, turn, profile: me.profiles.read(profile),
    "change": lambda me, talk, turn, profile: me.profiles.change(profile, {}),
    "rename profile": lambda me, talk, turn, profile: me.profiles.rename(profile, "x"),
    "duplicate": lambda me, talk, turn, profile: me.profiles.duplicate(profile),
    "delete profile": lambda me, talk, turn, profile: me.profiles.delete(profile),
}


@pytest.mark.parametrize("call", CALLS)
def test_an_id_of_another_is_as_if_it_were_none(store, theirs, call) -> None:
    with pytest.raises(AbsentError):
        CALLS[call](store.of("bob"), *theirs)


def test_deleting_everything_deletes_only_ones_own(store, theirs) -> None:
    bob = store.of("bob")
    assert bob.conversations.delete_all() == 0
    bob.feedback.take_back(theirs[1])
    ann = store.of("ann")
    assert [one.question for one in ann.conversations.read(theirs[0]).answers] == ["Ann's question"]
    assert ann.feedback.of(theirs[0])[theirs[1]].remark == "fine"


def test_two_owners_may_have_a_platform_of_one_name(store, theirs) -> None:
    assert store.of("bob").profiles.save("Ann's", {}).name == "Ann's"
