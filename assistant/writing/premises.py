"""What a question took for the article's word and is not: said plainly, before anything else."""

from collections.abc import Iterator

from assistant.answer import Language
from assistant.premises import Finding, Findings
from assistant.source import Quote
from assistant.writing.draft import Line, one_line
from assistant.writing.phrases import load_phrases

_MARKS = "“”\"'‘’「」『』"
LONGEST = 160  # code points of the asker's words that are said again


def corrections(premises: Findings, language: Language) -> tuple[Line, ...]:
    """A line for each false premise. They claim nothing themselves: what the article says instead is cited apart."""
    return tuple(dict.fromkeys(Line(_corrected(one, language)) for one in premises.false))


def confirmations(premises: Findings, language: Language) -> Iterator[Line]:
    """A claim for each quotation that was asked about and is the article's."""
    for one in premises.verified:
        if one.sentence:
            sentence = one.sentence
            quote = Quote(sentence.text, sentence.start, sentence.end, sentence.line)
            yield Line(load_phrases(language)("premise.exact", said=_again(one)), (quote,))


def _corrected(one: Finding, language: Language) -> str:
    say = load_phrases(language)
    if one.outcome == "other_speaker":
        return say("premise.other_speaker", said=_again(one), speaker=one.speaker)
    name = "known" if one.outcome == "opposed" and not one.speaker else one.outcome
    return say(f"premise.{name}", said=_again(one))


def _again(one: Finding) -> str:
    said = one_line(one.said, LONGEST).strip(" .。,，;；")
    return said[1:-1] if len(said) > 2 and said[0] in _MARKS and said[-1] in _MARKS else said
