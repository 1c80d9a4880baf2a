"""Statements taken back: "forget what I said of dividends" makes the fact unknown again."""

import re

from assistant.reading.clauses import clauses

_CUE = re.compile(
    r"\b(forget|disregard|ignore|strike|delete|scratch|withdraw|take back|leave (?:out|aside|open)|set aside|drop)\b[^.?!]*"
    r"\b(i|we) (?:said|told|wrote|mentioned|stated|claimed|answered)\b"
    r"|\b(?:forget|disregard|ignore|strike|scratch|withdraw|take back|retract)\b[^.?!]{0,30}\b(?:statement|answer|remark|bit|part|point|line|item|thing)\b"
    r"|\bi(?:'m| am)? (?:take|taking) (?:that|it|this)?\s*back\b|\btake back what\b"
    r"|\b(?:not sure|unsure|no longer sure|don't know|do not know|dunno|can't say|cannot say)\b[^.?!]*\b(?:any ?more|after all|now|actually)\b"
    r"|(?:忘掉|忘了|忽略|别管|当我没说|收回|撤回|不算数|作废)",
    re.I | re.A,
)
_TOPICS = {
    "serves_us_users": r"\b(us|u\.s\.|american?s?|america|states) (?:users?|clients?|customers?|people|persons?)|americans?\b|\bus users\b|美国(?:用户|客户|人)",
    "us_users_bypass": r"\bvpns?\b|\bprox(?:y|ies)\b|bypass|翻墙|绕过",
    "us_access_blocked": r"\b(?:geo-?)?block|\bkyc\b|\bip (?:filter|block|check)|封锁|屏蔽",
    "matches_orders": r"\bmatch|order ?book|撮合|订单簿",
    "handles_fiat": r"\bfiat\b|\bdollars?\b|\bwires?\b|\bbank (?:money|transfer)|法币|美元",
    "handles_stablecoins": r"stable ?coins?|\busd[ct]\b|\bcrypto\b|稳定币",
    "custodies_shares": r"custod|hold(?:ing)? (?:the )?shares|托管",
    "distributes_dividends": r"dividends?|股息|分红|派息",
    "has_transfer_agent_partner": r"transfer[- ]agents?|过户代理",
    "offers_derivatives": r"derivatives?|leverage|\bperps?\b|futures|合约|杠杆|衍生品",
    "collects_margin": r"\bmargin\b|保证金",
    "derivatives_involve_fx": r"\bfx\b|forex|foreign exchange|currency leg|外汇",
    "introduces_derivatives_clients": r"\bintroduc|referr|介绍|引荐",
}


def retracted(text: str) -> tuple[str, ...]:
    """The facts whose earlier statement this text takes back."""
    taken = " ".join(clause.text for clause in clauses(text) if _CUE.search(clause.text))
    return tuple(fact for fact, topic in _TOPICS.items() if taken and re.search(topic, taken, re.I | re.A))
