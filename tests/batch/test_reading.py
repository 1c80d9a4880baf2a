"""Inputs as spreadsheets and databases write them: how they are read, and what is said of those that cannot be."""

from pathlib import Path

import pytest

from assistant.assistant import Assistant
from assistant.batch import Options, preview
from assistant.batch.plan import look
from assistant.batch.source import opened
from assistant.errors import BatchError

CHINESE = "我们撮合美国用户的订单，需要 ATS 牌照吗？平台用稳定币结算，不提供杠杆交易。"
GERMAN = "Café Zürich – “naïve” façade, 5 € each: do we need an ATS licence?"


@pytest.mark.parametrize(
    ("encoding", "question"),
    [
        ("utf-8", CHINESE + "🙂"),
        ("utf-8-sig", CHINESE),
        ("gb18030", CHINESE),
        ("utf-16", CHINESE),
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
        ("a.jsonl", b"[1]\n", "is empty: a JSON object on each line is expected"),
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
