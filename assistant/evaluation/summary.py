"""From results to figures: rates with intervals by suite, tag and language; facts, verdicts, time."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from hashlib import sha256
from statistics import quantiles

from assistant.evaluation.records import CaseResult, Score, TurnResult
from assistant.evaluation.scorers import SCORERS, Scorer
from assistant.evaluation.statistics import Interval, wilson

__all__ = ["Measure", "Precision", "Summary", "Unit", "good", "passed", "summarise", "units"]

PASSED, REPEATS = "passed", "repeats"


@dataclass(frozen=True)
class Unit:
    """One question of a run: what is counted, compared and shown."""

    name: str
    case: CaseResult
    turn: TurnResult

    @property
    def suite(self) -> str:
        return self.case.suite


@dataclass(frozen=True)
class Measure:
    """A measure over some questions. `unscored` were asked for it and could not be scored.

    `judged`: it is a language model's opinion; `reasons` says why that could not be had, and how often.
    """

    name: str
    interval: Interval | None
    unscored: int = 0
    judged: bool = False
    reasons: Mapping[str, int] = field(default_factory=dict)

    @property
    def rate(self) -> float | None:
        return self.interval.rate if self.interval else None


@dataclass(frozen=True)
class Precision:
    """Of one fact and value: how often it was got, how often it was expected, and both."""

    fact: str
    value: str
    both: int
    got: int
    expected: int

    @property
    def precision(self) -> float | None:
        return self.both / self.got if self.got else None

    @property
    def recall(self) -> float | None:
        return self.both / self.expected if self.expected else None


@dataclass(frozen=True)
class Summary:
    """The figures of a run; every mapping is in the order in which the run's suites have its keys."""

    cases: int
    questions: int
    errors: Mapping[str, int]
    skipped: int
    suites: Mapping[str, tuple[Measure, ...]]
    tags: Mapping[str, tuple[Measure, ...]]
    languages: Mapping[str, tuple[Measure, ...]]
    facts: tuple[Precision, ...]
    confusion: Mapping[str, Mapping[str, int]]
    seconds: Mapping[str, float]
    not_repeated: tuple[str, ...]

    @property
    def errored(self) -> int:
        return self.errors["all"]

    def measure(self, name: str, suite: str | None = None) -> Measure | None:
        """A measure over one suite, or over all of them (`None`)."""
        return next((m for m in self.suites.get(suite or "all", ()) if m.name == name), None)

    def to_json(self) -> str:
        return json.dumps(asdict(self), ensure_ascii=False, indent=1)


def units(results: Iterable[CaseResult]) -> tuple[Unit, ...]:
    """Every question of the first time that each case was run."""
    return tuple(
        Unit(case.name(place), case, turn)
        for case in results
        if not case.repeat
        for place, turn in enumerate(case.turns)
    )


def passed(turn: TurnResult) -> bool | None:
    """Whether all deciding scores are good. None without any: nothing was asked, or could be scored."""
    deciding = [
        good(name, score)
        for name, score in turn.scores.items()
        if name not in SCORERS or SCORERS[name].decides
    ]
    given = [one for one in deciding if one is not None]
    return all(given) if given else None


def good(name: str, score: Score) -> bool | None:
    """Whether one score is as good as can be; None where there is none."""
    if score.value is None:
        return None
    known: Scorer | None = SCORERS.get(name)
    return known.good(score.value) if known else score.value >= 1


def summarise(results: Sequence[CaseResult]) -> Summary:
    every = units(results)
    odd = _not_repeated(results)
    repeated = any(result.repeat for result in results)
    by_suite = {"all": every, **_grouped((unit.suite, unit) for unit in every)}
    return Summary(
        cases=len({(r.suite, r.id) for r in results}),
        questions=len(every),
        errors={name: sum(unit.turn.error is not None for unit in own) for name, own in by_suite.items()},
        skipped=sum(unit.turn.skipped for unit in every),
        suites={
            name: (*_measures(own), *(_repeats(own, odd) if repeated else ()))
            for name, own in by_suite.items()
        },
        tags={
            tag: _measures(own) for tag, own in _grouped((t, u) for u in every for t in u.case.tags).items()
        },
        languages={
            name: _measures(own) for name, own in _grouped((u.case.language, u) for u in every).items()
        },
        facts=_precision(every),
        confusion=_confusion(every),
        seconds=_seconds(every),
        not_repeated=tuple(odd),
    )


