"""The real assistant on the suites in evals/, held to evals/gates.toml and to the committed baseline.

Slow beside the other tests (about a minute): `pytest -m evals` runs it alone, `pytest -m "not evals"` the rest.
"""

from functools import partial
from os import cpu_count
from pathlib import Path

import pytest

from assistant.assistant import Assistant
from assistant.evaluation.compare import compare, load_marks, marks_of
from assistant.evaluation.folder import Run, header_of
from assistant.evaluation.gate import check_gates, load_gates
from assistant.evaluation.run import execute, jobs_of
from assistant.evaluation.suite import Names, load_suites
from assistant.evaluation.summary import summarise
from assistant.settings import current

EVALS = Path(__file__).parents[2] / "evals"
GATES = load_gates(EVALS / "gates.toml")

pytestmark = pytest.mark.evals


@pytest.fixture(scope="module")
def results(tmp_path_factory):
    assistant = Assistant()
    suites = load_suites(sorted(EVALS.glob("*.yaml")), Names.of(assistant.rulebook, assistant.source))
    header = header_of(suites, assistant.provenance, assistant.settings, {}, 1)
    run = Run.create(tmp_path_factory.mktemp("evals"), header)
    return execute(jobs_of(suites), run, partial(Assistant, current()), processes=cpu_count() or 1)


@pytest.mark.parametrize("suite", GATES)
def test_the_gates_of_a_suite_are_kept(suite, results):
    outcomes = check_gates(GATES[suite], summarise(results))
    assert [str(outcome) for outcome in outcomes if not outcome.kept] == []


def test_nothing_is_worse_than_the_baseline_by_more_than_chance(results):
    found = compare(marks_of(results), load_marks(EVALS / "baseline"))
    worse = [change for change in found.changes if len(change.worse) > len(change.better) and change.p < 0.05]
    assert [(change.measure, change.plainly, change.worse) for change in worse] == []


def test_the_baseline_was_made_of_the_suites_as_they_are(results):
    """Renew it with `assistant eval evals/*.yaml --renew-baseline`."""
    found = compare(marks_of(results), load_marks(EVALS / "baseline"))
    assert (found.only_now, found.only_before, found.altered) == ((), (), ())
