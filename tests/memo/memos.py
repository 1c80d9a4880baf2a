"""Memos of scripted answers, and what a reader sees of them."""

from datetime import date

from scripted_assistant import BOOK, SOURCE, scripted

from assistant.answer import Answer
from assistant.memo import Memo, memo_of

DAY = date(2026, 11, 24)


def memo(*answers: Answer, language: str = "en", **more: object) -> Memo:
    return memo_of(
        answers, BOOK, SOURCE, language=language, day=DAY, provenance=scripted().provenance, **more
    )  # fmt: skip


def squeezed(text: str) -> str:
    return "".join(text.split())
