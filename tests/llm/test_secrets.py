"""A key is sent to the provider and shows nowhere else: every output is searched for it."""

import logging
import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import keyring
import pytest
from keyring.backend import KeyringBackend
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from scripted_model import Reply, ScriptedModel, always, obedient
from switched_on import KEY, QUESTION, switched_on

from assistant.errors import AssistantError
from assistant.llm.choice import KEYRING_SERVICE
from assistant.memo import memo_of, rendered
from assistant.settings import load_settings

PROVIDERS = ["openai", "anthropic", "url"]


class Store(KeyringBackend):
    """A secret store that holds one key."""

    priority = 1  # type: ignore[assignment]

    def get_password(self, service: str, username: str) -> str | None:
        return KEY if (service, username) == (KEYRING_SERVICE, "anthropic") else None

    def set_password(self, service: str, username: str, password: str) -> None: ...

    def delete_password(self, service: str, username: str) -> None: ...


@pytest.fixture
def no_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("ASSISTANT_LLM_KEY", "OPENAI_API_KEY", "ANTHROPIC_API_KEY"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def secret_store() -> Iterator[None]:
    before = keyring.get_keyring()
    keyring.set_keyring(Store())
    yield
    keyring.set_keyring(before)


@pytest.mark.usefixtures("no_keys", "secret_store")
def test_a_key_comes_from_the_systems_secret_store(model: ScriptedModel) -> None:
    model.begin(obedient)
    answer = switched_on(model, "anthropic").ask(QUESTION)
    assert model.requests[0].headers["authorization"] == f"Bearer {KEY}"
    assert answer.llm
    assert answer.llm.text == "reworded"


@pytest.mark.usefixtures("no_keys")
@pytest.mark.parametrize(
    ("provider", "variable"), [("openai", "OPENAI_API_KEY"), ("anthropic", "ANTHROPIC_API_KEY")]
)
def test_a_key_comes_from_the_providers_own_variable(
    model: ScriptedModel, monkeypatch: pytest.MonkeyPatch, provider: str, variable: str
) -> None:
    monkeypatch.setenv(variable, KEY)
    model.begin(obedient)
    switched_on(model, provider).ask(QUESTION)
    assert KEY in " ".join(model.requests[0].headers.values())


@pytest.mark.parametrize("provider", PROVIDERS)
@pytest.mark.parametrize("wrong", [False, True])
def test_a_key_is_in_no_log_memo_trace_cache_or_error(
    model: ScriptedModel,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    tmp_path: Path,
    provider: str,
    wrong: bool,
) -> None:
    monkeypatch.setenv("ASSISTANT_LLM_KEY", KEY)
    memory = InMemorySpanExporter()
    tracing = TracerProvider()
    tracing.add_span_processor(SimpleSpanProcessor(memory))
    monkeypatch.setattr("assistant.traces._tracer", lambda _: tracing.get_tracer("t"))
    model.begin(always(Reply(f"Bearer {KEY} is wrong", how=401)) if wrong else obedient)
    with caplog.at_level(logging.DEBUG):
        assistant = switched_on(
            model, provider, cache=tmp_path, traces="host", traces_content=True, llm_use="both"
        )
        answer = assistant.ask(QUESTION)
    assert KEY in " ".join(model.requests[0].headers.values())
    assert memory.get_finished_spans()
    memo = memo_of(
        [answer],
        assistant.rulebook,
        assistant.source,
        language="en",
        day=date(2026, 1, 1),
        provenance=assistant.provenance,
    )
    shown: dict[str, str] = {
        "answer": answer.model_dump_json(),
        "log": caplog.text,
        "traces": "".join(span.to_json() for span in memory.get_finished_spans()),
        "memo": rendered(memo, "md").decode("utf-8"),
        "settings": repr(assistant.settings),
        "objects": repr(assistant.llm) + repr(vars(assistant.llm)),
        "provenance": repr(assistant.provenance),
    }
    shown |= {
        str(path): path.read_bytes().decode("latin-1") for path in tmp_path.rglob("*") if path.is_file()
    }
    for where, text in shown.items():
        assert text
        assert KEY not in text, where


def test_a_key_is_on_no_screen_of_the_command_line(model: ScriptedModel, tmp_path: Path) -> None:
    model.begin(always(Reply(f"Bearer {KEY} is wrong", how=401)))
    environment: dict[str, Any] = {
        **os.environ,
        "ASSISTANT_LLM_KEY": KEY,
        "ASSISTANT_LLM": f"{model.url}/v1#m",
        "ASSISTANT_LLM_CACHE": "off",
        "ASSISTANT_DATA": str(tmp_path),
    }
    for arguments in (["ask", QUESTION], ["ask", QUESTION, "--json"], ["doctor"], ["memo", QUESTION]):
        command = [sys.executable, "-m", "assistant", *arguments]
        result = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
        assert result.stdout
        assert KEY not in result.stdout + result.stderr
    for path in tmp_path.rglob("*"):
        assert path.is_dir() or KEY.encode() not in path.read_bytes()


def test_a_key_given_as_a_setting_is_refused_without_showing_it(tmp_path: Path, monkeypatch: Any) -> None:
    monkeypatch.chdir(tmp_path)
    Path("assistant.toml").write_text(f'llm_key = "{KEY}"\n')
    with pytest.raises(AssistantError) as raised:
        load_settings()
    assert "llm_key" in str(raised.value)
    assert KEY not in str(raised.value)
