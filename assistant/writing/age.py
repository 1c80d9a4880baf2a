"""Whether a reader should be told how old the article is: where the question or the answer speaks of what is so now."""

import re
from collections.abc import Sequence

from assistant.answer import Language
from assistant.source import Sentence, Source
from assistant.writing.phrases import load_phrases

_NOW = re.compile(
    r"\b(?:now|nowadays|currently|current|today|today's|these days|at present|presently|still|any ?more|any longer|latest|up[- ]to[- ]date"
    r"|newest|recent(?:ly)?|so far|as of|this (?:year|month)|in force|outdated|out of date|20(?:2[6-9]|[3-9]\d))\b"
    r"|现在|目前|如今|当前|当下|今天|今年|最新|最近|近期|仍然|仍是|还是不是|依然|现行|过时|至今|截至",
    re.I | re.A,
)
_STILL = re.compile(
    r"\btokeni[sz]ed securities are still securities\b|\bstill (?:securities|involve)\b", re.I
)


def age_note(question: str, cited: Sequence[Sentence], source: Source, language: Language) -> str | None:
    """A short note, for outside the answer; None where nothing speaks of the present or no date is known."""
    if not source.metadata.latest:
        return None
    texts = [question, *(_STILL.sub("", sentence.text) for sentence in cited)]
    if not any(_NOW.search(text) for text in texts):
        return None
    return load_phrases(language)("passage.age", latest=source.metadata.latest)
