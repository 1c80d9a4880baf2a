"""The material that the reader is trained on: well labelled, and nothing of what it is measured on."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from assistant.reading.labels import FACTS, KINDS, LICENCES
from assistant.reading.training import material
from assistant.reading.training.compose import breaks
from assistant.values import VALUES

FILES = [*sorted(material.FOLDER.glob("*.jsonl")), material.BANK]
DEV = Path(__file__).parents[2] / "evals" / "dev.yaml"
SHARED_WORDS = 8


def texts(path: Path) -> Iterator[dict]:
    for line in path.read_text("utf-8").splitlines():
        record = json.loads(line)
        yield from record.get("turns", [record])


def runs_of_words(text: str) -> set[tuple[str, ...]]:
    words = text.lower().split()
    return {tuple(words[i : i + SHARED_WORDS]) for i in range(len(words) - SHARED_WORDS + 1)}


@pytest.fixture(scope="module")
def measured_on() -> set[tuple[str, ...]]:
    cases = YAML(typ="safe", pure=True).load(DEV.read_text("utf-8"))["cases"]
    questions = [turn["question"] for case in cases for turn in case.get("turns", [case])]
    return set().union(*map(runs_of_words, questions))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_labels_are_known_and_break_no_implication(path: Path):
    for text in texts(path):
        facts, ask = text.get("facts", {}), text.get("ask")
        assert facts.keys() <= set(FACTS), text
        assert set(facts.values()) <= set(VALUES), text
        assert not breaks(facts), text
        if ask:
            assert ask["kind"] in KINDS, text
            assert set(ask["focus"]) <= set(LICENCES), text
            assert (ask["kind"] == "licences") == bool(ask["focus"]), text


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_shares_no_phrase_with_the_cases_it_is_measured_on(path: Path, measured_on: set[tuple[str, ...]]):
    shared = [
        text for text in texts(path) if runs_of_words(text.get("text") or text["question"]) & measured_on
    ]
    assert shared == []
