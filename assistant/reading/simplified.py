"""Traditional Chinese characters as simplified ones, one for one, so that both scripts are read alike."""

from collections.abc import Callable
from functools import cache, lru_cache

from assistant.reading.language import has_chinese, is_chinese


def simplified(text: str) -> str:
    """`text` with each traditional character in its simplified form; as many code points, each in its place."""
    if text.isascii() or not has_chinese(text):
        return text
    return text.translate({ord(letter): _one(letter) for letter in {*text} if is_chinese(letter)})


@lru_cache(maxsize=8192)
def _one(letter: str) -> str:
    form = _converter()(letter)
    return form if len(form) == 1 else letter


@cache
def _converter() -> Callable[[str], str]:
    from opencc import OpenCC  # only where there is Chinese to read

    return OpenCC("t2s").convert
