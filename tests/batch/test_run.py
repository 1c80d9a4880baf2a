"""Runs with real workers and real files: what goes in comes out, with what `Assistant.ask` says of it."""

import csv
import json
from pathlib import Path

import openpyxl
import pyarrow.parquet as pq
import pytest

from assistant.assistant import Assistant
from assistant.batch import Options, Summary, run
from assistant.errors import BatchError
from assistant.settings import Settings

FORMULA = '=HYPERLINK("x")'
STABLE = "We run an order-flow platform for customers in Texas and settle in USDC. What do we need?"
ROWS = [
    ["id", "conversation", "question", "facts", "handles_fiat", "note"],
    ["007", "", STABLE, "", "", 'a "quoted", two\nlines 🙂'],
    ["008", "a", "We match orders of users in Ohio. Do we need an ATS licence?", "", "", FORMULA],
    ["009", "", "", "", "", "empty"],
    ["010", "b", "What is FINRA?", "", "", "-5"],
    ["011", "a", "And if every trade were with us instead?", "", "", "-x"],
    ["012", "", "Do we need an MSB?", "serves_us_users=yes; handles_stablecoins=no", "no", ""],
    ["013", "", "Do we need an MSB?", "atz=yes", "", ""],
    ["014", "", STABLE, "", "", "again"],
]
COUNT = len(ROWS) - 1


@pytest.fixture(scope="module")
def questions(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("questions") / "questions.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(ROWS)
    return path


@pytest.fixture(scope="module")
def answered(questions: Path, assistant: Assistant) -> tuple[Path, Summary]:
    path = questions.with_name("answers.jsonl")
    return path, run(questions, path, Options(workers=1), assistant=assistant)


@pytest.fixture(scope="module")
def answers(answered: tuple[Path, Summary]) -> list[dict]:
    return [json.loads(line) for line in answered[0].read_text("utf-8").splitlines()]


def _said(answer: dict) -> dict:
    return {name: value for name, value in answer.items() if name not in ("row", "input")}


def test_an_answer_is_the_one_that_ask_gives(answers: list[dict], assistant: Assistant) -> None:
    assert _said(answers[0]) == json.loads(assistant.ask(STABLE).model_dump_json())
    known = {"serves_us_users": "yes", "handles_stablecoins": "no", "handles_fiat": "no"}
    facts = assistant.checked_facts(known)
    assert _said(answers[5]) == json.loads(assistant.ask("Do we need an MSB?", facts=facts).model_dump_json())
    assert answers[5]["facts"] == known


def test_turns_of_a_conversation_follow_each_other_over_the_rows_between(
    answers: list[dict], assistant: Assistant
) -> None:
    first = assistant.ask(ROWS[2][2])
    second = json.loads(assistant.ask(ROWS[5][2], before=(first,)).model_dump_json())
    assert answers[4]["facts"]["serves_us_users"] == "yes"
    for name in ("kind", "facts", "facts_from", "focus", "verdicts", "text", "citations", "ask_next"):
        assert _said(answers[4])[name] == second[name], name


def test_rows_come_out_in_order_with_their_columns_untouched(answers: list[dict]) -> None:
    assert [answer["row"] for answer in answers] == list(range(1, COUNT + 1))
    assert [list(answer["input"].values()) for answer in answers] == ROWS[1:]


def test_a_row_that_cannot_be_answered_says_why_and_the_rest_goes_on(
    answers: list[dict], answered: tuple[Path, Summary]
) -> None:
    assert [answer["row"] for answer in answers if "error" in answer] == [3, 7]
    assert "the question is empty" in answers[2]["error"]
    assert "fact 'atz' is unknown" in answers[6]["error"]
    assert "kind" not in answers[2]
    summary = answered[1]
    assert (summary.rows, summary.errors, summary.repeated, summary.resumed) == (COUNT, 2, 1, 0)
    assert sum(summary.kinds.values()) == COUNT - 2


def test_csv_has_a_column_for_each_licence_and_runs_no_formula(
    questions: Path, assistant: Assistant, answers: list[dict]
) -> None:
    path = questions.with_name("answers.csv")
    run(questions, path, Options(workers=1), assistant=assistant)
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["id"] for row in rows] == [row[0] for row in ROWS[1:]]
    assert [row["note"] for row in rows[:5]] == [ROWS[1][5], f"'{FORMULA}", "empty", "-5", "'-x"]
    for row, answer in zip(rows, answers, strict=True):
        assert row["error"] == answer.get("error", "")
        assert (row["kind"], row["answer"]) == (answer.get("kind", ""), answer.get("text", ""))
        for licence in assistant.rulebook.licences:
            assert row[licence] == answer.get("verdicts", {}).get(licence, {}).get("verdict", "")
    assert rows[0]["citations"].startswith("[1] line 7: “FinCEN MSB")
    assert rows[5]["answer.facts"] == "; ".join(f"{k}={v}" for k, v in answers[5]["facts"].items())


def test_xlsx_holds_text_as_text(questions: Path, assistant: Assistant, answers: list[dict]) -> None:
    path = questions.with_name("answers.xlsx")
    run(questions, path, Options(workers=1), assistant=assistant)
    header, *rows = openpyxl.load_workbook(path).active.iter_rows()
    names = [cell.value for cell in header]
    assert [row[0].value for row in rows] == [row[0] for row in ROWS[1:]]
    formula = rows[1][names.index("note")]
    assert (formula.value, formula.data_type, formula.quotePrefix) == (FORMULA, "s", True)
    assert rows[0][names.index("note")].value == ROWS[1][5]
    assert rows[3][names.index("answer")].value == answers[3]["text"]


