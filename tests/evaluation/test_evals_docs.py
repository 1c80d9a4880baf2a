"""docs/evals.md: its example runs, and it names every key of a case, every measure and every suite."""

import re
from pathlib import Path

from assistant.evaluation.cases import Case
from assistant.evaluation.scorers import SCORERS

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "docs" / "evals.md").read_text("utf-8")


def test_the_example_is_a_suite_that_passes(written, ran):
    text = re.search(r"```yaml\n(.*?)```", TEXT, re.S)[1]
    scripted = "licences ats | serves_us_users=yes matches_orders=no |"
    _, results = ran(written(re.sub(r"question: .*", f"question: {scripted}", text)))
    assert {name: one.value for name, one in results[0].turns[0].scores.items()} == {
        "kind": 1, "facts": 1, "facts_strict": 1, "focus": 1, "verdicts": 1, "wrong_definite": 0, "depends_on": 1,
        "cautions": 1, "evidence": 1, "quotes_exact": 1, "claims_uncited": 0, "answer_lacks": 1,
    }  # fmt: skip


def test_every_key_measure_and_suite_is_named():
    words = set(re.findall(r"`([^`\n]+)`", TEXT))
    keys = set(Case.model_fields) - {"id", "question"}
    measures = {re.sub(r"^recall@\d+$", "recall@k", name) for name in SCORERS}
    suites = {path.stem for path in (ROOT / "evals").glob("*.yaml")}
    assert (keys | measures | suites) - words == set()
