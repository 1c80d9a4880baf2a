"""Whether a "Yes" or "No" that a rewording puts at the head of a sentence answers what was asked."""

import re
from collections.abc import Sequence

from assistant.answer import Answer
from assistant.prose.grounds import Ground
from assistant.prose.words import tokens
from assistant.writing import may_ask_to_be_spared

__all__ = ["misled", "without_denial"]

_LEAD = re.compile(r"^(yes|no)\s*[:,.;–—]\s*|^(是的|不用|不需要|需要|不是|是|否|对|不)[，。,]", re.I)
_NO = re.compile(r"^no\s*[:,.]\s*(?=\S)", re.I)
_ASKS = re.compile(r"(?:^|[.!?]\s+)(?P<verb>is|are|was|were|does|do|did)\s+(?P<what>[^.!?]+)\?\s*$", re.I)
_DENIES = re.compile(r"\b(?P<verb>is|are|was|were|does|do|did) not (?P<what>.*)", re.I)


def misled(text: str, held: Sequence[Ground], answer: Answer) -> str:
    """Why a "Yes" or "No" may not stand there; "" where it may as far as the question goes.

    "Can we do without X?" is not answered by "Yes, X is required".
    """
    lead = _LEAD.match(text)
    if lead is None or answer.kind != "licences" or not may_ask_to_be_spared(answer.question):
        return ""
    own = (_LEAD.match(ground.text) for ground in held)
    if any(match and match.group()[:2].lower() == lead.group()[:2].lower() for match in own):
        return ""
    return f"“{lead[1] or lead[2]}” does not answer what was asked: leave it out"


def without_denial(text: str, held: Sequence[Ground], answer: Answer) -> str:
    """Without a "No" before what the article denies, where just that was asked: "Is x y?", "No, x is not y"."""
    asked = _ASKS.search(answer.question)
    if answer.kind != "passage" or len(held) != 1 or not _NO.match(text) or asked is None:
        return text
    denied = _DENIES.search(held[0].text)
    if denied is None or denied["verb"].lower() != asked["verb"].lower():
        return text
    clause = re.split(r"[,;:.()]", denied["what"])[0]
    subject = held[0].text[: denied.start()]
    question, claim = _counted(asked["what"]), _counted(f"{subject} {clause}")
    return _NO.sub("", text) if question == claim and "not" not in question else text


def _counted(text: str) -> set[str]:
    """What a text says, in any order."""
    return {token.key for token in tokens(text) if token.role not in ("glue", "break", "licence")} - {
        "source"
    }
