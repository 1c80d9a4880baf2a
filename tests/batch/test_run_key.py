"""What a run goes on under: a setting that can change an answer is part of its key, one that cannot is not."""

from pathlib import Path

import pytest

from assistant.assistant import Assistant
from assistant.batch import Options, run
from assistant.batch.key import settings_that_count
from assistant.errors import BatchError
from assistant.settings import Settings

LLM = {"llm": "openai:some"}
COUNT = {
    "embedder": "other",
    "precision": "fp32",
    "reranker": "another",
    "llm": "openai:other",
    "llm_url": "http://127.0.0.1:9/v1",
    "llm_use": "read",
    "llm_trust": "llm",
    "llm_timeout": 3,
    "llm_deadline": 9,
    "llm_retries": 0,
    "llm_rate": 7,
    "llm_budget": 1000,
    "llm_price_in": 1.5,
    "llm_price_out": 2.5,
}
ASIDE = {
    "home": "elsewhere",
    "data": "elsewhere",
    "store_url": "postgresql://x/y",
    "audit": False,
    "corpus": "elsewhere",
    "rulebook": "elsewhere",
    "chroma_url": "http://127.0.0.1:9",
    "traces": "host",
    "traces_content": True,
    "page_rate": 7,
    "llm_cache": "off",
}


def test_every_setting_is_one_or_the_other() -> None:
    assert {*COUNT, *ASIDE} == set(Settings.model_fields)


@pytest.mark.parametrize("name", COUNT)
def test_a_setting_that_can_change_an_answer_counts_and_is_named(name: str) -> None:
    was, now = (
        settings_that_count(Settings(**LLM)),
        settings_that_count(Settings(**LLM | {name: COUNT[name]})),
    )
    assert {key for key in was if was[key] != now[key]} == {f"setting {name}"}


@pytest.mark.parametrize("name", ASIDE)
def test_a_setting_that_changes_no_answer_does_not_count(name: str) -> None:
    assert settings_that_count(Settings(**LLM)) == settings_that_count(Settings(**LLM | {name: ASIDE[name]}))


def test_without_an_llm_its_settings_do_not_count() -> None:
    for name in COUNT:
        if name.startswith("llm_"):
            assert settings_that_count(Settings()) == settings_that_count(Settings(**{name: COUNT[name]}))


def test_a_run_goes_on_past_a_setting_that_changes_nothing_and_names_the_one_that_does(
    tmp_path: Path, assistant: Assistant
) -> None:
    source, output = tmp_path / "q.csv", tmp_path / "a.csv"
    source.write_text("question\nWhat is FINRA?\nWhat is SIPC?\n", "utf-8")
    output.mkdir()  # in the way: the run ends once all rows are in its journal
    with pytest.raises(BatchError, match="finished rows are kept"):
        run(source, output, Options(workers=1, overwrite=True), assistant=assistant)
    other = Assistant(Settings(llm="openai:some", llm_use="judge", llm_cache="off"))
    with pytest.raises(BatchError, match=r"begun with another llm, setting llm, .* and \d+ more: start anew"):
        run(source, output, Options(workers=1), assistant=other)
    output.rmdir()
    same = Assistant(Settings(page_rate=7, audit=False, llm_timeout=3))
    assert run(source, output, Options(workers=1), assistant=same).resumed == 2
