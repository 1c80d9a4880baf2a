import numpy as np
import pytest

from assistant.retrieval import fusion, votes
from assistant.retrieval.bank import Known
from assistant.retrieval.fusion import Signals


def signals(dense=(0, 0, 0), bm25=(0, 0, 0), voted=(0, 0, 0), prior=None):
    zeros = np.zeros(3)
    given = None if prior is None else np.array(prior, float)
    return Signals(np.array(dense, float), zeros, np.array(bm25, float), np.array(voted, float), zeros, given)


def test_equal_scores_have_equal_ranks():
    assert fusion.ranks(np.array([0.2, 0.9, 0.2, 0.0])).tolist() == [2, 1, 2, 4]


def test_ranks_are_added_as_reciprocals():
    # With a damping of 0: 1/1 + 1/3, 1/2 + 1/1 and 1/3 + 1/2.
    found = signals(dense=(3, 2, 1), bm25=(1, 3, 2))
    assert fusion.order(found, {"dense": 1, "bm25": 1, "votes": 0}, damping=0) == [1, 0, 2]


def test_ties_go_to_the_first_sentence():
    assert fusion.order(signals()) == [0, 1, 2]


def test_votes_that_expect_nothing_have_little_say():
    assert fusion.order(signals(voted=(0.02, 0.01, 0), prior=(0, 0, 0.9)))[0] == 2
    assert fusion.order(signals(voted=(0.9, 0.01, 0), prior=(0, 0, 0.02)))[0] == 0


def test_a_prior_outweighs_equal_doubt():
    assert fusion.order(signals(voted=(1, 0, 0), prior=(0, 0.1, 0.9)))[0] == 2


def test_confidence_is_a_probability_that_grows_with_the_votes():
    low, high = (fusion.confidence(signals(voted=(value, 0, 0)))[0] for value in (0, 1))
    assert 0 < low < 0.2
    assert 0.8 < high < 1


def test_votes_recall_what_they_were_fitted_on():
    questions = np.eye(4, dtype=np.float32)
    bank = [Known("a", "x"), Known("b", "x"), Known("c", "y", ("x",)), Known("d", "z")]
    weights = votes.fit(questions, bank, ["x", "y", "z"])
    assert votes.votes(questions @ questions.T, weights).argmax(1).tolist() == [0, 0, 1, 2]


def test_without_known_questions_nobody_votes():
    none = np.zeros((0, 4), np.float32)
    weights = votes.fit(none, [], ["x", "y"])
    assert votes.votes(np.zeros((1, 0), np.float32), weights).tolist() == [[0, 0]]


def test_the_nearest_known_question_of_each_sentence():
    cosines = np.array([[0.3, 0.8, -0.5]], np.float32)
    assert votes.nearest(cosines, np.array([0, 0, 1]), 3)[0].tolist() == pytest.approx([0.8, 0, 0])
