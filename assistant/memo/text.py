"""What others wrote, fit to stand in a line of any format."""

import unicodedata

__all__ = ["plain"]

# These turn the direction of what follows: a text could show otherwise than it reads.
_TURNING = frozenset("\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff")


def plain(text: str) -> str:
    """One line: breaks become spaces; control characters, and those that turn the direction, are left out.

    Example:
        >>> plain("one\\ntwo\\x07\\u202e")
        'one two'
    """
    spaced = "".join(" " if one in "\t\n\r\v\f\x85\u2028\u2029" else one for one in text)
    return "".join(one for one in spaced if one not in _TURNING and not _control(one)).strip()


def _control(one: str) -> bool:
    # Noncharacters are in no XML.
    return unicodedata.category(one) in ("Cc", "Cs") or ord(one) & 0xFFFE == 0xFFFE
