"""Text that a spreadsheet would run as a formula, made plain text."""

import re

__all__ = ["neutral"]

_STARTS = ("=", "+", "-", "@", "\t", "\r")
_NUMBER = re.compile(r"[+-]?\d[\d.,]*(?:[eE][+-]?\d+)?%?")


def neutral(text: str) -> str:
    """`text`, after an apostrophe where it begins as a formula does. A plain number is none."""
    return f"'{text}" if text.startswith(_STARTS) and not _NUMBER.fullmatch(text) else text
