"""Honest rewordings pass the prose gate, at least 95 in a hundred; the built-in text always does."""

import pytest
from answers import edited, load, made, made_of

from assistant.prose import claims_only, examine, mixed, reworded

REWORDINGS = load("rewordings.yaml")
WHOLE = load("whole_rewordings.yaml")
ANSWERS = list(load("answers.yaml"))


def examined(entry):
    answer, draft = made(entry["answer"])
    return examine(edited(claims_only(answer), entry), answer, draft)


def test_honest_rewordings_pass():
    assert len(REWORDINGS) >= 60
    failed = [
        (entry["edits"][0][1], found.faults) for entry in REWORDINGS if (found := examined(entry)).faults
    ]
    assert len(failed) <= 0.05 * len(REWORDINGS), "\n".join(map(str, failed))


def test_whole_answers_in_a_models_words_mostly_pass():
    assert len(WHOLE) >= 80
    failed = [(entry["answer"], found.faults) for entry in WHOLE if (found := examined(entry)).faults]
    assert len(failed) <= 0.3 * len(WHOLE), "\n".join(map(str, failed))


def test_of_most_whole_answers_something_is_kept():
    fresh = load("fresh_rewordings.yaml")
    assert len(fresh) == 60
    assert len([entry for entry in fresh if taken_of(entry)]) >= 0.7 * len(fresh)


@pytest.mark.parametrize(
    ("name", "whole"), [("model_rewordings.yaml", 0.72), ("chinese_rewordings.yaml", 0.7)]
)
def test_answers_worded_without_a_look_at_the_gate_pass_and_of_the_rest_a_part_is_kept(name, whole):
    entries = load(name)
    passed = [entry for entry in entries if examined(entry).draft]
    assert len(passed) >= whole * len(entries)
    shown = [entry for entry in entries if entry in passed or taken_of(entry)]
    assert len(shown) >= 0.9 * len(entries)


def test_answers_of_a_model_that_was_given_the_prompts_pass_after_the_repair_at_the_latest():
    entries = load("asked_rewordings.yaml")
    assert len(entries) >= 50
    refused = [entry for entry in entries if examine(entry["first"], *made_of(entry)).faults]
    assert len(refused) <= 0.22 * len(entries)
    lost = [
        entry for entry in refused if "again" not in entry or examine(entry["again"], *made_of(entry)).faults
    ]
    assert len(lost) <= 0.05 * len(entries), [entry["question"] for entry in lost]


def test_a_heading_that_only_names_a_verdict_is_not_shown():
    answer, draft = made("ats_required")
    text = f"**Required**\n{claims_only(answer)}"
    assert examine(text, answer, draft).draft == examine(claims_only(answer), answer, draft).draft
    assert examine(text.replace("**Required**", "Required of all:"), answer, draft).draft is None


def taken_of(entry):
    answer, draft = made(entry["answer"])
    found = examined(entry)
    return found.draft or mixed(found, answer, draft)


def test_of_an_answer_with_an_odd_sentence_the_others_are_kept():
    answer, draft = made("sipc_is")
    good, odd = (
        "SIPC is a nonprofit organization that was established by Congress. [1]",
        "Think of it as a shield. [2]",
    )
    last = answer.claims[4].text.replace("When a", "If a") + " [3]"
    found = examine(f"{good} {odd} {last}", answer, draft)
    assert len(found.faults) == 3, "the sentence, and the two claims of which it was to say one"
    taken = mixed(found, answer, draft)
    assert taken is not None
    lines = [line.text for paragraph in taken.paragraphs for line in paragraph]
    assert lines == [good[:-4], *(claim.text for claim in answer.claims[2:4]), last[:-4]]
    assert reworded(taken, answer) == (0, 3)
    assert examine(f"{good} {odd} {odd} {odd}", answer, draft).draft is None
    assert mixed(examine(f"{good} {odd} {odd} {odd}", answer, draft), answer, draft) is None


def test_a_sentence_that_leans_on_one_that_failed_is_left_out_with_it():
    answer, draft = made("sipc_is")
    text = claims_only(answer).replace(
        "SIPC (Securities Investor Protection Corporation) serves", "It serves"
    )
    assert examine(text, answer, draft).faults == ()
    turned = "\n\n".join(text.split("\n\n")[n] for n in (1, 0, 2))
    found = examine(turned, answer, draft)
    assert any("nothing right before it is about sipc" in fault for fault in found.faults)
    assert mixed(found, answer, draft) is None


def test_emphasis_is_taken_off_and_nothing_else_is():
    answer, draft = made("ats_required")
    text = claims_only(answer).replace("Yes: an ATS licence", "**Yes**: an **ATS licence**")
    assert examine(text, answer, draft).draft == examine(claims_only(answer), answer, draft).draft
    assert examine(text.replace("**Yes**", "**Yes"), answer, draft).faults


def test_a_claim_may_be_said_in_two_sentences_in_its_order_only():
    answer, draft = made("ats_is")
    whole = "An ATS (Alternative Trading System) licence, granted by the SEC, allows licensees to operate a trading"
    first, second = (
        "An ATS (Alternative Trading System) licence is granted by the SEC. [1]",
        "It allows licensees to operate a trading",
    )
    in_two = claims_only(answer).replace(whole, f"{first} {second}")
    assert examine(in_two, answer, draft).faults == ()
    assert examine(in_two.replace(first, ""), answer, draft).faults


@pytest.mark.parametrize("name", ANSWERS)
def test_the_built_in_text_passes_and_stays_as_it_is(name):
    answer, draft = made(name)
    found = examine(claims_only(answer), answer, draft)
    assert found.faults == ()
    assert found.draft is not None
    assert found.draft.stated == draft.stated
