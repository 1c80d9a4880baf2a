"""What is taken away: a conversation or a named platform as a memo."""

import re
from collections.abc import Callable, Iterable
from datetime import date

from assistant.answer import Language
from assistant.assistant import Assistant
from assistant.evaluation.feedback import feedback_suite
from assistant.memo import FORMATS, MEDIA, memo_of, rendered
from assistant.page.state import Conversation
from assistant.rulebook import Rulebook
from assistant.store import Feedback, Profile

__all__ = ["FORMATS", "MEDIA", "eval_cases", "file_name", "memo_of_conversation", "memo_of_platform"]


def memo_of_conversation(
    conversation: Conversation, assistant: Assistant, ending: str, language: Language, day: date
) -> Callable[[], bytes]:
    """Makes the file when it is called: a PDF takes longer than a page may."""

    def made() -> bytes:
        memo = memo_of(
            conversation.answers, assistant.rulebook, assistant.source, language=language, day=day,
            provenance=assistant.provenance, given=conversation.given,
        )  # fmt: skip
        return rendered(memo, ending)

    return made


def memo_of_platform(
    profile: Profile, assistant: Assistant, ending: str, language: Language, day: date
) -> Callable[[], bytes]:
    """As `memo_of_conversation`."""

    def made() -> bytes:
        memo = memo_of(
            (), assistant.rulebook, assistant.source, language=language, day=day,
            provenance=assistant.provenance, given=profile.facts, name=profile.name,
        )  # fmt: skip
        return rendered(memo, ending)

    return made


def eval_cases(judged: Iterable[Feedback], book: Rulebook) -> str:
    """The answers marked as wrong as a suite of eval cases; "" where none is."""
    wrong = [one for one in judged if one.thumb == "down"]
    return feedback_suite(wrong, book) if wrong else ""


def file_name(title: str, ending: str) -> str:
    """A name that every system takes.

    Example:
        >>> file_name("Texas / perps?", "pdf")
        'texas-perps.pdf'
    """
    words = re.sub(r"\W+", "-", title.lower()).strip("-")[:60].strip("-")
    return f"{words or 'memo'}.{ending}"
