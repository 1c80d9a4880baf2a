"""`assistant index`: build the vector index, check it against Chroma, and keep further documents beside the article."""

from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.text import Text

from assistant import settings
from assistant.errors import DocumentError
from assistant.source import load_source

if TYPE_CHECKING:
    from assistant.sources import Library

FELL_SHORT, USAGE = 1, 2

app = typer.Typer(invoke_without_command=True, no_args_is_help=False)


@app.callback()
def index(
    context: typer.Context,
    force: Annotated[bool, typer.Option("--force", help="Build anew what is there already.")] = False,
    verify: Annotated[
        bool, typer.Option("--verify", help="Ask Chroma itself whether it agrees with the index.")
    ] = False,
) -> None:
    """Build the vector index, where the source, the embedder or this program changed, and say what was done.

    Other commands build it too when they need it. Exit code 1 where --verify finds something wrong.

    Example: assistant index --verify
    """
    if context.invoked_subcommand:
        return
    from assistant.retrieval.index import build, state
    from assistant.retrieval.index import verify as ask_chroma
    from assistant.retrieval.plan import plan

    chosen = settings.current()
    planned = plan(load_source(chosen.corpus), chosen)
    before = state(planned)
    begin = perf_counter()
    if not force and before.status == "ready":
        _say(f"Nothing to do: {before.detail}")
    else:
        _say(f"Building ({'forced' if before.status == 'ready' else before.detail}): about a minute …")
        build(planned, force=force)
        _say(f"Built in {perf_counter() - begin:.0f} s: {state(planned).detail}")
    if verify:
        wrong = ask_chroma(planned)
        for line in wrong or ["Chroma agrees: the same vectors, the same neighbours"]:
            _say(line)
        if wrong:
            _say("Mend: assistant index --force")
            raise typer.Exit(FELL_SHORT)


@app.command()
def add(
    files: Annotated[list[Path], typer.Argument(help="A .txt, .md, .html, .pdf or .docx file; or several.")],
    title: Annotated[str, typer.Option(help="Its title; the file's name where it is not given.")] = "",
    date: Annotated[str, typer.Option(help="Its date: 2026-05-02, 2026-05 or 2026.")] = "",
    origin: Annotated[str, typer.Option(help="Where it is from: a publisher, an address, a person.")] = "",
) -> None:
    """Keep documents beside the article: cited by page or line where they speak of a question, never in a verdict.

    A file with the name of an earlier one takes its place, and only what changed is embedded. One that cannot be read
    is refused with the reason, and the rest is kept: exit code 1, or 2 where nothing could be kept.

    Example: assistant index add memo.pdf --title "Our memo" --date 2026-05-02 --origin "outside counsel"
    """
    if title and len(files) > 1:
        raise DocumentError(
            f"--title {title!r}: is for one file, {len(files)} are given: add them one by one"
        )
    library, refused = _library(), 0
    for file in files:
        try:
            added = library.add(file, title=title, date=date, origin=origin)
        except DocumentError as error:
            refused += 1
            typer.echo(f"assistant: {error}", err=True)
            continue
        document = added.document
        _say(
            f"{document.id}: {document.characters:,} characters, {added.embedded} pieces embedded, {added.kept} kept"
        )
    if refused:
        raise typer.Exit(USAGE if refused == len(files) else FELL_SHORT)


@app.command("list")
def list_() -> None:
    """List the documents that are kept beside the article.

    Example: assistant index list
    """
    documents = _library().documents()
    for document in documents:
        about = ", ".join(part for part in (document.date, document.origin) if part)
        _say(
            f"{document.id}: {document.title}{f' ({about})' if about else ''}; {document.characters:,} characters"
        )
    if not documents:
        _say("None: add one with assistant index add FILE")


@app.command()
def remove(
    ids: Annotated[list[str], typer.Argument(metavar="ID…", help="As `assistant index list` shows it.")],
) -> None:
    """Take documents away again.

    Example: assistant index remove memo-pdf
    """
    library = _library()
    for id_ in ids:
        _say(f"Removed {library.remove(id_).title}")


def _library() -> "Library":
    from assistant.sources import Library

    return Library.of(settings.current())


def _say(line: str) -> None:
    Console(highlight=False).print(Text(line), soft_wrap=True)
