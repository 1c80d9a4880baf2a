"""What a question states in passing without quoting: of the article ("since the article says that …"), or as known
("why is …?")."""

import re
from collections.abc import Iterator

from assistant.premises.attribution import ARTICLE, VERB
from assistant.premises.quotations import is_asked
from assistant.premises.records import Said

_FLAGS = re.I | re.A
_END = (
    r"(?=,?\s+(?:yeah|yes|right|correct|true|no|huh|ok)\s*[?？]|\s*(?:\.(?!\d)|[?!;。？！；\n]|$|,?\s+(?:so|then|and so|and why)\b|,\s*(?:what|why|how|who|which|when|where|do|does|did|is|are|was|can"
    r"|could|must|should|would|will|may|has|have|had|give|show|please|tell|but|right|correct|true|isn't|doesn't|aren't|we|i|and)\b|[，,](?!\s?[A-Za-z0-9])))"
)
_OPEN = re.compile(
    r"^\s*(?:about|on|of|whether|if|how|what|which|who|whom|where|when|why|anything|something|nothing|any|to|for|as|it|so|this|that$)\b"
    r"|^\s*(?:什么|哪|是否|怎么|如何|谁|有没有|有关|关于|到|过(?!户))",
    _FLAGS,
)
_BEGIN = r"(?:\s+(?-i:us|me|you|readers))?(?:\s+(?:that|plainly|clearly|explicitly|outright|expressly|itself))*\s*[:,]?\s+"
_TAIL = re.compile(r"(?:吗|呢|吧|的呢?|，?对吗|是吗)$")
_ATTRIBUTED = (
    re.compile(
        rf"{ARTICLE}(?:['’]s (?:claim|statement|view|remark|point|assertion|author|opinion|conclusion|argument|position|finding|advice))?(?:\s+(?:also|itself|even|clearly|plainly|explicitly|really|just"
        rf"|do|does|did|has|is|not|as|always|only|of|in|it|line \d+)\b){{0,3}}\s+(?:{VERB}|names?|point(?:s|ed)? out|that){_BEGIN}(?P<clause>[\"“'‘「]?\w.+?){_END}",
        _FLAGS,
    ),
    re.compile(
        rf"(?:according to|by|as per|per|(?:^|(?<=[.?!,:;]\s)|\bso |\band |\bbut |\bsince |\bif )in)\s+{ARTICLE}\s*[,:]?\s+(?P<clause>(?!(?:{VERB})\b|what|which|who|how|when|where|why|is|are|do|does|did|can"
        rf"|must|should|would|in|of|on|about|for|with|and|or|to|itself|as|please|give|list|name|show|compare|summari[sz]e|outline|,).+?){_END}",
        _FLAGS,
    ),
    re.compile(
        r"(?:文章|作者|原文|文中|本文|该文)(?:里|中|里面)?(?:为什么|为何|明确|也|又|还|都|已经|竟然|居然|真的|是不是|不是|有没有|是否)*"
        r"(?:说|写|称|提到|指出|认为|表示|声称|讲|写道)(?:了|过(?!户)|的是|道|明)?[，,：:]?\s*(?P<clause>.+?)(?=[。？！；?!;\n，,]|$)",
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
_ACCORDING = re.compile(
    rf"(?:according to|as per|per|by|in)\s+{ARTICLE}\s*,?\s*$|(?:根据|按照)(?:这篇)?(?:文章|原文)[，,]\s*$",
    _FLAGS,
)
# Before a clause: what asks for a part of it, or leaves open whether the article says it at all.
_OPENLY = re.compile(
    r"\b(?:what|which|who|whom|whose|when|whether|how(?! come))\b"
    r"|^\W*(?:(?:so|and|but|hey|well|ok|hi|then|also),?\s+)?(?:does|do|did|is|are|was|has|have|can|could|would|will|may|should)\s(?!.*\bnot\b)"
    r"|(?<!为)什么|哪|谁|(?<!为)如何|怎么|是否|有没有|是不是",
    _FLAGS,
)
_PLAINLY_ASKED = re.compile(r"^\s*[”\"]?\s*(?:吗|么)")
_TAGGED = re.compile(
    r"^\W*(?:(?:is|does|do|are|did|was|has)(?:n['’]t| not) (?:it|that|this|they|he|she)|right|correct|true|yes|yeah|no|huh|ok|对吗|对吧|对不对|是吧|是吗)\b",
    _FLAGS,
)
_NAMING = re.compile(
    r"\b(?:cit|mention|us|quot|contain|defin|speak|nam|list)(?:e|es|s|ed|d|ing)?\s*$", _FLAGS
)
_AS = re.compile(r"^(?:\S+\s+){1,3}as\s+(?:the|an?|its|one)\b", _FLAGS)
_ADVISED = re.compile(r"\b(?:recommend|advis|suggest)\w*(?:\s+that)?\s*$|(?:建议|推荐)\s*$", _FLAGS)
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
                firmly = bool(speaker) and _firmly(question, words, start)
                advised = _ADVISED.search(question[:start]) is not None
                yield Said(
                    words, start, end, speaker, is_asked(question, start, end), firmly, advised=advised
                )


def _firmly(question: str, words: str, start: int) -> bool:
    """Whether a clause is laid in the article's mouth as a fact, in words that ask nothing themselves."""
    end = start + len(words)
    if _QUESTION.search(words):
        return False
    before = re.split(r"(?<=[.!?。！？\n])", question[:start])[-1]
    rest = question[end:].lstrip(' "”')
    if _NAMING.search(before) and not _AS.search(words):
        return False
    if _TAGGED.search(rest):
        return True
    if _OPENLY.search(before) or (_PLAINLY_ASKED.search(rest) and "不是" not in before):
        return False
    return not ((_ACCORDING.search(before) or not before.strip()) and rest.startswith(("?", "？")))
