"""The key of a run: all that the bytes of its output rest on, by the names that a message uses."""

import hashlib
import json
from dataclasses import asdict
from typing import Any

from assistant.assistant import Assistant
from assistant.batch.plan import Plan
from assistant.batch.records import Form, Options
from assistant.settings import Settings

__all__ = ["key_of_run", "settings_that_count"]

# Where things lie is no part of what they are (source, rulebook and documents have hashes of their own in the key),
# and who looks on, what is noted down and what other uses are allowed change no answer.
_ASIDE = frozenset(
    [
        "home",
        "data",
        "store_url",
        "corpus",
        "rulebook",
        "chroma_url",
        "audit",
        "traces",
        "traces_content",
        "page_rate",
        "llm_cache",
    ]
)


def key_of_run(assistant: Assistant, plan: Plan, options: Options, form: Form, sha256: str) -> dict[str, Any]:
    """Two runs with one key write the same bytes.

    Args:
        form: of the output.
        sha256: of the input.
    """
    table = plan.table
    return {
        "input": sha256,
        "reading": [table.form, table.encoding, table.delimiter, table.sheet],
        "columns": asdict(plan.columns) | {"by_fact": dict(plan.columns.by_fact)},
        "limit": options.limit,
        "format": form,
        **settings_that_count(assistant.settings),
        **assistant.provenance.model_dump(mode="json"),
        "documents beside the article": [d.model_dump() for d in assistant.library.documents()],
    }


def settings_that_count(settings: Settings) -> dict[str, str]:
    """A mark of each setting that can change an answer: not the value, as it may hold a key.

    Those of an LLM count only where one is switched on; its limits do too, as they decide whose words are shown.
    """
    fields = settings.model_dump(mode="json", exclude=set(_ASIDE))
    return {
        f"setting {name}": hashlib.sha256(json.dumps(value).encode()).hexdigest()[:16]
        for name, value in sorted(fields.items())
        if settings.llm is not None or not name.startswith("llm")
    }
