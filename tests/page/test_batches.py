"""Questionnaires on the page: real processes, real files."""

import pytest

from assistant.assistant import Assistant
from assistant.batch import Options
from assistant.errors import BatchError
from assistant.page.batches import Desk
from assistant.settings import load_settings

ROWS = b"id,question\n1,What is an ATS?\n2,\n3,=What is SIPC for?\n"
OPTIONS = Options(column="question", workers=1)


@pytest.fixture
def desk(tmp_path) -> Desk:
    return Desk(Assistant(load_settings(data=tmp_path)))


def test_a_file_comes_back_with_its_answers_and_each_sees_only_their_own(desk) -> None:
    job = desk.start("ann", "q.csv", ROWS, OPTIONS, "csv")
    job.thread.join()
    assert (job.error, job.summary.rows, job.summary.errors) == ("", 3, 1)
    assert job.progress.done == 3
    text = job.output.read_text("utf-8-sig")
    assert "passage" in text
    assert "'=What is SIPC for?" in text
    assert desk.job("bob") is None
    desk.drop("ann")
    assert not job.output.exists()


def test_one_at_a_time_and_a_cancelled_one_goes_on_where_it_was(desk) -> None:
    job = desk.start("ann", "q.csv", ROWS, OPTIONS, "jsonl")
    with pytest.raises(BatchError, match=r"q\.csv is still being answered"):
        desk.start("ann", "q.csv", ROWS, OPTIONS, "jsonl")
    desk.cancel("ann")
    job.thread.join()
    assert job.stopped
    assert job.summary is None
    desk.go_on("ann")
    job.thread.join()
    assert job.summary.rows == 3


def test_what_cannot_be_read_is_said_with_the_files_own_name(desk) -> None:
    job = desk.start("ann", "q.csv", ROWS, Options(column="nothing", workers=1), "csv")
    job.thread.join()
    assert "q.csv: there is no column 'nothing'" in job.error
