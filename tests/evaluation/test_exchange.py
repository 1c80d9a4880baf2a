"""Other people's sets: what goes out comes back, and what is theirs is taken over or refused by name."""

import json

import pytest

from assistant.errors import SuiteError
from assistant.evaluation.exchange import FORMATS, load_foreign, write_foreign
from assistant.evaluation.exchange.ragas import samples


@pytest.fixture
def theirs(tmp_path, names):
    def load(text, form, name="theirs.jsonl"):
        path = tmp_path / name
        path.write_text(text, "utf-8")
        return load_foreign(path, form, names)

    return load


@pytest.mark.parametrize(("form", "name"), [("inspect_ai", "out.jsonl"), ("promptfoo", "out.yaml")])
def test_a_case_comes_back_as_it_went(written, tmp_path, names, form, name):
    suite = written()
    assert write_foreign([suite], form, tmp_path / name) == 4
    assert load_foreign(tmp_path / name, form, names).cases == suite.cases


@pytest.mark.parametrize(("form", "name"), [("csv", "out.csv"), ("ragas", "out.jsonl")])
def test_questions_and_their_order_come_back(written, tmp_path, names, form, name):
    suite = written()
    write_foreign([suite], form, tmp_path / name)
    back = load_foreign(tmp_path / name, form, names)
    assert [[t.question for t in case.asked] for case in back.cases] == [
        [t.question for t in case.asked] for case in suite.cases
    ]


def test_passages_go_to_ragas_and_back(written, tmp_path, names):
    write_foreign([written()], "ragas", tmp_path / "out.jsonl")
    row = json.loads((tmp_path / "out.jsonl").read_text("utf-8").splitlines()[1])
    assert (row["reference_contexts"], row["reference"]) == (["operating BrokerCheck"], "FINRA")
    case = load_foreign(tmp_path / "out.jsonl", "ragas", names).cases[1]
    assert (case.evidence, case.answer_has) == ((("operating BrokerCheck",),), (("FINRA",),))


CSV = "\ufeffquestion,expected answer,conversation,answer,tags,extra\n"


def test_a_csv_of_questions_and_expected_answers(theirs):
    rows = CSV + 'who?,,,"FINRA",a b,x\n"two\nlines",,,"a longer answer that is only compared with",,\n'
    suite = theirs(rows + "first,,talk,,,\nsecond,,talk,SEC,,\n", "csv", "theirs.csv")
    who, two, talk = suite.cases
    assert (who.answer_has, who.tags) == ((("FINRA",),), ("a", "b"))
    assert (two.question, two.reference) == ("two\nlines", "a longer answer that is only compared with")
    assert [turn.question for turn in talk.turns] == ["first", "second"]
    assert talk.turns[1].answer_has == (("SEC",),)
    assert suite.lines == {"row-1": 2, "row-2": 3, "talk": 5}


def test_a_cell_that_a_spreadsheet_would_run_is_neutralised(written, tmp_path):
    suite = written("- {question: '=1+1'}\n- {question: '@x'}\n- {question: plain}\n")
    write_foreign([suite], "csv", tmp_path / "out.csv")
    text = (tmp_path / "out.csv").read_text("utf-8")
    assert "'=1+1" in text
    assert "'@x" in text
    assert ",plain," in text
    assert text.startswith("\ufeff")


def test_samples_of_inspect_ai(theirs):
    said = [("user", "a"), ("assistant", "b"), ("user", "c")]
    rows = [
        {"input": "q", "target": ["FINRA", "the regulator"], "id": 7},
        {"input": [{"role": role, "content": text} for role, text in said], "target": "SEC"},
    ]  # fmt: skip
    first, second = theirs("".join(json.dumps(row) + "\n" for row in rows), "inspect_ai").cases
    assert (first.id, first.answer_has) == ("7", (("FINRA", "the regulator"),))
    assert [turn.question for turn in second.turns] == ["a", "c"]
    assert second.turns[1].answer_has == (("SEC",),)


PROMPTFOO = """\
prompts: ['{{query}}']
tests:
  - vars: {query: q}
    assert:
      - {type: icontains, value: FINRA}
      - {type: contains-any, value: [a, b]}
      - {type: contains-all, value: [c, d]}
      - {type: not-icontains, value: e}
"""


def test_tests_of_promptfoo(theirs):
    (case,) = theirs(PROMPTFOO, "promptfoo", "theirs.yaml").cases
    assert (case.question, case.answer_lacks) == ("q", ("e",))
    assert case.answer_has == (("FINRA",), ("a", "b"), ("c",), ("d",))


REFUSED = [
    ("csv", "a,b\n1,2\n", r":1: has no column `question`"),
    ("inspect_ai", '{"target": "x"}\n', r":1: has no `input`"),
    ("promptfoo", "- vars: {other: q}\n", r":1: has no question in its vars"),
    ("promptfoo", "- vars: {query: q}\n- vars: {query: q}\n  assert: [{type: g-eval}]\n", r":2: assertion 'g-eval'"),
    ("promptfoo", "just words\n", r":1: has no list of tests"),
    ("ragas", '{"response": "x"}\n', r":1: has no `user_input`"),
    ("ragas", '\n{"user_input": "q", "reference_contexts": ["nowhere"]}\n', r":2: evidence 'nowhere' is not in"),
]  # fmt: skip


@pytest.mark.parametrize(("form", "text", "message"), REFUSED)
def test_what_cannot_be_taken_over_is_named_with_its_line(theirs, form, text, message):
    with pytest.raises(SuiteError, match=message):
        theirs(text, form, {"csv": "t.csv", "promptfoo": "t.yaml"}.get(form, "t.jsonl"))


def test_an_unknown_format_is_named(theirs):
    with pytest.raises(SuiteError, match=f"it is one of {', '.join(FORMATS)}"):
        theirs("", "excel")


def test_a_run_goes_to_ragas_with_its_answers_and_quotes(written, ran):
    rows = [json.loads(line) for line in samples(ran(written())[1]).splitlines()]
    assert len(rows) == 5
    assert any("BrokerCheck" in context for context in rows[1]["retrieved_contexts"])
    assert set(rows[0]) == {"user_input", "response", "retrieved_contexts"}
