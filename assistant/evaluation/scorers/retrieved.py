"""The measures of retrieval, each as a scorer."""

from assistant.evaluation.records import Score
from assistant.evaluation.retrieval import MEASURES, measured
from assistant.evaluation.scorers.registry import Judge, Seen, scorer, shown


def _retrieval(name: str) -> Judge:
    def judge(seen: Seen) -> Score:
        found = [sentence for sentence, _ in seen.retrieved or ()]
        value = None if seen.retrieved is None else measured(name, seen.retrieved, seen.relevant)
        return Score(value=value, expected=" | ".join(map(shown, seen.relevant)), got=shown(found))

    return judge


for _name in MEASURES:
    scorer(
        _name,
        asks=lambda turn: turn.kind == "passage" and turn.evidence is not None,
        decides=False,
        whole=False,
    )(_retrieval(_name))
