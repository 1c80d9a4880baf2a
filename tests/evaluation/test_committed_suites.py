"""The suites in evals/: they leave out no rule, and their labels are what the rulebook makes of their facts."""

import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from ruamel.yaml import YAML

from assistant.evaluation.cases import VerdictEntry
from assistant.evaluation.coverage import uncovered
from assistant.evaluation.gate import load_gates
from assistant.evaluation.schema import schema_text
from assistant.evaluation.suite import load_suite, load_suites

EVALS = Path(__file__).parents[2] / "evals"
PATHS = sorted(EVALS.glob("*.yaml"))
OWN = [path for path in PATHS if path.stem != "dev"]  # dev is a measure of people's words, not of the rules


def turns(path, names):
    return [(case.id, turn) for case in load_suite(path, names).cases for turn in case.asked]


def test_every_rule_verdict_caution_fact_and_section_has_a_case(assistant, names):
    assert uncovered(load_suites(OWN, names), assistant.rulebook, assistant.source) == ()


def test_what_has_no_case_is_named(assistant, written):
    suite = written(
        "- {question: q, kind: licences, focus: [sipc], facts: {serves_us_users: yes}, cautions: [no_guarantee]}"
    )
    missing = uncovered([suite], assistant.rulebook, assistant.source)
    assert "rule ats.required_matching" in missing
    assert "verdict sipc=depends" in missing
    assert "fact serves_us_users=no" in missing
    assert "section introduction" in missing
    assert not {"rule sipc.recommended_us", "verdict sipc=recommended", "caution no_guarantee"} & set(missing)


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_a_suite_has_a_card(path, names):
    assert load_suite(path, names).card is not None


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_labelled_facts_can_stand_together(path, names, assistant):
    assert [name for name, turn in turns(path, names) if assistant.rulebook.broken(turn.facts or {})] == []


@pytest.mark.parametrize("path", OWN, ids=lambda path: path.stem)
def test_labels_are_what_the_rulebook_makes_of_the_facts(path, names, assistant):
    odd = [
        name
        for name, turn in turns(path, names)
        if turn.facts is not None and list(wrong(turn, assistant.rulebook))
    ]
    assert odd == []


def wrong(turn, book):
    made = book.evaluate(turn.facts, open_facts=turn.conflict or ())
    for licence, label in (turn.verdicts or {}).items():
        entry = label if isinstance(label, VerdictEntry) else VerdictEntry(verdict=label)
        got = made.verdicts[licence]
        if entry.verdict != got.verdict:
            yield licence
        if entry.depends_on not in (None, got.depends_on) or entry.ambiguous not in (None, got.ambiguous):
            yield licence
    yield from set(turn.cautions or ()) - {caution.id for caution in made.cautions}
    if turn.ask_next and turn.ask_next != (book.ask_next(turn.facts, turn.focus) or "nothing"):
        yield turn.ask_next


def test_the_schema_is_that_of_the_program(names):
    """Renew it with `python -m assistant.evaluation.schema > evals/suite.schema.json`."""
    assert (EVALS / "suite.schema.json").read_text("utf-8") == schema_text(names)


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_editors_accept_the_suites(path):
    schema = json.loads((EVALS / "suite.schema.json").read_text("utf-8"))
    Draft202012Validator.check_schema(schema)
    data = YAML(typ="safe", pure=True).load(path.read_text("utf-8"))
    assert [error.message for error in Draft202012Validator(schema).iter_errors(data)] == []


def test_editors_flag_what_the_program_refuses(names):
    validator = Draft202012Validator(json.loads(schema_text(names)))
    for case in (
        {"facts": {"x": "yes"}},
        {"focus": ["atx"]},
        {"kid": "passage"},
        {"verdicts": {"ats": "yes"}},
    ):
        assert list(validator.iter_errors({"cases": [{"id": "a", "question": "q", **case}]}))


def test_gates_name_suites_that_are_there():
    assert set(load_gates(EVALS / "gates.toml")) <= {path.stem for path in PATHS} | {"all"}
