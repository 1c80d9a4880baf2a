"""Inputs as spreadsheets and databases write them: how they are read, and what is said of those that cannot be."""

import gzip
import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from assistant.assistant import Assistant
from assistant.batch import Options, preview
from assistant.batch.plan import look
from assistant.batch.source import opened
from assistant.errors import BatchError

CHINESE = "我们撮合美国用户的订单，需要 ATS 牌照吗？平台用稳定币结算，不提供杠杆交易。"
GERMAN = "Café Zürich – “naïve” façade, 5 € each: do we need an ATS licence?"


def chart() -> bytes:
    """A book with a sheet that is a chart of nothing, over which the library stumbles."""
    book = openpyxl.Workbook()
    book.create_chartsheet("chart")
    return _saved(book)


def cut_off() -> bytes:
    """A book whose sheet ends within a row."""
    book = openpyxl.Workbook()
    for number in range(99):
        book.active.append(["question", number])
    return _sheet_edited(_saved(book), lambda sheet: sheet[: len(sheet) // 2])


def _sheet_edited(book: bytes, edit: Callable[[bytes], bytes]) -> bytes:
    edited = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book)) as source, zipfile.ZipFile(edited, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            target.writestr(name, edit(content) if "sheet1" in name else content)
    return edited.getvalue()


def _saved(book: openpyxl.Workbook) -> bytes:
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


@pytest.mark.parametrize(
    ("encoding", "question"),
    [
        ("utf-8", CHINESE + "🙂"),
        ("utf-8-sig", CHINESE),
        ("gb18030", CHINESE),
        ("utf-16", CHINESE),
        ("utf-32", CHINESE),
        ("utf-16-le", "Do we need FINRA? " * 4),
        ("utf-16-be", "Do we need FINRA? " * 4),
        ("cp1252", GERMAN),
    ],
)
def test_the_encoding_is_found_out(encoding: str, question: str) -> None:
    text = f'question,note\n"{question}",first\n"{question}",second\n'
    shown = preview(text.encode(encoding))
    assert shown.columns == ("question", "note")
    assert shown.rows == ((question, "first"), (question, "second"))


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_found_out(delimiter: str) -> None:
    text = "\n".join(delimiter.join(cells) for cells in [("id", "question"), ("1", "FINRA?"), ("2", "ATS?")])
    shown = preview(text.encode())
    assert (shown.delimiter, shown.rows[1]) == (delimiter, ("2", "ATS?"))


def test_the_line_by_which_excel_says_the_delimiter_is_no_row_and_lines_are_counted_with_it() -> None:
    shown = preview(b"sep=|\r\nid|question\r\n1|ATS, FCM; IB?\r\n2\r\n")
    assert (shown.delimiter, shown.columns) == ("|", ("id", "question"))
    assert shown.rows[0] == ("1", "ATS, FCM; IB?")
    assert shown.faults == {2: "line 4: 1 cells, and the header has 2"}


def test_a_preview_says_what_each_column_is() -> None:
    shown = preview(b"id,conversation,Question ,handles_fiat,facts\n1,a,ATS?,yes,\n")
    assert (shown.question, shown.conversation) == ("Question ", "conversation")
    assert shown.facts == ("handles_fiat", "facts")


def test_a_ragged_row_and_an_open_quote_are_faults_with_their_line() -> None:
    shown = preview(b'id,question\n1,"two\nlines"\n2\n3,ATS?,beyond\n4,"open\n')
    assert shown.faults == {
        2: "line 4: 1 cells, and the header has 2",
        3: "line 5: 3 cells, and the header has 2; beyond it: 'beyond'",
        4: "line 6: a quote is opened and never closed",
    }


@pytest.mark.parametrize(
    ("name", "content", "fault"),
    [
        ("a.csv", b"question,id,id\nATS?,1,2\n", "a.csv:1: 2 columns are named 'id': rename them"),
        ("a.csv", b"", "is empty: its first row has to name the columns"),
        (
            "a.csv",
            b"query,id\nATS?,1\n",
            "no column 'question': it has 'query', 'id'; name one with --column",
        ),
        (
            "a.csv",
            ("question\n" + "订单" * 50).encode() + b"\xff\n",
            "UTF-8, but damaged at byte 310, line 2",
        ),
        ("a.jsonl", b"", "is empty: a JSON object on each line is expected"),
        ("a.json", b'[{"question": "ATS?"}]', "has no row (line 1: not a JSON object: '[{"),
        ("a.jsonl", b'{"question": "a", "x": NaN}\n', "has no row (line 1: not JSON (NaN is not JSON): "),
        ("a.xls", b"\xd0\xcf\x11\xe0" * 99, "is an old Excel file, or one with a password: save it as .xlsx"),
        ("a.csv", gzip.compress(b"question\n"), "is compressed: unpack it first"),
        ("a.csv", bytes(9000), "there is no column 'question': it has '\\x00"),
        ("a.xlsx", chart(), "no spreadsheet that can be read ("),
        ("a.xlsx", cut_off(), "no spreadsheet that can be read ("),
        ("a.xlsx", b"no book", "no spreadsheet that can be read"),
        ("a.parquet", b"no table", "no Parquet file that can be read"),
    ],
)
def test_what_cannot_be_read_is_told_in_one_line(
    tmp_path: Path, assistant: Assistant, name: str, content: bytes, fault: str
) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(BatchError) as caught, opened(tmp_path / name) as source:
        look(source, Options(), assistant)
    assert fault in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_formula_that_was_never_computed_is_a_fault_and_one_that_gives_nothing_is_empty(
    tmp_path: Path,
) -> None:
    book = openpyxl.Workbook()
    for row in [["question", "note"], ["ATS?", '=A1&"!"'], ["FINRA?", '=IF(1,"","x")'], [], ["SIPC?"]]:
        book.active.append(row)
    (tmp_path / "a.xlsx").write_bytes(_with_type_of_text(_saved(book), "B3"))
    shown = preview(tmp_path / "a.xlsx")
    never = "formula that was never computed: open the book in a spreadsheet program and save it"
    assert shown.faults == {1: f"row 2 of the sheet: B2 holds a {never}"}
    assert shown.rows == (("ATS?", ""), ("FINRA?", ""), ("SIPC?", ""))


def _with_type_of_text(book: bytes, place: str) -> bytes:
    """As a spreadsheet program saves a formula whose value is the empty text."""
    return _sheet_edited(
        book, lambda sheet: sheet.replace(f'r="{place}"'.encode(), f'r="{place}" t="str"'.encode())
    )


def test_rows_of_formulas_alone_that_were_never_computed_are_rows(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for row in [["question"], ['="Do we need an ATS"&" licence?"'], ["What is FINRA?"]]:
        book.active.append(row)
    book.save(tmp_path / "a.xlsx")
    shown = preview(tmp_path / "a.xlsx")
    assert list(shown.faults) == [1]
    assert shown.rows == (("",), ("What is FINRA?",))


@pytest.mark.parametrize(
    ("sheets", "given", "chosen"),
    [
        ({"notes": ["x"], "rows": ["question"]}, {}, "rows"),
        ({"one": ["question"], "empty": []}, {}, "one"),
        ({"one": ["question"], "two": ["question"]}, {"sheet": "two"}, "two"),
        ({"one": ["question"], "two": ["ask"]}, {"column": "ask"}, "two"),
        (
            {"one": ["question"], "two": ["question"]},
            {},
            "has several sheets (one, two): choose one with --sheet",
        ),
        ({"one": ["question"]}, {"sheet": "two"}, "there is no sheet 'two': it has one"),
        ({"one": []}, {}, "is empty: the first row of its sheet has to name the columns"),
    ],
)
def test_the_sheet_is_the_one_with_the_questions_or_the_one_named(
    sheets: dict[str, list[str]], given: dict[str, str], chosen: str
) -> None:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, header in sheets.items():
        page = book.create_sheet(name)
        if header:
            page.append(header)
            page.append([f"a row of {name}"])
    options = Options(**given, input_format="xlsx")
    if chosen in sheets:
        shown = preview(_saved(book), options)
        assert (shown.sheet, shown.rows) == (chosen, ((f"a row of {chosen}",),))
        return
    with pytest.raises(BatchError) as caught:
        preview(_saved(book), options)
    assert chosen in str(caught.value)
