"""The words of the page, from `words.en.toml` and `words.zh.toml`, and which of them to use."""

from functools import cache
from pathlib import Path

from assistant.answer import Language
from assistant.writing.phrases import Phrases, load_both

_FOLDER = Path(__file__).parent


@cache
def load_words(language: Language) -> Phrases:
    """Raises SettingsError where a file cannot be read, or the two languages differ in names or values."""
    return load_both(_FOLDER, "words", language)


def language_of_locale(locale: str | None) -> Language:
    """The browser's language, as far as the page has it.

    Example:
        >>> language_of_locale("zh-CN")
        'zh'
    """
    return "zh" if (locale or "").lower().startswith("zh") else "en"
