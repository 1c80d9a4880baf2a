"""YAML is YAML 1.2, whichever parser reads it."""

import pytest
from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError

from assistant.rulebook import loading
from assistant.yaml_text import load_yaml


@pytest.mark.parametrize("name", ["rulebook.yaml", "law_notes.yaml", "expected.yaml"])
def test_both_parsers_read_the_shipped_files_alike(name: str) -> None:
    text = (loading.FOLDER / name).read_text("utf-8")
    assert load_yaml(text) == YAML(typ="safe", pure=True).load(text)


def test_what_libyaml_refuses_is_read_all_the_same() -> None:
    assert load_yaml("{a: b:c, when: no}") == {"a": "b:c", "when": "no"}


def test_a_key_given_twice_is_an_error_that_knows_its_line() -> None:
    with pytest.raises(MarkedYAMLError) as caught:
        load_yaml("a: 1\nb: 2\na: 3\n")
    assert caught.value.problem_mark.line == 2


def test_libyaml_reads_numbers_as_yaml_1_2_does() -> None:
    written = "{a: 1e3, b: 0o10, c: 010, d: 1:20}"
    assert load_yaml(written) == YAML(typ="safe", pure=True).load(written)
    assert load_yaml("a: 1e3\nb: 0o10\nc: 010\nd: 1:20") == {"a": 1000.0, "b": 8, "c": 10, "d": "1:20"}
