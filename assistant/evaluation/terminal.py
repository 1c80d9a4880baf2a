"""A run in the terminal: tables, failures, the comparison."""

from collections.abc import Iterable, Mapping, Sequence

from rich.console import Console
from rich.markup import escape
from rich.table import Column, Table

from assistant.evaluation.compare import Comparison
from assistant.evaluation.gate import Outcome
from assistant.evaluation.scorers import SCORERS
from assistant.evaluation.statistics import Interval
from assistant.evaluation.summary import Measure, Summary, Unit, good, passed

__all__ = ["show_comparison", "show_failures", "show_gates", "show_summary"]

QUOTES = 3  # of one failure; the report has them all
BY_TAG = ("kind", "facts", "verdicts", "evidence")


def show_summary(console: Console, summary: Summary) -> None:
    console.print(_by_suite(summary.suites))
    _show_judged(console, summary.suites.get("all", ()))
    for title, groups in (("tag", summary.tags), ("language", summary.languages)):
        if groups:
            console.print(_by_group(title, groups))
    seconds = summary.seconds
    if seconds:
        console.print(
            f"{_counted(summary.cases, 'case')}, {_counted(summary.questions, 'question')}; per question "
            f"{seconds['median'] * 1000:.0f} ms (median), {seconds['p95'] * 1000:.0f} ms (95 %)"
        )
    if summary.errored:
        console.print(f"[red]{summary.errored} errored[/red], {summary.skipped} not asked after an error")
    if summary.not_repeated:
        console.print(f"[red]answers that did not repeat:[/red] {escape(', '.join(summary.not_repeated))}")


def _by_suite(suites: Mapping[str, Sequence[Measure]]) -> Table:
    table = Table("suite", "measure", _right("n"), _right("rate"), _right("95 %"), _right("unscored"))
    for name, measures in suites.items():
        if name == "all" and len(suites) == 2:
            continue  # one suite: the whole is that suite
        for place, measure in enumerate(measures):
            table.add_row(escape(name) if not place else "", _named(measure), *_cells(measure))
        table.add_section()
    return table


def _by_group(title: str, groups: Mapping[str, Sequence[Measure]]) -> Table:
    table = Table(title, _right("n"), _right("passed"), _right("95 %"), *map(_right, BY_TAG))
    for group, measures in groups.items():
        known = {measure.name: measure for measure in measures}
        table.add_row(
            escape(group), *_cells(known["passed"])[:3], *(_short(known.get(name)) for name in BY_TAG)
        )
    return table


def _right(name: str) -> Column:
    return Column(name, justify="right", no_wrap=True)


def _show_judged(console: Console, measures: Sequence[Measure]) -> None:
    judged = [measure for measure in measures if measure.judged]
    if judged:
        console.print('(judged): a language model\'s opinion, no part of "passed"')
    for measure in judged:
        for reason, count in measure.reasons.items():
            console.print(f"  {measure.name} unscored, {count}: {escape(_cut(reason))}")


def _named(measure: Measure) -> str:
    """A measure whose best is 0 is marked, since its rate reads the other way, and so is an LLM's opinion."""
    name = f"{measure.name} (judged)" if measure.judged else measure.name
    return name if name not in SCORERS or SCORERS[name].most else f"{name} ↓"


def _cells(measure: Measure) -> tuple[str, str, str, str]:
    unscored = str(measure.unscored or "")
    if measure.interval is None:
        return "0", "–", "–", unscored
    interval = measure.interval
    return str(interval.count), f"{interval.rate:.1%}", _span(interval), unscored


def _span(interval: Interval) -> str:
    return f"{interval.low * 100:.1f}–{interval.high * 100:.1f}"


def _short(measure: Measure | None) -> str:
    return f"{measure.interval.rate:.0%}" if measure and measure.interval else "–"


def show_failures(console: Console, units: Iterable[Unit], limit: int) -> None:
    """What was asked, expected, got and cited, of the first `limit` that errored or did not pass."""
    failed = [unit for unit in units if unit.turn.error or passed(unit.turn) is False]
    for unit in failed[:limit]:
        console.rule(f"[bold]{escape(unit.name)}[/bold]", align="left")
        console.print(escape(_cut(unit.turn.question)))
        if unit.turn.error:
            console.print(f"  [red]error[/red] {escape(unit.turn.error)}")
        for name, score in unit.turn.scores.items():
            if good(name, score) is False and (name not in SCORERS or SCORERS[name].decides):
                console.print(f"  [red]{name}[/red] expected {escape(_cut(score.expected))}")
                console.print(f"  {' ' * len(name)}      got {escape(_cut(score.got))}")
        citations = unit.turn.answer.citations if unit.turn.answer else ()
        for citation in citations[:QUOTES]:
            cited = f"cited [{citation.n}], line {citation.line}: “{_cut(citation.quote, 160)}”"
            console.print(f"  [dim]{escape(cited)}[/dim]")
        if len(citations) > QUOTES:
            console.print(f"  [dim]… and {len(citations) - QUOTES} more quotes[/dim]")
    if len(failed) > limit:
        console.print(f"… and {len(failed) - limit} more: see the report, or --failures {len(failed)}")


def show_gates(console: Console, outcomes: Iterable[Outcome]) -> None:
    for outcome in outcomes:
        console.print(f"[{'green' if outcome.kept else 'red'}]{escape(str(outcome))}[/]")


def show_comparison(console: Console, found: Comparison, limit: int) -> None:
    console.print(f"\n[bold]Against the baseline[/bold]: {found.passed.plainly}")
    for change in found.changes:
        if change.better or change.worse:
            console.print(f"  {change.measure}: {change.plainly}")
            _show_names(console, "better", change.better, limit)
            _show_names(console, "worse", change.worse, limit)
    for what, names in (
        ("new", found.only_now),
        ("no longer there", found.only_before),
        ("rewritten", found.altered),
    ):
        _show_names(console, f"not compared, {what}", names, limit)


def _show_names(console: Console, what: str, names: Sequence[str], limit: int) -> None:
    if names:
        more = f" … and {len(names) - limit} more" if len(names) > limit else ""
        console.print(f"    {what}: {escape(', '.join(names[:limit]))}{more}")


def _cut(text: str, limit: int = 600) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= limit else flat[: limit - 1] + "…"


def _counted(count: int, thing: str) -> str:
    return f"{count:,} {thing}" if count == 1 else f"{count:,} {thing}s"
