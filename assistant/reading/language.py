"""The language to answer in, by script: the assistant speaks two, and their scripts do not overlap."""

from assistant.answer import Language

_SHARE = 0.15


def is_chinese(letter: str) -> bool:
    return "\u3400" <= letter <= "\u9fff"


def has_chinese(text: str) -> bool:
    return any(map(is_chinese, text))


def language_of(text: str) -> Language:
    """ "zh" where Chinese characters make up a fair share of the words.

    A Chinese character counts about as much as half an English word, so that a Chinese question full of English
    names (FinCEN, ATS, USDT) is Chinese, and an English one with a Chinese name in it is English.
    """
    if text.isascii():
        return "en"
    chinese = sum(map(is_chinese, text))
    words = sum(1 for word in text.split() if any(letter.isascii() and letter.isalpha() for letter in word))
    return "zh" if chinese and chinese / 2 >= _SHARE * (words + chinese / 2) else "en"
