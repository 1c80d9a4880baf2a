"""Prompts, provenance, spans and callbacks round the calls."""

import shutil
from pathlib import Path
from typing import Any

import pytest
from langchain_core.callbacks import BaseCallbackHandler
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from scripted_model import Reply, ScriptedModel, always, obedient
from switched_on import QUESTION, built_in, switched_on

from assistant.blocks.runnable import AssistantRunnable
from assistant.data import data_folder
from assistant.errors import SettingsError
from assistant.llm import prompts


@pytest.fixture(autouse=True)
def key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ASSISTANT_LLM_KEY", "sk-x")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the prompts, in use for the test."""
    shutil.copytree(data_folder("prompts"), tmp_path / "prompts")
    monkeypatch.setattr(prompts, "data_folder", lambda name: tmp_path / name)
    monkeypatch.setattr(prompts, "load_prompt", prompts.load_prompt.__wrapped__)
    monkeypatch.setattr("assistant.llm.llm.load_prompt", prompts.load_prompt)
    return tmp_path / "prompts" / "llm"


@pytest.mark.parametrize("name", ["read", "reword", "repair"])
def test_a_changed_prompt_changes_the_provenance(model: ScriptedModel, folder: Path, name: str) -> None:
    before = switched_on(model).provenance.llm
    assert before == switched_on(model).provenance.llm
    path = folder / f"{name}.toml"
    path.write_text(path.read_text("utf-8") + "# another word\n", "utf-8")
    assert switched_on(model).provenance.llm != before


def test_a_changed_prompt_is_not_answered_from_the_cache(
    model: ScriptedModel, folder: Path, tmp_path: Path
) -> None:
    model.begin(obedient)
    switched_on(model, cache=tmp_path / "kept").ask(QUESTION)
    path = folder / "reword.toml"
    path.write_text(path.read_text("utf-8").replace("reads well", "reads very well"), "utf-8")
    switched_on(model, cache=tmp_path / "kept").ask(QUESTION)
    assert len(model.requests) == 2
    assert "very well" in model.requests[1].texts[0]


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("version = 3", "", "version is missing"),
        ('inputs = ["question", ', "inputs = [", "question is in only one of `inputs` and `user`"),
        ("version = 3", "version =", "cannot be read"),
    ],
)
def test_a_prompt_that_is_not_whole_is_one_line_with_its_file(
    model: ScriptedModel, folder: Path, old: str, new: str, fault: str
) -> None:
    path = folder / "reword.toml"
    path.write_text(path.read_text("utf-8").replace(old, new), "utf-8")
    with pytest.raises(SettingsError, match=r"reword\.toml: ") as raised:
        switched_on(model).ask(QUESTION)
    assert fault in str(raised.value)
    assert "\n" not in str(raised.value)


class Recorder(BaseCallbackHandler):
    """Keeps what langchain reports of models, as LangSmith's tracer would."""

    def __init__(self) -> None:
        self.seen: list[tuple[str, Any, Any]] = []

    def on_chain_start(self, *_: Any, run_id: Any, parent_run_id: Any = None, **__: Any) -> None:
        self.seen.append(("chain", run_id, parent_run_id))

    def on_chat_model_start(self, *_: Any, run_id: Any, parent_run_id: Any = None, **__: Any) -> None:
        self.seen.append(("model", run_id, parent_run_id))

    def on_llm_end(self, *_: Any, run_id: Any, parent_run_id: Any = None, **__: Any) -> None:
        self.seen.append(("end", run_id, parent_run_id))


def test_callbacks_see_the_models_runs_under_the_run_that_asked(model: ScriptedModel) -> None:
    model.begin(obedient)
    recorder = Recorder()
    AssistantRunnable(switched_on(model)).invoke(QUESTION, {"callbacks": [recorder]})
    chain, started, ended = recorder.seen
    assert [chain[0], started[0], ended[0]] == ["chain", "model", "end"]
    assert started[2] == chain[1]
    assert ended[1] == started[1]


def spans_of(model: ScriptedModel, monkeypatch: pytest.MonkeyPatch, questions: int, **more: Any) -> list[Any]:
    memory, provider = InMemorySpanExporter(), TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(memory))
    monkeypatch.setattr("assistant.traces._tracer", lambda _: provider.get_tracer("test"))
    asked = [(QUESTION, {}, ())] * questions
    switched_on(model, traces="host", **more).ask_many(asked)  # type: ignore[arg-type]
    return list(memory.get_finished_spans())


@pytest.mark.parametrize("questions", [1, 3])
def test_each_call_is_a_span_under_its_question(
    model: ScriptedModel, monkeypatch: pytest.MonkeyPatch, questions: int
) -> None:
    model.begin(obedient)
    spans = spans_of(model, monkeypatch, questions)
    asked = next(span for span in spans if span.name == "assistant.ask")
    called = [span for span in spans if span.name == "assistant.llm"]
    assert len(called) == questions
    assert all(span.parent.span_id == asked.context.span_id for span in called)
    assert not any(built_in().text[:20] in span.to_json() for span in called)


def test_a_failed_call_marks_its_span_by_kind_alone(
    model: ScriptedModel, monkeypatch: pytest.MonkeyPatch
) -> None:
    model.begin(always(Reply("who asks?", how=401)))
    span = next(span for span in spans_of(model, monkeypatch, 1) if span.name == "assistant.llm")
    assert span.attributes["error.type"] == "LlmError"
    assert "who asks?" not in span.to_json()
