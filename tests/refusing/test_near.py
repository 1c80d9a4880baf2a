import re
from collections import Counter
from pathlib import Path

import pytest

from assistant.errors import ModelError
from assistant.reading.training.near import Part, load_near, of_part
from assistant.source import load_source

EVALS = Path(__file__).parents[2] / "evals"


def test_a_third_is_kept_for_measuring_and_no_group_is_torn() -> None:
    near = load_near(load_source())
    kept, taught = of_part(near, "measured"), of_part(near, "judge", "reader")
    assert 0.25 < len(kept) / len(near) < 0.4
    assert {one.part for one in taught} == {"judge", "reader"}
    assert not {near.group for near in kept} & {near.group for near in taught}


@pytest.mark.parametrize("part", ["measured", "judge", "reader"])
def test_both_kinds_are_asked_in_every_part(part: Part) -> None:
    own = of_part(load_near(load_source()), part)
    answered = sum(near.sentence is not None for near in own)
    assert 0.3 < answered / len(own) < 0.7


def test_every_question_stands_once_and_in_no_suite() -> None:
    """A suite's lines may be broken anywhere, and quoted."""
    suites = " ".join(path.read_text("utf-8") for path in EVALS.glob("*.yaml"))
    asked = " ".join(suites.replace('\\"', '"').replace("''", "'").casefold().split())
    counts = Counter(near.question.casefold() for near in load_near(load_source()))
    found = [question for question in counts if question in asked]
    alone = {question for question in found if re.search(rf"(?<!\w){re.escape(question)}(?!\w)", asked)}
    assert sorted(alone | {question for question, count in counts.items() if count > 1}) == []


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ('{"group": "a", "question": "What?"}', r"near\.jsonl:1: .* lacks group, question or answered_by"),
        (
            '{"group": "a", "question": "What?", "answered_by": "99.9"}',
            r"near\.jsonl:1: answered_by '99\.9' is no sentence of the source",
        ),
    ],
)
def test_a_line_that_cannot_be_used_is_named(tmp_path: Path, line: str, said: str) -> None:
    path = tmp_path / "near.jsonl"
    path.write_text(line + "\n", "utf-8")
    with pytest.raises(ModelError, match=said):
        load_near(load_source(), path)
