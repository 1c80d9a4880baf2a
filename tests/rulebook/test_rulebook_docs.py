"""docs/rulebook.md says what is so."""

import re
from pathlib import Path

import pytest

from assistant.rulebook.proof import prove

PAGE = (Path(__file__).parents[2] / "docs" / "rulebook.md").read_text("utf-8")
FACTS = {"serves_us_users": "yes", "matches_orders": "no"}


def test_the_proof_on_the_page_is_the_proof(book):
    shown = re.search(r"\$ assistant rules check\n(.*?)```", PAGE, re.S).group(1)
    proof = prove(book)
    assert shown.splitlines() == [*proof.summary, *(f"proved: {line}" for line in proof.proved)]


def examples():
    code = re.search(r"```python\n(.*?)```", PAGE, re.S).group(1)
    return re.findall(r"^(\S.*?)\s+# (.+)$", code, re.M)


@pytest.mark.parametrize(("expression", "value"), examples())
def test_the_examples_on_the_page_give_what_they_say(book, expression, value):
    names = {"book": book, "facts": FACTS, "result": book.evaluate(FACTS)}
    assert eval(expression, names) == eval(value)


def test_there_are_examples_to_test():
    assert len(examples()) == 6
