"""The phrases of an answer, read from `prompts/`; both languages have the same, with the same names."""

import re
import tomllib
from functools import cache
from pathlib import Path

from assistant.answer import Language
from assistant.data import data_folder
from assistant.errors import SettingsError

Table = dict[str, dict[str, str]]

_VALUES = re.compile(r"{(\w+)}")


class Phrases:
    """`phrases("group.required", licences=…)` is the phrase filled in."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def __call__(self, name: str, **values: object) -> str:
        section, key = name.split(".")
        return self._table[section][key].format(**values)

    def start(self, name: str) -> str:
        """What a phrase starts with, before its first value; by this the page tells the lines of an answer apart."""
        section, key = name.split(".")
        return self._table[section][key].split("{")[0]

    def joined(self, words: list[str], last: str = "and") -> str:
        """ "A, B and C"."""
        if len(words) < 2:
            return "".join(words)
        return self("licences.list").join(words[:-1]) + self(f"licences.{last}") + words[-1]


@cache
def load_phrases(language: Language) -> Phrases:
    """Raises SettingsError where a file is missing or the two languages differ in names."""
    return load_both(data_folder("prompts"), "phrases", language)


def load_both(folder: Path, stem: str, language: Language) -> Phrases:
    """The phrases of `folder/stem.LANGUAGE.toml`.

    Raises SettingsError where a file cannot be read, or the two languages differ in names or values.
    """
    tables = {name: load_table(folder / f"{stem}.{name}.toml") for name in ("en", "zh")}
    odd = sorted(names_of(tables["en"]) ^ names_of(tables["zh"]))
    if odd:
        raise SettingsError(
            f"{folder}/{stem}.*.toml: the languages differ in {odd[0]}: give both the same names"
        )
    return Phrases(tables[language])


def load_table(path: Path) -> Table:
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(f"{path}: cannot be read: {error}") from error


def names_of(table: Table) -> set[str]:
    return {
        f"{section}.{key}({','.join(sorted(set(_VALUES.findall(text))))})"
        for section, phrases in table.items()
        for key, text in phrases.items()
    }