def _grouped(pairs: Iterable[tuple[str, Unit]]) -> dict[str, tuple[Unit, ...]]:
    groups: dict[str, list[Unit]] = {}
    for name, unit in pairs:
        groups.setdefault(name, []).append(unit)
    return {name: tuple(own) for name, own in groups.items()}


def _measures(own: Sequence[Unit]) -> tuple[Measure, ...]:
    given = [passed(unit.turn) for unit in own]
    found = [_measure(PASSED, [None if one is None else float(one) for one in given if one is not None])]
    names = dict.fromkeys([*SCORERS, *(name for unit in own for name in unit.turn.scores)])
    for name in names:
        scores = [unit.turn.scores[name] for unit in own if name in unit.turn.scores]
        if scores:
            measure = _measure(name, [score.value for score in scores])
            found.append(_judged(measure, scores) if name in SCORERS and SCORERS[name].judged else measure)
    return tuple(found)


def _measure(name: str, values: Sequence[float | None]) -> Measure:
    scored = [value for value in values if value is not None]
    rate = sum(scored) / len(scored) if scored else 0.0
    return Measure(name, wilson(rate, len(scored)), len(values) - len(scored))


def _judged(measure: Measure, scores: Iterable[Score]) -> Measure:
    return replace(measure, judged=True, reasons=dict(Counter(s.got for s in scores if s.value is None)))


def _repeats(own: Sequence[Unit], odd: Sequence[str]) -> Iterator[Measure]:
    cases = dict.fromkeys(f"{unit.suite}/{unit.case.id}" for unit in own)
    yield _measure(REPEATS, [float(name not in odd) for name in cases])


def _not_repeated(results: Iterable[CaseResult]) -> list[str]:
    """The cases whose answers were not the same bytes each time, or that errored only some of the time."""
    seen: dict[str, set[str]] = {}
    for result in results:
        said = "\n".join(
            turn.answer.model_dump_json() if turn.answer else str(turn.error) for turn in result.turns
        )
        seen.setdefault(f"{result.suite}/{result.id}", set()).add(sha256(said.encode()).hexdigest())
    return [name for name, hashes in seen.items() if len(hashes) > 1]


def _precision(every: Sequence[Unit]) -> tuple[Precision, ...]:
    both: Counter[tuple[str, str]] = Counter()
    got: Counter[tuple[str, str]] = Counter()
    expected: Counter[tuple[str, str]] = Counter()
    for tally in (t for unit in every for t in unit.turn.tallies if t.of == "fact"):
        for counter, value in ((got, tally.got), (expected, tally.expected)):
            if value:
                counter[tally.name, value] += 1
        if tally.got and tally.got == tally.expected:
            both[tally.name, tally.got] += 1
    names = sorted({*got, *expected}, key=lambda pair: (pair[0], pair[1] == "no"))
    return tuple(
        Precision(fact, value, both[fact, value], got[fact, value], expected[fact, value])
        for fact, value in names
    )


def _confusion(every: Sequence[Unit]) -> dict[str, dict[str, int]]:
    """Expected verdict to given verdict to count."""
    found: dict[str, dict[str, int]] = {}
    for tally in (t for unit in every for t in unit.turn.tallies if t.of == "verdict"):
        row = found.setdefault(tally.expected or "none", {})
        row[tally.got or "none"] = row.get(tally.got or "none", 0) + 1
    return found


def _seconds(every: Sequence[Unit]) -> dict[str, float]:
    """Time per question, as the process that answered it saw it."""
    times = sorted(unit.turn.seconds for unit in every if not unit.turn.skipped)
    if not times:
        return {}
    cuts = quantiles(times, n=100, method="inclusive") if len(times) > 1 else times * 99
    return {"median": cuts[49], "p95": cuts[94], "most": times[-1]}
