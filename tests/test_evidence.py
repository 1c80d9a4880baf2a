"""Which of the sentences found are cited, and which of them leads."""

import pytest

from assistant.evidence import LONGEST, MOST, cited, select
from assistant.premises import NO_FINDINGS, examine
from assistant.retrieval import Hit
from assistant.source import Source, load_source


@pytest.fixture(scope="module")
def source() -> Source:
    return load_source()


def hits(source: Source, **scores: float) -> list[Hit]:
    """By the ids of sentences, as `s16_1=0.9`."""
    by_id = {sentence.id: sentence for sentence in source.sentences}
    return [
        Hit(by_id[name[1:].replace("_", ".")], score, 0, 0, 0, 0, rank)
        for rank, (name, score) in enumerate(scores.items(), 1)
    ]


def ids(sentences) -> list[str]:
    return [sentence.id for sentence in sentences]


@pytest.mark.parametrize(
    ("scores", "question", "wanted"),
    [
        ({"s16_1": 0.9, "s16_2": 0.5, "s17_1": 0.05}, "", ["16.1", "16.2"]),
        # a heading before a sentence that is about as good, and one that nothing else comes near
        ({"s7_1": 0.6, "s35_1": 0.5, "s9_1": 0.33}, "", ["9.1", "7.1", "35.1"]),
        ({"s20_1": 0.97, "s22_1": 0.2, "s22_3": 0.1}, "", ["20.1", "22.1", "22.3"]),
        ({"s4_2": 0.57, "s4_3": 0.57}, "What is an order flow model?", ["4.3", "4.2"]),
        ({"s4_2": 0.57, "s4_3": 0.57}, "Who uses an order flow model?", ["4.2", "4.3"]),
        ({}, "", []),
    ],
)
def test_the_sentence_that_says_it_leads(source, scores, question, wanted):
    assert ids(select(hits(source, **scores), question)) == wanted


def test_few_and_short(source):
    chosen = select(hits(source, s3_3=0.9, s9_1=0.9, s5_2=0.9, s10_2=0.9))
    assert len(chosen) <= MOST
    assert sum(len(sentence.text) for sentence in chosen) <= LONGEST


def test_where_the_article_does_not_answer_only_words_that_were_asked_about_are_cited(source):
    asked = examine('Does the article say "Membership in SIPC is a legal requirement"?', source)
    beside = examine(
        "Since the article says that FINRA is a government agency, what does its exam cost?", source
    )
    assert ids(cited((), asked, refused=True)) == ["18.4"]
    assert cited((), beside, refused=True) == cited((), NO_FINDINGS, refused=True) == ()
    assert ids(cited((), beside, refused=False)) == ["16.1"]
