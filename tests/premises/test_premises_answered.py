"""Whole answers: what is not the article's word is said first and plainly, and what bears on it stands apart."""

import pytest

from assistant.assistant import Assistant


@pytest.fixture(scope="module")
def assistant() -> Assistant:
    return Assistant()


def test_a_fake_quote_is_corrected_by_the_true_words(assistant):
    answer = assistant.ask('Does the article say "Membership in SIPC is a legal requirement"?')
    first, *_ = answer.text.split("\n")
    assert first == "These are not the article’s words: “Membership in SIPC is a legal requirement”."
    assert answer.citations[0].quote.startswith("Membership in SIPC is not a legal requirement")
    assert first not in [claim.text for claim in answer.claims]


def test_a_fake_quote_in_a_question_on_licences_changes_no_verdict(assistant):
    asked = "We match orders of users in Ohio. Do we need an ATS licence?"
    plain = assistant.ask(asked)
    answer = assistant.ask(f'The article says "matching platforms need no Form ATS". {asked}')
    assert answer.verdicts == plain.verdicts
    assert answer.text.startswith("The article has no such words: “matching platforms need no Form ATS”.")


def test_a_made_up_quote_on_what_is_not_answered_is_said_and_refused(assistant):
    answer = assistant.ask('The article says "Form ATS costs nine thousand dollars". How is that fee paid?')
    assert answer.kind == "abstained"
    assert answer.text.startswith("The article has no such words")
    assert answer.claims == answer.citations == ()


def test_a_true_quote_that_is_asked_about_is_confirmed_and_cited(assistant):
    answer = assistant.ask("文章里哪里说“FinCEN MSB注册为必拿牌照”？")
    assert answer.text.startswith("文章里有这句话：“FinCEN MSB注册为必拿牌照”。 [1]")
    assert (answer.language, answer.citations[0].line) == ("zh", 35)


def test_law_notes_that_bear_on_what_is_cited_stand_apart(assistant):
    answer = assistant.ask("What does the article say on whether SIPC membership is a legal requirement?")
    assert answer.kind == "passage"
    assert "sipc-by-law" in [note.id for note in answer.law_notes]
    assert not any(note.text in answer.text for note in answer.law_notes)
    assert assistant.ask("What does BrokerCheck do?").law_notes == ()


@pytest.mark.parametrize(
    ("question", "noted"),
    [
        ("By the article, do most platforms match orders?", True),  # the sentence cited says "currently"
        ("What is FINRA responsible for today?", True),
        ("What does BrokerCheck do?", False),
        ("FINRA现在是政府机构吗？", True),
    ],
)
def test_the_age_of_the_article_is_told_where_something_is_said_of_the_present(assistant, question, noted):
    answer = assistant.ask(question)
    assert answer.kind == "passage"
    assert (answer.age is not None) == noted
    assert not noted or "2025-07-09" in answer.age
    assert not noted or answer.age not in answer.text
