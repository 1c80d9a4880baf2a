"""Scorers: small functions with a name, each of one thing that an answer must show.

A scorer is called where its `asks` says that the case asks for it. It gives a value and says what was
expected and got; None stands for "could not be scored", which is counted as such. Add one with the decorator:

    @scorer("polite", asks=lambda turn: turn.kind is not None, decides=False)
    def polite(seen: Seen) -> Score: ...

A `judged` scorer asks a language model. It is called only in a run that has a judge, and decides nothing.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final

from assistant.answer import Answer, Value, Verdict
from assistant.evaluation.cases import Turn, VerdictEntry
from assistant.evaluation.passages import located, places
from assistant.evaluation.records import Score, Tally
from assistant.evaluation.retrieval import MEASURES, measured
from assistant.rulebook import Rulebook
from assistant.source import Source

if TYPE_CHECKING:
    from assistant.evaluation.judge import LlmJudge

__all__ = ["SCORERS", "Scorer", "Seen", "score", "scorer", "tallies"]

MARK = re.compile(r"\[\d+\]")
WORD = re.compile(r"[a-z0-9+']+|[\u4e00-\u9fff]")


@dataclass(frozen=True)
class Seen:
    """A question's labels, the answer, and what both are held against; `before`: the questions before it."""

    turn: Turn
    answer: Answer
    book: Rulebook
    source: Source
    retrieved: tuple[tuple[str, float], ...] | None = None
    before: tuple[str, ...] = ()
    judge: "LlmJudge | None" = None

    @cached_property
    def expected_verdicts(self) -> dict[str, VerdictEntry]:
        """The labelled verdicts, else what the rulebook makes of the labelled facts, over the focus."""
        if self.turn.verdicts is not None:
            return {
                licence: entry if isinstance(entry, VerdictEntry) else VerdictEntry(verdict=entry)
                for licence, entry in self.turn.verdicts.items()
            }
        made = self.book.evaluate(self.turn.facts or {}, open_facts=self.turn.conflict or ()).verdicts
        return {licence: _entry(made[licence]) for licence in self.turn.focus or () if licence in made}

    @cached_property
    def relevant(self) -> tuple[tuple[str, ...], ...]:
        """The sentences of each alternative of the evidence."""
        return tuple(
            tuple(dict.fromkeys(s.id for passage in alternative for s in located(passage, self.source)))
            for alternative in self.turn.evidence or ()
        )


def _entry(verdict: Verdict) -> VerdictEntry:
    return VerdictEntry(verdict=verdict.verdict, depends_on=verdict.depends_on, ambiguous=verdict.ambiguous)


Judge = Callable[[Seen], Score]


@dataclass(frozen=True)
class Scorer:
    """`decides`: it counts towards "passed". `most`: 1 is best, else 0 is. `whole`: values are 0 or 1.

    `judged`: its value is a language model's opinion.
    """

    name: str
    judge: Judge
    asks: Callable[[Turn], bool]
    decides: bool = True
    most: bool = True
    whole: bool = True
    judged: bool = False

    def good(self, value: float) -> bool:
        return value >= 1 if self.most else value <= 0


SCORERS: Final[dict[str, Scorer]] = {}


def scorer(
    name: str,
    *,
    asks: Callable[[Turn], bool],
    decides: bool = True,
    most: bool = True,
    whole: bool = True,
    judged: bool = False,
) -> Callable[[Judge], Judge]:
    """Register a scorer under `name`."""

    def register(judge: Judge) -> Judge:
        SCORERS[name] = Scorer(name, judge, asks, decides, most, whole, judged)
        return judge

    return register


def score(seen: Seen) -> dict[str, Score]:
    """Every scorer that the case asks for, in the order of the registry; judged ones where there is a judge."""
    chosen = SCORERS if seen.turn.scorers is None else {name: SCORERS[name] for name in seen.turn.scorers}
    return {
        name: each.judge(seen)
        for name, each in chosen.items()
        if each.asks(seen.turn) and (seen.judge is not None or not each.judged)
    }


def _whole(right: bool, expected: object, got: object) -> Score:
    return Score(value=float(right), expected=_shown(expected), got=_shown(got))


