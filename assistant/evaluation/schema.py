"""The JSON Schema of a suite, which lets editors complete it: `python -m assistant.evaluation.schema` prints it."""

import json
import sys
from collections.abc import Collection
from typing import Any

from assistant.evaluation.cases import SuiteFile
from assistant.evaluation.scorers import SCORERS
from assistant.evaluation.suite import NOTHING, Names
from assistant.rulebook import load_rulebook
from assistant.source import load_source

__all__ = ["json_schema", "schema_text"]


def schema_text(names: Names) -> str:
    """As it stands in evals/suite.schema.json."""
    return json.dumps(json_schema(names), indent=1, ensure_ascii=False) + "\n"


def json_schema(names: Names) -> dict[str, Any]:
    """The JSON Schema of a YAML suite, with the rulebook's names for editors to complete."""
    schema = SuiteFile.model_json_schema()
    for model in ("Case", "Turn"):
        shown = schema["$defs"][model]["properties"]
        for key in ("facts", "given"):
            if key in shown:
                _keys(shown[key], names.facts)
        _keys(shown["verdicts"], names.licences)
        _items(shown["focus"], names.licences)
        _items(shown["conflict"], names.facts)
        _items(shown["cautions"], names.cautions)
        _items(shown["scorers"], SCORERS)
        shown["ask_next"]["anyOf"][0]["enum"] = [*names.facts, NOTHING]
        for key in ("answer_has", "evidence"):
            _strings_too(shown[key])
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **schema,
        "title": "A suite of `assistant eval`",
    }


def _keys(shown: dict[str, Any], names: Collection[str]) -> None:
    holder = next(part for part in shown.get("anyOf", [shown]) if part.get("type") == "object")
    holder["propertyNames"] = {"enum": list(names)}


def _items(shown: dict[str, Any], names: Collection[str]) -> None:
    holder = next(part for part in shown["anyOf"] if part.get("type") == "array")
    holder["items"] = {"enum": list(names)}


def _strings_too(shown: dict[str, Any]) -> None:
    """A string stands for the list of itself: see `Turn._groups`."""
    holder = next(part for part in shown["anyOf"] if part.get("type") == "array")
    holder["items"] = {"anyOf": [holder["items"], {"type": "string"}]}
    shown["anyOf"].append({"type": "string"})


if __name__ == "__main__":
    source = load_source()
    sys.stdout.write(schema_text(Names.of(load_rulebook(source), source)))
