"""The words of a memo, from `words.en.toml` and `words.zh.toml`."""

from functools import cache
from pathlib import Path

from assistant.answer import Language
from assistant.writing.phrases import Phrases, load_both

_FOLDER = Path(__file__).parent


@cache
def load_words(language: Language) -> Phrases:
    """Raises SettingsError where a file cannot be read, or the two languages differ in names or values."""
    return load_both(_FOLDER, "words", language)