def _shown(value: object) -> str:
    if isinstance(value, Mapping):
        return ", ".join(f"{name}={_shown(item)}" for name, item in value.items()) or "nothing"
    if isinstance(value, (tuple, list, frozenset, set)):
        return ", ".join(_shown(item) for item in value) or "nothing"
    return str(value)


# --- what was understood ---------------------------------------------------------------------------


@scorer("kind", asks=lambda turn: turn.kind is not None)
def kind(seen: Seen) -> Score:
    return _whole(seen.answer.kind == seen.turn.kind, seen.turn.kind, seen.answer.kind)


@scorer("language", asks=lambda turn: turn.language is not None)
def language(seen: Seen) -> Score:
    return _whole(seen.answer.language == seen.turn.language, seen.turn.language, seen.answer.language)


@scorer("facts", asks=lambda turn: turn.facts is not None)
def facts(seen: Seen) -> Score:
    """Both sides closed under the implications: what follows from a stated fact is right, named or not."""
    expected, got = seen.book.implications(seen.turn.facts or {}), seen.book.implications(seen.answer.facts)
    return _whole(expected == got, *_difference(expected, got))


@scorer("facts_strict", asks=lambda turn: turn.facts is not None, decides=False)
def facts_strict(seen: Seen) -> Score:
    """The facts as labelled, to the letter."""
    expected, got = dict(seen.turn.facts or {}), dict(seen.answer.facts)
    return _whole(expected == got, *_difference(expected, got))


def _difference(expected: Mapping[str, Value], got: Mapping[str, Value]) -> tuple[object, object]:
    """Only what differs, where anything does."""
    if expected == got:
        return expected, got
    names = dict.fromkeys([*expected, *got])
    odd = [name for name in names if expected.get(name) != got.get(name)]
    return {n: expected.get(n, "unknown") for n in odd}, {n: got.get(n, "unknown") for n in odd}


@scorer("focus", asks=lambda turn: turn.focus is not None)
def focus(seen: Seen) -> Score:
    expected, got = seen.turn.focus or (), seen.answer.focus
    return _whole(set(expected) == set(got), expected, got)


@scorer("conflicts", asks=lambda turn: turn.conflict is not None)
def conflicts(seen: Seen) -> Score:
    expected = set(seen.turn.conflict or ())
    got = {fact for conflict in seen.answer.conflicts for fact in conflict.facts}
    return _whole(expected == got, sorted(expected), sorted(got))


# --- verdicts --------------------------------------------------------------------------------------


def _has_verdicts(turn: Turn) -> bool:
    return turn.verdicts is not None or (
        turn.kind == "licences" and turn.facts is not None and bool(turn.focus)
    )


@scorer("verdicts", asks=_has_verdicts)
def verdicts(seen: Seen) -> Score:
    """The verdict of each labelled licence; without labels, of each in focus from the labelled facts."""
    expected = {licence: entry.verdict for licence, entry in seen.expected_verdicts.items()}
    got = {licence: _verdict(seen.answer, licence) for licence in expected}
    odd = [licence for licence in expected if expected[licence] != got[licence]] or list(expected)
    return _whole(expected == got, {n: expected[n] for n in odd}, {n: got[n] for n in odd})


@scorer("wrong_definite", asks=_has_verdicts, most=False)
def wrong_definite(seen: Seen) -> Score:
    """1 where a licence got a definite verdict (not `depends` or `unclear`) that is not the expected one."""
    wrong = {
        licence: (entry.verdict, got)
        for licence, entry in seen.expected_verdicts.items()
        if (got := _verdict(seen.answer, licence)) not in (entry.verdict, "depends", "unclear", "none")
    }
    expected = _shown({licence: pair[0] for licence, pair in wrong.items()})
    return Score(
        value=float(bool(wrong)), expected=expected, got=_shown({n: pair[1] for n, pair in wrong.items()})
    )


def _says_why(turn: Turn) -> bool:
    named = turn.verdicts or {}
    return any(isinstance(entry, VerdictEntry) for entry in named.values()) if named else _has_verdicts(turn)


