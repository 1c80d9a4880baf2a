"""What a language model thinks of an answer; it decides nothing."""

from assistant.evaluation.cases import Turn
from assistant.evaluation.records import Score
from assistant.evaluation.scorers.registry import Seen, scorer


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
