import re

import pytest

from assistant.retrieval.expansion import for_keywords, glossary, in_english, other_names


def test_names_and_their_words_stand_in_the_article(source):
    folded = source.text.casefold()
    for short, long in glossary().names.items():
        assert short in source.text
        assert long.casefold() in folded


def test_terms_are_chinese_and_their_words_are_not_empty():
    for term, words in glossary().terms.items():
        assert re.fullmatch("[\u4e00-\u9fff]+", term), term
        assert words.strip(), term


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("What does FINRA do?", ["Financial Industry Regulatory Authority"]),
        ("what does finra do", ["Financial Industry Regulatory Authority"]),
        ("the Financial Industry Regulatory Authority", ["FINRA"]),
        ("FINRA (Financial Industry Regulatory Authority)", []),
        ("Who are FCMs?", ["Futures Commission Merchant"]),
        ("Is an IB needed?", ["Introducing Broker"]),
        ("Is an ib needed?", []),
        ("CFTC", ["Commodity Futures Trading Commission"]),
        ("secular", []),
    ],
)
def test_names_are_searched_both_ways(text, expected):
    assert other_names(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("What is an ATS?", "What is an ATS?"),
        ("FINRA是政府机构吗？", "FINRA governmental agency"),
        ("反洗钱", "anti-money laundering AML"),
        ("稳定币", "stablecoins"),
        ("龘龘", "龘龘"),
        ("", ""),
    ],
)
def test_chinese_is_put_in_english(text, expected):
    assert in_english(text) == expected


def test_the_longest_term_wins():
    assert in_english("证券代币化") == "security tokenization"


def test_keywords_keep_the_question_itself():
    assert for_keywords("谁监管ATS?").startswith("谁监管ATS? ")
    assert "Alternative Trading System" in for_keywords("谁监管ATS?")
