"""The article's own sentences as an answer: the point first, then the words it rests on."""

import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

from assistant.answer import Language
from assistant.premises import NO_FINDINGS, Findings
from assistant.source import Quote, Sentence
from assistant.writing.draft import Draft, Line
from assistant.writing.phrases import load_phrases
from assistant.writing.premises import confirmations, corrections

LEADS = Path(__file__).parent / "leads.toml"


def write_passage(
    sentences: Sequence[Sentence], language: Language, premises: Findings = NO_FINDINGS
) -> Draft:
    """One paragraph for each sentence: what it comes to, and the quote. Both rest on that sentence alone.

    Before them stands what the question took for the article's word and is not.
    """
    first = (corrections(premises, language), tuple(confirmations(premises, language)))
    own = (paragraph(sentence, language) for sentence in sentences)
    return Draft(tuple(lines for lines in (*first, *own) if lines))


def write_abstention(language: Language, premises: Findings = NO_FINDINGS) -> Draft:
    said = (Line(load_phrases(language)("abstained.text")),)
    return Draft(tuple(lines for lines in (corrections(premises, language), said) if lines))


def paragraph(sentence: Sentence, language: Language) -> tuple[Line, ...]:
    """What the sentence comes to, and its words."""
    say = load_phrases(language)
    quote = Quote(sentence.text, sentence.start, sentence.end, sentence.line)
    lead = leads().get(sentence.id, {}).get(language)
    quoted = Line(say("passage.quoted", quote=sentence.text), (quote,))
    return (Line(lead, (quote,)), quoted) if lead else (quoted,)


@cache
def leads() -> Mapping[str, Mapping[Language, str]]:
    """Sentence id to its point in each language, written by hand (see the file's head)."""
    return tomllib.loads(LEADS.read_text("utf-8")) if LEADS.exists() else {}


@cache
def paraphrases() -> Mapping[str, tuple[str, ...]]:
    """What sentences come to, in both languages, by sentence id."""
    return {id_: tuple(lead.values()) for id_, lead in leads().items()}
