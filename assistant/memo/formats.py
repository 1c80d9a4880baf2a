"""A memo in the formats in which it is taken away."""

import json
from collections.abc import Callable

from assistant.errors import MemoError
from assistant.memo.blocks import blocks
from assistant.memo.records import Memo
from assistant.memo.words import load_words

__all__ = ["FORMATS", "MEDIA", "rendered"]

_JSON = {"format": "stock-token-licence-assistant/memo", "version": 1}

MEDIA = {
    "md": "text/markdown",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
    "json": "application/json",
}


def rendered(memo: Memo, ending: str) -> bytes:
    """The file, in the format that a name with this ending has.

    Raises:
        MemoError: no format has this ending.

    Example:
        >>> Path("memo.pdf").write_bytes(rendered(memo, "pdf"))  # doctest: +SKIP
    """
    if ending not in FORMATS:
        raise MemoError(f"a memo cannot be written as {ending!r}: one of {', '.join(FORMATS)}")
    return FORMATS[ending](memo)


def _markdown(memo: Memo) -> bytes:
    from assistant.memo.markdown import markdown

    return markdown(blocks(memo)).encode()


def _word(memo: Memo) -> bytes:
    from assistant.memo.word import word

    return word(blocks(memo), title=_title(memo), language=memo.language, day=memo.day)


def _pdf(memo: Memo) -> bytes:
    from assistant.memo.pdf import pdf

    return pdf(blocks(memo), title=_title(memo), language=memo.language)


def _as_json(memo: Memo) -> bytes:
    held = {**_JSON, **memo.model_dump(mode="json")}
    return (json.dumps(held, ensure_ascii=False, indent=2) + "\n").encode()


def _title(memo: Memo) -> str:
    title = load_words(memo.language)("head.title")
    return f"{title}: {memo.name}" if memo.name else title


FORMATS: dict[str, Callable[[Memo], bytes]] = {
    "md": _markdown,
    "docx": _word,
    "pdf": _pdf,
    "json": _as_json,
}
