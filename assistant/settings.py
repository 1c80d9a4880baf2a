"""Settings, in one order of precedence: arguments, then ASSISTANT_… variables, then assistant.toml, then defaults.

They are read once, at the start, and a value that cannot be used stops the program there.
"""

import os
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import platformdirs
from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError

from assistant.errors import SettingsError

DEFAULT_EMBEDDER = "all-MiniLM-L6-v2"
MAX_QUESTION = 20_000
PREFIX = "ASSISTANT_"
FILE = Path("assistant.toml")
_NOT_SHOWN = "(?i)key|token|secret|password|^llm(_url)?$"  # what may hold a key is not shown in an error


class Settings(BaseModel):
    """What can be set. Unknown names in the file are an error, so that a typo does not pass for a setting."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    def __init__(self, **given: Any) -> None:
        """The settings in force here, with what is `given` before all else.

        Raises:
            pydantic.ValidationError: a value or a name is not usable.
            OSError, ValueError: `assistant.toml` cannot be read.
        """
        super().__init__(**(_written() | dict(_exported()) | given))

    home: Path = Field(
        default_factory=lambda: Path(platformdirs.user_cache_dir("stock-token-licence-assistant")),
        description="Folder for what is built here: the vector index and the exported embedder.",
    )
    data: Path = Field(
        default_factory=lambda: Path(platformdirs.user_data_dir("stock-token-licence-assistant")),
        description="Folder for what is kept: conversations, platforms, feedback, the log of answers.",
    )
    store_url: SecretStr | None = Field(
        None, description="A PostgreSQL database for what is kept, in place of a file in the data folder."
    )
    audit: bool = Field(
        True, description="Whether each answer is written to the audit log in the data folder."
    )
    corpus: Path | None = Field(
        None, description="Folder with the source and its metadata, in place of the shipped one."
    )
    rulebook: Path | None = Field(
        None, description="Folder with rulebook.yaml and law_notes.yaml, in place of the shipped one."
    )
    embedder: str = Field(DEFAULT_EMBEDDER, description="A sentence-transformers model: a name, or a folder.")
    precision: str = Field(
        "int8", pattern="^(int8|fp32)$", description="Arithmetic of the exported embedder."
    )
    reranker: str | None = Field(
        None,
        min_length=1,
        description="A sentence-transformers cross-encoder that orders what was found: a name, or a folder.",
    )
    chroma_url: str | None = Field(
        None, pattern="^https?://", description="A Chroma server, in place of the folder."
    )
    traces: str = Field("off", pattern="^(off|host|otlp)$", description="Where OpenTelemetry spans go.")
    traces_content: bool = Field(False, description="Whether spans carry words, facts and verdicts too.")

    page_rate: int = Field(
        30, gt=0, description="Questions a minute that one person may ask on a page that is open to others."
    )

    llm: str | None = Field(
        None,
        pattern=r"^(https?://[^@?\s]+|(openai|anthropic|ollama):\S+)$",
        description="An LLM: openai:NAME, anthropic:NAME, ollama:NAME, or URL#NAME of an OpenAI-compatible server.",
    )
    llm_url: str | None = Field(
        None, pattern=r"^https?://[^@?\s]+$", description="The provider's base URL, in place of its own."
    )
    llm_use: str = Field("both", pattern="^(both|read|write|judge)$", description="What the LLM may do.")
    llm_trust: str = Field(
        "ask",
        pattern="^(ask|built-in|llm)$",
        description="Whom to believe where two readings differ on a fact.",
    )
    llm_timeout: float = Field(20, gt=0, le=600, description="Seconds that a server may be silent.")
    llm_deadline: float = Field(
        45, gt=0, le=3600, description="Seconds for all that the LLM does for an answer."
    )
    llm_retries: int = Field(2, ge=0, le=10, description="Further tries of a call that failed.")
    llm_rate: float = Field(
        60, gt=0, description="Calls a minute that all processes with this HOME may make."
    )
    llm_budget: int | None = Field(
        None, gt=0, description="Tokens a day (UTC) that all processes with this HOME may use."
    )
    llm_price_in: float | None = Field(None, ge=0, description="Price of a million input tokens.")
    llm_price_out: float | None = Field(None, ge=0, description="Price of a million output tokens.")
    llm_cache: str | None = Field(None, description="Folder for the LLM's replies; off keeps none.")


def _written() -> dict[str, Any]:
    """What `assistant.toml` in the working folder says; nothing where there is none."""
    try:
        with FILE.open("rb") as file:
            import tomllib  # most start without such a file

            return tomllib.load(file)
    except FileNotFoundError:
        return {}


def _exported() -> Iterator[tuple[str, str]]:
    """What ASSISTANT_… variables say; those that name no setting are somebody else's."""
    for name, value in os.environ.items():
        setting = name.removeprefix(PREFIX).lower()
        if name.startswith(PREFIX) and setting in Settings.model_fields:
            yield setting, value


def load_settings(**given: Any) -> Settings:
    """The settings in force here.

    Raises:
        SettingsError: a value or a name is not usable, or `assistant.toml` cannot be read.
    """
    try:
        return Settings(**given)
    except ValidationError as error:
        first = error.errors()[0]
        name = ".".join(str(part) for part in first["loc"])
        got = "" if re.search(_NOT_SHOWN, name) else f" (got {first['input']!r})"
        raise SettingsError(f"setting {name}: {first['msg']}{got}") from None
    except (OSError, ValueError) as error:
        raise SettingsError(f"{FILE}: {error}") from error


@cache
def current() -> Settings:
    return load_settings()
