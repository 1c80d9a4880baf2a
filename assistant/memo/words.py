"""The words of a memo, from `words.en.toml` and `words.zh.toml`."""

from functools import cache
from pathlib import Path

from assistant.answer import Language
from assistant.errors import SettingsError
from assistant.writing.phrases import Phrases, load_table, names_of

_FOLDER = Path(__file__).parent


@cache
def load_words(language: Language) -> Phrases:
    """Raises SettingsError where a file cannot be read, or the two languages differ in names or values."""
    tables = {name: load_table(_FOLDER / f"words.{name}.toml") for name in ("en", "zh")}
    odd = sorted(names_of(tables["en"]) ^ names_of(tables["zh"]))
    if odd:
        raise SettingsError(
            f"{_FOLDER}/words.*.toml: the languages differ in {odd[0]}: give both the same names"
        )
    return Phrases(tables[language])
