"""What a refused rewording is told: each sentence at fault, why, and what it has to say; with that said it passes."""

import pytest
from answers import edited, load, made

from assistant.answer import Answer
from assistant.gate import marked
from assistant.prose import Examined, claims_only, examine, repairs
from assistant.writing import Draft


def told(name: str, old: str, new: str) -> list[str]:
    answer, draft = made(name)
    built_in = claims_only(answer)
    assert old in built_in
    return repairs(examine(built_in.replace(old, new), answer, draft), answer)


def test_a_sentence_at_fault_comes_with_its_reason_and_with_what_it_has_to_say():
    (entry,) = told(
        "ats_required", "Yes: an ATS licence is required. [1]", "An ATS licence is an absolute must. [1]"
    )
    sentence, why, to_say = entry.split("\n")
    assert sentence == "1. Your sentence: An ATS licence is an absolute must. [1]"
    assert "“absolute” is said by none of its claims and quotes" in why
    assert to_say == "   To be said there: Yes: an ATS licence is required. [1]"


def test_a_lost_hedge_is_named_in_the_claims_own_word():
    (entry,) = told("finra_without_us", "theoretically does not need", "does not need")
    assert "a word for “theoretically” of its claim is missing" in entry


def test_what_no_sentence_says_is_named_as_missing():
    (entry,) = told(
        "ats_required", "The article is for general discussion only and is not legal advice. [3]", ""
    )
    assert entry == "1. Missing: The article is for general discussion only and is not legal advice. [3]"


def test_a_sentence_that_was_to_say_nothing_is_to_be_left_out():
    (entry,) = told("ats_required", "Yes: an ATS", "I hope that this helps.\nYes: an ATS")
    assert entry.endswith("To be said there: nothing; leave the sentence out")


def test_sentences_with_one_set_of_marks_are_told_their_conditions_in_turn():
    name, old = (
        "cftc_open",
        "If its derivatives involve foreign exchange: required. "
        "If its derivatives do not involve foreign exchange: not required.",
    )
    entries = told(name, old, "If so, that is needed by all. If not, nobody has to care.")
    assert [entry.rpartition("To be said there: ")[2].partition(" [")[0] for entry in entries] == [
        "If its derivatives involve foreign exchange: required.",
        "If its derivatives do not involve foreign exchange: not required.",
    ]


def test_a_reworded_passage_is_asked_for_where_only_its_quotation_passed():
    old = "SIPC (Securities Investor Protection Corporation) serves as an investor protection mechanism. [2]"
    (entry,) = told("sipc_is", old, "Think of SIPC as a shield. [2]")
    assert entry.endswith(f"To be said there: {old}")


@pytest.mark.parametrize("name", ["model_rewordings.yaml", "chinese_rewordings.yaml"])
def test_whoever_copies_what_it_is_told_has_the_answer_shown_whole(name):
    refused = [(entry, found) for entry in load(name) if (found := first_try(entry)).draft is None]
    assert refused
    again = [
        examine(copied(found, *made(entry["answer"])), *made(entry["answer"])) for entry, found in refused
    ]
    assert [found.faults for found in again if found.draft is None] == []


def first_try(entry) -> Examined:
    answer, draft = made(entry["answer"])
    return examine(edited(claims_only(answer), entry), answer, draft)


def copied(found: Examined, answer: Answer, draft: Draft) -> str:
    """The refused text with what has to be said for each sentence at fault, and at its end what is missing."""
    entries = iter(repairs(found, answer))
    rows = []
    for paragraph in found.body:
        for unit in paragraph:
            if not unit.fault:
                rows += [("- " if one.bullet else "") + marked(one.text, one.marks) for one in unit.sentences]
            elif not (to_say := next(entries).rpartition("To be said there: ")[2]).startswith("nothing; "):
                rows.append(to_say)
        rows.append("")
    return "\n".join([*rows, *(entry.partition("Missing: ")[2] for entry in entries)])
