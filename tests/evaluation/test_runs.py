"""Runs: every case once, in the order of the suite, kept on disk and taken up again."""

import json
from functools import partial

import pytest
from standin import Scripted

from assistant.errors import SuiteError
from assistant.evaluation.folder import CASES, HEADER, Run, header_of
from assistant.evaluation.run import execute, jobs_of
from assistant.evaluation.summary import summarise, units
from assistant.settings import Settings


def lines(run):
    return run.path(CASES).read_text("utf-8").splitlines()


def scores(results):
    return [(r.key, [t.scores for t in r.turns]) for r in results]


def test_a_right_assistant_passes_everything(written, ran):
    run, results = ran(written())
    summary = summarise(results)
    assert [r.id for r in results] == ["ats", "who", "weather", "talk"]
    assert (summary.cases, summary.questions, summary.errored) == (4, 5, 0)
    assert summary.measure("passed").rate == 1
    assert [unit.name for unit in units(results)][-2:] == ["small/talk#1", "small/talk#2"]
    assert len(lines(run)) == 4


def test_a_wrong_answer_shows_what_was_expected_and_got(written, ran):
    _, results = ran(
        written("- {question: 'licences ats | matches_orders=no |', kind: licences, facts: {}, focus: [ats]}")
    )
    got = results[0].turns[0].scores
    assert (got["facts"].value, got["facts"].expected, got["facts"].got) == (
        0, "matches_orders=unknown", "matches_orders=no",
    )  # fmt: skip
    assert summarise(results).measure("facts").interval.count == 1


def test_processes_find_the_same_as_one(tmp_path, written, assistant, ran):
    suite = written()
    _, alone = ran(suite)
    header = header_of([suite], assistant.provenance, assistant.settings, {}, 1)
    run = Run.create(tmp_path / "several", header)
    seen = []
    many = partial(Scripted, Settings())
    together = execute(jobs_of([suite], repeat=3), run, many, processes=2, progress=seen.append)
    assert scores(r for r in together if not r.repeat) == scores(alone)
    assert len(seen) == len(lines(run)) == 12
    assert summarise(together).measure("repeats").rate == 1


def test_a_run_goes_on_where_it_was_cut_off(written, ran, assistant):
    suite = written()
    run, whole = ran(suite)
    kept = lines(run)[:2]
    run.path(CASES).write_text("\n".join(kept) + "\n" + lines(run)[2][:40], "utf-8")
    run.resume(run.header)
    asked = []
    again = execute(jobs_of([suite]), run, lambda: assistant, progress=lambda result: asked.append(result.id))
    assert asked == ["weather", "talk"]
    assert scores(again) == scores(whole)
    assert lines(run)[:2] == kept
    assert len(lines(run)) == 4


def test_what_errored_is_run_again_and_the_later_line_counts(written, ran, assistant):
    suite = written(
        "- {id: a, question: 'boom', kind: passage}\n- {id: b, question: hello, kind: abstained}\n"
    )
    run, results = ran(suite)
    assert [r.errors for r in results] == [1, 0]
    execute(jobs_of([suite]), run, lambda: assistant)
    assert [json.loads(line)["id"] for line in lines(run)] == ["a", "b", "a"]
    assert [r.id for r in run.results()] == ["a", "b"]


def test_another_suite_is_not_mixed_into_a_run(written, ran, assistant):
    run, _ = ran(written())
    other = written("- {id: a, question: hello}\n")
    with pytest.raises(SuiteError, match="was made with other suites: start a new run"):
        run.resume(header_of([other], assistant.provenance, assistant.settings, {}, 1))
    with pytest.raises(SuiteError, match="other selected, repeat"):
        run.resume(header_of([written()], assistant.provenance, assistant.settings, {"case": ["a"]}, 2))


def test_an_error_is_that_cases_result_and_the_turns_after_it_are_not_asked(written, ran):
    suite = written(
        "- id: a\n  turns:\n  - {question: boom, kind: passage}\n  - {question: hello}\n- {id: b, question: hello}\n"
    )
    _, results = ran(suite)
    first, second = results[0].turns
    assert first.error == "ZeroDivisionError: the reader broke"
    assert (first.scores, second.skipped) == ({}, True)
    summary = summarise(results)
    assert (summary.errored, summary.skipped, summary.questions) == (1, 1, 3)
    assert summary.measure("kind") is None


def test_an_expected_error_is_a_pass_and_its_absence_a_failure(written, ran):
    text = "- {id: a, question: '', error: QuestionError}\n- {id: b, question: hello, error: QuestionError}\n"
    text += "- {id: c, question: '', error: FactError}\n"
    _, results = ran(written(text))
    assert [r.turns[0].scores["error"].value for r in results] == [1, 0, 0]
    assert summarise(results).errored == 0


def test_facts_given_beforehand_reach_the_assistant(written, ran):
    _, results = ran(
        written(
            "- {question: 'licences ats | |', given: {serves_us_users: no}, verdicts: {ats: not_required}}\n"
        )
    )
    assert results[0].turns[0].scores["verdicts"].value == 1


def test_cases_are_chosen_by_id_and_tag(written):
    suite = written()
    assert [job.case.id for job in jobs_of([suite], ids=["small/who", "ats"])] == ["ats", "who"]
    assert [job.case.id for job in jobs_of([suite], tags=["us"])] == ["ats"]
    assert [job.repeat for job in jobs_of([suite], ids=["who"], repeat=2)] == [0, 1]


def test_an_answer_that_does_not_repeat_is_named(written, ran):
    _, results = ran(written(), repeat=2)
    assert summarise(results).not_repeated == ()
    turn = results[-1].turns[0]
    odd = turn.model_copy(update={"answer": turn.answer.model_copy(update={"text": "otherwise"})})
    changed = (*results[:-1], results[-1].model_copy(update={"turns": (odd, results[-1].turns[1])}))
    summary = summarise(changed)
    assert summary.not_repeated == ("small/talk",)
    assert summary.measure("repeats").rate == 3 / 4
    assert summary.questions == 5


def test_the_header_has_the_hashes_of_all_that_counts(written, ran, assistant):
    run, _ = ran(written())
    header = json.loads(run.path(HEADER).read_text("utf-8"))
    assert header["suites"][0]["sha256"] == written().sha256
    assert header["provenance"]["corpus"] == assistant.source.metadata.sha256
    assert header["provenance"]["rulebook"] == assistant.rulebook.sha256
    assert len(header["settings"]) == 64
    assert header["version"]


def test_precision_recall_and_confusion_are_counted(written, ran):
    text = (
        "- {question: licences ats | serves_us_users=yes |, facts: {serves_us_users: no}, verdicts: {ats: unclear}}\n"
        "- {question: licences ats | serves_us_users=yes |, facts: {serves_us_users: yes}, verdicts: {ats: depends}}\n"
    )
    summary = summarise(ran(written(text))[1])
    counted = {(one.fact, one.value): one for one in summary.facts}
    yes, no = counted["serves_us_users", "yes"], counted["serves_us_users", "no"]
    assert (yes.precision, yes.recall) == (0.5, 1)
    assert (no.precision, no.recall) == (None, 0)
    assert summary.confusion == {"unclear": {"depends": 1}, "depends": {"depends": 1}}


def test_a_folder_that_is_no_run_is_named(tmp_path):
    with pytest.raises(SuiteError, match=r"header\.json: cannot be read"):
        _ = Run(tmp_path).header
