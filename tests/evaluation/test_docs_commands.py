"""The case that the docs show is one that there is."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_the_case_of_the_docs_exists():
    shown = re.findall(r"assistant eval (\S+) --case (\S+)", (ROOT / "docs/evals.md").read_text("utf-8"))
    assert shown
    for path, case in shown:
        assert f"  - id: {case}\n" in (ROOT / path).read_text("utf-8")
