"""`assistant batch`: a questionnaire in, the same rows with their answers out."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, cast

import typer

from assistant.errors import BatchError

if TYPE_CHECKING:
    from assistant.batch import Options, Summary
    from assistant.batch.records import Form

_FORMS = ("csv", "tsv", "jsonl", "xlsx", "parquet")
_FELL_SHORT = 1


def batch(
    source: Annotated[
        str | None,
        typer.Argument(metavar="INPUT", help="CSV, TSV, JSONL, XLSX or Parquet; a path, a URL, or `-`."),
    ] = None,
    output: Annotated[
        str | None, typer.Option("-o", "--output", help="CSV, TSV, JSONL, XLSX or Parquet, by its ending.")
    ] = None,
    column: Annotated[
        str | None, typer.Option(help="The column with the questions.  [default: question]")
    ] = None,
    conversation: Annotated[
        str | None, typer.Option(help="The column that tells conversations apart.  [default: conversation]")
    ] = None,
    facts: Annotated[
        str | None,
        typer.Option(help="The column with facts known beforehand, `ID=yes; ID=no`.  [default: facts]"),
    ] = None,
    sheet: Annotated[str | None, typer.Option(help="The sheet of a spreadsheet that has several.")] = None,
    encoding: Annotated[str | None, typer.Option(help="Of a text file; found out by default.")] = None,
    delimiter: Annotated[
        str | None, typer.Option(help="Of a text file, or `tab`; found out by default.")
    ] = None,
    input_format: Annotated[str | None, typer.Option(help="In place of the input's ending.")] = None,
    output_format: Annotated[
        str | None, typer.Option("--format", help="In place of the output's ending.")
    ] = None,
    limit: Annotated[int | None, typer.Option(min=0, help="Only so many rows, from the top.")] = None,
    jobs: Annotated[int, typer.Option("-j", "--jobs", min=0, help="Processes; 0 = one for each core.")] = 0,
    engine: Annotated[str, typer.Option(help="local, or ray (an extra: assistant[ray]).")] = "local",
    address: Annotated[
        str | None, typer.Option(help="Of a Ray cluster; without it a local one is started.")
    ] = None,
    overwrite: Annotated[
        bool,
        typer.Option("--overwrite", help="Start anew, whatever is there; the old output stays until then."),
    ] = False,
    strict: Annotated[bool, typer.Option("--strict", help="Exit code 1 where a row has an error.")] = False,
    dry_run: Annotated[
        bool,
        typer.Option("--dry-run", help="Say what would be read, and which column is what; answer nothing."),
    ] = False,
    quiet: Annotated[bool, typer.Option("-q", "--quiet", help="No progress and no summary.")] = False,
    demo: Annotated[
        bool, typer.Option("--demo", help="Write a sample input with every optional column.")
    ] = False,
) -> None:
    """Answer every row of a file. Killed at any moment, the same command goes on where it was.

    Example: assistant batch questions.csv -o answers.csv
    """
    from assistant.batch import Options

    if demo:
        _demo(Path(output or "questions.csv"), overwrite)
        return
    if source is None:
        raise BatchError("name the input: assistant batch questions.csv -o answers.csv")
    if engine not in ("local", "ray"):
        raise BatchError(f"--engine {engine}: local or ray")
    options = Options(
        column=column,
        conversation=conversation,
        facts=facts,
        sheet=sheet,
        encoding=encoding,
        delimiter=delimiter,
        input_format=_form(input_format, "--input-format"),
        output_format=_form(output_format, "--format"),
        limit=limit,
        overwrite=overwrite,
        workers=jobs,
        engine="ray" if engine == "ray" else "local",
        address=address,
    )
    if dry_run:
        _look(source, options)
        return
    if output is None:
        raise BatchError("name the output: -o answers.csv")
    summary = _run(source, output, options, quiet)
    if strict and summary.errors:
        raise typer.Exit(_FELL_SHORT)


def _form(given: str | None, option: str) -> "Form | None":
    if given is not None and given not in _FORMS:
        raise BatchError(f"{option} {given}: one of {', '.join(_FORMS)}")
    return cast("Form | None", given)


def _demo(path: Path, overwrite: bool) -> None:
    from assistant.batch.demo import write_demo

    write_demo(path, overwrite=overwrite)
    typer.echo(f"written: {path}\nnow: assistant batch {path} -o answers.csv")


def _look(source: str, options: "Options") -> None:
    from rich.console import Console

    from assistant.assistant import Assistant
    from assistant.batch.plan import look
    from assistant.batch.source import opened
    from assistant.batch.terminal import show_plan

    with opened(source) as file:
        show_plan(Console(highlight=False), file.name, look(file, options, Assistant(), thorough=True))


def _run(source: str, output: str, options: "Options", quiet: bool) -> "Summary":
    from rich.console import Console

    from assistant.audit import open_log
    from assistant.batch import run
    from assistant.batch.terminal import progress, show_summary

    try:
        with progress(quiet) as update:
            summary = run(source, output, options, on_progress=update, log=open_log())
    except KeyboardInterrupt:
        again = "without --overwrite, " if options.overwrite else ""
        typer.echo(
            f"assistant: interrupted; what is finished is kept beside {output}: "
            f"{again}the same command goes on from there",
            err=True,
        )
        raise
    if not quiet:
        show_summary(Console(stderr=True, highlight=False), summary)
    return summary
