"""Retrieval measures of one search, by ir_measures."""

from collections.abc import Sequence
from typing import Any, Final

__all__ = ["DEPTH", "MEASURES", "measured"]

DEPTH: Final = 10
# The names that runs and gates use, each with the one that ir_measures has for it.
MEASURES: Final = {
    "recall@1": "R@1",
    "recall@3": "R@3",
    "recall@5": "R@5",
    "recall@10": "R@10",
    "mrr": "RR",
    "ndcg@10": "nDCG@10",
}


def measured(
    name: str, found: Sequence[tuple[str, float]], relevant: Sequence[Sequence[str]]
) -> float | None:
    """The measure of the alternative that does best; None where ir_measures is not installed (extra `eval`).

    `found` are sentence ids with scores, best first. Ranks count, not scores: they are passed on as falling
    numbers, since trec_eval orders ties by id.
    """
    try:
        import ir_measures
    except ImportError:
        return None
    measure = ir_measures.parse_measure(MEASURES[name])
    ranked = [(sentence, float(len(found) - place)) for place, (sentence, _) in enumerate(found)]
    return max(
        (_one(ir_measures, measure, ranked, alternative) for alternative in relevant if alternative),
        default=None,
    )


def _one(
    ir_measures: Any, measure: Any, ranked: Sequence[tuple[str, float]], relevant: Sequence[str]
) -> float:
    if not ranked:
        return 0.0
    judged = [ir_measures.Qrel("q", sentence, 1) for sentence in relevant]
    run = [ir_measures.ScoredDoc("q", sentence, value) for sentence, value in ranked]
    return float(next(iter(ir_measures.iter_calc([measure], judged, run))).value)
