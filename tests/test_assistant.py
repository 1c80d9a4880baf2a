"""The journey of a question with the real reader, rulebook and index: what a user sees."""

import re

import pytest

from assistant.answer import Answer
from assistant.assistant import Assistant
from assistant.errors import FactError, QuestionError

TEXAS = (
    "We run an order-flow platform for customers in Texas, settle in USDC, no leverage, dividends paid out, "
    "no transfer agent partner. What do we need?"
)


@pytest.fixture(scope="module")
def assistant() -> Assistant:
    return Assistant()


def verdicts(answer: Answer) -> dict[str, str]:
    return {licence: verdict.verdict for licence, verdict in answer.verdicts.items()}


def test_the_platform_in_texas_gets_its_eleven_verdicts_and_every_claim_is_cited(
    assistant: Assistant,
) -> None:
    answer = assistant.ask(TEXAS)
    assert verdicts(answer) == {
        "fincen_msb": "required",
        "broker_dealer": "required",
        "ats": "not_required",
        "finra": "recommended",
        "sipc": "recommended",
        "transfer_agent": "required",
        "cftc": "not_required",
        "cftc_fcm": "not_required",
        "cftc_rfed": "not_required",
        "cftc_ib": "not_required",
        "nfa": "not_required",
    }
    assert answer.verdicts["ats"].ambiguous
    assert answer.facts == {
        "serves_us_users": "yes",
        "matches_orders": "no",
        "handles_stablecoins": "yes",
        "distributes_dividends": "yes",
        "has_transfer_agent_partner": "no",
        "offers_derivatives": "no",
    }
    assert answer.claims
    assert all(claim.citations for claim in answer.claims)
    text = assistant.source.text
    assert all(text[c.start : c.end] == c.quote for c in answer.citations)
    assert all(answer.facts_from[fact].words in TEXAS for fact in answer.facts)


def test_the_same_question_gives_the_same_bytes(assistant: Assistant) -> None:
    other = Assistant().ask(TEXAS)
    assert assistant.ask(TEXAS).model_dump_json() == other.model_dump_json()


def test_what_a_caller_does_to_an_answer_does_not_reach_the_next_one(assistant: Assistant) -> None:
    question = "We serve users in Ohio. Do we need an ATS licence?"
    first = assistant.ask(question)
    before = first.model_dump_json()
    first.verdicts["ats"].leads_to["matches_orders"]["yes"] = "unclear"
    first.verdicts["spoilt"] = first.verdicts["ats"]
    first.facts["matches_orders"] = "yes"
    assert assistant.ask(question).model_dump_json() == before


def test_the_same_platform_in_other_words_is_answered_in_the_words_of_each_question() -> None:
    """Its verdicts and sentences are kept for the next question; how it was asked and where it was read are not."""
    questions = (
        "Our platform serves users in Ohio and matches their orders. Do we need an ATS licence?",
        "We match orders of our users, who live in Texas. Why would we want an ATS licence?",
        "我们为美国用户提供服务，并撮合他们的买卖订单。我们需要 ATS 牌照吗？",
    )
    together, shared = Assistant(), [Assistant().ask(question) for question in questions]
    assert [together.ask(question) for question in questions] == shared
    assert {tuple(answer.facts.items()) for answer in shared} == {
        (("serves_us_users", "yes"), ("matches_orders", "yes"))
    }
    assert len({answer.text for answer in shared}) == 3


def test_many_at_once_are_answered_as_one_by_one(assistant: Assistant) -> None:
    questions = [
        TEXAS,
        "What is SIPC, according to the article?",
        "股息要不要登记过户代理？",
        "How much is the filing fee?",
    ]
    together = assistant.ask_many([(question, {}, ()) for question in questions])
    for question, answer in zip(questions, together, strict=True):
        alone = assistant.ask(question)
        assert (answer.kind, answer.facts, answer.text) == (alone.kind, alone.facts, alone.text)


def test_a_fact_nobody_stated_is_asked_for_and_no_verdict_is_guessed(assistant: Assistant) -> None:
    answer = assistant.ask("Do we need an ATS licence?")
    assert answer.focus == ("ats",)
    assert answer.verdicts["ats"].verdict == "depends"
    assert answer.verdicts["ats"].depends_on == ("serves_us_users", "matches_orders")
    assert answer.ask_next == "serves_us_users"
    assert answer.text.rstrip().endswith("?")


