import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest

from assistant.memo import Memo, rendered

sys.path.insert(0, str(Path(__file__).parents[1] / "page"))
from memos import squeezed
from scripted_assistant import scripted

MISSING = "pdftotext is not installed here: apt-get install poppler-utils poppler-data"

Shown = Callable[[Memo, str], str]


@pytest.fixture(scope="session")
def assistant():
    return scripted()


@pytest.fixture(scope="session")
def shown() -> Shown:
    """What a reader of the file sees, without its spaces: a PDF does not say where it broke a line."""
    return lambda made, ending: squeezed(_TEXTS[ending](rendered(made, ending)))


def _markdown(data: bytes) -> str:
    return re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", data.decode())


def _word(data: bytes) -> str:
    from docx import Document

    document = Document(BytesIO(data))
    cells = (cell.text for table in document.tables for row in table.rows for cell in row.cells)
    return "\n".join([*(one.text for one in document.paragraphs), *cells])


def _pdf(data: bytes) -> str:
    if shutil.which("pdftotext") is None:
        assert not os.environ.get("REQUIRE_PROGRAMS"), MISSING
        pytest.skip(MISSING)
    done = subprocess.run(["pdftotext", "-", "-"], input=data, capture_output=True, check=True)
    return re.sub(r"Page \d+ of \d+\n|第 \d+ 页，共 \d+ 页\n|\f", "", done.stdout.decode())


_TEXTS = {"md": _markdown, "docx": _word, "pdf": _pdf}
