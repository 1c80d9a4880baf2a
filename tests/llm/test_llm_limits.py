"""Calls a minute and tokens a day, for all processes that share a home."""

import asyncio
import sqlite3
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event

import pytest
from scripted_model import TOKENS_IN, TOKENS_OUT, ScriptedModel, obedient
from switched_on import QUESTION, built_in, switched_on

from assistant.errors import LlmError
from assistant.llm import limits
from assistant.llm.limits import Limits
from assistant.llm.running import Runner

OTHER = "We match orders of users in Ohio. Do we need an ATS licence?"
TAKING = (
    "import sys; from pathlib import Path; from assistant.llm.limits import Limits\n"
    "limits = Limits(Path(sys.argv[1]), 'a', 6, 100)\n"
    "for _ in range(5): print(limits.turn(1e9)); limits.spend(7)\n"
)


@pytest.fixture(autouse=True)
def key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ASSISTANT_LLM_KEY", "sk-x")


def test_turns_are_given_out_once_among_processes_and_tokens_are_added_up(tmp_path: Path) -> None:
    """Ten seconds lie between two turns, so that 20 turns end 190 s after the first, whoever took them."""
    before = time.time()
    taking = [
        subprocess.Popen([sys.executable, "-c", TAKING, tmp_path], stdout=subprocess.PIPE, text=True)
        for _ in range(4)
    ]
    waits = [float(line) for process in taking for line in process.communicate()[0].splitlines()]
    passed = time.time() - before
    assert len(waits) == 20
    assert 190 - passed <= max(waits) <= 190
    assert 190 - passed <= Limits(tmp_path, "a", 6, None).turn(1e9) - 10 <= 190
    assert Limits(tmp_path, "another model", 6, None).turn(0) == 0
    Limits(tmp_path, "a", 6, 141).within_budget()
    with pytest.raises(LlmError, match="the budget of 140 tokens a day is spent"):
        Limits(tmp_path, "a", 6, 140).within_budget()


def test_a_budget_holds_for_the_next_process_too_and_the_next_day_has_its_own(
    model: ScriptedModel, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    model.begin(obedient)
    budget = {"llm_budget": TOKENS_IN + TOKENS_OUT, "home": tmp_path}
    first = switched_on(model, **budget).ask(QUESTION)
    second = switched_on(model, **budget).ask(QUESTION)
    assert first.llm
    assert second.llm
    assert (first.llm.text, second.llm.text) == ("reworded", "built-in")
    assert second.llm.note == "writing: the budget of 160 tokens a day is spent: see the setting llm_budget"
    assert (second.text, len(model.requests)) == (built_in().text, 1)
    monkeypatch.setattr(limits, "_today", lambda: "2100-01-01")
    third = switched_on(model, **budget).ask(QUESTION)
    assert third.llm
    assert third.llm.text == "reworded"


def test_a_turn_after_the_deadline_is_left_to_others(model: ScriptedModel, tmp_path: Path) -> None:
    model.begin(obedient)
    slow = {"llm_rate": 0.1, "llm_deadline": 300, "home": tmp_path}
    switched_on(model, **slow).ask(QUESTION)
    second = switched_on(model, **slow).ask(OTHER)
    assert second.llm
    assert "after the deadline: see the setting llm_rate" in second.llm.note
    assert (
        300
        < Limits(tmp_path / "llm", "openai:scripted-1 at " + model.url + "/v1", 0.1, None).turn(1e9)
        <= 600
    )
    assert len(model.requests) == 1


def test_a_clock_that_was_put_back_stops_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    one = Limits(tmp_path, "a", 60, None)
    one.turn(0)
    now = time.time()
    monkeypatch.setattr(limits.time, "time", lambda: now - 1e6)
    assert one.turn(0) == 0


def test_limits_that_cannot_be_kept_leave_the_built_in_answer(model: ScriptedModel, tmp_path: Path) -> None:
    (tmp_path / "llm").mkdir()
    (tmp_path / "llm" / "limits.sqlite").write_bytes(b"no database" * 100)
    model.begin(obedient)
    answer = switched_on(model, home=tmp_path).ask(QUESTION)
    assert answer.llm
    assert "limits.sqlite: the limits cannot be kept (" in answer.llm.note
    assert (answer.text, model.requests) == (built_in().text, [])


def test_a_limits_file_that_another_process_holds_keeps_no_other_call_waiting(tmp_path: Path) -> None:
    """Both calls are on one loop; the first waits for the file until the second has come back."""
    waiting = Event()

    class Watched(Limits):
        def turn(self, seconds: float) -> float:
            waiting.set()
            return super().turn(seconds)

    held = Watched(tmp_path, "a", 60, None)
    held.spend(1)
    runner, holder = Runner(0, held), sqlite3.connect(tmp_path / "limits.sqlite", isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    with ThreadPoolExecutor() as pool:
        first = pool.submit(
            runner.run, runner.tried(lambda: asyncio.sleep(0, "first"), time.monotonic() + 60), 60
        )
        assert waiting.wait(60)
        second = runner.run(asyncio.sleep(0, "second"), 60)
        done = first.done()
        holder.execute("ROLLBACK")
        assert (second, done, first.result()) == ("second", False, "first")
    holder.close()
