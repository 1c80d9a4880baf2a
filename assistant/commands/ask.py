"""`assistant ask`: one answer in the terminal."""

from typing import TYPE_CHECKING, Annotated

import typer

from assistant.errors import FactError

if TYPE_CHECKING:
    from rich.console import Console

    from assistant.answer import Answer, LlmUse

_WORDS = {
    "reworded": "An LLM's words, held against the rules and quotes",
    "partly": "In part an LLM's words, held against the rules and quotes; the rest built-in words",
    "built-in": "Built-in words",
}


def ask(
    question: Annotated[str, typer.Argument(help="The question; `-` reads it from standard input.")],
    fact: Annotated[
        list[str] | None,
        typer.Option(
            "--fact", metavar="ID=yes|no", help="A fact known beforehand; may be given several times."
        ),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the whole answer as JSON.")] = False,
    notes: Annotated[
        bool, typer.Option("--notes", help="Show the law notes that agree with the article too.")
    ] = False,
) -> None:
    """Answer one question, every claim cited.

    Example: assistant ask "Do we need an ATS licence? We match orders of users in Texas." --fact handles_fiat=no
    """
    from assistant.assistant import Assistant
    from assistant.audit import open_log

    text = typer.get_text_stream("stdin").read() if question == "-" else question
    assistant = Assistant()
    given = assistant.checked_facts(parsed_facts(fact or []))
    answer = assistant.ask(text, facts=given)
    if log := open_log(assistant.settings):
        log.append(answer, given=given)
    if as_json:
        typer.echo(answer.model_dump_json(indent=2))
    else:
        _show(answer, notes)


def parsed_facts(given: list[str]) -> dict[str, str]:
    """Raises FactError where one is not of the form ID=yes or ID=no, or is given twice with different values."""
    facts: dict[str, str] = {}
    for item in given:
        name, separator, value = item.partition("=")
        if not separator:
            raise FactError(f"--fact {item!r}: write it as ID=yes or ID=no")
        if facts.setdefault(name, value) != value:
            raise FactError(f"--fact {name}: given as {facts[name]!r} and as {value!r}: give one of them")
    return facts


def _show(answer: "Answer", all_notes: bool) -> None:
    """The text, the facts it went by, the citations with their lines, and the law notes set apart."""
    from rich.console import Console
    from rich.markup import escape

    console = Console(highlight=False)
    console.print(escape(answer.text))
    if answer.llm:
        console.print(f"\n[dim]{escape(_part_of_the_llm(answer.llm))}[/dim]")
    if answer.kind == "licences" and answer.facts:
        console.print("\n[bold]Understood[/bold]")
        for fact, value in answer.facts.items():
            where = answer.facts_from.get(fact)
            words = f"“{' '.join(where.words.split())}”" if where and where.words else "given beforehand"
            console.print(f"  {fact} = {value}  [dim]{escape(words)}[/dim]")
    if answer.further:
        console.print("\n[bold]Other documents[/bold] [dim](not the article; in no verdict)[/dim]")
        for excerpt in answer.further:
            about = ", ".join(part for part in (excerpt.title, excerpt.date, excerpt.origin) if part)
            place = f"page {excerpt.page}" if excerpt.page else f"line {excerpt.line}"
            _indented(console, f"{about}, {place}: “{' '.join(excerpt.quote.split())}”")
    if answer.citations:
        console.print(f"\n[bold]From the article[/bold] ({escape(answer.citations[0].source)})")
        for citation in answer.citations:
            _indented(console, f"[{citation.n}] line {citation.line}: “{citation.quote}”")
    shown = [note for note in answer.law_notes if all_notes or note.status == "differs"]
    if shown or answer.age:
        console.print(
            "\n[bold]Outside the article[/bold] [dim](check against the current text; changes no verdict)[/dim]"
        )
        if answer.age:
            _indented(console, answer.age)
        for note in shown:
            _indented(
                console, f"{note.text} ({note.status}; {'; '.join(note.authorities)}; as of {note.as_of})"
            )
    if len(shown) < len(answer.law_notes):
        console.print(f"[dim]{len(answer.law_notes) - len(shown)} more that add or agree: --notes[/dim]")


def _part_of_the_llm(use: "LlmUse") -> str:
    """Whose words these are, what went wrong, and what it took."""
    note = f" ({use.note})" if use.note else ""
    cost = f", cost {use.cost:g}" if use.cost is not None else ""
    counts = (
        f"{use.calls} calls, {use.cached} kept replies, {use.input_tokens + use.output_tokens:,} tokens{cost}"
    )
    return f"{_WORDS[use.text]}{note}. LLM: {counts}."


def _indented(console: "Console", text: str) -> None:
    from rich.markup import escape
    from rich.padding import Padding

    console.print(Padding(escape(text), (0, 0, 0, 2)))
