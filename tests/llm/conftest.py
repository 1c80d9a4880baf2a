from collections.abc import Iterator
from importlib import import_module

import pytest
from scripted_model import ScriptedModel, running


@pytest.fixture(scope="session")
def model() -> Iterator[ScriptedModel]:
    for package in ("openai", "anthropic", "ollama"):  # seconds, which are not to count against a deadline
        import_module(f"langchain_{package}")
    with running() as model:
        yield model
