"""`assistant eval`: suites through the assistant, scored, shown, compared and gated."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from assistant.errors import SuiteError

if TYPE_CHECKING:
    from assistant.assistant import Assistant
    from assistant.evaluation.cases import Suite
    from assistant.evaluation.compare import Marks
    from assistant.evaluation.folder import Header, Run
    from assistant.evaluation.gate import Gate
    from assistant.evaluation.records import CaseResult
    from assistant.evaluation.run import Job

_FELL_SHORT, _ERRORED = 1, 3
_BASELINE = Path("evals/baseline")


def evaluate(
    suites: Annotated[
        list[Path], typer.Argument(metavar="SUITE…", help="Suites: YAML or JSONL, or what --format says.")
    ],
    output: Annotated[
        Path, typer.Option("-o", "--output", help="Where runs go; with --convert, the file.")
    ] = Path("runs"),
    case: Annotated[
        list[str] | None, typer.Option(metavar="ID", help="Only this case; may be repeated.")
    ] = None,
    tag: Annotated[list[str] | None, typer.Option(help="Only cases with this tag; may be repeated.")] = None,
    repeat: Annotated[
        int, typer.Option(min=1, help="Ask everything so often, to show that answers repeat.")
    ] = 1,
    jobs: Annotated[int, typer.Option("-j", "--jobs", min=0, help="Processes; 0 = one for each core.")] = 0,
    resume: Annotated[
        Path | None, typer.Option(help="Go on with this run, where it was interrupted.")
    ] = None,
    baseline: Annotated[
        Path | None, typer.Option(help="Compare with this run, or with evals/baseline.")
    ] = None,
    gate: Annotated[
        list[str] | None,
        typer.Option(metavar="EXPR", help="'verdicts>=0.98' or 'dev:kind>=0.9'; may be repeated."),
    ] = None,
    gates: Annotated[
        Path | None, typer.Option(help="A file of gates by suite, such as evals/gates.toml.")
    ] = None,
    renew_baseline: Annotated[
        bool,
        typer.Option("--renew-baseline", help=f"Make this run the one that is compared with: {_BASELINE}."),
    ] = False,
    failures: Annotated[int, typer.Option(min=0, help="How many failures to show.")] = 20,
    junit: Annotated[
        Path | None, typer.Option(help="Write JUnit XML here too; the run has it as well.")
    ] = None,
    form: Annotated[
        str, typer.Option("--format", help="What the files are: suite, csv, inspect_ai, promptfoo or ragas.")
    ] = "suite",
    judge: Annotated[
        bool,
        typer.Option("--judge", help="Ask the LLM too what it thinks of the answers; decides nothing."),
    ] = False,
    convert: Annotated[
        str | None,
        typer.Option(metavar="FORMAT", help="Write the cases to -o in this format, and run nothing."),
    ] = None,
) -> None:
    """Run suites, and show what the answers are worth. Exit codes: 1 a gate failed, 3 cases errored.

    Example: assistant eval evals/*.yaml --baseline evals/baseline --gate 'verdicts>=0.98'
    """
    from assistant.assistant import Assistant
    from assistant.evaluation.compare import load_marks
    from assistant.evaluation.gate import parse_gate

    assistant = Assistant()
    loaded = _loaded(suites, form, assistant)
    if convert:
        _convert(loaded, convert, output)
        return
    # A mistake in a gate or a baseline is named before the run, not after it.
    wanted = [*map(parse_gate, gate or ()), *_from_file(gates, loaded)]
    before = load_marks(baseline) if baseline else None
    run, results = _run(assistant, loaded, output, resume, case or [], tag or [], repeat, jobs, judge)
    _write_reports(run, results, before, junit)
    if renew_baseline:
        _renew(run, results)
    raise typer.Exit(_show(run, results, wanted, before, failures))


def _loaded(paths: Sequence[Path], form: str, assistant: "Assistant") -> "tuple[Suite, ...]":
    from assistant.evaluation.exchange import load_foreign
    from assistant.evaluation.suite import Names, load_suite, no_name_twice

    names = Names.of(assistant.rulebook, assistant.source)
    forms = {path: "csv" if path.suffix == ".csv" else form for path in paths}
    return no_name_twice(
        load_suite(path, names) if own == "suite" else load_foreign(path, own, names)
        for path, own in forms.items()
    )


def _convert(suites: "Sequence[Suite]", form: str, path: Path) -> None:
    from assistant.evaluation.exchange import write_foreign

    if path.is_dir() or not path.suffix:
        raise SuiteError(f"{path}: --convert writes a file: name it with -o")
    typer.echo(f"{write_foreign(suites, form, path)} cases written to {path}")


def _from_file(path: Path | None, suites: "Sequence[Suite]") -> "Iterator[Gate]":
    """The gates of the suites that are run, and of all together."""
    from assistant.evaluation.gate import load_gates

    names = {suite.name for suite in suites} | {"all"}
    for suite, gates in load_gates(path).items() if path else ():
        if suite in names:
            yield from gates


def _run(
    assistant: "Assistant",
    suites: "Sequence[Suite]",
    output: Path,
    resume: Path | None,
    case: list[str],
    tag: list[str],
    repeat: int,
    processes: int,
    judge: bool,
) -> "tuple[Run, tuple[CaseResult, ...]]":
    from assistant.evaluation.folder import header_of
    from assistant.evaluation.run import jobs_of

    jobs = jobs_of(suites, ids=case, tags=tag, repeat=repeat, judged=judge)
    if not jobs:
        named = ", ".join([*(f"--case {name}" for name in case), *(f"--tag {name}" for name in tag)])
        raise SuiteError(f"{named or 'the suites'}: no case is chosen: see the ids and tags of the suites")
    judged_by = _judged_by(assistant) if judge else None
    selected = {"case": case, "tag": tag}
    header = header_of(suites, assistant.provenance, assistant.settings, selected, repeat, judged_by)
    run = _opened(header, output, resume)
    try:
        return run, _executed(jobs, run, assistant, processes)
    except KeyboardInterrupt:
        typer.echo(
            f"assistant: interrupted; what is finished is kept: go on with --resume {run.folder}", err=True
        )
        raise


def _judged_by(assistant: "Assistant") -> str:
    from assistant.evaluation.judge import LlmJudge

    return LlmJudge.of(assistant.llm).name


def _opened(header: "Header", output: Path, resume: Path | None) -> "Run":
    from assistant.evaluation.folder import Run

    if resume is None:
        return Run.create(output, header)
    run = Run(resume)
    run.resume(header)
    return run


def _executed(
    jobs: "Sequence[Job]", run: "Run", assistant: "Assistant", processes: int
) -> "tuple[CaseResult, ...]":
    """With a progress bar on standard error, so that standard output can be piped."""
    from functools import partial
    from os import cpu_count

    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    from assistant.assistant import Assistant
    from assistant.evaluation.run import execute

    rate = TextColumn("{task.fields[rate]}")
    with Progress(
        BarColumn(), MofNCompleteColumn(), rate, TimeRemainingColumn(), console=Console(stderr=True)
    ) as bar:
        task = bar.add_task("cases", total=len(jobs), completed=len(run.done()), rate="")

        def advance(result: "CaseResult") -> None:
            speed = bar.tasks[0].speed
            bar.update(task, advance=1, rate=f"{speed:.1f}/s" if speed else "")

        count = processes or cpu_count() or 1
        return execute(jobs, run, partial(Assistant, assistant.settings), processes=count, progress=advance)


def _write_reports(
    run: "Run", results: "Sequence[CaseResult]", before: "Marks | None", junit: Path | None
) -> None:
    from assistant.evaluation.exchange.ragas import samples
    from assistant.evaluation.exchange.trec import trec_files
    from assistant.evaluation.junit import junit_xml
    from assistant.evaluation.report import html_report
    from assistant.evaluation.summary import summarise

    summary = summarise(results)
    run.write("summary.json", summary.to_json())
    run.write("report.html", html_report(run.header, results, summary, before))
    run.write("junit.xml", junit_xml(results))
    run.write("ragas.jsonl", samples(results))
    for name, text in trec_files(results).items():
        run.write(name, text)
    if junit:
        junit.parent.mkdir(parents=True, exist_ok=True)
        junit.write_text(junit_xml(results), "utf-8")


def _renew(run: "Run", results: "Sequence[CaseResult]") -> None:
    from assistant.evaluation.compare import write_baseline

    typer.echo(f"baseline renewed: {write_baseline(_BASELINE, results, run.header)}")


def _show(
    run: "Run",
    results: "Sequence[CaseResult]",
    gates: "Sequence[Gate]",
    before: "Marks | None",
    failures: int,
) -> int:
    """Print what the run is worth; the exit code."""
    from rich.console import Console

    from assistant.evaluation.compare import compare, marks_of
    from assistant.evaluation.gate import check_gates
    from assistant.evaluation.summary import summarise, units
    from assistant.evaluation.terminal import show_comparison, show_failures, show_gates, show_summary

    console = Console(highlight=False)
    summary = summarise(results)
    show_failures(console, units(results), failures)
    show_summary(console, summary)
    if before is not None:
        show_comparison(console, compare(marks_of(results), before), failures)
    outcomes = check_gates(gates, summary)
    show_gates(console, outcomes)
    console.print(f"run: {run.folder}   report: {run.path('report.html')}", soft_wrap=True)
    if summary.errored:
        return _ERRORED
    return 0 if all(outcome.kept for outcome in outcomes) else _FELL_SHORT