def test_xlsx_and_jsonl_and_parquet_go_in_and_parquet_comes_out(
    questions: Path, assistant: Assistant, answered: tuple[Path, Summary]
) -> None:
    """The output of a format is the input of the next, and no answer changes on the way."""
    folder = questions.parent
    book = openpyxl.Workbook()
    for row in ROWS:
        book.active.append([None, *row[1:]] if row[0] == "009" else row)
    book.active["F3"].data_type = "s"
    book.save(folder / "questions.xlsx")
    run(folder / "questions.xlsx", folder / "from_xlsx.parquet", Options(workers=1), assistant=assistant)
    table = pq.read_table(folder / "from_xlsx.parquet").to_pylist()
    run(folder / "from_xlsx.parquet", folder / "again.jsonl", Options(workers=1), assistant=assistant)
    again = [json.loads(line) for line in (folder / "again.jsonl").read_text("utf-8").splitlines()]
    source = folder / "given.jsonl"
    source.write_text("".join(json.dumps(line["input"]) + "\n" for line in again), "utf-8")
    run(source, folder / "last.jsonl", Options(workers=1), assistant=assistant)
    last = [json.loads(line) for line in (folder / "last.jsonl").read_text("utf-8").splitlines()]
    first = [json.loads(line) for line in answered[0].read_text("utf-8").splitlines()]
    assert [row["answer"] for row in table] == [answer.get("text", "") for answer in first]
    assert list(map(_said, again)) == list(map(_said, first)) == list(map(_said, last))


def test_another_input_is_never_mixed_in(tmp_path: Path, assistant: Assistant) -> None:
    source, output = tmp_path / "q.csv", tmp_path / "a.csv"
    source.write_text("question\nWhat is FINRA?\n", "utf-8")
    run(source, output, Options(workers=1), assistant=assistant)
    before = output.read_bytes()
    assert run(source, output, assistant=assistant).resumed == 1  # nothing is left to do
    source.write_text("question\nWhat is SIPC?\n", "utf-8")
    with pytest.raises(BatchError, match=r"is not what this run would write: --overwrite starts anew"):
        run(source, output, assistant=assistant)
    assert output.read_bytes() == before
    run(source, output, Options(workers=1, overwrite=True), assistant=assistant)
    assert b"What is SIPC?" in output.read_bytes()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.csv", "q.csv"]


def test_the_input_is_never_the_output(tmp_path: Path, assistant: Assistant) -> None:
    source = tmp_path / "q.csv"
    source.write_text("question\nWhat is FINRA?\n", "utf-8")
    with pytest.raises(BatchError, match="is the input too: name another output"):
        run(source, f"{tmp_path}/./q.csv", Options(overwrite=True), assistant=assistant)
    assert source.read_text("utf-8") == "question\nWhat is FINRA?\n"


def test_an_output_at_a_url_leaves_no_copy_and_is_not_replaced_unasked(
    tmp_path: Path, assistant: Assistant
) -> None:
    source, there = tmp_path / "q.csv", tmp_path / "a.jsonl"
    source.write_text("question\nWhat is FINRA?\n", "utf-8")
    run(f"file://{source}", f"file://{there}", Options(workers=1), assistant=assistant)
    assert json.loads(there.read_text("utf-8"))["kind"] == "passage"
    left = [path for path in (assistant.settings.home / "batch").iterdir() if path.suffix != ".json"]
    assert left == []
    assert run(f"file://{source}", f"file://{there}", assistant=assistant).resumed == 1
    there.write_text("something else", "utf-8")
    with pytest.raises(BatchError, match="is there already"):
        run(f"file://{source}", f"file://{there}", assistant=assistant)


def test_cells_of_any_size_and_content_go_through(tmp_path: Path, assistant: Assistant) -> None:
    notes = ["x" * (1 << 20), "a\x00b\r\nc \ufeff\u2028", "'=1", " 007 "]
    asks = ["What is FINRA?", "What is FINRA?", "Do \x00\x00\x00 \x01 we?", "What is FINRA?"]
    source = tmp_path / "q.csv"
    with source.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([["question", "note"], *zip(asks, notes, strict=True)])
    run(source, tmp_path / "a.csv", Options(workers=1), assistant=assistant)
    csv.field_size_limit(1 << 21)
    with (tmp_path / "a.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["note"] for row in rows] == notes
    assert [row["question"] for row in rows] == asks
    run(source, tmp_path / "a.xlsx", Options(workers=1), assistant=assistant)
    cells = list(openpyxl.load_workbook(tmp_path / "a.xlsx").active.iter_rows(min_col=2, max_col=2))
    assert cells[1][0].value.endswith("[cut: 1,048,576 characters, and a cell holds 32,767]")
    assert len(cells[1][0].value) == 32_767


def test_documents_beside_the_article_are_shown_as_in_ask_and_another_document_is_another_run(
    tmp_path: Path,
) -> None:
    assistant = Assistant(Settings(data=tmp_path / "data"))
    assistant.library.add(b"FINRA is a self-regulatory body. Members of FINRA pay fees.", file="memo.txt")
    source, output = tmp_path / "q.csv", tmp_path / "a.jsonl"
    source.write_text("question\nWhat is FINRA?\n", "utf-8")
    run(source, output, Options(workers=1), assistant=assistant)
    answer = json.loads(output.read_text("utf-8"))
    assert answer["further"]
    assert _said(answer) == json.loads(assistant.ask("What is FINRA?").model_dump_json())
    assistant.library.add(b"FINRA is not a government body, and neither is SIPC.", file="other.txt")
    with pytest.raises(BatchError, match="is not what this run would write"):
        run(source, output, Options(workers=1), assistant=assistant)
