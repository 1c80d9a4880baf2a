"""Feedback as a suite: what people marked as wrong becomes a case each, in a file for people to complete."""

from collections.abc import Iterator, Mapping, Sequence

from pydantic import ValidationError

from assistant.errors import SuiteError
from assistant.evaluation.cases import SuiteFile
from assistant.rulebook import Rulebook
from assistant.store import Feedback

__all__ = ["UNLABELLED", "feedback_suite"]

UNLABELLED = "unlabelled"

_HEAD = """\
# Answers that were marked as wrong, to measure with: assistant eval FILE
# A case tagged "{unlabelled}" asks nothing yet: put what is right in place of its comments, and take the tag away.
suite: {name}
card:
  author: people who gave feedback
  written: {written}
  purpose: To show that what was marked as wrong comes out right.
  covers: Each answer with a thumb down. The facts are those that the person set by hand, where they did.
  leaves_out: What nobody marked. A fact set by hand may be one that the words do not say; look before trusting a label.
cases:
"""


def feedback_suite(judged: Sequence[Feedback], book: Rulebook, *, name: str = "feedback") -> str:
    """A YAML suite that `assistant eval` accepts: a case for each thumb down, the remark as its `why`.

    Where the person then set facts by hand, the case wants those facts, and the rulebook's verdicts for them; else it
    is tagged `unlabelled`, and has what the answer said as comments.

    Raises:
        SuiteError: nothing is marked as wrong, or `name` cannot be a suite's name.

    Example:
        >>> feedback_suite(store.of("").feedback.all(), load_rulebook(source))  # doctest: +SKIP
    """
    wrong = [one for one in judged if one.thumb == "down"]
    if not wrong:
        raise SuiteError("no answer is marked as wrong: there is no case to write")
    try:
        SuiteFile(suite=name)
    except ValidationError as error:
        raise SuiteError(f"suite name {name[:80]!r}: letters, digits and _.:@- only: give another") from error
    day = max(one.changed_at for one in wrong).date().isoformat()
    head = _HEAD.format(name=_quoted(name), written=_quoted(day), unlabelled=UNLABELLED)
    return head + "".join(line + "\n" for one in wrong for line in _case(one, book))


def _case(one: Feedback, book: Rulebook) -> Iterator[str]:
    labels = _labels(one, book)
    given = _known(one.given if one.plain else one.before, book)
    yield f"  - id: feedback-{one.id}"
    if not labels:
        yield f"    tags: [{UNLABELLED}]"
    yield f"    why: {_quoted(one.remark or 'Marked as wrong, without a remark.')}"
    if not one.plain:
        yield "    # Facts were set by hand before this question: they are given, in place of the turns that led here."
    if given:
        yield f"    given: {_flow(given)}"
    expected = [f"{key}: {value}" for key, value in labels.items()] or [f"# {line}" for line in _said(one)]
    earlier = one.questions if one.plain else ()
    if not earlier:
        yield from (f"    {line}" for line in (f"question: {_quoted(one.answer.question)}", *expected))
        return
    yield "    turns:"
    yield from (f"      - question: {_quoted(question)}" for question in earlier)
    yield f"      - question: {_quoted(one.answer.question)}"
    yield from (f"        {line}" for line in expected)


def _labels(one: Feedback, book: Rulebook) -> dict[str, str]:
    """What is right, as far as a person said so: {} where nobody did, or where the rulebook has other names by now."""
    known = {*(one.corrected or ()), *one.answer.focus} <= {*book.facts, *book.licences}
    if one.corrected is None or not known:
        return {}
    labels = {"kind": one.answer.kind, "facts": _flow(one.corrected)}
    return labels | ({"focus": _list(one.answer.focus)} if one.answer.kind == "licences" else {})


def _said(judged: Feedback) -> Iterator[str]:
    """What the answer was, as keys of a case: somewhere in it is the mistake."""
    answer = judged.answer
    yield f"kind: {answer.kind}"
    if answer.kind == "licences":
        yield f"facts: {_flow(answer.facts)}"
        yield f"focus: {_list(answer.focus)}"
        verdicts = {name: one.verdict for name, one in answer.verdicts.items() if name in answer.focus}
        yield f"verdicts: {_flow(verdicts)}"


def _known(facts: Mapping[str, str], book: Rulebook) -> dict[str, str]:
    return {fact: value for fact, value in facts.items() if fact in book.facts}


def _flow(pairs: Mapping[str, str]) -> str:
    return "{" + ", ".join(f"{key}: {value}" for key, value in pairs.items()) + "}"


def _list(names: Sequence[str]) -> str:
    return f"[{', '.join(names)}]"


def _quoted(text: str) -> str:
    """In double quotes on one line, whatever is in it."""
    return '"' + "".join(map(_sign, text)) + '"'


def _sign(one: str) -> str:
    if one in '"\\':
        return "\\" + one
    if one.isprintable():
        return one
    return {"\n": "\\n", "\t": "\\t"}.get(one) or f"\\U{ord(one):08x}"
