"""Scorers: small functions with a name, each of one thing that an answer must show.

A scorer is called where its `asks` says that the case asks for it. It gives a value and says what was
expected and got; None stands for "could not be scored", which is counted as such. Add one with the decorator:

    @scorer("polite", asks=lambda turn: turn.kind is not None, decides=False)
    def polite(seen: Seen) -> Score: ...

A `judged` scorer asks a language model. It is called only in a run that has a judge, and decides nothing.
"""

from importlib import import_module

from assistant.evaluation.scorers.registry import SCORERS, Scorer, Seen, score, scorer
from assistant.evaluation.scorers.tallying import tallies

__all__ = ["SCORERS", "Scorer", "Seen", "score", "scorer", "tallies"]

# Their order here is the order in which every table shows the scorers.
for _part in ("understood", "verdicts", "said", "retrieved", "judged"):
    import_module(f"{__name__}.{_part}")
