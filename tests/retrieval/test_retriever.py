from concurrent.futures import ThreadPoolExecutor

import pytest

from assistant.retrieval import Hit, Retriever
from assistant.settings import Settings

QUESTIONS = [
    "What is SIPC?",
    "谁监管过户代理人?",
    "Is this legal advice?",
    "",
    "🦄" * 30,
    "x" * 20_000,
    "é\u0301 \ud7ff \x00",
]


@pytest.fixture(scope="module")
def retriever(source, bank, built) -> Retriever:
    return Retriever(source, Settings(home=built), bank)


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("What does FINRA stand for, and is it a government body?", "16.1"),
        ("Who founded SIPC?", "18.1"),
        ("Which companies must register as a Futures Commission Merchant?", "26.1"),
        ("Under which section is Dinari registered as a transfer agent?", "5.4"),
        ("FINRA是政府机构吗?", "16.1"),
        ("谁负责股东名册的维护?", "21.1"),
        ("谁设立了SIPC?", "18.1"),
        ("Is there an example that distributes dividends as USD+ stablecoins?", "23.3"),
    ],
)
def test_the_sentence_that_answers_is_among_the_first_three(retriever, question, sentence):
    assert sentence in [hit.sentence.id for hit in retriever.search(question, 3)]


def test_hits_are_ranked_and_their_scores_fall(retriever, source):
    hits = retriever.search("What is an ATS?", k=87)
    assert [hit.rank for hit in hits] == list(range(1, 88))
    assert sorted((hit.score for hit in hits), reverse=True) == [hit.score for hit in hits]
    assert {hit.sentence.id for hit in hits} == {sentence.id for sentence in source.sentences}
    assert all(0 <= hit.score <= 1 and -1.001 <= hit.dense <= 1.001 and hit.bm25 >= 0 for hit in hits)


def test_a_known_question_finds_its_sentence(retriever, bank):
    from assistant.retrieval import is_held_out

    known = [known for known in bank if not is_held_out(known.question)][::10]
    for one, hits in zip(known, retriever.search_many([known.question for known in known], 3), strict=True):
        hit = next(hit for hit in hits if hit.sentence.text == one.sentence)
        assert hit.bank > 0.95


def test_an_unrelated_question_has_a_low_score(retriever):
    related, unrelated = retriever.search_many(["What is SIPC?", "How do I bake sourdough bread?"], 1)
    assert unrelated[0].score < 0.3 < related[0].score


def test_a_prior_lifts_its_sentence(retriever, source):
    prior = [0.0] * len(source.sentences)
    prior[40] = 0.97
    before, after = (
        next(
            hit
            for hit in retriever.search("Tell me something.", 87, given)
            if hit.sentence == source.sentences[40]
        )
        for given in ((), prior)
    )
    assert before.rank > 10
    assert after.rank <= 3
    assert (before.prior, after.prior) == (0, 0.97)
    assert after.score > before.score


def test_a_prior_of_another_length_is_refused(retriever):
    with pytest.raises(ValueError, match="prior: 2 numbers for 87 sentences"):
        retriever.search("What is an ATS?", prior=[0.5, 0.5])


def test_many_at_once_are_found_as_one_by_one(retriever):
    assert retriever.search_many(QUESTIONS) == [retriever.search(question) for question in QUESTIONS]
    assert retriever.search_many([]) == []


def test_threads_and_fresh_starts_give_the_same(retriever, source, bank, built):
    expected = retriever.search(QUESTIONS[0])
    fresh = Retriever(source, Settings(home=built), bank)
    with ThreadPoolExecutor(8) as pool:
        assert all(hits == expected for hits in pool.map(lambda _: fresh.search(QUESTIONS[0]), range(24)))


def test_making_one_builds_nothing(source, bank, tmp_path):
    retriever = Retriever(source, Settings(home=tmp_path / "home"), bank)
    assert not retriever.ready()
    assert retriever.embedder_name == "all-MiniLM-L6-v2 (53aa51172d14, ONNX int8)"
    assert not (tmp_path / "home").exists()


def test_a_hit_has_what_others_rely_on(retriever):
    assert list(Hit.__dataclass_fields__) == ["sentence", "score", "dense", "bank", "bm25", "prior", "rank"]
    assert retriever.ready()
