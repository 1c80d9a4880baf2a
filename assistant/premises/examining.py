"""A question's premises, looked up in the article."""

import re
from collections.abc import Iterator, Mapping, Sequence, Set

from assistant.premises.attribution import bodies, body_in
from assistant.premises.clauses import attributed, taken_as_known
from assistant.premises.comparing import NAME, altered, exact, has_word, words_in
from assistant.premises.quotations import quotations
from assistant.premises.records import Finding, Findings, Said
from assistant.premises.wording import is_chinese, texts, words
from assistant.source import Quote, Sentence, Source

_NONE: Mapping[str, Sequence[str]] = {}
LONG = 5  # words of a quotation that is the article's, or nearly, whoever is said to have said it
LONGER = 8  # …  where nobody is said to have said it
SURE = 0.75  # share of the words, where nobody says that it is the article's
FEW = 3  # words of a quotation that may be a term: it counts where the article has them in another form
_BLANK = "\N{FULL BLOCK}"  # no letter, no space and no end of a sentence
# What the article has under another name, or what is no name of anything in it.
_COMMON = frozenset(
    {"american", "americans", "america", "federal", "usa", "washington", "english", "chinese", "yes"}
)
_UNITS = frozenset({"dollar", "usd", "percent", "万", "亿", "美", "元", "天", "年"})
_SAME = {"620": "6"}  # $6.2 million, in Chinese
_NUMBER = re.compile(
    r"(?<![A-Za-z\d])(?:[$€£]\s?)?\d+(?:[.,:]\d+)*(?![A-Za-z\d])(?!\.\d)(?:\s?(?:%|万|亿|美元|天|年|million|billion|days?|weeks?|months?|years?"
    r"|dollars?|percent|usd)\b)*",
    re.I | re.A,
)


def examine(question: str, source: Source, paraphrases: Mapping[str, Sequence[str]] = _NONE) -> Findings:
    """What the question takes for the article's word, quotation by quotation and clause by clause.

    `paraphrases`: what sentences come to in other words, by sentence id; they count as the article's for statements.

    Deterministic. It errs towards silence: a statement that it cannot judge is no finding.
    """
    quoted = list(quotations(question))
    found = [finding for said in quoted if (finding := _quotation(said, source))]
    plain = _without(question, quoted)
    clauses = [*attributed(plain), *taken_as_known(plain)]
    chinese = [said for said in quoted if said.speaker == "article" and is_chinese(said.words)]
    for said in [*clauses, *chinese]:
        if not any(finding.said == said.words for finding in found):
            found += _clause(said, source, paraphrases)
    return Findings(tuple(dict.fromkeys(found)))


def _quotation(said: Said, source: Source) -> Finding | None:
    length = len(words(said.words))
    if said.words.endswith(("?", "？")):
        return None
    place = exact(said.words, source)
    if place:
        return _placed(said, place, source, length)
    is_article = said.speaker == "article"
    if is_article and is_chinese(said.words) and not altered(said.words, source):
        return None
    named = is_article or (said.speaker in bodies() and length >= LONG)
    near = altered(said.words, source) if named else None
    if near is None and not is_article and said.speaker != "somebody" and length >= LONGER:
        near = altered(said.words, source, SURE)
    if near:
        return Finding("altered", said.words, said.asked, sentence=near.sentence)
    if not is_article or (length < FEW and has_word(said.words, source)):
        return None
    return Finding("absent", said.words, said.asked)


def _placed(said: Said, place: Quote, source: Source, length: int) -> Finding | None:
    sentence = source.sentence_at(place.start)
    if said.speaker in bodies() and length >= LONG and not body_in(said.speaker, _around(sentence, source)):
        return Finding("other_speaker", said.words, said.asked, said.speaker, sentence)
    if said.speaker == "article" or length >= LONG:
        return Finding("exact", said.words, said.asked, sentence=sentence, quote=place)
    return None


def _clause(said: Said, source: Source, paraphrases: Mapping[str, Sequence[str]]) -> Iterator[Finding]:
    from assistant.premises.opposites import opposed  # most questions have no such clause

    if against := opposed(said.words):
        sentence = next(one for one in source.sentences if one.id == against)
        yield Finding("opposed", said.words, said.asked, said.speaker, sentence)
    elif said.speaker == "article":
        missing = list(_unknown(said.words, source))
        for name in missing:
            yield Finding("unmentioned", name, said.asked)
        if said.firmly and not missing:
            yield from _weighed(said, source, paraphrases)


def _weighed(said: Said, source: Source, paraphrases: Mapping[str, Sequence[str]]) -> Iterator[Finding]:
    """A statement held against every sentence of the article."""
    from assistant.premises.holding import held  # dozens of patterns, for few questions

    found = held(f"should {said.words}" if said.advised else said.words, source, paraphrases)
    if found.outcome == "against":
        yield Finding("opposed", said.words, said.asked, said.speaker, found.sentence)
    elif found.outcome == "nowhere":
        yield Finding("unverified", said.words, said.asked)


def _unknown(clause: str, source: Source) -> Iterator[str]:
    """Names and numbers that the article does not have; two at most."""
    known = words_in(source.text)
    found = [*NAME.findall(clause), *_NUMBER.findall(clause)]
    missing = [name for name in found if name.casefold() not in _COMMON and not _mentioned(name, known)]
    yield from list(dict.fromkeys(missing))[:2]


def _mentioned(name: str, known: Set[str]) -> bool:
    """Whatever currency and, in Chinese, whatever unit it is given in."""
    parts = [word for word in texts(words(name)) if word not in _UNITS]
    return all({word, f"{word}s", word.removesuffix("s"), _SAME.get(word)} & known for word in parts)


def _around(sentence: Sentence, source: Source) -> str:
    return f"{sentence.heading} {source.lines[sentence.line - 1]}"


def _without(question: str, quoted: list[Said]) -> str:
    """The question with quotations blanked, so that a clause inside one is not taken for the asker's; offsets stay."""
    text = question
    for said in quoted:
        if len(words(said.words)) >= FEW:
            text = text[: said.start] + _BLANK * (said.end - said.start) + text[said.end :]
    return text