@scorer("depends_on", asks=_says_why)
def depends_on(seen: Seen) -> Score:
    """What a verdict depends on, and whether it is flagged as ambiguous."""
    expected: dict[str, object] = {}
    got: dict[str, object] = {}
    for licence, entry in seen.expected_verdicts.items():
        given = seen.answer.verdicts.get(licence)
        if entry.depends_on is not None:
            expected[licence], got[licence] = entry.depends_on, given.depends_on if given else None
        if entry.ambiguous is not None:
            flag = f"{licence}.ambiguous"
            expected[flag], got[flag] = entry.ambiguous, given.ambiguous if given else None
    odd = [name for name in expected if expected[name] != got[name]] or list(expected)
    return _whole(expected == got, {n: expected[n] for n in odd}, {n: got[n] for n in odd})


def _verdict(answer: Answer, licence: str) -> str:
    given = answer.verdicts.get(licence)
    return given.verdict if given else "none"


@scorer("cautions", asks=lambda turn: turn.cautions is not None)
def cautions(seen: Seen) -> Score:
    """The rulebook's words for each caution stand in the text."""
    texts = {caution.id: caution.text[seen.answer.language] for caution in seen.book.cautions}
    got = [name for name in seen.turn.cautions or () if texts[name] in seen.answer.text]
    return _whole(set(got) == set(seen.turn.cautions or ()), seen.turn.cautions, got)


@scorer("ask_next", asks=lambda turn: turn.ask_next is not None)
def ask_next(seen: Seen) -> Score:
    got = seen.answer.ask_next or "nothing"
    return _whole(got == seen.turn.ask_next, seen.turn.ask_next, got)


# --- what was said, and on what --------------------------------------------------------------------


@scorer("evidence", asks=lambda turn: turn.evidence is not None)
def evidence(seen: Seen) -> Score:
    """All passages of one of the alternatives are cited."""
    alternatives = seen.turn.evidence or ()
    cited = any(all(_cited(passage, seen) for passage in alternative) for alternative in alternatives)
    shown = " | ".join(" + ".join(alternative) for alternative in alternatives)
    return _whole(
        cited, shown, " + ".join(citation.quote for citation in seen.answer.citations) or "nothing cited"
    )


def _cited(passage: str, seen: Seen) -> bool:
    """A quote contains the passage, or the quotes together cover one of its places in the article."""
    if any(_flat(passage) in _flat(citation.quote) for citation in seen.answer.citations):
        return True
    spans = [(citation.start, citation.end) for citation in seen.answer.citations]
    return any(
        all(
            seen.source.text[at].isspace() or any(start <= at < end for start, end in spans)
            for at in range(*place)
        )
        for place in places(passage, seen.source.text)
    )


def _flat(text: str) -> str:
    return " ".join(text.split())


@scorer("quotes_exact", asks=lambda turn: turn.error is None)
def quotes_exact(seen: Seen) -> Score:
    """Every quote is the article's own text at its offsets, and its line is that place's line."""
    text = seen.source.text
    wrong = [
        f"[{c.n}] {c.start}–{c.end} in line {c.line}: {c.quote}"
        for c in seen.answer.citations
        if text[c.start : c.end] != c.quote or not c.quote or text.count("\n", 0, c.start) + 1 != c.line
    ]
    return _whole(not wrong, "each quote at its place", wrong or "all are")


@scorer("claims_uncited", asks=lambda turn: turn.error is None, most=False, whole=False)
def claims_uncited(seen: Seen) -> Score:
    """The share of claims without a citation, or with one that is not there."""
    numbers = {citation.n for citation in seen.answer.citations}
    bare = [c.text for c in seen.answer.claims if not c.citations or not set(c.citations) <= numbers]
    share = len(bare) / max(1, len(seen.answer.claims))
    return Score(value=share, expected="every claim cited", got=_shown(bare) if bare else "all are")


