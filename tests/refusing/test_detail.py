import pytest

from assistant.refusing.detail import lacking
from assistant.source import load_source

SENTENCES = {sentence.id: sentence.text for sentence in load_source().sentences}


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("How much does FINRA membership cost, by the article?", ["17.1"]),
        ("What is the fee for an ATS licence?", ["13.1"]),
        ("What amount does SIPC give back at most?", ["18.3"]),
        ("How many months does it take to become a member?", ["17.1"]),
        ("Who is the CEO of Dinari?", ["22.2"]),
        ("What is the number of the form for transfer agents?", ["22.1"]),
        ("What percentage of broker-dealers are SIPC members?", ["18.6"]),
        ("What does BaFin say of order flow?", ["14.3"]),
        ("ATS牌照的费用是多少？", ["12.1"]),
        ("Anything at all?", []),
    ],
)
def test_a_detail_that_no_sentence_holds_is_not_answered(question: str, found: list[str]) -> None:
    assert lacking(question, [SENTENCES[name] for name in found])


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("How much money was in the MyStonks incident?", ["3.3"]),
        ("Which sum was blocked?", ["3.3"]),
        ("Which form is submitted for an ATS licence?", ["13.1"]),
        ("What does SIPC do for clients?", ["18.3"]),
        ("Who founded SIPC?", ["18.1"]),
        ("In which year was the interpretation released?", ["9.1"]),
    ],
)
def test_a_detail_that_a_sentence_holds_is_answered(question: str, found: list[str]) -> None:
    assert not lacking(question, [SENTENCES[name] for name in found])
