"""What got better and what got worse since another run, case by case, and whether it is more than noise."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant.errors import SuiteError
from assistant.evaluation.folder import CASES, HEADER, Header, Run
from assistant.evaluation.records import CaseResult
from assistant.evaluation.scorers import SCORERS
from assistant.evaluation.statistics import mcnemar
from assistant.evaluation.summary import PASSED, good, passed, units

__all__ = ["BASELINE", "Change", "Comparison", "Marks", "compare", "load_marks", "marks_of", "write_baseline"]

BASELINE = "baseline.jsonl"
SIGNIFICANT = 0.05
# By name of a question: the sha256 of its case, and whether each measure was good.
Marks = Mapping[str, tuple[str, Mapping[str, bool]]]


@dataclass(frozen=True)
class Change:
    """One measure over the questions that both runs scored: which got better, which worse."""

    measure: str
    better: tuple[str, ...]
    worse: tuple[str, ...]
    both: int

    @property
    def p(self) -> float:
        return mcnemar(len(self.better), len(self.worse))

    @property
    def plainly(self) -> str:
        """The finding in words."""
        if not self.better and not self.worse:
            return "no answer changed"
        way = "better" if len(self.better) > len(self.worse) else "worse"
        split = f"{len(self.better)} better, {len(self.worse)} worse of {self.both}"
        if self.p < SIGNIFICANT:
            return f"{way}, by more than chance ({split}, p = {self.p:.3g})"
        return f"no more than noise may be ({split}, p = {self.p:.3g})"


@dataclass(frozen=True)
class Comparison:
    """`only_now`, `only_before`: questions of one run only; `altered`: those whose case was rewritten."""

    changes: tuple[Change, ...]
    only_now: tuple[str, ...]
    only_before: tuple[str, ...]
    altered: tuple[str, ...]

    @property
    def passed(self) -> Change:
        return next(change for change in self.changes if change.measure == PASSED)


def compare(now: Marks, before: Marks) -> Comparison:
    """Question by question; a measure counts where both runs scored it. Suites that `now` lacks are left out."""
    suites = {_suite(name) for name in now}
    shared = [name for name in now if name in before and now[name][0] == before[name][0]]
    measures = [PASSED, *(name for name in SCORERS if any(name in now[question][1] for question in shared))]
    return Comparison(
        changes=tuple(_change(measure, shared, now, before) for measure in measures),
        only_now=tuple(name for name in now if name not in before),
        only_before=tuple(name for name in before if name not in now and _suite(name) in suites),
        altered=tuple(name for name in now if name in before and now[name][0] != before[name][0]),
    )


def _suite(name: str) -> str:
    return name.split("/", 1)[0]


def _change(measure: str, names: Iterable[str], now: Marks, before: Marks) -> Change:
    pairs = [
        (name, before[name][1][measure], now[name][1][measure])
        for name in names
        if measure in before[name][1] and measure in now[name][1]
    ]
    return Change(
        measure,
        better=tuple(name for name, was, is_ in pairs if is_ and not was),
        worse=tuple(name for name, was, is_ in pairs if was and not is_),
        both=len(pairs),
    )


def marks_of(results: Sequence[CaseResult]) -> dict[str, tuple[str, dict[str, bool]]]:
    """What a run is compared by. An errored question counts as not passed, since it was no answer."""
    found: dict[str, tuple[str, dict[str, bool]]] = {}
    for unit in units(results):
        marks = {
            name: mark for name, score in unit.turn.scores.items() if (mark := good(name, score)) is not None
        }
        whole = passed(unit.turn)
        if whole is not None or unit.turn.error:
            marks[PASSED] = bool(whole)
        found[unit.name] = (unit.case.case, marks)
    return found


def load_marks(folder: Path) -> Marks:
    """The marks of a run, or of a committed baseline.

    Raises:
        SuiteError: there is neither.
    """
    if (folder / HEADER).exists() and (folder / CASES).exists():
        return marks_of(Run(folder).results())
    path = folder if folder.is_file() else folder / BASELINE
    try:
        rows = [json.loads(line) for line in path.read_text("utf-8").splitlines() if line]
        return {row["name"]: (row["case"], row["marks"]) for row in rows}
    except OSError as error:
        raise SuiteError(
            f"{folder}: is neither a run nor a baseline ({error.strerror}): give the folder of one"
        ) from error
    except (ValueError, KeyError, TypeError) as error:
        raise SuiteError(
            f"{path}: is no baseline: renew it with `assistant eval --renew-baseline`"
        ) from error


def _is_judged(measure: str) -> bool:
    return measure in SCORERS and SCORERS[measure].judged


def write_baseline(folder: Path, results: Sequence[CaseResult], header: Header) -> Path:
    """Write what later runs are compared with: a line a question, sorted, so that a diff can be read.

    Without a language model's opinions, which are no yardstick.
    """
    folder.mkdir(parents=True, exist_ok=True)
    rows = [
        {"name": name, "case": case, "marks": {m: mark for m, mark in marks.items() if not _is_judged(m)}}
        for name, (case, marks) in sorted(marks_of(results).items())
    ]
    path = folder / BASELINE
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), "utf-8")
    (folder / "made_with.json").write_text(header.model_dump_json(indent=1) + "\n", "utf-8")
    return path