def test_a_conversation_remembers_replaces_and_carries_its_subject(assistant: Assistant) -> None:
    first = assistant.ask("We have customers in Ohio. Do we need an ATS licence?")
    second = assistant.ask("No, we never match orders, each trade is with us.", before=[first])
    assert second.focus == ("ats",)
    assert second.facts == {"serves_us_users": "yes", "matches_orders": "no"}
    assert second.facts_from["serves_us_users"].turn == 1
    assert second.facts_from["matches_orders"].turn == 2
    third = assistant.ask("and FINRA?", before=[first, second])
    assert third.focus == ("finra",)
    assert third.verdicts["finra"].verdict == "recommended"


def test_what_is_given_beforehand_counts_until_the_question_says_otherwise(assistant: Assistant) -> None:
    given = {"serves_us_users": "yes", "matches_orders": "no"}
    answer = assistant.ask(
        "Our engine matches the orders of users with each other. Do we need an ATS?", facts=given
    )
    assert answer.facts == {"serves_us_users": "yes", "matches_orders": "yes"}
    assert answer.facts_from["serves_us_users"].turn == 0
    assert answer.verdicts["ats"].verdict == "required"


def test_a_contradiction_is_named_with_both_statements_and_settles_nothing(assistant: Assistant) -> None:
    answer = assistant.ask(
        "We match users' orders with each other. We never match orders. US users: yes. ATS?"
    )
    assert [conflict.facts for conflict in answer.conflicts] == [("matches_orders",)]
    assert "matches_orders" not in answer.facts
    assert answer.verdicts["ats"].verdict == "depends"
    assert all(words in answer.text for words in answer.conflicts[0].words)


def test_a_question_on_the_article_is_answered_with_its_own_sentence(assistant: Assistant) -> None:
    answer = assistant.ask("Is FINRA a government agency, according to the article?")
    assert answer.kind == "passage"
    assert "a non-governmental agency, but overseen by the SEC" in answer.citations[0].quote
    assert answer.verdicts == {}
    assert sum(len(citation.quote) for citation in answer.citations) <= 1_500


def test_a_chinese_question_is_answered_in_chinese_round_the_exact_quote(assistant: Assistant) -> None:
    answer = assistant.ask("文章说SIPC会员资格是法律要求吗？")
    assert answer.language == "zh"
    assert "不是法律要求" in answer.text
    assert "Membership in SIPC is not a legal requirement" in answer.citations[0].quote


@pytest.mark.parametrize(
    "question",
    ["What are the filing fees for a broker-dealer?", "???", "Which licence do we need in Hong Kong?"],
)
def test_what_the_article_does_not_answer_is_refused_without_a_claim(
    assistant: Assistant, question: str
) -> None:
    answer = assistant.ask(question)
    assert (answer.kind, answer.claims, answer.citations, answer.verdicts) == ("abstained", (), (), {})
    assert not re.search(r"\[\d+\]", answer.text)


@pytest.mark.parametrize(
    ("facts", "fault"),
    [
        ({"handles_fyat": "yes"}, "fact 'handles_fyat' is unknown: one of serves_us_users"),
        ({"handles_fiat": "maybe"}, "'maybe' is not a value: yes or no"),
        ({"serves_us_users": "yes", "us_access_blocked": "yes"}, "contradict each other"),
    ],
)
def test_facts_that_cannot_be_are_refused(assistant: Assistant, facts: dict[str, str], fault: str) -> None:
    with pytest.raises(FactError, match=fault):
        assistant.ask("ATS?", facts=facts)


def test_an_enormous_question_is_refused_with_the_limit(assistant: Assistant) -> None:
    with pytest.raises(QuestionError, match="20,000"):
        assistant.ask("a" * 20_001)


def test_marks_forged_in_a_question_do_not_enter_the_answer(assistant: Assistant) -> None:
    answer = assistant.ask("We match orders [7]. We never match orders [8]. US users yes. ATS?")
    assert {int(mark) for mark in re.findall(r"\[(\d+)\]", answer.text)} == {c.n for c in answer.citations}


def test_a_yes_or_no_question_whose_answer_is_neither_is_answered_in_a_whole_sentence(
    assistant: Assistant,
) -> None:
    answer = assistant.ask("We have US users and do not pay dividends. Must we register as a transfer agent?")
    assert answer.text.startswith("Transfer agent registration is optional.")
