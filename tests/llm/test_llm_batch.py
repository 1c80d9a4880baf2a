"""What an LLM took for a batch, answered by real workers."""

import json
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console
from scripted_model import TOKENS_IN, TOKENS_OUT, ScriptedModel, obedient
from switched_on import QUESTION, switched_on

from assistant.batch import Options, run
from assistant.batch.terminal import show_summary

OTHER = "We match orders of users in Ohio. Do we need an ATS licence?"


def test_the_summary_counts_calls_tokens_and_cost_of_all_rows_and_a_repeat_once(
    model: ScriptedModel, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ASSISTANT_LLM_KEY", "sk-x")
    model.begin(obedient)
    source, output = tmp_path / "q.csv", tmp_path / "a.jsonl"
    rows = [QUESTION, OTHER, QUESTION, "Who won the cup?"]
    source.write_text("question\n" + "\n".join(rows) + "\n", "utf-8")
    assistant = switched_on(model, cache=tmp_path / "kept", llm_price_in=2, llm_price_out=10)
    summary = run(source, output, Options(workers=2), assistant=assistant)
    counts = {"answers": 3, "reworded": 2, "partly": 0, "calls": 2, "cached": 0}
    tokens = {"input_tokens": 2 * TOKENS_IN, "output_tokens": 2 * TOKENS_OUT}
    cost = (2 * TOKENS_IN * 2 + 2 * TOKENS_OUT * 10) / 1e6
    assert summary.llm == {**counts, **tokens, "cost": cost}
    lines = [json.loads(line)["llm"] for line in output.read_text("utf-8").splitlines()]
    assert sum(line["calls"] for line in lines) - lines[2]["calls"] == summary.llm["calls"]
    assert run(source, output, assistant=assistant).llm == summary.llm
    again = run(source, tmp_path / "b.csv", Options(workers=1), assistant=assistant)
    assert (again.llm["calls"], again.llm["cached"], again.llm["cost"]) == (0, 2, 0)
    said = StringIO()
    show_summary(Console(file=said, width=200), summary)
    took = "LLM: 2 of 3 answers in its words, 0 in part; 2 calls, 0 kept replies, 240 tokens in, 80 out, cost 0.00128"
    assert took in said.getvalue()
