"""docs/blocks.md: what it shows runs, and gives what its comments say."""

import ast
import re
from pathlib import Path

import pytest

PAGE = Path(__file__).parents[2] / "docs" / "blocks.md"
EXAMPLES = re.findall(r"```python\n(.*?)```", PAGE.read_text("utf-8"), re.S)


@pytest.mark.parametrize("example", EXAMPLES)
def test_an_example_gives_what_it_says(example: str) -> None:
    names: dict[str, object] = {}
    exec(compile(example, str(PAGE), "exec"), names)
    for shown, value in re.findall(r"^(\S.*?)  # (.+)$", example, re.M):
        assert eval(shown, names) == ast.literal_eval(value), shown
