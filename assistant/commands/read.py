"""`assistant read`: what a text was understood to say."""

from typing import Annotated

import typer


def read(
    text: Annotated[str, typer.Argument(help="The text; `-` reads it from standard input.")],
    as_json: Annotated[bool, typer.Option("--json", help="Print the reading as JSON.")] = False,
) -> None:
    """Show the reading of a text: kind, focus, and each statement heard, with the words that bear it and how sure.

    Example: assistant read "We used to match orders; now every trade is with us."
    """
    from assistant.question import checked_question
    from assistant.reading import Reader

    whole = typer.get_text_stream("stdin").read() if text == "-" else text
    reading = Reader().read(checked_question(whole))
    if as_json:
        typer.echo(reading.model_dump_json(indent=2))
        return
    from rich.console import Console
    from rich.markup import escape
    from rich.table import Table

    console = Console(highlight=False)
    console.print(
        f"kind {reading.kind}, language {reading.language}, focus {', '.join(reading.focus) or '–'}"
    )
    table = Table("clause", "fact", "value", "sure", "taken")
    for heard in sorted(reading.heard, key=lambda heard: (heard.start, -heard.sure)):
        read_fact = reading.facts.get(heard.fact)
        in_conflict = any(heard.fact in conflict.facts for conflict in reading.conflicts)
        taken = "conflict" if in_conflict else "yes" if read_fact and read_fact.value == heard.value else "no"
        table.add_row(escape(heard.words), heard.fact, heard.value, f"{heard.sure:.2f}", taken)
    console.print(table)
    silent = [
        clause.text
        for clause in reading.clauses
        if all(clause.start != heard.start for heard in reading.heard)
    ]
    for clause in silent:
        console.print(f"[dim]says nothing of the platform: {escape(clause)}[/dim]")
