"""`assistant feedback`: what people thought of answers, as eval cases."""

from pathlib import Path
from typing import Annotated

import typer

from assistant.errors import StoreError

app = typer.Typer(no_args_is_help=True)


@app.callback()
def _group() -> None: ...


@app.command()
def export(
    output: Annotated[
        Path | None,
        typer.Option("-o", "--output", help="The suite, a .yaml file; without it, it is printed."),
    ] = None,
    owner: Annotated[
        str, typer.Option(help="Whose; the default is the one of a machine of one person.")
    ] = "",
    name: Annotated[str, typer.Option(help="The suite's name.")] = "feedback",
) -> None:
    """Write a suite of the answers that were marked as wrong, each a case with its remark.

    Example: assistant feedback export -o feedback.yaml && assistant eval feedback.yaml
    """
    from assistant.evaluation.feedback import feedback_suite
    from assistant.rulebook import load_rulebook
    from assistant.settings import current
    from assistant.source import load_source
    from assistant.store import open_store

    chosen = current()
    book = load_rulebook(load_source(chosen.corpus), chosen.rulebook)
    store = open_store(chosen)
    try:
        text = feedback_suite(store.of(owner).feedback.all("down"), book, name=name)
    finally:
        store.close()
    if output is None:
        typer.echo(text, nl=False)
        return
    try:
        with output.open(
            "x", encoding="utf-8"
        ) as file:  # a suite that was completed by hand is not written over
            file.write(text)
    except FileExistsError as error:
        raise StoreError(f"{output}: is there already: name another file, or remove it") from error
    except OSError as error:
        raise StoreError(f"{output}: cannot be written ({error.strerror})") from error