@scorer("answer_has", asks=lambda turn: turn.answer_has is not None)
def answer_has(seen: Seen) -> Score:
    """Of each group, one stands in the text; letter case does not matter."""
    text = seen.answer.text.casefold()
    missing = [
        group for group in seen.turn.answer_has or () if not any(words.casefold() in text for words in group)
    ]
    expected = " and ".join(" or ".join(group) for group in seen.turn.answer_has or ())
    return _whole(
        not missing,
        expected,
        f"without {' and '.join(' or '.join(group) for group in missing)}" if missing else "has it",
    )


@scorer("answer_lacks", asks=lambda turn: turn.answer_lacks is not None)
def answer_lacks(seen: Seen) -> Score:
    text = seen.answer.text.casefold()
    said = [words for words in seen.turn.answer_lacks or () if words.casefold() in text]
    return _whole(not said, f"none of {_shown(seen.turn.answer_lacks or ())}", said or "none")


@scorer("length", asks=lambda turn: turn.max_characters is not None)
def length(seen: Seen) -> Score:
    got = len(seen.answer.text)
    return _whole(got <= (seen.turn.max_characters or 0), f"at most {seen.turn.max_characters}", got)


@scorer("refusal", asks=lambda turn: turn.kind == "abstained")
def refusal(seen: Seen) -> Score:
    """It abstains, in words, and claims nothing."""
    answer = seen.answer
    claims = answer.claims or answer.citations or answer.verdicts or MARK.search(answer.text)
    right = answer.kind == "abstained" and bool(answer.text.strip()) and not claims
    return _whole(right, "no claim, and words that say so", f"{answer.kind} with {len(answer.claims)} claims")


@scorer("overlap", asks=lambda turn: turn.reference is not None, decides=False, whole=False)
def overlap(seen: Seen) -> Score:
    """The share of the reference's words that stand in the text. A rough measure; it decides nothing."""
    wanted, said = _words(seen.turn.reference or ""), _words(seen.answer.text)
    value = len(wanted & said) / len(wanted) if wanted else None
    return Score(value=value, expected=seen.turn.reference or "", got=seen.answer.text)


def _words(text: str) -> set[str]:
    return {word for word in WORD.findall(text.casefold()) if len(word) > 2 or not word.isascii()}


# --- retrieval -------------------------------------------------------------------------------------


def _retrieval(name: str) -> Judge:
    def judge(seen: Seen) -> Score:
        found = [sentence for sentence, _ in seen.retrieved or ()]
        value = None if seen.retrieved is None else measured(name, seen.retrieved, seen.relevant)
        return Score(value=value, expected=" | ".join(map(_shown, seen.relevant)), got=_shown(found))

    return judge


for _name in MEASURES:
    scorer(
        _name,
        asks=lambda turn: turn.kind == "passage" and turn.evidence is not None,
        decides=False,
        whole=False,
    )(_retrieval(_name))


# --- what a language model thinks of it ------------------------------------------------------------


def _to_be_judged(turn: Turn) -> bool:
    return turn.error is None and turn.kind != "abstained"


@scorer("judged_faithfulness", asks=_to_be_judged, decides=False, whole=False, judged=True)
def judged_faithfulness(seen: Seen) -> Score:
    assert seen.judge is not None
    return seen.judge.faithfulness(seen.answer)


@scorer("judged_relevance", asks=_to_be_judged, decides=False, whole=False, judged=True)
def judged_relevance(seen: Seen) -> Score:
    assert seen.judge is not None
    return seen.judge.relevance(seen.answer, seen.before)


# --- what precision, recall and confusion are counted from -----------------------------------------


def tallies(seen: Seen) -> tuple[Tally, ...]:
    """The facts on both sides, closed under the implications; each expected verdict with the one given."""
    found: list[Tally] = []
    if seen.turn.facts is not None:
        expected, got = seen.book.implications(seen.turn.facts), seen.book.implications(seen.answer.facts)
        names = dict.fromkeys([*expected, *got])
        found += [
            Tally(of="fact", name=name, expected=expected.get(name), got=got.get(name)) for name in names
        ]
    if _has_verdicts(seen.turn):
        found += [
            Tally(of="verdict", name=licence, expected=entry.verdict, got=_verdict(seen.answer, licence))
            for licence, entry in seen.expected_verdicts.items()
        ]
    return tuple(found)
