"""What people type into names and remarks, made fit to keep: no control characters, bounded, trimmed."""

import re
import unicodedata

from assistant.errors import StoreError

__all__ = [
    "MAX_NAME",
    "MAX_REMARK",
    "TITLE",
    "as_id",
    "folded",
    "keepable",
    "name_of",
    "remark_of",
    "searched",
    "title_of",
]

MAX_NAME, MAX_REMARK, TITLE = 200, 4_000, 80
_ID = re.compile("[0-9a-f]{32}")


def folded(text: str) -> str:
    """As it is searched: letter case and compatible forms (full-width letters) do not matter."""
    return unicodedata.normalize("NFKC", text).casefold()


def title_of(question: str) -> str:
    """The title that a conversation has before a person gives it one.

    Example:
        >>> title_of("Do we need  an ATS?")
        'Do we need an ATS?'
    """
    flat = " ".join(question.split())
    return flat if len(flat) <= TITLE else flat[: TITLE - 1].rstrip() + "…"


def name_of(text: str, what: str) -> str:
    """Raises StoreError where nothing is left, or too much."""
    name = " ".join(_clean(text).split())
    if not name:
        raise StoreError(f"{what}: is empty: give a name")
    if len(name) > MAX_NAME:
        raise StoreError(f"{what}: has {len(name):,} characters: the limit is {MAX_NAME}")
    return name


def searched(words: str) -> str:
    """Words as they are looked for: without the signs that nothing kept can have, and that databases refuse."""
    return folded(" ".join(_clean(words).split()))


def keepable(text: str, what: str) -> str:
    """The text as it is, where nothing may be cleaned away: two owners must never become one, an answer not another.

    Raises StoreError where no database could keep it: a NUL, or half of a UTF-16 pair.
    """
    if "\x00" in text or any(unicodedata.category(one) == "Cs" for one in text):
        raise StoreError(f"{what}: has a sign that cannot be kept: {ascii(text)[:80]}")
    return text


def as_id(text: str) -> str:
    """What is looked for: "", which no row has, where the text can be no id, and a database might even refuse it."""
    return text if _ID.fullmatch(text) else ""


def remark_of(text: str) -> str:
    """Raises StoreError where it is too long."""
    remark = _clean(text).strip()
    if len(remark) > MAX_REMARK:
        raise StoreError(f"remark: has {len(remark):,} characters: the limit is {MAX_REMARK:,}")
    return remark


def _clean(text: str) -> str:
    return "".join(one for one in text if one in "\t\n" or unicodedata.category(one) not in ("Cc", "Cs"))
