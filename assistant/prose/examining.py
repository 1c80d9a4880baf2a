"""The prose gate: a reworded text becomes a draft if every sentence is a rewording of claims, and no claim is lost."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import combinations

from assistant.answer import Answer
from assistant.gate import MARK
from assistant.prose.answering import misled, without_denial
from assistant.prose.chinese import judge_chinese
from assistant.prose.conditions import spelled_out
from assistant.prose.grounds import Ground, bare, grounds
from assistant.prose.judging import judge
from assistant.prose.leaning import Unit, first_named, leaning, named
from assistant.prose.order import in_order
from assistant.prose.sentences import Sentence, paragraphs
from assistant.prose.words import alike
from assistant.reading import mentions
from assistant.source import Quote
from assistant.writing import Draft, Line

MOST = 3  # claims tried together for one sentence, beside all that have its marks
LONGEST = 1.6  # times the built-in text, and a little
_GENERIC = re.compile(r"\b(?:a|any) (?:compliant )?platform (?:that|which|(?P<whose>whose)) ")
_OF_TOKENS = re.compile(r"\bUS stock token trading (?=platforms?\b)")
_WHOEVER = re.compile(r"\bwhoever\b")


@dataclass(frozen=True)
class Examined:
    """`draft` where everything passed; else `faults`, each with the sentence it is about.

    `body`: the sentences by paragraph, each with the claims that it rewords or with its fault; `lost`: what no
    sentence says.
    """

    draft: Draft | None
    faults: tuple[str, ...] = ()
    body: tuple[tuple[Unit, ...], ...] = ()
    lost: tuple[Ground, ...] = ()


@dataclass
class Examiner:
    """Examines the sentences of one answer's rewording, one after the other, and then the whole."""

    answer: Answer
    built_in: Draft
    covered: set[Ground] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.grounds = grounds(self.answer)
        self._quotes = {c.n: Quote(c.quote, c.start, c.end, c.line) for c in self.answer.citations}
        self._asked: list[int] = []  # the claim whose "whether" was the last that a sentence said
        self._before: Unit | None = None
        self._truth = {licence: verdict.verdict for licence, verdict in self.answer.verdicts.items()}

    @property
    def known(self) -> frozenset[str]:
        return frozenset(bare(claim.text) for claim in self.answer.claims)

    def units(self, paragraph: Sequence[Sentence]) -> Iterator[Unit]:
        """Each sentence with the claims that it rewords, which are covered then, or with its fault."""
        left = list(paragraph)
        while left:
            unit, rest = self._unit(self._meant(left.pop(0)), left)
            left = list(rest)
            self.covered.update(unit.held)
            self._asked = [ground.number for ground in unit.held] or self._asked
            self._before = unit
            yield unit

    def _meant(self, sentence: Sentence) -> Sentence:
        """With what stands before it, which it may lean on."""
        if self._before is None:
            return first_named(sentence, self.answer)
        conditions = [ground.text for ground in self.grounds if [ground.number] == self._asked]
        return spelled_out(sentence, conditions, self._before.sentences[-1].judged)

    def _unit(self, sentence: Sentence, left: Sequence[Sentence]) -> tuple[Unit, Sequence[Sentence]]:
        """What a sentence says by itself or with the one after it, and what is left then."""
        if not sentence.marks and left and left[0].marks:
            whole = sentence._replace(marks=left[0].marks)
            if self._held(whole)[0] and (shared := self._shared(whole, left[0])):
                return Unit((whole, left[0]), shared), left[1:]
        with_name = named(sentence, self._before, self.answer)
        if with_name and not (found := self._held(with_name))[0]:
            return Unit((with_name,), found[1]), left
        found = self._held(sentence)
        if found[0] and left and (shared := self._shared(sentence, left[0])):
            return Unit((sentence, left[0]), shared), left[1:]
        return Unit((sentence,), found[1], "; ".join(found[0][:4])), left

    def _shared(self, sentence: Sentence, after: Sentence) -> tuple[Ground, ...]:
        """The claim that is said in two sentences, in its order, of which neither is a claim by itself; else ()."""
        quoting = any(sign in sentence.text + after.text for sign in '“"')
        if quoting or set(sentence.marks) != set(after.marks) or not self._held(after)[0]:
            return ()
        both = sentence.with_next(after)
        faults, held = self._held(both, most=1)
        if faults or all(in_order(both.text) != in_order(ground.text) for ground in held):
            return ()
        return held

    def _held(self, sentence: Sentence, most: int = MOST) -> tuple[list[str], tuple[Ground, ...]]:
        """The faults of a sentence, or the claims that it rewords."""
        if not sentence.marks:
            return ["it has no mark"], ()
        if missing := [n for n in sentence.marks if n not in self._quotes]:
            return [f"mark [{missing[0]}] does not exist"], ()
        if any(n in sentence.text for n in ("[", "]")):
            return ["its marks are not at its end"], ()
        best: tuple[float, int, list[str]] | None = None
        for held in self._candidates(sentence, most):
            found = self._judged(sentence, held)
            if not found:
                return [], self._said_too(sentence, held)
            rank = (-alike(sentence.judged, " ".join(ground.text for ground in held)), len(found), found)
            best = rank if best is None else min(best, rank)
        return best[2] if best else ["no claim has just these marks"], ()

    def _said_too(self, sentence: Sentence, held: tuple[Ground, ...]) -> tuple[Ground, ...]:
        """With the claims that the sentence rewords too; one that is taken over to the letter is only itself."""
        if any(sentence.text == ground.text for ground in held):
            return held
        for ground in self._all():
            if set(ground.marks) <= set(sentence.marks) and ground not in held:
                more = (*held, ground)
                held = held if self._judged(sentence, more) else more
        return held

    def lost(self) -> list[Ground]:
        """Claims, or parts of claims, that no sentence so far has."""
        return [ground for ground in self.grounds if self._lost(ground)]

    def marked(self, paragraph: Sequence[Sentence]) -> list[Sentence]:
        """With the marks of a claim of several sentences at each of them, where only the last has them."""
        several = {frozenset(claim) for claim in self._several}
        whole: list[Sentence] = []
        for sentence in reversed(paragraph):
            after = whole[-1].marks if whole else ()
            inherits = not sentence.marks and frozenset(after) in several
            whole.append(sentence._replace(marks=after) if inherits else sentence)
        return whole[::-1]

    @property
    def _several(self) -> set[tuple[int, ...]]:
        numbers = [ground.number for ground in self.grounds]
        return {ground.marks for ground in self.grounds if numbers.count(ground.number) > 1}

    def line(self, sentence: Sentence) -> Line:
        text = ("- " if sentence.bullet else "") + sentence.text
        return Line(text, tuple(self._quotes[n] for n in sentence.marks))

    def _lost(self, ground: Ground) -> bool:
        if any(_same(ground, other) for other in self.covered):
            return False
        twins = (other for other in self.covered if other.marks == ground.marks)
        said = any(ground.quoted or other.quoted for other in twins)
        return not said and not self._whole_is_covered(ground)

    def _whole_is_covered(self, ground: Ground) -> bool:
        return any(
            other.number == ground.number and other.text == self._claim(ground) for other in self.covered
        )

    def _claim(self, ground: Ground) -> str:
        return bare(self.answer.claims[ground.number].text)

    def _candidates(self, sentence: Sentence, most: int) -> Iterator[tuple[Ground, ...]]:
        """Sets of `most` claims that have just the marks of the sentence between them, small ones first."""
        marks = set(sentence.marks)
        possible = [ground for ground in self._all() if set(ground.marks) <= marks]
        possible.sort(key=lambda ground: ground.text != sentence.text)
        yield from ((ground,) for ground in _conditional(possible) if set(ground.marks) == marks)
        for size in range(1, most + 1):
            for held in combinations(possible, size):
                if {n for ground in held for n in ground.marks} == marks:
                    yield held
        named = {licence for _, _, licence in mentions(sentence.judged)}
        of_named = [ground for ground in possible if ground.about and set(ground.about) <= named]
        for many in (possible, of_named):
            if most == MOST < len(many) and {n for ground in many for n in ground.marks} == marks:
                yield tuple(many)

    def _all(self) -> Sequence[Ground]:
        """The grounds, each claim of several as a whole, and "whoever …" as "a platform that …"."""
        whole = [
            Ground(self._claim(ground), ground.marks, ground.about, ground.number, ground.quoted)
            for ground in self.grounds
            if ground.text != self._claim(ground)
        ]
        of_platforms = [_of_platforms(ground) for ground in self.grounds if _WHOEVER.search(ground.text)]
        shorter = [
            replace(ground, text=_OF_TOKENS.sub("", ground.text))
            for ground in self.grounds
            if not ground.quoted and _OF_TOKENS.search(ground.text)
        ]
        return (*self.grounds, *dict.fromkeys(whole), *of_platforms, *shorter)

    def _judged(self, sentence: Sentence, held: Sequence[Ground]) -> list[str]:
        quotes = [self._quotes[n].text for n in sentence.marks]
        if self.answer.kind == "passage":
            quotes.append("The article says.")  # which may be added: all of it is the article's
        judged = judge_chinese if self.answer.language == "zh" else judge
        if fault := misled(sentence.judged, held, self.answer):
            return [fault]
        text = without_denial(sentence.judged, held, self.answer)
        return judged(text, held, quotes, self._truth)


