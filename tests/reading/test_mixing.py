"""Texts that networks judge for another to learn from: made of the material that is trained on, and of one language."""

from random import Random

from assistant.reading.labels import STATEMENTS
from assistant.reading.language import has_chinese
from assistant.reading.network import FOLDER
from assistant.reading.training.material import load
from assistant.reading.training.mixing import judge_mixtures, mixtures, read_mixed, sentences_of


def test_mixtures_repeat_and_hold_nothing_that_was_kept_apart():
    examples = load()
    made = list(mixtures(examples, 400, Random(3)))
    assert made == list(mixtures(examples, 400, Random(3)))
    apart = {piece for e in examples if e.held_out for piece in sentences_of(e.text) if len(piece) > 30}
    apart -= {piece for e in examples if not e.held_out for piece in sentences_of(e.text)}
    assert apart
    assert not [piece for piece in apart if any(piece in text for text in made)]
    assert 60 <= sum(map(has_chinese, made)) <= 140


def test_what_networks_made_of_them_is_read_back(tmp_path):
    judge_mixtures(tmp_path / "mixed.jsonl", FOLDER, 6, 1, processes=1)
    read = read_mixed(tmp_path / "mixed.jsonl")
    assert [e.text for e in read] == list(mixtures(load(), 6, Random(1)))
    assert all(len(e.states) == len(STATEMENTS) and all(0 <= p <= 1 for p in e.states) for e in read)
    assert any(p > 0.5 for e in read for p in e.states)
