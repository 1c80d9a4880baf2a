"""Verdicts, what they depend on, cautions and the next question."""

from assistant.evaluation.cases import Turn, VerdictEntry
from assistant.evaluation.records import Score
from assistant.evaluation.scorers.registry import Seen, scorer, shown, whole
from assistant.evaluation.scorers.tallying import has_verdicts, verdict_of


@scorer("verdicts", asks=has_verdicts)
def verdicts(seen: Seen) -> Score:
    """The verdict of each labelled licence; without labels, of each in focus from the labelled facts."""
    expected = {licence: entry.verdict for licence, entry in seen.expected_verdicts.items()}
    got = {licence: verdict_of(seen.answer, licence) for licence in expected}
    odd = [licence for licence in expected if expected[licence] != got[licence]] or list(expected)
    return whole(expected == got, {n: expected[n] for n in odd}, {n: got[n] for n in odd})


@scorer("wrong_definite", asks=has_verdicts, most=False)
def wrong_definite(seen: Seen) -> Score:
    """1 where a licence got a definite verdict (not `depends` or `unclear`) that is not the expected one."""
    wrong = {
        licence: (entry.verdict, got)
        for licence, entry in seen.expected_verdicts.items()
        if (got := verdict_of(seen.answer, licence)) not in (entry.verdict, "depends", "unclear", "none")
    }
    expected = shown({licence: pair[0] for licence, pair in wrong.items()})
    return Score(
        value=float(bool(wrong)), expected=expected, got=shown({n: pair[1] for n, pair in wrong.items()})
    )


def _says_why(turn: Turn) -> bool:
    named = turn.verdicts or {}
    return any(isinstance(entry, VerdictEntry) for entry in named.values()) if named else has_verdicts(turn)


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
    return whole(expected == got, {n: expected[n] for n in odd}, {n: got[n] for n in odd})


@scorer("cautions", asks=lambda turn: turn.cautions is not None)
def cautions(seen: Seen) -> Score:
    """The rulebook's words for each caution stand in the text."""
    texts = {caution.id: caution.text[seen.answer.language] for caution in seen.book.cautions}
    got = [name for name in seen.turn.cautions or () if texts[name] in seen.answer.text]
    return whole(set(got) == set(seen.turn.cautions or ()), seen.turn.cautions, got)


@scorer("ask_next", asks=lambda turn: turn.ask_next is not None)
def ask_next(seen: Seen) -> Score:
    got = seen.answer.ask_next or "nothing"
    return whole(got == seen.turn.ask_next, seen.turn.ask_next, got)
