"""A reworded text taken apart: paragraphs of sentences, each with its marks."""

import re
from collections.abc import Collection, Iterable, Iterator
from itertools import pairwise
from typing import NamedTuple

_MARKS = r"(?:\s*\[\d{1,3}\])+"
_UNIT = re.compile(rf"(?P<words>.*?)(?P<marks>{_MARKS})(?P<stop>[.!?。！？]?)\s*", re.S)
_QUOTED = re.compile(r"“[^”]*”|\"[^\"]*\"")
_INNER = re.compile(
    r"(?<!\bU\.S)(?<!\be\.g)(?<!\bi\.e)(?<!\bNo)(?<!^Yes)(?<!^It depends)[.!?]+[”\"')]*\s+(?=[^\Wa-z_]|[“\"])"
    r"|(?<!^要看情况)(?<!^需要)(?<!^不需要)(?<!^是的)(?<!^不用)[。！？]+(?=\S)|；(?=如果|若)"
    r"|;\s+(?=(?:and |but )?(?:if|otherwise)\b)"
)
_LEAD_IN = re.compile(r"^The article \w+(?: out)? (?:the following|these)(?: steps| points)?(?=\.\s)", re.I)
_HEADING = re.compile(
    r"^\W*(?:(?:not )?required|recommended(?:,? (?:but )?not required)?|optional|(?:still )?open|unclear"
    r"|(?:direct |short )?answer|summary|overview|(?:the |in )?details?|(?:the )?reasons?|why"
    r"|assumptions?|caveats?|notes?"
    r"|(?:and )?here(?: is|['’]s|['’]re| are) (?:why|how|the (?:reasons?|reasoning|details?|breakdown))"
    r"|(?:sure[,!:.] *)?here(?: is|['’]s) (?:the|a|my|your)"
    r"(?: (?:reworded|rewritten|revised|corrected|whole|full|complete)){1,2} (?:answer|text|version)"
    r"|(?:以下|下面)是(?:改写|修改|修正|重写)(?:后|过)?的?(?:完整)?(?:回答|答案|文本|版本)?|(?:plain)?text)\W*$",
    re.I,
)


_TOGETHER = re.compile(r"\[\d{1,3}(?:\s*[,;、，]\s*\d{1,3})+\]")
_EMPHASIS = re.compile(r"\*\*(?=\S)([^*\n]+?)(?<=\S)\*\*")
_OF_THE_ARTICLE = re.compile(r"(?:\w+, )?(?:the|this) article\b", re.I)
_THE_ARTICLE = re.compile(r"\b(?:the|this) article\b", re.I)
_NAMES = re.compile(r"\b(?!(?:US|USD|KYC|IP)\b)[A-Z]{2,}|\bCongress\b|[Bb]roker-dealer|[Tt]ransfer agent")


_TELLS = re.compile(
    r"(?:\w+, )?[Ii]t (?:also |further )?(?:says|states|notes|adds|points out|warns|cautions|explains|calls|recommends"
    r"|is (?:only )?for general)\b"
)
_OF_IT = re.compile(
    r"(?:(?:Moreover|Furthermore|Additionally|In addition|Finally|Lastly|However), )?"
    r"(?P<inside>[Ii]n (?=its ))?(?:(?P<its>[Ii]ts )|[Ii]t )"
)

_VERDICT = r"(?:not required|required|optional|recommended(?:,? (?:but )?not required)?)"
_SO = r"(?:it|they|you) (?:(?:does|do|is|are)(?: not|n['’]t)?(?= |,|;|\.)|\w+ neither)|so|not"
_SUBJECT = r"(?:it|they|(?:FCM |RFED |IB |CFTC )?registration|membership) (?:is|are) "
_BOTH_WAYS = re.compile(
    rf"(?:^|(?<=\. )|[,;:] )(?P<subject>{_SUBJECT})?(?P<first>{_VERDICT}) if (?P<one>{_SO})(?:,? (?:and|but) |[;,] )"
    rf"(?:{_SUBJECT})?(?P<second>{_VERDICT}) (?:if (?P<other>{_SO})|(?P<otherwise>otherwise))\.$",
    re.I,
)

_ASKED_ZH = re.compile(r"(取决于[^。；：]*是否[^。；：]*)：(?=如果|若)")


class Sentence(NamedTuple):
    """`text` without marks; `marks` in their order; `bullet` where it starts an item of a list.

    `meant`: the text with the article named, where an "It" at its head stands for it; "" elsewhere.
    """

    text: str
    marks: tuple[int, ...]
    bullet: bool = False
    meant: str = ""

    @property
    def judged(self) -> str:
        return self.meant or self.text

    def with_next(self, other: "Sentence") -> "Sentence":
        """Both as one sentence, as where a long claim is said in two."""
        return Sentence(f"{self.judged.rstrip('.')}; {_resumed(self.judged, other.judged)}", self.marks)


def _resumed(before: str, text: str) -> str:
    """Without the noun of a "that jurisdiction" that takes up a word of the sentence before."""
    said = set(re.findall(r"\w+", before.lower()))
    return re.sub(
        r"\b(that|this|those|these) (\w+)\b", lambda m: m[1] if m[2].lower() in said else m[0], text
    )


