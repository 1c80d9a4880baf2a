"""`assistant rules`: prove the rulebook, show it for reading, draw a decision."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, cast

import typer

from assistant import settings
from assistant.commands.plain import say
from assistant.errors import AnchorError
from assistant.rulebook import Caution, LawNote, Licence, Parts, Rule, load_parts, load_rulebook
from assistant.rulebook.conditions import Condition, FactIs, Term, parts_of, walk
from assistant.rulebook.describe import condition_in_words, verdict_in_words
from assistant.rulebook.records import Facts
from assistant.source import Quote, Source, load_source
from assistant.values import Language

if TYPE_CHECKING:
    from assistant.rulebook import Rulebook

app = typer.Typer(no_args_is_help=True)

FELL_SHORT = 1
WORDS: dict[Language, dict[str, str]] = {
    "en": {
        "after": "Needs first: {}",
        "ambiguous": "The article calls this ambiguous:",
        "always": "always",
        "cautions": "Cautions",
        "outside": "Outside the article: what the law says beside it. Check it against the current text.",
        "line": "line {}: “{}”",
    },
    "zh": {
        "after": "先决条件：{}",
        "ambiguous": "文章认为此处存在模糊：",
        "always": "始终适用",
        "cautions": "注意事项",
        "outside": "文章之外：法律的其他规定。请以现行文本核对。",
        "line": "第 {} 行：“{}”",
    },
}

LicenceArgument = Annotated[str | None, typer.Argument(help="A licence id, for example ats; left out: all.")]
LanguageOption = Annotated[Language, typer.Option("--language", help="en or zh.")]


@app.command()
def check() -> None:
    """Prove the rulebook over every state of its facts, and its quotes against the article.

    Exit code 1 where it does not hold; each failure is a line that says where.

    Example: assistant rules check
    """
    from assistant.rulebook.proof import prove

    try:
        proof = prove(_book())
    except AnchorError as error:
        _print_failures([str(error)])
        raise typer.Exit(FELL_SHORT) from None
    for line in proof.summary:
        typer.echo(line)
    if not proof.holds:
        _print_failures(proof.failures)
        raise typer.Exit(FELL_SHORT)
    for line in proof.proved:
        typer.echo(f"proved: {line}")


def _print_failures(failures: Sequence[str]) -> None:
    """Whole lines, however long: people search them for the name of a rule."""
    for failure in failures:
        typer.secho(f"failed: {failure}", fg="red")
    typer.secho(f"the rulebook does not hold: {len(failures)} failed", fg="red", bold=True)


@app.command()
def show(licence: LicenceArgument = None, language: LanguageOption = "en") -> None:
    """Show the rules of a licence in words, with their quotes and the lines these stand in.

    Example: assistant rules show transfer_agent
    """
    _Page(load_parts(*_written()), language).show(licence)


@app.command()
def graph(
    licence: LicenceArgument = None,
    text: Annotated[bool, typer.Option("--text", help="A tree of plain text in place of Mermaid.")] = False,
    language: LanguageOption = "en",
    fact: Annotated[
        list[str] | None,
        typer.Option(
            "--fact",
            metavar="ID=yes|no",
            help="A fact of a platform: the path it takes is marked. Repeatable.",
        ),
    ] = None,
) -> None:
    """Draw the decision for a licence as a Mermaid flowchart, or as a tree of plain text.

    Example: assistant rules graph ats --text --fact matches_orders=yes
    """
    from assistant.commands.ask import parsed_facts
    from assistant.rulebook.graph import mermaid, tree

    book = _book()
    known = book.evaluate(cast("Facts", parsed_facts(fact))).known if fact else None
    if text:
        names = [licence] if licence else list(book.licences)
        typer.echo("\n\n".join(tree(book, name, language, known) for name in names))
    else:
        typer.echo(mermaid(book, licence, language, known), nl=False)


def _book() -> "Rulebook":
    return load_rulebook(*_written())


def _written() -> tuple[Source, Path | None]:
    """The article, and the folder of the rulebook where a setting names one."""
    chosen = settings.current()
    return load_source(chosen.corpus), chosen.rulebook


def _own_quotes(when: Condition) -> Iterable[Quote]:
    """The quotes of single conditions in `when`, those of terms left to the terms."""
    if isinstance(when, FactIs):
        yield from when.quotes
    for part in parts_of(when) if not isinstance(when, Term) else ():
        yield from _own_quotes(part)


class _Page:
    """The rulebook printed for reading, in one language."""

    def __init__(self, book: Parts, language: Language) -> None:
        self.book, self.language = book, language
        self.words = WORDS[language]

    def show(self, licence: str | None) -> None:
        licences = [self.book.licence(licence)] if licence else list(self.book.licences.values())
        for one in licences:
            self.licence(one)
        chosen = {one.id for one in licences}
        self.terms(licences)
        self.cautions([one for one in self.book.cautions if not one.licences or chosen & set(one.licences)])
        self.law_notes([note for note in self.book.law_notes if chosen & set(note.licences)])

    def licence(self, licence: Licence) -> None:
        self.heading(f"{licence.name[self.language]} ({licence.id})")
        for rule in licence.rules:
            self.rule(rule)
        for step in self.book.prerequisites:
            if step.then == licence.id:
                say(self.words["after"].format(self.book.licences[step.first].name[self.language]), 2)
                self.quotes(step.quotes)

    def rule(self, rule: Rule) -> None:
        verdict = verdict_in_words(rule.verdict, self.language)
        say(f"{verdict}: {condition_in_words(self.book, rule.when, self.language)} [{rule.id}]", 2, bold=True)
        say(rule.reason[self.language], 4)
        self.quotes([*rule.quotes, *_own_quotes(rule.when)])
        if rule.ambiguous:
            say(self.words["ambiguous"], 4)
            self.quotes(rule.ambiguous)

    def terms(self, licences: Iterable[Licence]) -> None:
        parts = (part for one in licences for rule in one.rules for part in walk(rule.when))
        for term in {part.name: part for part in parts if isinstance(part, Term)}.values():
            self.heading(term.label[self.language])
            say(condition_in_words(self.book, term.when, self.language), 2)
            self.quotes(_own_quotes(term.when))

    def cautions(self, cautions: Iterable[Caution]) -> None:
        self.heading(self.words["cautions"])
        for caution in cautions:
            words = (
                condition_in_words(self.book, caution.when, self.language)
                if caution.when
                else self.words["always"]
            )
            say(f"{words} [{caution.id}]", 2, bold=True)
            say(caution.text[self.language], 4)
            self.quotes(caution.quotes)

    def law_notes(self, notes: Iterable[LawNote]) -> None:
        self.heading(self.words["outside"])
        for note in notes:
            say(f"{note.status}, as of {note.as_of}, {note.checked} [{note.id}]", 2, bold=True)
            say(note.text[self.language], 4)
            say("; ".join(note.authorities), 4, dim=True)

    def heading(self, text: str) -> None:
        say()
        say(text, bold=True, underline=True)

    def quotes(self, quotes: Iterable[Quote]) -> None:
        for quote in quotes:
            say(self.words["line"].format(quote.line, quote.text), 6, italic=True)