def _conditional(found: Sequence[Ground]) -> Iterator[Ground]:
    """ "A platform that does x needs y" as "if a platform does x, it needs y"."""
    for ground in found:
        if len(_GENERIC.findall(ground.text)) == 1:
            yield replace(ground, text=_GENERIC.sub(_if_a_platform, ground.text))


def _same(ground: Ground, other: Ground) -> bool:
    """Whether one is the other, "whoever …" being "a platform that …" and "if a platform …"."""
    return ground.number == other.number and _plain(ground) == _plain(other)


def _plain(ground: Ground) -> str:
    return _OF_TOKENS.sub("", _GENERIC.sub(_if_a_platform, _of_platforms(ground).text))


def _if_a_platform(match: re.Match[str]) -> str:
    return "if a platform's " if match["whose"] else "if a platform "


def _of_platforms(ground: Ground) -> Ground:
    return replace(ground, text=_WHOEVER.sub("a platform that", ground.text))


def examine(text: str, answer: Answer, built_in: Draft) -> Examined:
    """Hold a reworded text against the built-in answer.

    Args:
        text: sentences with their marks, without the answer's questions and other lines that claim nothing.
        answer: the built-in answer, which has passed the gate.
        built_in: its draft; the lines that claim nothing are taken from it.
    """
    if len(text) > LONGEST * len(answer.text) + 200:
        fault = f"the text is too long: at most {int(LONGEST * len(answer.text))} characters"
        return Examined(None, (fault,))
    examiner = Examiner(answer, built_in)
    body = _held_together(
        [tuple(examiner.units(examiner.marked(paragraph))) for paragraph in paragraphs(text, examiner.known)],
        answer,
    )
    faults = [
        f"“{unit.sentences[0].text[:200]}”: {unit.fault}"
        for paragraph in body
        for unit in paragraph
        if unit.fault
    ]
    lost = tuple(examiner.lost())
    faults += [f"a claim is missing: “{ground.text}”" for ground in lost]
    if faults:
        return Examined(None, tuple(faults), body, lost)
    return Examined(rebuilt(body, examiner, built_in), body=body)


