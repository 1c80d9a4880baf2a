"""Whether the thing asked for is of a kind that the sentences found contain at all.

A sentence may be about the very subject and still not hold the amount, the term, the name or the form that the
question wants. Each kind of detail is a pattern of asking, and what a sentence needs to answer it.
"""

import re
from collections.abc import Sequence

from assistant.reading import foreign

_FLAGS = re.I | re.A
_Kinds = tuple[tuple[re.Pattern[str], re.Pattern[str]], ...]

_DETAILS = (
    # an amount of money
    (
        r"\bhow much (?:money|capital|to pay)\b|\bhow much\b[^.?!]{0,60}\b(?:cost|charge|pay|fee|capital|salary)\b|\b(?:filing|application|registration|membership) fees?\b"
        r"|\bfees? (?:for|of|to)\b|\b(?:net|minimum|regulatory) capital\b|\bsalar(?:y|ies)\b|\b(?:what|which) (?:sum|amount)s?\b"
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
# Kinds that are asked for in words too loose to refuse by: they speak for or against an answer (features.py).
_LEANINGS = (
    # a date
    (
        r"\bwhen\b|\bwhat (?:date|day|year|month)\b|\bwhich (?:date|day|year|month)\b|\bhow (?:old|long ago|often)\b|什么时候|何时|哪年|哪一年|哪天|几号|几月|多久|日期",
        r"\b(?:19|20)\d\d\b|\b(?:january|february|march|april|june|july|august|september|october|november|december)\b",
    ),
    # an exam
    (r"\bexams?\b|\bseries \d|\bqualification|考试|资格考", r"\bexam|\bseries \d"),
    # tax
    (r"\btax\w*|\birs\b|\bwithh[eo]ld|税", r"\btax"),
    # a penalty
    (
        r"\bfine[sd]?\b|\bpenalt\w+|\bsanction\w*|\bjail\b|\bprison\b|\bpunish\w*|罚|处罚|坐牢|后果",
        r"\bprosecution|\bpenalt|\bfined?\b",
    ),
    # a price, a size
    (
        r"\bprices?\b|\bcosts?\b|\bcharges?\b|\bbudget|\bhow (?:much|big|large|high|expensive)\b|\bwhat (?:sum|amount)\b|\bcheap\w*|价格|多少|贵|成本|上限|金额",
        r"\$|\d:\d|\d\s*(?:million|%)",
    ),
    # a count
    (r"\bhow many\b|\bwhat number\b|几个|几家|几种|多少(?:个|家|种|人)", r"\d|\b(?:one|two|three|four)\b"),
    # a company, a platform
    (
        r"\b(?:which|what|name) (?:\w+ ){0,2}(?:compan|firm|platform|exchange|broker|bank|issuer|chain|blockchain|network)\w*|哪家|哪个平台|哪些平台|哪些公司|哪条链",
        r"\b(?:mystonks|dinari|odaily|arbitrum|brokercheck)\b",
    ),
    # a country, a state
    (
        r"\b(?:which|what|how many) (?:countr|states?|jurisdiction|region|cit)\w*|哪个国家|哪些国家|哪个州|哪些州",
        r"\bunited states\b|\bus\b|\bu\.s\.",
    ),
    # a section, a rule, a document number
    (
        r"\b(?:section|rule|article|paragraph|clause|statute|cfr|u\.?s\.?c|docket|release) ?(?:no\.?|number|\d)|\b(?:which|what) (?:section|rule|statute|act|law|paragraph)\b|第几条|哪条|哪部法|文号|编号",
        r"\bsection\b|\bact\b|\brule\b",
    ),
    # a procedure
    (
        r"\bhow (?:do|can|would|to|should) (?:i|we|one|you)? ?(?:apply|file|register|submit|renew|fill)|\bwhat (?:documents|papers|steps)\b|\bstep by step\b|怎么(?:申请|注册|填|办)|如何(?:申请|注册|办)|材料|步骤|流程",
        r"\bfirst register\b|\bapply\b|\bsubmitting\b",
    ),
)
_WANTS = tuple((re.compile(asked, _FLAGS), re.compile(needed, _FLAGS)) for asked, needed in _DETAILS)
_LEANS = tuple((re.compile(asked, _FLAGS), re.compile(needed, _FLAGS)) for asked, needed in _LEANINGS)


def lacking(question: str, sentences: Sequence[str]) -> bool:
    """Whether the sentences cannot answer: there are none, or none holds what the question wants, or is about."""
    return not sentences or wanting(question, sentences) or elsewhere(question, sentences)


def wanting(question: str, sentences: Sequence[str]) -> bool:
    """Whether the question wants a kind of detail that none of the sentences holds."""
    return False in _held(_WANTS, question, sentences)


def leanings(question: str, sentences: Sequence[str]) -> list[bool]:
    """For each kind of thing that the question may ask for, whether one of the sentences holds it."""
    return _held(_LEANS, question, sentences)


def elsewhere(question: str, sentences: Sequence[str]) -> bool:
    """Whether the question is about a foreign authority or law of which none of the sentences speaks."""
    text = " ".join(sentences).lower()
    names = foreign(question)
    return bool(names) and not any(name.lower() in text for name in names)


def _held(kinds: _Kinds, question: str, sentences: Sequence[str]) -> list[bool]:
    return [any(needed.search(s) for s in sentences) for asked, needed in kinds if asked.search(question)]
