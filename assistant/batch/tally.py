"""Counts of what came of the rows, for the summary."""

from collections import Counter
from collections.abc import Mapping

from assistant.batch.records import LISTED, Outcome, Summary

__all__ = ["Tally"]


class Tally:
    """Counts rows as they are written."""

    def __init__(self, licences: tuple[str, ...]) -> None:
        self._licences = licences
        self._kinds: Counter[str] = Counter()
        self._verdicts: dict[str, Counter[str]] = {name: Counter() for name in licences}
        self._slowest: list[tuple[int, float]] = []
        self._failed: list[tuple[int, str]] = []
        self._llm: dict[str, float] = {}
        self._rows = self._errors = self._repeated = 0

    def add(self, row: int, outcome: Outcome, first: bool) -> None:
        self._rows += 1
        self._repeated += not first
        if outcome.error:
            self._errors += 1
            self._failed += [(row, outcome.error)] if len(self._failed) < LISTED else []
            return
        self._kinds[outcome.kind] += 1
        for name, verdict in zip(self._licences, outcome.verdicts, strict=False):
            self._verdicts[name][verdict] += 1
        if first:
            self._took(outcome.llm)
            self._slowest = sorted([*self._slowest, (row, outcome.milliseconds)], key=lambda s: -s[1])[
                :LISTED
            ]

    def _took(self, llm: Mapping[str, float]) -> None:
        for name, count in llm.items():
            self._llm[name] = round(self._llm.get(name, 0) + count, 6)

    def summary(self, output: str, resumed: int, seconds: float) -> Summary:
        verdicts: Mapping[str, Mapping[str, int]] = {name: dict(c) for name, c in self._verdicts.items() if c}
        return Summary(
            output=output,
            rows=self._rows,
            errors=self._errors,
            resumed=resumed,
            repeated=self._repeated,
            seconds=seconds,
            kinds=dict(self._kinds),
            verdicts=verdicts,
            slowest=tuple(self._slowest),
            failed=tuple(self._failed),
            llm=dict(self._llm),
        )
