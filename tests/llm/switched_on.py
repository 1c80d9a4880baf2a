"""Assistants with an LLM switched on, which share the loaded parts of one without."""

from functools import cache
from pathlib import Path
from typing import Any

from scripted_model import NAME, ScriptedModel

from assistant.answer import Answer
from assistant.assistant import Assistant
from assistant.settings import Settings

QUESTION = "We match orders of users in Texas. Do we need an ATS licence?"
KEY = "sk-SWORDFISH-0123456789"


@cache
def without() -> Assistant:
    return Assistant(Settings())


@cache
def built_in(question: str = QUESTION) -> Answer:
    return without().ask(question)


def settings(model: ScriptedModel, provider: str, cache: Path | str = "off", **more: Any) -> Settings:
    """`url`: an OpenAI-compatible server by its base URL."""
    given: dict[str, Any] = {
        "llm_use": "write",
        "llm_retries": 1,
        "llm_deadline": 300,
        "llm_rate": 100_000,
        "llm_cache": str(cache),
    }
    if provider == "url":
        given["llm"] = f"{model.url}/v1#{NAME}"
    else:
        given |= {"llm": f"{provider}:{NAME}", "llm_url": model.url + ("/v1" if provider == "openai" else "")}
    return Settings(**(given | more))


def switched_on(model: ScriptedModel, provider: str = "openai", **more: Any) -> Assistant:
    assistant = Assistant(settings(model, provider, **more))
    shared = without()
    for part in ("source", "rulebook", "reader", "retriever"):
        assistant.__dict__[part] = getattr(shared, part)
    return assistant
