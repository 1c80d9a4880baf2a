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
    r"|could|must|should|would|will|may|but|right|correct|true|isn't|doesn't|aren't|we|i|and)\b|[，,](?!\s?[A-Za-z])))"
)
_OPEN = re.compile(
    r"^\s*(?:about|on|of|whether|if|how|what|which|who|whom|where|when|why|anything|something|nothing|any|to|for|as|it|so|this|that$)\b"
    r"|^\s*(?:什么|哪|是否|怎么|如何|谁|有没有|有关|关于|到|过)",
    _FLAGS,
)
_BEGIN = r"(?:\s+(?:us|me|you|readers))?(?:\s+(?:that|plainly|clearly|explicitly|outright|expressly|itself))*\s*[:,]?\s+"
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
                yield Said(words, start, end, speaker, is_asked(question, start, end))
