"""The gate against answers that must not pass: each breaks one law and nothing else."""

import pytest

from assistant.answer import Answer, Citation, Claim, Provenance, Verdict
from assistant.errors import GateError
from assistant.gate import check
from assistant.source import load_source

SOURCE = load_source()
QUOTE = SOURCE.quote(
    "Membership in SIPC is not a legal requirement, but it has become the norm in the industry."
)
OTHER = SOURCE.quote("Transfer agents are regulated by the US SEC")


def citation(n: int = 1, quote=QUOTE, **changes: object) -> Citation:
    fields = {
        "n": n,
        "source": SOURCE.id,
        "start": quote.start,
        "end": quote.end,
        "line": quote.line,
        "quote": quote.text,
    }
    return Citation.model_validate(fields | changes)


def answer(**changes: object) -> Answer:
    fields = {
        "question": "SIPC?",
        "kind": "licences",
        "language": "en",
        "focus": ("sipc",),
        "verdicts": {"sipc": Verdict(verdict="recommended")},
        "text": "SIPC membership is recommended. [1]\nNext question: does it serve US users?",
        "claims": (Claim(text="SIPC membership is recommended.", citations=(1,)),),
        "citations": (citation(),),
        "provenance": Provenance(rulebook="r", corpus="c", embedder="e", reader="n", version="0"),
    }
    return Answer.model_validate(fields | changes)


FRAMES = ("Next question: does it serve US users?",)


def test_an_answer_that_keeps_the_laws_passes_unchanged() -> None:
    given = answer()
    assert check(given, SOURCE, FRAMES, {"sipc": "recommended"}) is given


@pytest.mark.parametrize(
    ("changes", "stated", "fault"),
    [
        (
            {"citations": (citation(quote=QUOTE._replace(text=QUOTE.text.replace("not a", "now a"))),)},
            {},
            "not the source's text",
        ),
        ({"citations": (citation(start=QUOTE.start + 1),)}, {}, "not the source's text"),
        ({"citations": (citation(end=10**9),)}, {}, "not the source's text"),
        ({"citations": (citation(line=QUOTE.line + 1),)}, {}, "not the source's text"),
        ({"citations": (citation(source="another"),)}, {}, "not the source's text"),
        ({"citations": (citation(), citation(2, OTHER))}, {}, "citation 2 is used by no claim"),
        ({"citations": (citation(), citation(1, OTHER))}, {}, "share a number"),
        ({"citations": ()}, {}, r"mark \[1\] has no citation"),
        (
            {"claims": (Claim(text="SIPC membership is recommended.", citations=()),)},
            {},
            "a claim without a citation",
        ),
        (
            {"claims": (Claim(text="SIPC membership is required.", citations=(1,)),)},
            {},
            "does not stand in the text",
        ),
        (
            {"text": "SIPC membership is recommended. [1]\nFINRA costs $10."},
            {},
            "a sentence without a citation: 'FINRA costs",
        ),
        ({"text": "SIPC membership is recommended. [1] [7]"}, {}, "a sentence without a citation"),
        ({}, {"sipc": "required"}, "the rulebook 'recommended'"),
        ({}, {"ats": "required"}, "the rulebook 'nothing'"),
        ({"kind": "abstained"}, {}, "an abstention claims"),
    ],
)
def test_an_answer_that_breaks_a_law_is_withheld(
    changes: dict[str, object], stated: dict[str, str], fault: str
) -> None:
    with pytest.raises(GateError, match=fault):
        check(answer(**changes), SOURCE, FRAMES, stated)
