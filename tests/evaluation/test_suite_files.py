"""Suites are read, and each mistake is named with its file and line."""

import json

import pytest

from assistant.errors import SuiteError
from assistant.evaluation.suite import load_suites

HEAD = "suite: s\ncases:\n"
MISTAKES = {
    "no yaml": ("suite: s\ncases: [\n", r"s\.yaml:3: is not valid YAML"),
    "key twice": (HEAD + "  - id: a\n    id: b\n    question: q\n", r"s\.yaml:4: is not valid YAML.*duplicate"),
    "no suite": ("just words\n", r"s\.yaml:1: is no suite"),
    "misspelt key": (HEAD + "  - id: a\n    question: q\n    kid: passage\n", r"s\.yaml:5: 0\.kid: Extra inputs"),
    "wrong kind": (HEAD + "  - id: a\n    question: q\n    kind: licence\n", r"s\.yaml:5: 0\.kind: .*'licence'"),
    "wrong value": (
        HEAD + "  - id: a\n    question: q\n    facts:\n      handles_fiat: maybe\n",
        r"s\.yaml:6: 0\.facts\.handles_fiat: .*'maybe'",
    ),
    "no question": (HEAD + "  - id: a\n    kind: passage\n", r"s\.yaml:3: 0: a case has a question or turns"),
    "both forms": (
        HEAD + "  - id: a\n    kind: passage\n    turns:\n      - question: q\n",
        r"s\.yaml:3: 0: .*move kind into a turn",
    ),
    "unknown fact": (
        HEAD + "  - id: a\n    question: q\n    facts: {handles_fiats: yes}\n",
        r"s\.yaml:5: there is no fact 'handles_fiats': it is one of serves_us_users",
    ),
    "unknown licence": (
        HEAD + "  - id: a\n    question: q\n  - id: b\n    question: q\n    focus: [atx]\n",
        r"s\.yaml:7: there is no licence 'atx'",
    ),
    "unknown verdict's licence": (
        HEAD + "  - id: a\n    question: q\n    verdicts:\n      ats: required\n      atx: required\n",
        r"s\.yaml:7: there is no licence 'atx'",
    ),
    "unknown caution": (HEAD + "  - id: a\n    question: q\n    cautions: [x]\n", r"s\.yaml:5: .* no caution 'x'"),
    "unknown scorer": (HEAD + "  - id: a\n    question: q\n    scorers: [x]\n", r"s\.yaml:5: there is no scorer 'x'"),
    "unknown next": (HEAD + "  - id: a\n    question: q\n    ask_next: x\n", r"s\.yaml:5: there is no fact 'x'"),
    "fact in a turn": (
        HEAD + "  - id: a\n    turns:\n      - question: q\n      - question: r\n        facts: {x: no}\n",
        r"s\.yaml:7: there is no fact 'x'",
    ),
    "not in the article": (
        HEAD + "  - id: a\n    question: q\n    evidence: [[no such words]]\n",
        r"s\.yaml:5: evidence 'no such words' is not in the article",
    ),
    "id twice": (
        HEAD + "  - id: a\n    question: q\n  - id: a\n    question: r\n",
        r"s\.yaml:5: id 'a' is in line 3 too",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("text", "message"), MISTAKES.values(), ids=MISTAKES)
def test_a_mistake_is_named_with_file_and_line(written, text, message):
    with pytest.raises(SuiteError, match=message) as raised:
        written(text, "s.yaml")
    assert "\n" not in str(raised.value)


LINES = {
    "no json": ('{"question": "q"}\n{oops\n', r"s\.jsonl:2: is not valid JSON"),
    "no object": ('{"question": "q"}\n\n[1]\n', r"s\.jsonl:3: \[1\] is no case"),
    "key twice": ('{"question": "q", "question": "r"}\n', r"s\.jsonl:1: .*'question' stands there twice"),
    "unknown fact": (
        '{"question": "q"}\n{"question": "q", "facts": {"x": "no"}}\n',
        r"s\.jsonl:2: there is no fact 'x'",
    ),
    "wrong type": ('{"question": "q"}\n{"question": 3}\n', r"s\.jsonl:2: 1\.question: .*\(got 3\)"),
}


@pytest.mark.parametrize(("text", "message"), LINES.values(), ids=LINES)
def test_a_mistake_in_json_lines_is_named_with_its_line(written, text, message):
    with pytest.raises(SuiteError, match=message):
        written(text, "s.jsonl")


def test_a_suite_that_is_missing_or_not_utf8_is_named(tmp_path, names):
    with pytest.raises(SuiteError, match=r"none\.yaml: cannot be read"):
        load_suites([tmp_path / "none.yaml"], names)
    (tmp_path / "latin.yaml").write_bytes("suite: é".encode("latin-1"))
    with pytest.raises(SuiteError, match=r"latin\.yaml: is not UTF-8"):
        load_suites([tmp_path / "latin.yaml"], names)


def test_two_suites_of_one_name_are_an_error(tmp_path, names):
    for name in ("a.yaml", "b.yaml"):
        (tmp_path / name).write_text("suite: same\ncases: []\n")
    with pytest.raises(SuiteError, match="suite 'same' is also in"):
        load_suites([tmp_path / "a.yaml", tmp_path / "b.yaml"], names)


def test_no_is_a_value_and_not_false(written):
    suite = written("- question: q\n  facts: {handles_fiat: no, handles_stablecoins: yes}\n")
    assert suite.cases[0].facts == {"handles_fiat": "no", "handles_stablecoins": "yes"}


def test_the_head_of_a_suite_holds_for_every_case(written):
    suite = written("suite: s\nlanguage: zh\ntags: [a]\ncases:\n  - {question: q, tags: [b], category: c}\n")
    (case,) = suite.cases
    assert (case.language, case.labels, case.id) == ("zh", ("c", "a", "b"), "case-1")


def test_all_licences_may_be_named_as_one(written, names):
    assert written("- {question: q, focus: all}\n").cases[0].focus == tuple(names.licences)


def test_a_bare_string_stands_for_the_list_of_itself(written):
    (case,) = written("- {question: q, answer_has: [FINRA, [a, b]], evidence: operating BrokerCheck}\n").cases
    assert case.answer_has == (("FINRA",), ("a", "b"))
    assert case.evidence == (("operating BrokerCheck",),)


def test_json_lines_and_yaml_hold_the_same_cases(written):
    row = {"id": "a", "question": "q", "kind": "licences", "facts": {"handles_fiat": "no"}, "focus": ["ats"]}
    lines = written(json.dumps({"suite": "s", "tags": ["t"]}) + "\n\n" + json.dumps(row) + "\n", "s.jsonl")
    yaml = written("suite: s\ntags: [t]\ncases:\n- " + json.dumps(row) + "\n", "s.yaml")
    assert lines.cases == yaml.cases
    assert (lines.lines["a"], yaml.lines["a"]) == (3, 4)
