"""The rulebook's clauses in sentences: what a verdict turns on, with a noun for the first "it" of each sentence."""

import re
from collections.abc import Sequence

from assistant.answer import Language
from assistant.rulebook import Fact, Licence
from assistant.writing.phrases import load_phrases

_IT = re.compile(r"\b[Ii]t(s?)\b")  # a Chinese clause names the platform itself


def turns_on(licence: Licence, facts: Sequence[Fact], language: Language) -> str:
    """ "It depends: an ATS licence turns on whether the platform …"."""
    say = load_phrases(language)
    clauses = say.joined([fact.yes[language] for fact in facts], "or")
    return say(
        "licences.depends",
        licence=licence.subject[language],
        facts=of_the_platform(clauses, language),
    )


def of_the_platform(clauses: str, language: Language) -> str:
    """ "it matches orders or it …" as "the platform matches orders or it …", for a sentence that names no platform."""
    platform = load_phrases(language)("licences.platform")
    return _IT.sub(lambda it: f"{platform}'s" if it[1] else platform, clauses, count=1)


def capital(words: str) -> str:
    """With a capital at the head, as where a sentence or a line begins with them."""
    return words[:1].upper() + words[1:]
