"""What every answer must keep on its way out, whoever wrote it. What fails here is not shown.

The laws, each a function below:

- a citation's quote is the source's own text at its offsets, and its line is that place's line;
- a claim has a citation, and stands in the text with its marks; a citation is used by a claim; a mark has a citation;
- a sentence without a mark is a frame (one of the known phrases, a question, the asker's own words), never a claim;
- a verdict that the text gives a licence is the one that the rulebook gave it;
- an abstention claims nothing.
"""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence

from assistant.answer import Answer, Citation
from assistant.errors import GateError
from assistant.source import Source
from assistant.traces import stage

MARK = re.compile(r"\[(\d+)\]")


@stage(
    "gate",
    found=lambda answer: {"claims": len(answer.claims), "citations": len(answer.citations)},
    content=lambda answer: {"text": answer.text},
)
def check(
    answer: Answer, source: Source, frames: Collection[str] = (), stated: Mapping[str, str] | None = None
) -> Answer:
    """Return `answer` unchanged if it keeps all laws.

    Args:
        frames: sentences that may stand without a mark.
        stated: what the text says of each licence, as its writer declares it: licence id to verdict.

    Raises:
        GateError: naming every law that is broken.
    """
    shown = [marked(claim.text, claim.citations) for claim in answer.claims]
    faults = [
        *_quotes(answer, source),
        *_claims(answer, shown),
        *_sentences(answer.text, shown, frames),
        *_verdicts(answer, stated or {}),
    ]
    if answer.kind == "abstained" and (answer.claims or answer.citations or answer.verdicts):
        faults.append("an abstention claims or cites something")
    if faults:
        raise GateError("the answer was withheld: " + "; ".join(faults))
    return answer


def _quotes(answer: Answer, source: Source) -> Iterator[str]:
    for citation in answer.citations:
        if not _exact(citation, source):
            yield f"citation {citation.n} is not the source's text at {citation.start}–{citation.end}"


def _exact(citation: Citation, source: Source) -> bool:
    inside = 0 <= citation.start < citation.end <= len(source.text)
    return (
        inside
        and citation.source == source.id
        and source.text[citation.start : citation.end] == citation.quote
        and source.text.count("\n", 0, citation.start) + 1 == citation.line
    )


def _claims(answer: Answer, shown: Sequence[str]) -> Iterator[str]:
    known = {citation.n for citation in answer.citations}
    used: set[int] = set()
    if len(known) != len(answer.citations):
        yield "two citations share a number"
    for claim, text in zip(answer.claims, shown, strict=True):
        used.update(claim.citations)
        if not claim.citations:
            yield f"a claim without a citation: {claim.text[:60]!r}"
        if text not in answer.text:
            yield f"a claim that does not stand in the text with its marks: {claim.text[:60]!r}"
    for number in sorted({int(mark) for mark in MARK.findall("\n".join(shown))} | used):
        if number not in known:
            yield f"mark [{number}] has no citation"
    for number in sorted(known - used):
        yield f"citation {number} is used by no claim"


def _sentences(text: str, shown: Sequence[str], frames: Collection[str]) -> Iterator[str]:
    rest = text
    for known in (*sorted(shown, key=len, reverse=True), *sorted(frames, key=len, reverse=True)):
        rest = rest.replace(known, "\n")
    for line in rest.split("\n"):
        if re.search(r"\w", line):
            yield f"a sentence without a citation: {line.strip()[:60]!r}"


def _verdicts(answer: Answer, stated: Mapping[str, str]) -> Iterator[str]:
    for licence, verdict in stated.items():
        given = answer.verdicts.get(licence)
        if given is None or given.verdict != verdict:
            yield f"the text says {verdict!r} of {licence}, the rulebook {given.verdict if given else 'nothing'!r}"


def marked(text: str, citations: Collection[int]) -> str:
    """A claim as it stands in the text: its words, then its marks."""
    return text + " " + "".join(f"[{number}]" for number in citations) if citations else text
