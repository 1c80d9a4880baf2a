"""Who is said to have said it: the article, a body that it names, somebody else, or nobody."""

import re

_FLAGS = re.I | re.A
ARTICLE = (
    r"(?:(?:\b(?:the|this|that|your|said|same)\s+(?:\w+\s+){0,2}?(?:article|author|text|piece|source|writer|write-?up)\b)"
    r"|\b(?:odaily|golem)\b|文章|作者|原文|文中|本文|该文|这篇|核心观点)"
)
VERB = (
    r"(?:say|state|write|read|claim|call|describe|define|mention|note|put|argue|conclude|quote|use|contain|assert|explain|warn|label"
    r"|list|tell|advise|declare|add|stress|maintain|promise|confirm|report|insist|suggest|recommend|mean|treat|rate|believe|think|admit"
    r"|hold|speak|cite)(?:s|d|es|ed|ing)?|said|wrote|written|told|spoke|quoting|saying|calling"
)
_VERBS = rf"(?:\b(?:{VERB})\b|说|写|称|提到|指出|认为|表示|引用|提及|讲|标注)"
_NOUNS = r"(?:\b(?:according|verbatim|words?|phrase|wording|quotation|quote|sentence|line|stands?|appears?|where)\b|原话)"
_BODIES = {
    "SEC": r"\bsec\b|(?:us )?securities (?:and|&) exchange commission|美国证监会|证监会|美国证券交易委员会",
    "FinCEN": r"\bfincen\b|financial crimes enforcement network|金融犯罪执法(?:网络|局)?",
    "FINRA": r"\bfinra\b|financial industry regulatory authority|(?:美国)?金融业监管局",
    "SIPC": r"\bsipc\b|securities investor protection corporation|(?:证券)?投资者保护公司",
    "CFTC": r"\bcftc\b|commodity futures trading commission|(?:美国)?商品期货交易委员会",
    "NFA": r"\bnfa\b|national futures association|全国期货协会",
    "Congress": r"\bcongress\b|国会",
    "Treasury": r"\btreasury\b|财政部",
    "Dinari": r"\bdinari\b",
    "MyStonks": r"\bmystonks\b",
}
_PERSON = (
    r"\b(?:i|we|he|she|they|you|who|somebody|someone|people|everybody|(?:my|our|his|her|their|your|a|an|the|some|one|opposing)\s+(?:\w+['’]?s?\s+)?"
    r"(?:lawyer|counsel|cto|ceo|cfo|boss|partner|founder|cofounder|co-founder|colleague|friend|client|customer|user|competitor"
    r"|blog|tweet|consultant|adviser|advisor|auditor|investor|board|team|website|memo|terms|policy|manager|regulator|bank|broker"
    r"|chatbot|professor|teacher|officer|director|slide|deck|note|intern|tweet|paper|journalist|examiner|post)s?)\b|律师|同事|老板|朋友|客户|顾问|他|她|我们|合伙人"
)
_SPEAKERS = re.compile(
    "|".join(
        [
            f"(?P<article>{ARTICLE})",
            *(f"(?P<{name}>{p})" for name, p in _BODIES.items()),
            f"(?P<person>{_PERSON})",
        ]
    ),
    _FLAGS,
)
_LONG_NAMES = re.compile("|".join(f"(?P<{name}>{pattern})" for name, pattern in _BODIES.items()), _FLAGS)
_SAYS = re.compile(f"{_VERBS}|{_NOUNS}", _FLAGS)
_SAYING = re.compile(rf"(?<!the )(?<!this )(?<!that )(?<!\ba ){_VERBS}\W*$", _FLAGS)
_ARTICLE = re.compile(ARTICLE, _FLAGS)
_NEAR = 60  # code points before a verb of saying in which its speaker stands
_AFTER = 90
_TOPIC = re.compile(
    r"\b(?:about|of|on|regarding|concerning|whether|if|by|an?|the|to|in|under|as an?)\s*$|关于|对于", _FLAGS
)
_POINTS = re.compile(
    r"(?:where|which|is|does|did|was|so)\b[^.?!]*\b(?:that|this|it|so|these|those|words?)\b|这|是|文章",
    _FLAGS,
)
_FEW = 4


def speaker_of(question: str, start: int, end: int, length: int) -> str:
    """Who is said to have said what stands at `start` to `end` in quotation marks.

    "article", the name of a body, "somebody" for anybody else, or "" where it is given as nobody's words.
    `length`: how many words it has; a few words after "about" or "the" are a topic or a term, and no quotation.
    """
    before, after = _sentence_before(question, start), _sentence_after(question, end)
    if length < _FEW and _TOPIC.search(before):
        return ""
    said = list(_SAYS.finditer(before))
    if said:
        window = before[max(0, said[-1].start() - _NEAR) : said[-1].end() + _NEAR]
        if found := list(_SPEAKERS.finditer(window)):
            return _named(found[-1])
        if _ARTICLE.search(before):
            return "article"
        if _SAYING.search(before):
            return "somebody"
    if length < _FEW:
        return ""
    found_after = _SPEAKERS.search(after)
    if found_after and _SAYS.search(after):
        return _named(found_after)
    within = re.search(rf"\b(?:in|from|of)\s+{ARTICLE}|{ARTICLE}(?:里|中|的)", after, _FLAGS)
    return "article" if within else ""


def body_in(name: str, text: str) -> bool:
    return re.search(_BODIES[name], text, _FLAGS) is not None


def by_short_names(text: str) -> str:
    """The text with every body that it names by its one short name."""
    return _LONG_NAMES.sub(lambda found: f" {found.lastgroup} ", text)


def bodies() -> tuple[str, ...]:
    return tuple(_BODIES)


def _named(match: re.Match[str]) -> str:
    name = match.lastgroup or ""
    return "somebody" if name == "person" else name


def _sentence_before(question: str, start: int) -> str:
    return re.split(r"(?<=[.!?。！？])\s|\n", question[:start].rstrip())[-1]


def _sentence_after(question: str, end: int) -> str:
    """To the end of the next sentence, where that asks about the words before it."""
    rest = re.split(r"\n\n", question[end : end + _AFTER])[0]
    own, *others = re.split(r"(?<=[.?!。？！])\s*", rest, maxsplit=1)
    return rest if others and (_POINTS.match(others[0]) or not re.search(r"\w", own)) else own
