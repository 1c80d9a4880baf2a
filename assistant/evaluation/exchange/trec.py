"""The searches of a run in TREC form, for trec_eval and everything that reads it."""

from collections.abc import Iterable, Iterator, Sequence

from assistant.evaluation.records import CaseResult
from assistant.evaluation.summary import Unit, units

__all__ = ["trec_files"]


def trec_files(results: Sequence[CaseResult]) -> dict[str, str]:
    """`retrieval.run` and `retrieval.qrels`; {} where nothing was searched.

    A question with several alternatives of evidence stands there once for each, as `suite/id:1`, `suite/id:2`:
    each is a full answer by itself. Documents are sentences of the article (`14.2`: line 14, the second one).
    """
    searched = [unit for unit in units(results) if unit.turn.retrieved is not None and unit.turn.relevant]
    if not searched:
        return {}
    return {"retrieval.run": "".join(_run(searched)), "retrieval.qrels": "".join(_qrels(searched))}


def _run(searched: Iterable[Unit]) -> Iterator[str]:
    for unit in searched:
        found = unit.turn.retrieved or ()
        for query, _ in _queries(unit):
            for rank, (sentence, _score) in enumerate(found, 1):
                # trec_eval sorts by score and breaks ties by id, so the rank is put into the score.
                yield f"{query} Q0 {sentence} {rank} {len(found) - rank + 1} assistant\n"


def _qrels(searched: Iterable[Unit]) -> Iterator[str]:
    for unit in searched:
        for query, relevant in _queries(unit):
            for sentence in relevant:
                yield f"{query} 0 {sentence} 1\n"


def _queries(unit: Unit) -> Iterator[tuple[str, tuple[str, ...]]]:
    several = len(unit.turn.relevant) > 1
    for number, relevant in enumerate(unit.turn.relevant, 1):
        yield (f"{unit.name}:{number}" if several else unit.name), relevant
