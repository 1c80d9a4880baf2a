"""A batch in the terminal: what would be read, how far it is, what came of it."""

import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from time import monotonic
from typing import TYPE_CHECKING

from assistant.batch.plan import Plan
from assistant.batch.records import Progress, Summary

if TYPE_CHECKING:
    from rich.console import Console

__all__ = ["progress", "show_plan", "show_summary"]

_EVERY = 10.0  # seconds between lines where there is no terminal


@contextmanager
def progress(quiet: bool) -> Iterator[Callable[[Progress], None]]:
    """A bar on a terminal, a line now and then elsewhere, nothing where quiet; on standard error."""
    if quiet:
        yield lambda progress: None
    elif sys.stderr.isatty():
        with _bar() as update:
            yield update
    else:
        yield _lines()


@contextmanager
def _bar() -> Iterator[Callable[[Progress], None]]:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn
    from rich.progress import Progress as Bar

    text = TextColumn("{task.fields[stage]}"), TextColumn("{task.fields[rate]}")
    with Bar(text[0], BarColumn(), MofNCompleteColumn(), text[1], console=Console(stderr=True)) as bar:
        task = bar.add_task("rows", total=None, stage="reading", rate="")
        yield lambda p: bar.update(task, completed=p.done, total=p.total, stage=p.stage, rate=_rate(p))


def _lines() -> Callable[[Progress], None]:
    last = monotonic()

    def line(progress: Progress) -> None:
        nonlocal last
        if monotonic() - last >= _EVERY:
            last = monotonic()
            said = f"{progress.stage} {progress.done:,} of {progress.total:,} rows {_rate(progress)}"
            sys.stderr.write(f"{said.rstrip()}\n")
            sys.stderr.flush()

    return line


def _rate(progress: Progress) -> str:
    if progress.seconds_left is None:
        return ""
    minutes, seconds = divmod(round(progress.seconds_left), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{progress.rate:,.1f} rows/s, {hours}:{minutes:02}:{seconds:02} left"


def _taken(llm: Mapping[str, float]) -> str:
    cost = f", cost {llm['cost']:g}" if "cost" in llm else ""
    return (
        f"LLM: {llm['reworded']:,} of {llm['answers']:,} answers in its words, {llm.get('partly', 0):,} in part; "
        f"{llm['calls']:,} calls, "
        f"{llm['cached']:,} kept replies, {llm['input_tokens']:,} tokens in, {llm['output_tokens']:,} out{cost}"
    )


def show_plan(console: "Console", name: str, plan: Plan) -> None:
    """What a run would read."""
    from rich.markup import escape

    table, columns = plan.table, plan.columns
    how = [table.form, table.encoding, f"parted by {table.delimiter!r}" if table.delimiter else ""]
    how += [f"sheet {table.sheet!r}" if table.sheet else ""]
    console.print(escape(f"{name}: {', '.join(filter(None, how))}; {plan.rows:,} rows"), soft_wrap=True)
    roles = {
        columns.question: "the question",
        columns.conversation: "the conversation",
        columns.facts: "facts",
    }
    roles |= {columns.id: "the id"} | dict.fromkeys(columns.by_fact.values(), "a fact")
    for place, column in enumerate(table.names):
        console.print(
            escape(f"  {column or f'column {place + 1}'}: {roles.get(place, 'passes through')}"),
            soft_wrap=True,
        )
    for row, fault in plan.faults:
        console.print(escape(f"  row {row} cannot be asked: {fault}"), soft_wrap=True)


def show_summary(console: "Console", summary: Summary) -> None:
    """What came of a run."""
    from rich.markup import escape
    from rich.table import Table

    kinds = ", ".join(f"{count:,} {kind}" for kind, count in sorted(summary.kinds.items()))
    console.print(
        f"{summary.rows:,} rows: {kinds or 'none answered'}, {summary.errors:,} errors", soft_wrap=True
    )
    console.print(
        f"{summary.resumed:,} answered before, {summary.repeated:,} repeats; "
        f"{summary.seconds:,.1f} s, {summary.rate:,.1f} rows/s",
        soft_wrap=True,
    )
    if summary.verdicts:
        names = sorted({verdict for counts in summary.verdicts.values() for verdict in counts})
        table = Table("licence", *names)
        for licence, counts in summary.verdicts.items():
            table.add_row(licence, *(f"{counts.get(name, 0):,}" for name in names))
        console.print(table)
    if summary.llm:
        console.print(_taken(summary.llm), soft_wrap=True)
    if summary.slowest:
        slow = ", ".join(f"row {row} ({milliseconds:,.0f} ms)" for row, milliseconds in summary.slowest[:3])
        console.print(f"slowest: {slow}", soft_wrap=True)
    for row, error in summary.failed:
        console.print(escape(f"row {row}: {error}"), soft_wrap=True)
    if summary.errors > len(summary.failed):
        console.print(
            f"… and {summary.errors - len(summary.failed):,} more rows with an error", soft_wrap=True
        )
    console.print(escape(f"written: {summary.output}"), soft_wrap=True)
