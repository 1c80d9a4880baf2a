"""What was said and on what: evidence, quotes, claims, words, length, refusals."""

import re

from assistant.evaluation.passages import places
from assistant.evaluation.records import Score
from assistant.evaluation.scorers.registry import Seen, scorer, shown, whole

MARK = re.compile(r"\[\d+\]")
WORD = re.compile(r"[a-z0-9+']+|[\u4e00-\u9fff]")


@scorer("evidence", asks=lambda turn: turn.evidence is not None)
def evidence(seen: Seen) -> Score:
    """All passages of one of the alternatives are cited."""
    alternatives = seen.turn.evidence or ()
    cited = any(all(_cited(passage, seen) for passage in alternative) for alternative in alternatives)
    shown = " | ".join(" + ".join(alternative) for alternative in alternatives)
    return whole(
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
    return whole(not wrong, "each quote at its place", wrong or "all are")


@scorer("claims_uncited", asks=lambda turn: turn.error is None, most=False, whole=False)
def claims_uncited(seen: Seen) -> Score:
    """The share of claims without a citation, or with one that is not there."""
    numbers = {citation.n for citation in seen.answer.citations}
    bare = [c.text for c in seen.answer.claims if not c.citations or not set(c.citations) <= numbers]
    share = len(bare) / max(1, len(seen.answer.claims))
    return Score(value=share, expected="every claim cited", got=shown(bare) if bare else "all are")


@scorer("answer_has", asks=lambda turn: turn.answer_has is not None)
def answer_has(seen: Seen) -> Score:
    """Of each group, one stands in the text; letter case does not matter."""
    text = seen.answer.text.casefold()
    missing = [
        group for group in seen.turn.answer_has or () if not any(words.casefold() in text for words in group)
    ]
    expected = " and ".join(" or ".join(group) for group in seen.turn.answer_has or ())
    return whole(
        not missing,
        expected,
        f"without {' and '.join(' or '.join(group) for group in missing)}" if missing else "has it",
    )


@scorer("answer_lacks", asks=lambda turn: turn.answer_lacks is not None)
def answer_lacks(seen: Seen) -> Score:
    text = seen.answer.text.casefold()
    said = [words for words in seen.turn.answer_lacks or () if words.casefold() in text]
    return whole(not said, f"none of {shown(seen.turn.answer_lacks or ())}", said or "none")


@scorer("length", asks=lambda turn: turn.max_characters is not None)
def length(seen: Seen) -> Score:
    got = len(seen.answer.text)
    return whole(got <= (seen.turn.max_characters or 0), f"at most {seen.turn.max_characters}", got)


@scorer("refusal", asks=lambda turn: turn.kind == "abstained")
def refusal(seen: Seen) -> Score:
    """It abstains, in words, and claims nothing."""
    answer = seen.answer
    claims = answer.claims or answer.citations or answer.verdicts or MARK.search(answer.text)
    right = answer.kind == "abstained" and bool(answer.text.strip()) and not claims
    return whole(right, "no claim, and words that say so", f"{answer.kind} with {len(answer.claims)} claims")


@scorer("overlap", asks=lambda turn: turn.reference is not None, decides=False, whole=False)
def overlap(seen: Seen) -> Score:
    """The share of the reference's words that stand in the text. A rough measure; it decides nothing."""
    wanted, said = _words(seen.turn.reference or ""), _words(seen.answer.text)
    value = len(wanted & said) / len(wanted) if wanted else None
    return Score(value=value, expected=seen.turn.reference or "", got=seen.answer.text)


def _words(text: str) -> set[str]:
    return {word for word in WORD.findall(text.casefold()) if len(word) > 2 or not word.isascii()}
