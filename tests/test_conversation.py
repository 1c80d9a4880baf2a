"""What a conversation has established, turn by turn: docs/answer.md on replacing, dropping and taking back."""

import pytest

from assistant.answer import Answer, Conflict, FactSource, Provenance
from assistant.conversation import State, advance, set_by_hand, state_before
from assistant.reading import FactRead, Reading
from assistant.rulebook import load_rulebook
from assistant.source import load_source

BOOK = load_rulebook(load_source())


def reading(conflicts=(), retracted=(), **facts: str) -> Reading:
    read = {f: FactRead(value=v, words=f"words of {f}", start=0, end=1, sure=1.0) for f, v in facts.items()}
    return Reading(
        language="en", kind="licences", focus=(), facts=read, conflicts=conflicts, retracted=retracted
    )


def before(**facts: str) -> State:
    return State(dict(facts), {fact: FactSource(turn=1, words="before") for fact in facts})


@pytest.mark.parametrize(
    ("held", "said", "holds"),
    [
        ({}, {"matches_orders": "no"}, {"matches_orders": "no"}),
        ({"matches_orders": "no"}, {"handles_fiat": "yes"}, {"matches_orders": "no", "handles_fiat": "yes"}),
        ({"matches_orders": "no"}, {"matches_orders": "yes"}, {"matches_orders": "yes"}),
        ({"collects_margin": "yes"}, {"offers_derivatives": "no"}, {"offers_derivatives": "no"}),
        (
            {"collects_margin": "no"},
            {"offers_derivatives": "no"},
            {"offers_derivatives": "no", "collects_margin": "no"},
        ),
        ({"us_access_blocked": "yes"}, {"serves_us_users": "yes"}, {"serves_us_users": "yes"}),
        (
            {"offers_derivatives": "no"},
            {"introduces_derivatives_clients": "yes"},
            {"introduces_derivatives_clients": "yes"},
        ),
    ],
)
def test_a_later_statement_replaces_and_drops_what_it_breaks(held, said, holds) -> None:
    state = advance(before(**held), reading(**said), 2, BOOK)
    assert state.facts == holds
    assert {fact: state.sources[fact].turn for fact in said} == dict.fromkeys(said, 2)


@pytest.mark.parametrize(("heard", "holds"), [("yes", {}), ("no", {"serves_us_users": "no"})])
def test_a_correction_that_was_only_half_heard_leaves_the_fact_open(heard, holds) -> None:
    """Neither the old value nor a default may decide what may just have been corrected."""
    unsure = reading().model_copy(update={"perhaps": (("serves_us_users", heard),)})
    after = advance(before(serves_us_users="no"), unsure, 2, BOOK)
    assert after.facts == holds
    assert ("serves_us_users" in after.open) is not bool(holds)


def test_a_statement_taken_back_is_unknown_again() -> None:
    state = advance(
        before(distributes_dividends="yes"), reading(retracted=("distributes_dividends",)), 2, BOOK
    )
    assert state.facts == {} == state.sources


def test_statements_of_one_text_that_break_an_implication_are_a_conflict_and_unknown() -> None:
    state = advance(
        State(), reading(offers_derivatives="no", collects_margin="yes", handles_fiat="no"), 1, BOOK
    )
    assert state.facts == {"handles_fiat": "no"}
    assert [conflict.facts for conflict in state.conflicts] == [("offers_derivatives", "collects_margin")]
    assert state.conflicts[0].words == ("words of offers_derivatives", "words of collects_margin")
    assert state.open == {"offers_derivatives", "collects_margin"}


@pytest.mark.parametrize("others", [{}, {"handles_fiat": "no"}])
def test_a_fact_denied_and_said_only_by_what_implies_it_is_a_conflict_of_the_two(others) -> None:
    conflict = Conflict(facts=("offers_derivatives",), words=("words of collects_margin", "no derivatives"))
    state = advance(State(), reading(conflicts=(conflict,), collects_margin="yes", **others), 1, BOOK)
    assert state.facts == others
    assert [conflict.facts for conflict in state.conflicts] == [("offers_derivatives", "collects_margin")]
    assert state.conflicts[0].words == ("no derivatives", "words of collects_margin")


def test_a_fact_stated_both_ways_outright_stays_a_conflict_of_its_own() -> None:
    conflict = Conflict(facts=("offers_derivatives",), words=("perps, up to 10x", "no derivatives"))
    state = advance(State(), reading(conflicts=(conflict,), collects_margin="yes"), 1, BOOK)
    assert state.conflicts == (conflict,)


def test_a_fact_stated_both_ways_loses_its_earlier_value_too() -> None:
    conflict = Conflict(facts=("matches_orders",), words=("yes we do", "we do not"))
    state = advance(before(matches_orders="no"), reading(conflicts=(conflict,)), 2, BOOK)
    assert state.facts == {}
    assert state.conflicts == (conflict,)


def test_what_was_given_beforehand_holds_until_a_turn_says_otherwise() -> None:
    answer = Answer(
        question="q",
        kind="licences",
        language="en",
        facts={"handles_fiat": "yes"},
        focus=("ats",),
        text="",
        facts_from={"handles_fiat": FactSource(turn=1, words="wires")},
        provenance=Provenance(rulebook="", corpus="", embedder="", reader="", version=""),
    )
    assert state_before([], {"handles_fiat": "no"}).sources["handles_fiat"].turn == 0
    state = state_before(
        [answer, answer.model_copy(update={"kind": "passage", "focus": ()})], {"handles_fiat": "no"}
    )
    assert state.facts == {"handles_fiat": "yes"}
    assert state.focus == ("ats",)


@pytest.mark.parametrize(("heard", "assumed"), [("no", "no"), ("yes", None)])
def test_nothing_is_assumed_against_what_was_perhaps_said(heard, assumed) -> None:
    perhaps = reading(us_access_blocked="yes").model_copy(
        update={"unsure": ("us_users_bypass",), "perhaps": (("us_users_bypass", heard),)}
    )
    after = advance(State(), perhaps, 1, BOOK)
    evaluation = BOOK.evaluate(after.facts, open_facts=after.open)
    assert evaluation.assumed.get("us_users_bypass") == assumed
    assert evaluation.verdicts["nfa"].verdict == ("not_required" if assumed else "depends")
    settled = set_by_hand(after, {"us_users_bypass": "yes"}, BOOK)
    assert "us_users_bypass" not in settled.open