def paragraphs(text: str, known: Collection[str] = ()) -> list[list[Sentence]]:
    """The sentences of each paragraph. What stands after the last mark of a line is a sentence without marks.

    Args:
        known: texts of several sentences that count as one where they stand to the letter.
    """
    plain = _EMPHASIS.sub(r"\1", _TOGETHER.sub(_apart, text.strip()))
    parts = [part for part in re.split(r"\n\s*\n", plain) if part.strip()]
    rows: list[list[Sentence]] = []
    for part in parts:
        before = rows[-1][-1] if rows and rows[-1] else None
        found = (sentence for line in _without_headings(part) for sentence in _line(line, known))
        rows.append(_resolved(found, before))
    return rows


def _apart(match: re.Match[str]) -> str:
    """ "[1, 2]" as "[1][2]"."""
    return "".join(f"[{number}]" for number in re.findall(r"\d+", match.group()))


def _without_headings(part: str) -> list[str]:
    """A heading of nothing but "Required:" and the like says nothing of anything: it is not shown."""
    return [line for line in part.split("\n") if re.search(r"\w", line) and not _HEADING.match(line)]


def _resolved(found: Iterable[Sentence], before: Sentence | None) -> list[Sentence]:
    """An "It" is the article after a sentence that begins with it, or that speaks of it and names nobody else."""
    whole: list[Sentence] = []
    for sentence in found:
        last = whole[-1] if whole else before
        after = last is not None and not sentence.bullet and _speaks_of_the_article(last.judged)
        told = bool(whole) or _TELLS.match(sentence.text) is not None  # over a paragraph's end
        if after and told and (said := _OF_IT.match(sentence.text)):
            named = "The article's " if said["its"] else "The article "
            lead = "In the article's " if said["its"] and said["inside"] else named
            sentence = sentence._replace(meant=lead + sentence.text[said.end() :])
        whole.append(sentence)
    return whole


def _speaks_of_the_article(text: str) -> bool:
    return bool(_OF_THE_ARTICLE.match(text) or (_THE_ARTICLE.search(text) and not _NAMES.search(text)))


def _line(line: str, known: Collection[str]) -> Iterator[Sentence]:
    bare = re.sub(r"^\s*(?:[-*•]|\d{1,2}[.)])\s+", "", line)
    bullet = bare != line.lstrip()
    bare = bare.strip()
    for sentence in _joined(list(_units(bare))):
        if sentence.text in known:
            yield Sentence(sentence.text, sentence.marks, bullet)
        else:
            yield from _split(sentence, bullet)
        bullet = False


def _units(line: str) -> Iterator[Sentence]:
    end = 0
    for match in _UNIT.finditer(line):
        marks = tuple(dict.fromkeys(int(number) for number in re.findall(r"\d+", match["marks"])))
        yield Sentence((match["words"] + match["stop"]).strip(), marks)
        end = match.end()
    if re.search(r"\S", line[end:]):
        yield Sentence(line[end:].strip(), ())


def _joined(units: list[Sentence]) -> list[Sentence]:
    """Marks inside a sentence are the sentence's."""
    whole: list[Sentence] = []
    for unit in units:
        if whole and not _ended(whole[-1].text):
            last = whole.pop()
            marks = tuple(dict.fromkeys((*last.marks, *unit.marks)))
            text = last.text + ("" if re.match(r"[,.;:!?]", unit.text) else " ") + unit.text
            whole.append(Sentence(text, marks))
        else:
            whole.append(unit)
    return whole


def _ended(text: str) -> bool:
    return bool(re.search(r"[.!?。！？][”\"')]*$", text))


def _split(sentence: Sentence, bullet: bool) -> Iterator[Sentence]:
    """Only the last sentence before the marks has them; quoted full stops end nothing."""
    if not _QUOTED.search(sentence.text):
        text = _BOTH_WAYS.sub(_in_turn, sentence.text)
        sentence = sentence._replace(text=_ASKED_ZH.sub(r"\1。", text))
    hidden = _QUOTED.sub(_without_stops, sentence.text)
    if lead := _LEAD_IN.match(sentence.text):
        hidden = hidden[: lead.end()] + ":" + hidden[lead.end() + 1 :]
    cuts = [0, *(match.end() for match in _INNER.finditer(hidden)), len(sentence.text)]
    pieces = [_as_sentence(sentence.text[a:b].strip()) for a, b in pairwise(cuts)]
    for piece in pieces[:-1]:
        yield Sentence(piece, (), bullet)
        bullet = False
    yield Sentence(pieces[-1], sentence.marks, bullet)


def _in_turn(match: re.Match[str]) -> str:
    """ "…: required if so, not required if not." as sentences of their own."""
    subject = match["subject"] or "it is "
    other = "Otherwise" if match["otherwise"] else f"If {match['other']}"
    stop = ". " if match.group()[0] in ",;:" else ""
    return f"{stop}If {match['one']}, {subject.lower()}{match['first']}. {other}, {subject.lower()}{match['second']}."


def _as_sentence(piece: str) -> str:
    """ "…; if x, y" in two sentences."""
    piece = re.sub(r"；$", "。", re.sub(r";$", ".", piece))
    return re.sub(r"^(?:(?:and|but) )?(if|otherwise)\b", lambda match: match[1].capitalize(), piece)


def _without_stops(match: re.Match[str]) -> str:
    return re.sub(r"[.!?。！？]", "·", match.group()[:-1]) + match.group()[-1]
