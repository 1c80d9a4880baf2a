"""What a question states in passing without quoting: of the article ("since the article says that …"), or as known
("why is …?")."""

import re
from collections.abc import Iterator

from assistant.premises.attribution import ARTICLE, VERB
from assistant.premises.quotations import is_asked
from assistant.premises.records import Said

_FLAGS = re.I | re.A
_END = (
    r"(?=\s*(?:\.(?!\d)|[?!;。？！；\n]|$|,?\s+(?:so|then|and so|and why)\b|,\s*(?:what|why|how|who|which|when|where|do|does|did|is|are|was|can"
    r"|could|must|should|would|will|may|has|have|had|give|show|please|tell|but|right|correct|true|isn't|doesn't|aren't|we|i|and)\b|[，,](?!\s?[A-Za-z0-9])))"
)
_OPEN = re.compile(
    r"^\s*(?:about|on|of|whether|if|how|what|which|who|whom|where|when|why|anything|something|nothing|any|to|for|as|it|so|this|that$)\b"
    r"|^\s*(?:什么|哪|是否|怎么|如何|谁|有没有|有关|关于|到|过)",
    _FLAGS,
)
_BEGIN = r"(?:\s+(?-i:us|me|you|readers))?(?:\s+(?:that|plainly|clearly|explicitly|outright|expressly|itself))*\s*[:,]?\s+"
_TAIL = re.compile(r"(?:吗|呢|吧|的呢?|，?对吗|是吗)$")
_ATTRIBUTED = (
    re.compile(
        rf"{ARTICLE}(?:'s (?:claim|statement|view|remark|point|assertion|author))?(?:\s+(?:also|itself|even|clearly|plainly|explicitly|really|just"
        rf"|do|does|did|has|always|only|of|in|it|line \d+)\b){{0,3}}\s+(?:{VERB}|point(?:s|ed)? out|that){_BEGIN}(?P<clause>[\"“'‘「]?\w.+?){_END}",
        _FLAGS,
    ),
    re.compile(
        rf"(?:according to|by|in|as per|per)\s+{ARTICLE}\s*[,:]?\s+(?P<clause>(?!(?:{VERB})\b|what|which|who|how|when|where|why|is|are|do|does|did|can"
        rf"|must|should|would|in|of|on|,).+?){_END}",
        _FLAGS,
    ),
    re.compile(
        r"(?:文章|作者|原文|文中|本文|该文)(?:里|中|里面)?(?:为什么|为何|明确|也|又|还|都|已经|竟然|居然|真的|是不是|有没有|是否)*"
        r"(?:说|写|称|提到|指出|认为|表示|声称|讲|写道)(?:了|过|的是|道|明)?[，,：:]?\s*(?P<clause>.+?)(?=[。？！；?!;\n，,]|$)",
    ),
    re.compile(
        r"(?:根据|按照|按|依照)(?:这篇)?(?:文章|原文|本文|作者)(?:的说法|所说|所述)?[，,]\s*(?P<clause>.+?)(?=[。？！；?!;\n，,]|$)"
    ),
    re.compile(
        rf"(?:^|(?<=[.?!]\s)|\bwhy\s|\bhow\s|\bif\s|\bsince\s|\bbecause\s)(?P<clause>(?!if\b|why\b|since\b|because\b|as\b|how\b|what\b|which\b|who\b)[^.?!,;\n]{{8,140}}?),?\s+"
        rf"(?:according to|as per|as)\s+{ARTICLE}",
        _FLAGS,
    ),
    re.compile(rf"\b(?:say|state|stand|read)s?\s+in\s+{ARTICLE}\s+that\s+(?P<clause>.+?){_END}", _FLAGS),
)
_FACTS = r"says|states|claims|writes|argues|asserts|reports|concludes|declares|promises|assures us|said|stated|claimed|wrote|reported"
_SAYS_THAT = re.compile(
    rf"(?:^|\b(?:since|because|given that|if|as|why|where)\s+)\W*{ARTICLE}\s+(?:{_FACTS})(?:\s+that)?[\s:,]*$"
    rf"|\b(?:why|where)\s+(?:does|do|did)\s+{ARTICLE}\s+(?:say|state|claim|write|argue|assert|report)\s+that\s*$"
    r"|(?:文章|作者|原文|文中|本文)(?:为什么|为何|明确|也|里)?(?:说|写|称|指出|写道|声称)(?:明|道)?[，,：:]?\s*$",
    _FLAGS,
)
_ACCORDING = re.compile(
    rf"(?:according to|as per)\s+{ARTICLE}\s*,\s*$|(?:根据|按照)(?:这篇)?(?:文章|原文)[，,]\s*$", _FLAGS
)
_QUESTION = re.compile(
    r"\b(?:what|which|who|whom|whose|how|whether|or|correct|right)\b|^\s*(?:is|are|was|were|do|does|did|can|could|must|should)\b"
    r"|什么|哪|谁|几|吗|多少|如何|怎|是否|有没有",
    _FLAGS,
)
_KNOWN = (
    re.compile(
        r"\bwhy\s+(?P<clause>(?:is|are|was|were|do|does|did|has|have|must|should|can|would|will)(?:n['’]t)?\b.+?)(?=[.?!;\n]|$)",
        _FLAGS,
    ),
    re.compile(r"\bhow come\s+(?P<clause>.+?)(?=[.?!;\n]|$)", _FLAGS),
    re.compile(
        rf"(?:\b(?:since|because|given that|given|seeing that|seeing as|now that|considering that|knowing that|assuming)|(?:^|[.?!]\s+)as)\s+(?P<clause>.+?){_END}",
        _FLAGS,
    ),
    re.compile(r"(?:为什么|为何)(?P<clause>.+?)(?=[。？！；?!;\n，,]|$)"),
    re.compile(r"(?:既然|因为|由于|鉴于)(?P<clause>.+?)(?=[。？！；?!;\n，,]|$)"),
)


def attributed(question: str) -> Iterator[Said]:
    """Clauses that the question says the article states."""
    yield from _clauses(question, _ATTRIBUTED, "article")


def taken_as_known(question: str) -> Iterator[Said]:
    """Clauses that the question takes as known, the article not being named in them."""
    for said in _clauses(question, _KNOWN, ""):
        if not re.search(ARTICLE, said.words, _FLAGS):
            yield said


def _clauses(question: str, patterns: tuple[re.Pattern[str], ...], speaker: str) -> Iterator[Said]:
    for pattern in patterns:
        for match in pattern.finditer(question):
            start, end = match.span("clause" if speaker else 0)
            words = _TAIL.sub("", question[start:end].strip(" .?!"))
            if words and not _OPEN.match(match["clause"]):
                firmly = bool(speaker) and _firmly(question, start, end)
                yield Said(words, start, end, speaker, is_asked(question, start, end), firmly)


def _firmly(question: str, start: int, end: int) -> bool:
    """Whether a clause is laid in the article's mouth as a fact, in words that ask nothing themselves."""
    if _QUESTION.search(question[start:end]):
        return False
    before = re.split(r"(?<=[.!?。！？\n])", question[:start])[-1]
    if _ACCORDING.search(before):
        return not question[end:].lstrip(' "”').startswith(("?", "？"))
    return _SAYS_THAT.search(before) is not None
