"""The quotations in a question: what stands in quotation marks, of every kind."""

import re
from collections.abc import Iterator

from assistant.premises.attribution import speaker_of
from assistant.premises.records import Said
from assistant.premises.wording import words

MOST = 6  # quotations looked at in one question
LONGEST = 2_000  # code points of one
_PAIRS = re.compile(
    "“(?P<a>[^“”\n]+)”|「(?P<b>[^「」\n]+)」|『(?P<c>[^『』\n]+)』|«(?P<d>[^«»\n]+)»|〝(?P<e>[^〝〞\n]+)〞"
    '|(?<![\\w"])"(?P<f>[^"\n]+)"(?!\\w)'
    "|‘(?P<g>[^‘\n]+?)’(?![A-Za-z])"
    "|(?<![\\w'])'(?P<h>\\S[^\n]*?[^\\s'])'(?![A-Za-z'])"
    "|``(?P<i>[^`'\n]+)''"
    "|[＂](?P<j>[^＂\n]+)[＂]"
)
_CONFIRMS = re.compile(
    r"\b(?:is|was|are) (?:that|this|it|they|these|those) (?:really |actually )?(?:right|correct|true|so|accurate|exact|in there|there|a quote|the case|what)"
    r"|\b(?:right|correct|true|really|verbatim|word for word)\b|\bwhere\b|\bdoes it\b|\bdid it\b|\bwhich (?:line|sentence|paragraph)\b"
    r"|\b(?:confirm|verify|check|agree|find)\b|对吗|对不对|是吗|真的|是否|有没有|哪里|哪儿|哪一|原话|属实|没错",
    re.I | re.A,
)
_ASKS = re.compile(
    r"^\W*(?:so |and |but |hey,? )?(?:why|where|does|do|did|is|are|was|can you|in which|which|how can|how come|please|真的|为什么|为何|是不是|是否|哪)",
    re.I | re.A,
)


def quotations(question: str) -> Iterator[Said]:
    """What the question quotes, with who is said to have said it; what nobody is said to have said comes too."""
    for number, match in enumerate(_PAIRS.finditer(question)):
        if number == MOST:
            return
        name = match.lastgroup or ""
        text = match[name][:LONGEST].strip()
        length = len(words(text))
        if length:
            speaker = speaker_of(question, match.start(), match.end(), length)
            yield Said(
                text, match.start(), match.end(), speaker, is_asked(question, match.start(), match.end())
            )


def is_asked(question: str, start: int, end: int) -> bool:
    """Whether the words at this place are themselves what is asked about, with nothing asked beside them."""
    before = re.split(r"(?<=[.!?。！？\n])", question[:start])[-1]
    rest = question[end:]
    beside = [part for part in re.split(r"[.!?。！？\n;]", rest) if len(words(part)) > 1]
    if not all(_CONFIRMS.search(part) or not _question(part) for part in beside):
        return False
    return bool(_ASKS.search(before) or _CONFIRMS.search(rest) or _CONFIRMS.search(before) or not beside)


def _question(part: str) -> bool:
    return (
        re.search(
            r"\b(?:what|why|how|who|whom|which|when|do|does|did|can|could|should|must|would|will|is|are|need)\b|什么|怎么|如何|谁|吗|哪些|多少|要不要|需要",
            part,
            re.I | re.A,
        )
        is not None
    )
