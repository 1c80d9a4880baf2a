"""Intervals, tests of difference, comparisons and gates."""

import pytest

from assistant.errors import SuiteError
from assistant.evaluation.compare import compare, load_marks, marks_of, write_baseline
from assistant.evaluation.gate import check_gates, load_gates, parse_gate
from assistant.evaluation.statistics import mcnemar, wilson
from assistant.evaluation.summary import passed, summarise

# From the closed form, worked out by hand for 0 of 10 and 10 of 10, and from R's prop.test(…, correct=FALSE) else.
INTERVALS = [
    (0.0, 10, 0.0, 0.27753),
    (1.0, 10, 0.72247, 1.0),
    (0.5, 10, 0.23659, 0.76341),
    (0.81, 100, 0.72222, 0.87489),
]


@pytest.mark.parametrize(("rate", "count", "low", "high"), INTERVALS)
def test_wilsons_interval(rate, count, low, high):
    got = wilson(rate, count)
    assert (got.low, got.high) == pytest.approx((low, high), abs=1e-4)


def test_no_values_have_no_interval():
    assert wilson(0.0, 0) is None


@pytest.mark.parametrize(
    ("better", "worse", "p"),
    [(0, 0, 1.0), (5, 0, 0.0625), (6, 0, 0.03125), (0, 6, 0.03125), (3, 3, 1.0), (9, 1, 22 / 1024)],
)
def test_mcnemars_exact_p(better, worse, p):
    assert mcnemar(better, worse) == pytest.approx(p)


def marks(**given):
    return {name: ("same", {"passed": value}) for name, value in given.items()}


def test_what_got_better_and_worse_is_named():
    found = compare(marks(a=True, b=False, c=True, new=True), marks(a=False, b=True, c=True, old=True)).passed
    assert (found.better, found.worse, found.both) == (("a",), ("b",), 3)
    assert found.plainly.startswith("no more than noise may be (1 better, 1 worse of 3")


def test_questions_of_one_run_and_rewritten_cases_are_not_compared():
    def of_suite(**given):
        return {f"s/{name}": mark for name, mark in marks(**given).items()}

    before = {**of_suite(a=True, old=True), "s/b": ("other", {"passed": True}), "not run/x": ("same", {})}
    found = compare(of_suite(a=True, b=False, new=True), before)
    assert (found.only_now, found.only_before, found.altered) == (("s/new",), ("s/old",), ("s/b",))
    assert found.passed.both == 1


@pytest.mark.parametrize(
    ("now", "finding"), [(True, "better, by more than chance"), (False, "worse, by more than chance")]
)
def test_more_than_noise_is_said_plainly(now, finding):
    names = [f"case{number}" for number in range(8)]
    found = compare(marks(**dict.fromkeys(names, now)), marks(**dict.fromkeys(names, not now)))
    assert found.passed.plainly.startswith(finding)


def test_the_same_run_shows_no_change(written, ran):
    _, results = ran(written())
    found = compare(marks_of(results), marks_of(results))
    assert found.passed.plainly == "no answer changed"
    assert {change.measure for change in found.changes} >= {"passed", "kind", "facts", "verdicts"}


def test_an_error_counts_as_not_passed(written, ran):
    _, results = ran(written("- {question: boom, kind: passage}\n"))
    assert [given for _, given in marks_of(results).values()] == [{"passed": False}]


def test_a_baseline_is_compared_like_the_run_that_it_was_made_of(tmp_path, written, ran):
    run, results = ran(written())
    write_baseline(tmp_path / "baseline", results, run.header)
    assert load_marks(tmp_path / "baseline") == load_marks(run.folder) == marks_of(results)


def test_a_folder_without_a_baseline_is_named(tmp_path):
    with pytest.raises(SuiteError, match="is neither a run nor a baseline"):
        load_marks(tmp_path)
    (tmp_path / "baseline.jsonl").write_text("{}\n")
    with pytest.raises(SuiteError, match="is no baseline"):
        load_marks(tmp_path)


WRONG_FACT = "\n  - {id: off, question: 'licences ats | |', kind: licences, facts: {handles_fiat: yes}}\n"
GATES = [
    ("facts>=0.75", True), ("facts>=75%", True), ("facts>0.75", False), ("facts >= 0.76", False),
    ("small:facts==.75", True), ("passed>=1", False), ("errors==0", True), ("wrong_definite<=0", True),
    ("other:facts>=0", False), ("mrr>=0", True), ("answer_lacks>=0", False),
]  # fmt: skip


@pytest.mark.parametrize(("text", "kept"), GATES)
def test_gates(written, ran, text, kept):
    from standin import GOOD

    summary = summarise(ran(written(GOOD + WRONG_FACT))[1])
    (outcome,) = check_gates([parse_gate(text)], summary)
    assert outcome.kept is kept


@pytest.mark.parametrize(
    "text", ["facts", "facts>=", "facts=>1", "facts>=abc", "fakts>=1", ">=1", "a:b:facts>=1"]
)
def test_what_is_no_gate_is_named(text):
    with pytest.raises(SuiteError, match="gate "):
        parse_gate(text)


def test_gates_from_a_file(tmp_path):
    path = tmp_path / "gates.toml"
    path.write_text('all = ["errors==0"]\nsmall = ["kind>=0.9"]\n')
    assert {suite: [str(gate) for gate in own] for suite, own in load_gates(path).items()} == {
        "all": ["errors==0"],
        "small": ["small:kind>=0.9"],
    }


@pytest.mark.parametrize("text", ["small = 'kind>=1'", "small = [1]", "small = [", "small = ['x>=1']"])
def test_a_file_that_has_no_gates_is_named(tmp_path, text):
    path = tmp_path / "gates.toml"
    path.write_text(text)
    with pytest.raises(SuiteError, match="gate"):
        load_gates(path)


def test_what_could_not_be_scored_is_counted_apart(written, ran):
    _, results = ran(written())
    turn = results[1].turns[0]
    unscored = turn.model_copy(
        update={
            "scores": {**turn.scores, "evidence": turn.scores["evidence"].model_copy(update={"value": None})}
        }
    )
    summary = summarise([results[1].model_copy(update={"turns": (unscored,)})])
    assert (summary.measure("evidence").rate, summary.measure("evidence").unscored) == (None, 1)
    assert passed(unscored) is True
