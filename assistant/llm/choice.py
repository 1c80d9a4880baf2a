"""Which model is switched on, and the key for it."""

import os
from typing import NamedTuple

from assistant.errors import SettingsError
from assistant.settings import Settings

_ENVIRONMENT = {"openai": "OPENAI_API_KEY", "anthropic": "ANTHROPIC_API_KEY"}
KEYRING_SERVICE = "stock-token-licence-assistant"


class Choice(NamedTuple):
    """`provider` is one of openai, anthropic, ollama; `url` is None for the provider's own."""

    provider: str
    model: str
    url: str | None

    @property
    def name(self) -> str:
        return f"{self.provider}:{self.model}" + (f" at {self.url}" if self.url else "")


def chosen(settings: Settings) -> Choice | None:
    """What `ASSISTANT_LLM` names: "provider:model", or "URL#model" of an OpenAI-compatible server.

    Raises:
        SettingsError: it is of neither form.
    """
    if not settings.llm:
        return None
    if settings.llm.startswith(("http://", "https://")):
        url, _, model = settings.llm.partition("#")
        return Choice("openai", model or "default", url)
    provider, _, model = settings.llm.partition(":")
    if provider not in ("openai", "anthropic", "ollama") or not model:
        raise SettingsError(
            f"setting llm: {settings.llm!r} is no model: write openai:NAME, anthropic:NAME, ollama:NAME or URL#NAME"
        )
    return Choice(provider, model, settings.llm_url)


def find_key(provider: str) -> str | None:
    """From ASSISTANT_LLM_KEY, the provider's own variable, or the system's secret store; never from a file."""
    for name in ("ASSISTANT_LLM_KEY", _ENVIRONMENT.get(provider, "")):
        if value := os.environ.get(name):
            return value
    return _from_keyring(provider)


def _from_keyring(provider: str) -> str | None:
    try:
        import keyring
    except ImportError:
        return None
    try:
        return keyring.get_password(KEYRING_SERVICE, provider)
    except Exception:  # a locked or missing store is no key; its backends' errors share no base
        return None


def without_key(text: str, key: str | None) -> str:
    """The text on one line, short, and without the key."""
    clean = text.replace(key, "…") if key else text
    return " ".join(clean.split())[:200]
