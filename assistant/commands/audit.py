"""`assistant audit`: the log of answers given."""

from collections import deque
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from assistant.audit import AuditLog, BatchEntry, Difference, Entry, Replay

FELL_SHORT = 1
_CLIP = 300  # signs of a difference that are shown

app = typer.Typer(no_args_is_help=True)
Folder = Annotated[
    Path | None, typer.Option("--log", help="The folder of a log.  [default: audit in the data folder]")
]


@app.command("list")
def list_(
    owner: Annotated[str | None, typer.Option(help="Only this owner's.")] = None,
    limit: Annotated[int, typer.Option(min=1, help="How many, of the newest.")] = 20,
    as_json: Annotated[bool, typer.Option("--json", help="Print whole entries, one a line.")] = False,
    folder: Folder = None,
) -> None:
    """List the answers given and the batches run, the newest last.

    Example: assistant audit list --limit 5
    """
    newest = deque(_log(folder).everything(owner=owner), maxlen=limit)
    if as_json:
        for entry in newest:
            typer.echo(entry.model_dump_json())
        return
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table("entry", "at", "owner", "kind", "question", "sha256")
    for entry in newest:
        kind, what = _in_a_line(entry)
        question = Text(_plain(what), overflow="ellipsis", no_wrap=True)
        table.add_row(
            str(entry.n), entry.at[:16], Text(_plain(entry.owner)), kind, question, entry.sha256[:8]
        )
    Console(highlight=False).print(table)


def _in_a_line(entry: "Entry | BatchEntry") -> tuple[str, str]:
    from assistant.audit import Entry

    if isinstance(entry, Entry):
        return entry.answer.kind, entry.answer.question
    batch = entry.batch
    return "batch", f"{batch.input} → {batch.output}: {batch.rows:,} rows, {batch.errors:,} errors"


@app.command()
def show(which: Annotated[str, typer.Argument(metavar="ID")], folder: Folder = None) -> None:
    """Print an entry as JSON. ID is its number, or how its sha256 begins (eight signs or more).

    Example: assistant audit show 12
    """
    typer.echo(_log(folder).entry(which).model_dump_json(indent=2))


@app.command()
def verify(
    noted: Annotated[
        str | None, typer.Option(help="A sha256 noted earlier, whole: the log has to hold its entry still.")
    ] = None,
    folder: Folder = None,
) -> None:
    """Find any altered, missing, moved or cut entry. Exit code 1 where there is one.

    Example: assistant audit verify
    """
    from assistant import audit

    log = _log(folder)
    found = audit.verify(log, noted=noted)
    for one in (*found.notes, *found.faults):
        where = f"{log.log}:{one.line}" if one.line else str(log.log)
        typer.echo(f"{where}: {one.what}")
    counted = f"{found.entries:,} {'entry' if found.entries == 1 else 'entries'}"
    if found.faults:
        faults = len(found.faults)
        typer.echo(
            f"{counted}, {faults} {'fault' if faults == 1 else 'faults'}: the log is not as it was written"
        )
        raise typer.Exit(FELL_SHORT)
    typer.echo(f"{counted}, as they were written; sha256 of the last: {found.sha256}")


@app.command()
def replay(
    which: Annotated[str, typer.Argument(metavar="ID")],
    as_json: Annotated[
        bool, typer.Option("--json", help="Print both answers and what differs as JSON.")
    ] = False,
    folder: Folder = None,
) -> None:
    """Answer an entry again, and say whether it comes out the same. Exit code 1 where it does not.

    Example: assistant audit replay 12
    """
    from assistant import audit
    from assistant.assistant import Assistant

    entry = _log(folder).answer(which)
    found = audit.replay(entry, Assistant())
    if as_json:
        typer.echo(found.model_dump_json(indent=2))
    else:
        _show(found)
    if not found.same:
        raise typer.Exit(FELL_SHORT)


def _log(folder: Path | None) -> "AuditLog":
    """The one named, or that of the settings, which is there to be read where nothing is added to it any more too."""
    from assistant.audit import AuditLog
    from assistant.audit.log import FOLDER
    from assistant.settings import current

    return AuditLog(folder or current().data / FOLDER)


def _show(found: "Replay") -> None:
    typer.echo(f"entry {found.entry.n} of {found.entry.at}: {_plain(found.entry.answer.question)[:_CLIP]}")
    if found.answer is None:
        typer.echo(f"cannot be answered now: {found.error}")
    elif found.differences:
        typer.echo("answered again: differs")
    else:
        typer.echo("answered again: the same")
    for one in found.differences:
        _show_difference(one)
    if found.made_with:
        typer.echo("made with something else:")
        for one in found.made_with:
            _show_difference(one)
    elif found.answer is not None:
        typer.echo("made with the same version, rulebook, article and models")
    if found.differences and found.entry.answer.provenance.llm:
        typer.echo("an LLM had a part in it: its words are not the same each time")


def _show_difference(one: "Difference") -> None:
    """The words from shortly before where they part."""
    then, now = one.then or "nothing", one.now or "nothing"
    parted = (at for at, (old, new) in enumerate(zip(then, now, strict=False)) if old != new)
    start = max(0, next(parted, min(len(then), len(now))) - 40)
    lead = "…" if start else ""
    typer.echo(f"  {one.part}")
    for name, text in (("then", then), ("now ", now)):
        shown = text[start : start + _CLIP]
        typer.echo(f"    {name}: {lead}{_plain(shown)}{'…' if len(text) > start + _CLIP else ''}")


def _plain(text: str) -> str:
    """On one line, without signs that a terminal obeys: the log may have been altered."""
    return "".join(one for one in " ".join(text.split()) if one.isprintable())
