"""Whether the thing asked for is of a kind that the sentences found contain at all.

A sentence may be about the very subject and still not hold the amount, the term, the name or the form that the
question wants. Each kind of detail is a pattern of asking, and what a sentence needs to answer it.
"""

import re
from collections.abc import Sequence

from assistant.reading import foreign

_FLAGS = re.I | re.A

_DETAILS = (
    # an amount of money
    (
        r"\bhow much (?:money|capital|to pay)\b|\bhow much\b[^.?!]{0,60}\b(?:cost|charge|pay|fee|capital|salary)\b|\b(?:filing|application|registration|membership) fees?\b"
        r"|\bfees? (?:for|of|to)\b|\b(?:net|minimum|regulatory) capital\b|\bsalar(?:y|ies)\b"
        r"|费用|多少钱|手续费|资本要求|净资本|年费|收费",
        r"\$\s?\d|\d\s*(?:million|dollars|usd)\b",
    ),
    # a term or a deadline
    (
        r"\bhow (?:quickly|soon|many (?:days|weeks|months|years))\b|\bhow long (?:does|do|would|will) (?:it|the|an?|finra|sec|registration|approval)\b|\bdeadlines?\b|\bwithin how\b|\bprocessing time"
        r"|\brenew(?:al|ed)?\b|\bexpir\w+|要多久|需要多久|多长时间|截止|几个月|几天|续期",
        r"\b\d+[- ](?:days?|weeks?|months?|years?)\b",
    ),
    (
        r"\b(?:what|which) (?:percent|percentage)\b|\bhow many percent\b|百分之几|比例是多少",
        r"\d\s*(?:%|percent)",
    ),
    # a person
    (
        r"\b(?:ceo|cfo|cto|chair(?:man|woman|person)?|president|director|founders?|boss|head) (?:of|at)\b|'s (?:ceo|founder|chair\w*)\b"
        r"|\bwho (?:runs|heads|leads|chairs|owns) (?!brokercheck)|\bnamed? of (?:the|its) (?:ceo|founder|chair\w*)|创始人|首席执行官|主席是谁|谁创办",
        r"\b(?:ceo|chair\w*|president|founder|founded|director|commissioner)\b",
    ),
    (
        r"\b(?:number of the form|form numbers?|which form|what form|name of the form|forms? (?:does|do|must|is|are))\b|哪个表格|什么表格|表格编号",
        r"\bform\b",
    ),
    (
        r"\b(?:phone|telephone|e-?mail address|postal address|street address|hotline)\b|电话|邮箱|地址",
        r"(?!)",
    ),
    (
        r"\bhow many (?:members|firms|companies|brokers|employees|staff|users|customers)\b|多少家|多少会员",
        r"\b\d[\d,]*\s+(?:members|firms|companies)\b",
    ),
)
_WANTS = tuple((re.compile(asked, _FLAGS), re.compile(needed, _FLAGS)) for asked, needed in _DETAILS)


def lacking(question: str, sentences: Sequence[str]) -> bool:
    """Whether the sentences cannot answer: there are none, or none holds what the question wants, or is about."""
    return not sentences or wanting(question, sentences) or elsewhere(question, sentences)


def wanting(question: str, sentences: Sequence[str]) -> bool:
    """Whether the question wants a kind of detail that none of the sentences holds."""
    return any(
        asked.search(question) and not any(needed.search(s) for s in sentences) for asked, needed in _WANTS
    )


def elsewhere(question: str, sentences: Sequence[str]) -> bool:
    """Whether the question is about a foreign authority or law of which none of the sentences speaks."""
    text = " ".join(sentences).lower()
    names = foreign(question)
    return bool(names) and not any(name.lower() in text for name in names)
