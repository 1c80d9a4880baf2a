"""The prompts, files in `prompts/llm/`: each says what goes in and what must come out."""

import hashlib
import json
import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from assistant.data import data_folder
from assistant.errors import SettingsError

_VALUE = re.compile(r"{(\w+)}")
_FIELDS = {"version": int, "inputs": list, "output": str, "system": str, "user": str}


@dataclass(frozen=True)
class Prompt:
    """`sha256` is of the file, so that a changed prompt shows in what was made with it."""

    name: str
    system: str
    user: str
    sha256: str

    def filled(self, **values: str | Sequence[str]) -> str:
        """The user's part; nothing of a value has a "<" in it, so that none can end its data.

        Args:
            values: a text goes in as one JSON string; lines go in as lines, so that what is quoted in them is
                read as it has to be copied.
        """
        return _VALUE.sub(lambda match: as_data(values[match[1]]), self.user)


def as_data(value: str | Sequence[str]) -> str:
    plain = json.dumps(value, ensure_ascii=False) if isinstance(value, str) else "\n".join(("", *value, ""))
    return plain.replace("<", "\\u003c").replace(">", "\\u003e")


@cache
def load_prompt(name: str) -> Prompt:
    """Raises SettingsError where the file is missing, a field is, or its variables are not its inputs."""
    path = data_folder("prompts") / "llm" / f"{name}.toml"
    try:
        raw = path.read_bytes()
        table: Mapping[str, Any] = tomllib.loads(raw.decode("utf-8"))
    except (OSError, ValueError) as error:
        raise SettingsError(f"{path}: cannot be read: {error}") from error
    checked(table, str(path))
    return Prompt(name, table["system"], table["user"], hashlib.sha256(raw).hexdigest())


def checked(table: Mapping[str, Any], where: str) -> None:
    """Raises SettingsError, naming the file and the field."""
    for field, kind in _FIELDS.items():
        if not isinstance(table.get(field), kind):
            raise SettingsError(f"{where}: {field} is missing or not a {kind.__name__}: add it")
    if odd := set(table["inputs"]) ^ set(_VALUE.findall(table["user"])):
        raise SettingsError(
            f"{where}: {sorted(odd)[0]} is in only one of `inputs` and `user`: give it in both"
        )