def _held_together(body: Sequence[Sequence[Unit]], answer: Answer) -> tuple[tuple[Unit, ...], ...]:
    """With the faults of those that lean on what is not before them; what claims they reword stays with them."""
    leans = iter(leaning([unit for paragraph in body for unit in paragraph], answer))
    return tuple(
        tuple(replace(unit, fault=unit.fault or fault) for unit, fault in zip(paragraph, leans, strict=False))
        for paragraph in body
    )


def rebuilt(body: Sequence[Sequence[Unit]], examiner: Examiner, built_in: Draft) -> Draft:
    """The reworded claims in the place of the built-in ones; lines that claim nothing stay where they were."""
    claimed = [any(line.quotes for line in paragraph) for paragraph in built_in.paragraphs]
    first, last = claimed.index(True), len(claimed) - claimed[::-1].index(True)
    words = tuple(
        tuple(examiner.line(sentence) for unit in paragraph for sentence in unit.sentences)
        for paragraph in body
    )
    paragraphs = (*built_in.paragraphs[:first], *words, *built_in.paragraphs[last:])
    return Draft(paragraphs, built_in.stated)


def claims_only(answer: Answer) -> str:
    """The built-in text without its lines that claim nothing: what is given to be reworded."""
    kept = [line for line in answer.text.split("\n") if not line.strip() or MARK.search(line)]
    return "\n".join(kept).strip()
