"""The tables of a run's figures."""

from collections.abc import Iterable, Mapping

from assistant.evaluation.compare import Comparison
from assistant.evaluation.report.html import escaped, table
from assistant.evaluation.scorers import SCORERS
from assistant.evaluation.summary import Measure, Summary

VERDICTS = ("required", "recommended", "optional", "not_required", "unclear", "depends", "none")


def figures(summary: Summary) -> str:
    suites = [(name, own) for name, own in summary.suites.items() if name != "all" or len(summary.suites) > 2]
    rows = [
        (f'<td class="name">{escaped(suite)}</td>', *_measure(measure))
        for suite, own in suites
        for measure in own
    ]
    return table(["suite", "measure", "n", "rate", "95 % interval", "unscored"], rows)


def _measure(measure: Measure) -> tuple[str, ...]:
    best = "" if measure.name not in SCORERS or SCORERS[measure.name].most else " (0 is best)"
    best += " (judged by an LLM, no part of passed)" if measure.judged else ""
    interval = measure.interval
    figures = (
        (str(interval.count), f"{interval.rate:.1%}", f"{interval.low:.1%} – {interval.high:.1%}")
        if interval
        else ("0", "–", "–")
    )
    return (f'<td class="name">{escaped(measure.name)}{best}</td>', *figures, str(measure.unscored or ""))


def groups(summary: Summary) -> str:
    rows = [
        (f'<td class="name">{escaped(name)}</td>', *_measure(own[0])[1:4])
        for groups in (summary.tags, summary.languages)
        for name, own in groups.items()
    ]
    return table(["tag or language", "n", "passed", "95 % interval"], rows)


def facts(summary: Summary) -> str:
    def share(value: float | None) -> str:
        return "–" if value is None else f"{value:.1%}"

    rows = [
        (
            escaped(f"{one.fact} = {one.value}"),
            str(one.expected),
            str(one.got),
            share(one.precision),
            share(one.recall),
        )
        for one in summary.facts
    ]
    return table(["fact", "expected", "got", "precision", "recall"], rows)


def confusion(found: Mapping[str, Mapping[str, int]]) -> str:
    given = [verdict for verdict in VERDICTS if any(verdict in row for row in found.values())]
    rows = []
    for expected in (verdict for verdict in VERDICTS if verdict in found):
        row = found[expected]
        rows.append((expected, *(_cell(row.get(verdict, 0), verdict == expected) for verdict in given)))
    return table(["expected ↓ given →", *given], rows)


def _cell(count: int, right: bool) -> str:
    return f'<td class="{"right" if right else "wrong"}">{count}</td>' if count else "<td></td>"


def comparison(found: Comparison) -> str:
    rows = [
        (f'<td class="name">{escaped(change.measure)}</td>', f'<td class="name">{escaped(change.plainly)}</td>',
         f'<td class="name">{_names(change.better)}</td>', f'<td class="name">{_names(change.worse)}</td>')
        for change in found.changes
        if change.better or change.worse
    ]  # fmt: skip
    others = "".join(
        f"<p>Not compared, {what}: {_names(names)}</p>"
        for what, names in (
            ("new", found.only_now),
            ("no longer there", found.only_before),
            ("rewritten", found.altered),
        )
        if names
    )
    changes = table(["measure", "finding", "better", "worse"], rows)
    return f"<section><h2>Against the baseline</h2><p>{escaped(found.passed.plainly)}</p>{changes}{others}</section>"


def _names(names: Iterable[str]) -> str:
    return ", ".join(f'<a href="#{escaped(name)}">{escaped(name)}</a>' for name in names)
