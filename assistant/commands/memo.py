"""`assistant memo`: an answer to take away."""

import os
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from assistant.commands.ask import parsed_facts
from assistant.errors import MemoError

if TYPE_CHECKING:
    from assistant.answer import Answer, Language, Value
    from assistant.assistant import Assistant
    from assistant.store import ProfileFile


def memo(
    questions: Annotated[
        list[str] | None, typer.Argument(metavar="[QUESTION]...", help="One conversation, in this order.")
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option(
            "-o", "--output", help="A .md, .docx, .pdf or .json file; without it, Markdown is printed."
        ),
    ] = None,
    platform: Annotated[
        Path | None, typer.Option(help="A platform's file, as the page exports it; known beforehand.")
    ] = None,
    fact: Annotated[
        list[str] | None,
        typer.Option(
            "--fact", metavar="ID=yes|no", help="A fact known beforehand; may be given several times."
        ),
    ] = None,
    language: Annotated[
        str | None, typer.Option(help="en or zh.  [default: that of the first question]")
    ] = None,
    day: Annotated[str | None, typer.Option("--date", help="YYYY-MM-DD.  [default: today]")] = None,
) -> None:
    """Write a memo: facts, verdicts with reasons, quotes with their lines, law notes apart, and what it was made with.

    Example: assistant memo "We match orders of users in Texas. What do we need?" -o memo.pdf
    """
    from assistant.assistant import Assistant
    from assistant.memo import memo_of, rendered

    if not questions and platform is None and not fact:
        raise MemoError("nothing to write of: give a question, --platform or --fact")
    ending, made_on, tongue = _ending(output), _day(day), _language(language)
    assistant = Assistant()
    profile = _profile(platform, assistant)
    given = assistant.checked_facts({**(profile.facts if profile else {}), **parsed_facts(fact or [])})
    answers = _answers(assistant, questions or [], given)
    made = memo_of(
        answers, assistant.rulebook, assistant.source, day=made_on, provenance=assistant.provenance, given=given,
        language=tongue or (answers[0].language if answers else "en"), name=profile.name if profile else "",
    )  # fmt: skip
    data = rendered(made, ending)
    if output is None:
        typer.echo(data.decode(), nl=False)
    else:
        _write(output, data)


def _answers(assistant: "Assistant", questions: list[str], given: "dict[str, Value]") -> "list[Answer]":
    from assistant.audit import open_log

    log = open_log(assistant.settings)
    answers: list[Answer] = []
    for question in questions:
        facts = {} if answers else given
        answer = assistant.ask(question, facts=facts, before=answers)
        if log:
            log.append(answer, given=facts, before=answers)
        answers.append(answer)
    return answers


def _ending(output: Path | None) -> str:
    from assistant.memo import FORMATS

    ending = "md" if output is None else output.suffix.lower().removeprefix(".")
    if ending not in FORMATS:
        raise MemoError(f"{output}: ending {ending!r} is no format: one of {', '.join(FORMATS)}")
    return ending


def _day(day: str | None) -> date:
    try:
        return date.fromisoformat(day) if day else datetime.now().astimezone().date()
    except ValueError as error:
        raise MemoError(f"--date {day!r}: is no date: write it as YYYY-MM-DD") from error


def _language(language: str | None) -> "Language | None":
    if language not in (None, "en", "zh"):
        raise MemoError(f"--language {language!r}: one of en, zh")
    return language  # type: ignore[return-value]


def _profile(file: Path | None, assistant: "Assistant") -> "ProfileFile | None":
    from assistant.store.profile_file import read_profile

    if file is None:
        return None
    try:
        data = file.read_bytes()
    except OSError as error:
        raise MemoError(f"{file}: cannot be read: {error.strerror}") from error
    return read_profile(data, assistant.rulebook.facts, str(file))


def _write(output: Path, data: bytes) -> None:
    """Beside it, then in its place: a memo that is there stays whole if this is cut short."""
    unfinished = output.with_name(f".{output.name}.{os.getpid()}")
    try:
        unfinished.write_bytes(data)
        unfinished.replace(output)
    except OSError as error:
        unfinished.unlink(missing_ok=True)
        raise MemoError(f"{output}: cannot be written: {error.strerror}") from error
