"""What a move leaves on the disk: the conversation as it is shown, and each answer in the log."""

from dataclasses import replace

import pytest
from scripted_assistant import ATS, TEXAS, WHAT

from assistant.audit import AuditLog, verify
from assistant.errors import AbsentError, AuditError, StaleError
from assistant.page.keeping import Keeper
from assistant.page.state import Conversation
from assistant.store import open_store


@pytest.fixture
def keeper(assistant, tmp_path) -> Keeper:
    return Keeper(
        assistant, open_store(file=tmp_path / "store.sqlite").of("ann"), AuditLog(tmp_path / "audit")
    )


def test_what_is_shown_is_what_is_kept(keeper) -> None:
    turns = keeper.ask(Conversation(), TEXAS, 1)
    turns = keeper.correct(turns, {"matches_orders": "yes"})
    turns = keeper.skip(turns, "custodies_shares")
    turns = keeper.vary(turns, {"serves_us_users": None})
    assert keeper.read(turns.kept.id) == turns
    assert turns.facts["matches_orders"] == "yes"
    assert turns.held["matches_orders"] == "no"
    assert (turns.skipped, turns.variant) == ({"custodies_shares"}, {"serves_us_users": None})
    assert keeper.drop_variant(turns).variant == {}


def test_facts_set_before_the_first_question_are_kept(keeper) -> None:
    turns = keeper.correct(Conversation(), {"matches_orders": "yes"})
    assert keeper.read(turns.kept.id).given == {"matches_orders": "yes"}
    assert keeper.ask(turns, ATS, 1).facts["matches_orders"] == "yes"


def test_a_turn_asked_otherwise_replaces_those_after_it(keeper) -> None:
    turns = keeper.ask(keeper.ask(Conversation(), TEXAS, 1), ATS, 2)
    edited = keeper.ask(turns, WHAT, 1)
    assert [one.question for one in keeper.read(turns.kept.id).answers] == [WHAT]
    assert edited.kept.turns != turns.kept.turns[:1]


def test_an_adopted_variant_is_todays_platform(keeper) -> None:
    turns = keeper.vary(keeper.ask(Conversation(), TEXAS, 1), {"matches_orders": "yes"})
    adopted = keeper.adopt(turns)
    assert (adopted.facts["matches_orders"], adopted.variant) == ("yes", {})


def test_every_answer_is_in_the_log_with_what_it_came_from(keeper) -> None:
    turns = keeper.correct(Conversation(), {"handles_fiat": "no"})
    turns = keeper.ask(turns, TEXAS, 1)
    turns = keeper.correct(turns, {"matches_orders": "yes"})
    turns = keeper.correct(turns, {"matches_orders": None})
    keeper.ask(turns, ATS, 2)
    entries = list(keeper.log.entries(owner="ann"))
    assert [entry.answer.question for entry in entries] == [TEXAS, TEXAS, TEXAS, ATS]
    assert [len(entry.changes) for entry in entries] == [0, 1, 2, 0]
    assert entries[0].given == {"handles_fiat": "no"}
    assert entries[3].given == {}
    assert {entry.conversation for entry in entries} == {turns.kept.id}
    assert not verify(keeper.log).faults


def test_an_answer_that_cannot_be_logged_is_not_kept_either(keeper, tmp_path) -> None:
    turns = keeper.ask(Conversation(), TEXAS, 1)
    (tmp_path / "audit" / "log.jsonl").write_text("")
    with pytest.raises(AuditError):
        keeper.ask(turns, ATS, 2)
    assert len(keeper.read(turns.kept.id).answers) == 1


def test_what_another_tab_did_is_seen_and_never_written_over(keeper) -> None:
    here = there = keeper.ask(Conversation(), TEXAS, 1)
    assert keeper.fresh(here) is here
    keeper.ask(there, ATS, 2)
    with pytest.raises(StaleError):
        keeper.ask(here, WHAT, 2)
    assert len(keeper.fresh(here).answers) == 2
    keeper.mine.conversations.delete(here.kept.id)
    with pytest.raises(AbsentError):
        keeper.fresh(here)


def test_one_owner_cannot_reach_what_is_anothers(keeper, assistant, tmp_path) -> None:
    turns = keeper.ask(Conversation(), TEXAS, 1)
    other = Keeper(assistant, open_store(file=tmp_path / "store.sqlite").of("bob"))
    for move in (
        lambda: other.read(turns.kept.id),
        lambda: other.ask(turns, ATS, 2),
        lambda: other.correct(turns, {"handles_fiat": "no"}),
        lambda: other.skip(replace(turns), "handles_fiat"),
    ):
        with pytest.raises(AbsentError):
            move()
    assert keeper.read(turns.kept.id) == turns
